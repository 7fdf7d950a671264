// Far land at quality medium and high: lit and finished at the vertices, as all land is by terrain.vert.
// use: see griffin/render/land_tiles.py, which also says why the tiles close. Licence: MIT, our own.
#include "lib/fine_vertex.glsl"

uniform vec3 u_surfaces[LAND_COLOURS]; // as in lib/fine_land.glsl, and so are the next four
uniform vec3 u_key;
uniform vec3 u_fill;
uniform vec3 u_glow;
uniform vec4 u_lamp;

out vec3 v_colour;                // these: see terrain.vert
out vec2 v_picture;
out vec3 v_picture_frac;

void main() {
    FineVertex here = fine_vertex();
    gl_Position = u_clip_from_rel * vec4(here.rel, 1.0);
    GroundLamp lamp = GroundLamp(u_key, u_fill, u_glow, u_lamp);
    vec3 sun = u_sun_direction.xyz;
    vec3 lit = mix(here.lit, 0.5 * (u_surfaces[0] + u_surfaces[2]), here.cover.x);
    vec3 shade = mix(here.shade, 0.5 * (u_surfaces[1] + u_surfaces[3]), here.cover.x);
    lit = mix(lit, u_surfaces[6], here.cover.y);
    shade = mix(shade, u_surfaces[7], here.cover.y);
    vec3 in_sun = ground_lit(lit, here.normal, sun, lamp);
    vec3 in_shade = ground_shade(shade, here.normal, sun, here.light.y, lamp);
    vec3 colour = mix(in_shade, in_sun, ground_sun_frac(here.normal, sun, here.light.x, lamp));
    vec3 light = cloud_shadowed(colour, here.light.z);
    vec3 seen = mix(here.air, light, here.clear_frac);
    vec3 screen = scene_screen(seen);
    vec3 root = sqrt(colour / LAND_WHITE);
    vec3 left = clamp((1.4 - seen) / 0.8, 0.35, 1.0);
    vec3 picture_frac = here.picture_part * here.clear_frac * left * light / max(root * screen, 0.01);
    v_picture = here.picture;
    v_picture_frac = picture_frac;
    v_colour = screen * scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1)) - picture_frac * root;
}
