"""The light of the ground as shaders want it: that of now, and those that pictures of tiles were made in."""

import numpy as np

from griffin.render.core.gpu import Program
from griffin.render.land_light import KEPT_LIGHTS, LandLight
from griffin.world.ground_colour import Ground
from griffin.world.palette import PALETTE
from griffin.world.sun import SunLight


class LandLamps:
    """The ground's light now, and those that pictures of tiles were made in, for programs of fine land."""

    def __init__(self, seed: int, sun: SunLight) -> None:
        self._ground = Ground(seed, sun)
        self.sun = sun
        self._kept_suns, self._kept_keys, self._kept_fills, self._kept_glows = (
            np.zeros((KEPT_LIGHTS, 3)) for _ in range(4)
        )
        self._kept_lamps = np.zeros((KEPT_LIGHTS, 4))
        self.keep(LandLight(0, sun))

    def turn_to(self, sun: SunLight) -> None:
        """This is the light now."""
        self.sun = sun
        self._ground.turn_to(sun)

    def keep(self, light: LandLight) -> None:
        """Pictures are made in this one, which is the light now."""
        lamp, place = self._ground.lamp, light.place
        self._kept_suns[place] = light.sun.direction_world
        self._kept_keys[place], self._kept_fills[place] = lamp.key, lamp.fill
        self._kept_glows[place], self._kept_lamps[place] = lamp.glow, self._numbers

    def set_now(self, program: Program) -> None:
        """Give a program in use the light now, and the colours of what vertices don't hold."""
        lamp, ground, p = self._ground.lamp, self._ground, PALETTE
        program.set("u_key", lamp.key)
        program.set("u_fill", lamp.fill)
        program.set("u_glow", lamp.glow)
        program.set("u_lamp", self._numbers)
        # In the order of the places in shaders/lib/fine_land.glsl.
        surfaces = (ground.rock, ground.cliff, ground.scree, p.snow, p.wood_floor, p.flowers, p.buttercup)
        program.set("u_surfaces", [colour for each in surfaces for colour in (each.lit, each.shade)])

    def set_kept(self, program: Program) -> None:
        """Give a program in use the lights that pictures were made in."""
        program.set("u_kept_suns", self._kept_suns)
        program.set("u_kept_keys", self._kept_keys)
        program.set("u_kept_fills", self._kept_fills)
        program.set("u_kept_glows", self._kept_glows)
        program.set("u_kept_lamps", self._kept_lamps)

    @property
    def _numbers(self) -> tuple[float, float, float, float]:
        lamp = self._ground.lamp
        return lamp.around, lamp.full_sun, lamp.sun_gain, lamp.hollow_shade
