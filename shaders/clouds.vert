// Clouds: stands each card upright on the cloud's base, facing the eye.
// use: see griffin/render/passes/clouds.py. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform vec3 u_moved;             // of the clouds against the eye since they were placed, m
uniform float u_kinds;            // pictures side by side in the texture

in vec2 a_corner;                 // -1 or 1 across, 0 or 1 up
in vec4 a_cloud;                  // middle of the base from the eye, width, m
in vec2 a_kind;                   // which picture; solidity 0..1

out vec2 v_uv;
out vec3 v_sun;                   // the sunny side through the air, on the screen
out vec3 v_shade;
out float v_solid;

const float HEIGHT_FRAC = 0.4;    // of a card over its width
const float SUN_TINT = 0.5;       // thick cloud mixes the sun's light with the sky's
const float AIR_FRAC = 0.55;      // clouds are bright: less air is laid over them than over the land

void main() {
    vec3 middle = a_cloud.xyz + u_moved;
    vec2 out_dir = normalize(middle.xz);
    vec3 right = vec3(-out_dir.y, 0.0, out_dir.x);
    // Mirrored when the sun stands to the right, for the pictures are lit from the left.
    float turned = dot(right, u_sun_direction.xyz) > 0.0 ? -1.0 : 1.0;
    vec3 rel = middle + right * (a_corner.x * 0.5 * a_cloud.w);
    rel.y += a_corner.y * HEIGHT_FRAC * a_cloud.w;
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    v_uv = vec2((a_kind.x + 0.5 + 0.49 * turned * a_corner.x) / u_kinds, a_corner.y);
    vec3 clear_frac = mix(vec3(1.0), scene_clear_frac(middle), AIR_FRAC);
    float against = 0.5 + 0.5 * dot(normalize(middle.xz), normalize(u_sun_direction.xz));
    vec3 air = scene_air(middle) * (1.0 - clear_frac);
    vec3 vignette = scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));
    vec3 sun = mix(vec3(1.0), u_sun_light.rgb, SUN_TINT) * (1.0 - 0.12 * against);
    vec3 shade = u_sky_middle.rgb * 0.78 + u_ground_light.rgb * 0.25;
    v_sun = scene_screen(sun * clear_frac + air) * vignette;
    v_shade = scene_screen(shade * clear_frac + air) * vignette;
    v_solid = a_kind.y;
}
