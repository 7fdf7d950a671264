"""Two neighbouring states → the moment between them that the screen shows → SceneFrame."""

from dataclasses import replace

import numpy as np

from griffin.creature.creature import CreatureState
from griffin.creature.rig import pose_griffin
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import wrap_angle
from griffin.scene.frame import CameraView, HudView, SceneFrame

# The attitude is blended by its three angles, each on the shorter way: bank and pitch stay far from the
# upright, where angles and quaternions would differ, and the steps are a hundredth of a second apart.
_ANGLES = ("heading_rad", "pitch_rad", "roll_rad", "stroke_phase_rad")
_NUMBERS = (
    "time_s",
    "mode_s",
    "speed_mps",
    "path_rad",
    "turn_radps",
    "thrust_s",
    "thrust_frac",
    "stroke_frac",
    "left_wing_rad",
    "right_wing_rad",
    "left_elbow_rad",
    "right_elbow_rad",
    "left_wrist_rad",
    "right_wrist_rad",
    "body_frac",
    "veil_frac",
)


def blend_states(before: FlightState, now: FlightState, alpha: float) -> FlightState:
    """The state between the two, 0 to 1. A change of mode is a cut, not a movement: then it is `now`.

    One cut is blended all the same: flying into returning is the same flight.
    """
    modes = {before.mode, now.mode}
    if len(modes) > 1 and FlightMode.PERCHED in modes:
        return now
    values: dict[str, float] = {}
    for name in _NUMBERS:
        start = getattr(before, name)
        values[name] = start + (getattr(now, name) - start) * alpha
    for name in _ANGLES:
        start = getattr(before, name)
        values[name] = start + wrap_angle(getattr(now, name) - start) * alpha
    if before.mode is not now.mode:
        values["mode_s"] = now.mode_s
    place = np.asarray(before.position_world) + (now.position_world - before.position_world) * alpha
    return replace(now, position_world=place, **values)  # type: ignore[arg-type]


def compose(
    state: FlightState, view: CameraView, hud: HudView, creature: CreatureState | None = None
) -> SceneFrame:
    """All that one picture needs: the moment shown, as `blend_states` and `blend_creatures` give it.

    Without a creature the griffin is as one that has been in this state for long.
    """
    return SceneFrame(
        time_s=state.time_s,
        camera=view,
        griffin=pose_griffin(state, creature),
        hud=hud,
        veil_frac=state.veil_frac,
    )
