// Places: puts, turns and sizes each, and lights it at the vertices.
// use: see griffin/render/passes/places.py. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/cloud_shadow.glsl"
#include "lib/soft_light.glsl"

uniform sampler2D u_cloud_shadow;
uniform float u_reach;            // where a place has shrunk to nothing, m

in vec3 a_position;               // m
in vec3 a_normal;
in vec3 a_lit;                    // linear
in vec3 a_shade;
in vec3 a_fall;                   // across a waterfall -1 to 1, down it 0 to 1, whether it is one
in vec4 a_place;                  // of the foot from the eye, m; size
in vec2 a_turn;                   // cosine and sine

out vec3 v_colour;                // on the screen
out vec3 v_fall;

void main() {
    float grow = clamp((u_reach - length(a_place.xyz)) / (0.15 * u_reach), 0.0, 1.0);
    mat3 turn = mat3(a_turn.x, 0.0, -a_turn.y, 0.0, 1.0, 0.0, a_turn.y, 0.0, a_turn.x);
    vec3 rel = a_place.xyz + turn * a_position * (a_place.w * grow);
    vec3 normal = turn * normalize(a_normal);
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    SoftSurface surface = SoftSurface(a_lit, a_shade, a_fall.z, 0.3, 0.04);
    vec3 colour = soft_light(surface, normal, normalize(-rel), u_sun_direction.xyz,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    float covered = texture(u_cloud_shadow, cloud_shadow_place(rel, u_eye, u_sun_direction.xyz, u_wind.xy)).r;
    colour = cloud_shadowed(colour, covered * u_wind.z);
    v_colour = scene_screen(scene_haze(colour, rel)) * scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));
    v_fall = a_fall;
}
