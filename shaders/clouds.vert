// Clouds: stands each card upright on the cloud's base, facing the eye; the puffs of a near cloud face it wholly.
// use: see griffin/render/passes/clouds.py. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform vec3 u_moved;             // of the clouds against the eye since they were placed, m
uniform float u_kinds;            // pictures side by side in the texture
uniform float u_upright;          // how many of them stand on their base; the rest face the eye

in vec2 a_corner;                 // -1 or 1 across, 0 or 1 up
in vec4 a_cloud;                  // middle of the base from the eye, width, m
in vec2 a_kind;                   // which picture; solidity 0..1

out vec2 v_uv;
out vec3 v_sun;                   // the sunny side through the air, on the screen
out vec3 v_shade;
out vec3 v_rim;                   // what shines through thin edges towards the sun, on the screen
out float v_solid;

const float HEIGHT_FRAC = 0.4;    // of a card over its width
const float SUN_TINT = 0.5;       // thick cloud mixes the sun's light with the sky's
const float PUFF_NEAR_M = 140.0;  // a puff nearer than this fades: the eye is in it
const float AIR_FRAC = 0.55;      // clouds are bright: less air is laid over them than over the land

void main() {
    vec3 middle = a_cloud.xyz + u_moved;
    vec2 out_dir = normalize(middle.xz);
    vec3 right = vec3(-out_dir.y, 0.0, out_dir.x);
    // Mirrored when the sun stands to the right, for the pictures are lit from the left.
    float turned = dot(right, u_sun_direction.xyz) > 0.0 ? -1.0 : 1.0;
    bool is_puff = a_kind.x >= u_upright;
    vec3 up = vec3(0.0, 1.0, 0.0);
    float height = a_corner.y * HEIGHT_FRAC;
    if (is_puff) {
        up = cross(right, normalize(middle));
        height = a_corner.y - 0.5;
    }
    vec3 rel = middle + (right * (a_corner.x * 0.5) + up * height) * a_cloud.w;
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    v_uv = vec2((a_kind.x + 0.5 + 0.49 * turned * a_corner.x) / u_kinds, a_corner.y);
    vec3 clear_frac = mix(vec3(1.0), scene_clear_frac(middle), AIR_FRAC);
    float against = 0.5 + 0.5 * dot(normalize(middle.xz), normalize(u_sun_direction.xz));
    vec3 air = scene_air(middle) * (1.0 - clear_frac);
    vec3 vignette = scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));
    vec3 shade = mix(u_sky_middle.rgb, vec3(dot(u_sky_middle.rgb, vec3(0.2, 0.5, 0.3))), 0.4) * 0.92 + u_ground_light.rgb * 0.3;
    float towards = max(dot(normalize(middle), u_sun_direction.xyz), 0.0);
    float t2 = towards * towards, t4 = t2 * t2, t8 = t4 * t4;
    vec3 sun = mix(vec3(1.0), u_sun_light.rgb, SUN_TINT) * (1.0 - 0.12 * against);
    // Towards the sun one sees the side that it doesn't shine on.
    sun = mix(sun, 1.25 * shade, 0.55 * t4);
    v_sun = scene_screen(sun * clear_frac + air) * vignette;
    v_rim = scene_screen(u_sun_light.rgb * clear_frac) * ((0.03 + 1.20 * t8) * vignette);
    v_shade = scene_screen(shade * clear_frac + air) * vignette;
    v_solid = a_kind.y * (is_puff ? smoothstep(0.3 * PUFF_NEAR_M, PUFF_NEAR_M, length(middle)) : 1.0);
}
