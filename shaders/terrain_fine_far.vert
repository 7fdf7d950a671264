// Far land at quality medium and high: lit and finished at the vertices, as all land is by terrain.vert.
// use: see griffin/render/land_tiles.py, which also says why the tiles close. Licence: MIT, our own.
#include "lib/fine_vertex.glsl"

out vec3 v_colour;                // these: see terrain.vert
out vec2 v_picture;
out vec3 v_picture_frac;

void main() {
    FineVertex here = fine_vertex();
    gl_Position = u_clip_from_rel * vec4(here.rel, 1.0);
    vec3 colour = fine_colour(here);
    vec3 light = cloud_shadowed(colour, here.light.z);
    vec3 seen = mix(here.air, light, here.clear_frac);
    vec3 screen = scene_screen(seen);
    vec3 root = sqrt(colour / LAND_WHITE);
    vec3 left = clamp((1.4 - seen) / 0.8, 0.35, 1.0);
    vec3 picture_frac = here.picture_part * here.clear_frac * left * light / max(root * screen, 0.01);
    v_picture = here.picture;
    v_picture_frac = picture_frac;
    // What a picture has over the vertices it has in the light that it was made in, whatever the light is now.
    vec3 kept_root = sqrt(fine_kept_colour(here) / LAND_WHITE);
    v_colour = screen * scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1)) - picture_frac * kept_root;
}
