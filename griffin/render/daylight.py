"""An hour of the day turned into light, picture after picture, at little cost. Knows nothing of OpenGL."""

import math

from griffin.world.sun import SunLight, blend_lights, sun_at

KEY_H = 0.1  # the light of an hour is worked out so far apart, 2 ms each, and blended in between: 1.2 degrees
STEP_H = 0.0005  # the finest difference that gives another light: 0.006 degrees of the sun's way


class Daylight:
    """Returns the same light again as long as the eye can't tell the hours apart."""

    def __init__(self) -> None:
        self._keys: dict[int, SunLight] = {}
        self._step = -1
        self._light: SunLight | None = None

    def light_at(self, hour_h: float) -> SunLight:
        """The light of an hour, as `sun_at` has it."""
        step = round(hour_h / STEP_H)
        if self._light is None or step != self._step:
            before = math.floor(step * STEP_H / KEY_H)
            self._keys = {key: self._keys.get(key) or sun_at(key * KEY_H) for key in (before, before + 1)}
            frac = step * STEP_H / KEY_H - before
            self._light = blend_lights(self._keys[before], self._keys[before + 1], frac)
            self._step = step
        return self._light
