"""Two neighbouring states of a flight → the state between them that a picture shows."""

from dataclasses import replace

from griffin.easing import mix
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import wrap_angle


def blend_states(before: FlightState, now: FlightState, alpha: float) -> FlightState:
    """The state between the two, 0 to 1. A change of mode is a cut, not a movement: then it is `now`.

    One cut is blended all the same: flying into returning is the same flight. The attitude is blended by its
    three angles, each on the shorter way: bank and pitch stay far from the upright, where angles and
    quaternions would differ, and the steps are a hundredth of a second apart.
    """
    if before.mode is not now.mode and FlightMode.PERCHED in (before.mode, now.mode):
        return now
    is_one_mode = before.mode is now.mode
    least_m = (before.min_clearance_m, now.min_clearance_m)
    return replace(
        now,
        time_s=mix(before.time_s, now.time_s, alpha),
        mode_s=mix(before.mode_s, now.mode_s, alpha) if is_one_mode else now.mode_s,
        position_world=before.position_world + (now.position_world - before.position_world) * alpha,
        heading_rad=_mix_angle(before.heading_rad, now.heading_rad, alpha),
        pitch_rad=_mix_angle(before.pitch_rad, now.pitch_rad, alpha),
        roll_rad=_mix_angle(before.roll_rad, now.roll_rad, alpha),
        speed_mps=mix(before.speed_mps, now.speed_mps, alpha),
        path_rad=mix(before.path_rad, now.path_rad, alpha),
        turn_radps=mix(before.turn_radps, now.turn_radps, alpha),
        thrust_s=mix(before.thrust_s, now.thrust_s, alpha),
        thrust_frac=mix(before.thrust_frac, now.thrust_frac, alpha),
        stroke_phase_rad=_mix_angle(before.stroke_phase_rad, now.stroke_phase_rad, alpha),
        stroke_frac=mix(before.stroke_frac, now.stroke_frac, alpha),
        arms=before.arms.blend(now.arms, alpha),
        body_frac=mix(before.body_frac, now.body_frac, alpha),
        veil_frac=mix(before.veil_frac, now.veil_frac, alpha),
        distance_m=mix(before.distance_m, now.distance_m, alpha),
        airborne_s=mix(before.airborne_s, now.airborne_s, alpha),
        clearance_m=mix(before.clearance_m, now.clearance_m, alpha),
        min_clearance_m=None if None in least_m else mix(*least_m, alpha),  # type: ignore[arg-type]
    )


def _mix_angle(start_rad: float, end_rad: float, frac: float) -> float:
    return start_rad + wrap_angle(end_rad - start_rad) * frac
