// What all passes of one picture share: the eye, the light, the air, and the last step to the screen.
// The one lib file with a uniform block: it is the same for every program, and passing its fifteen
// values through every function by hand would hide the pictures' sense.
// use: vec3 scene_haze(vec3 linear_colour, vec3 rel), vec4 scene_finish(vec3 linear_colour, vec2 pixel)
// units: metres; rel = world axes with the origin at the eye. Licence: MIT, our own.
#include "lib/atmosphere.glsl"
#include "lib/tonemap.glsl"

layout(std140) uniform Scene {
    mat4 u_clip_from_rel;
    mat4 u_rel_from_clip;
    vec4 u_eye;            // world metres; w: the world's time, s, which begins anew after CYCLE_S (lib/cycle.glsl)
    vec4 u_sun_direction;  // towards the sun; w: 1 under the lowest sun, 0 by day
    vec4 u_sun_light;      // linear light, as all colours here
    vec4 u_sky_light;
    vec4 u_ground_light;
    vec4 u_sky_zenith;
    vec4 u_sky_middle;
    vec4 u_sky_horizon;
    vec4 u_haze_sun;
    vec4 u_haze_away;
    vec4 u_target_px;      // width, height, 1 / width, 1 / height
    vec4 u_wind;           // along x and z, m/s; how dark the clouds' shadows are, 0 to 1; how thick mist is, 0 to 1
    vec4 u_drift;          // how far the clouds' shadows have drifted along x and z within a repeat, m
};

// The air's colour in the direction of a point, the same as the sky's just there.
vec3 scene_air(vec3 rel) {
    float towards = max(dot(rel, u_sun_direction.xyz) * inversesqrt(dot(rel, rel) + 1e-9), 0.0);
    float t2 = towards * towards, t4 = t2 * t2, t8 = t4 * t4, t16 = t8 * t8;
    return air_colour(rel, u_sun_direction.xyz, u_haze_sun.rgb, u_sky_horizon.rgb, u_haze_away.rgb)
        + u_haze_sun.rgb * u_sun_light.rgb * (0.12 * t8 + 0.28 * t16 * t16);
}

// How much of a point is seen through the air before it, 0 to 1 for each colour: blue goes first.
vec3 scene_clear_frac(vec3 rel) {
    return air_clear_frac(length(rel), u_eye.y, rel.y, u_wind.w);
}

// A colour seen through the air between the eye and the point.
vec3 scene_haze(vec3 linear_colour, vec3 rel) {
    return mix(scene_air(rel), linear_colour, scene_clear_frac(rel));
}

// The clear sky in a direction (unit), without the sun's disc but with its glow.
vec3 scene_sky(vec3 direction) {
    vec3 sky = sky_gradient(direction, scene_air(direction), u_sky_middle.rgb, u_sky_zenith.rgb);
    float towards = max(dot(direction, u_sun_direction.xyz), 0.0);
    float t2 = towards * towards, t4 = t2 * t2, t8 = t4 * t4, t32 = t8 * t8 * t8 * t8;
    float dusk = u_sun_direction.w;
    return sky + u_sun_light.rgb * ((0.10 + 0.25 * dusk) * t8 + (0.16 + 0.20 * dusk) * t32 + 0.45 * t32 * t32 * t32 * t32);
}

// Filmic curve and the screen's curve: a colour as it is shown.
vec3 scene_screen(vec3 linear_colour) {
    return split_toned(contrasted(screen_from_linear(filmic(linear_colour))), u_sun_direction.w);
}

// The picture's corners are a little darker: the eye stays in the middle. `ndc` is -1 to 1 each way.
vec3 scene_vignette(vec2 ndc) {
    const vec3 CORNER = vec3(0.078, 0.068, 0.055); // half of what is lost in a corner; blue is kept
    float out2 = min(dot(ndc, ndc), 2.0);
    return 1.0 - CORNER * (out2 * out2 * 0.5);
}

// Filmic, vignette, the screen's curve: what a fragment shader writes.
vec4 scene_finish(vec3 linear_colour, vec2 pixel) {
    vec2 ndc = pixel * (2.0 * u_target_px.zw) - 1.0;
    return vec4(scene_screen(linear_colour) * scene_vignette(ndc), 1.0);
}
