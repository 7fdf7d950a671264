"""The one table of colours: sRGB as people write them, linear light as the shaders want them.

A surface has two colours: as it looks in the sun and as it looks in the shade. Light moves between the two,
so that shadows keep their hue.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]


def linear(srgb_hex: str) -> Colour:
    """(3,) linear light of a colour like "86A858".

    The screen's curve is taken as a square, here and in shaders/lib/tonemap.glsl: a colour of the table
    comes out as written, and the square root is cheap enough for a processor that draws.
    """
    srgb = np.array([int(srgb_hex[i : i + 2], 16) / 255.0 for i in (0, 2, 4)])
    return np.asarray(srgb * srgb)


@dataclass(frozen=True, slots=True)
class Surface:
    """A material's colour in full sun and in shade, linear."""

    lit: Colour
    shade: Colour


def surface(lit_hex: str, shade_hex: str) -> Surface:
    """A Surface from the two colours of the table."""
    return Surface(linear(lit_hex), linear(shade_hex))


@dataclass(frozen=True, slots=True, kw_only=True)
class SkyColours:
    """The sky from the top to the horizon, and the air towards the sun and away from it."""

    zenith: Colour = field(default_factory=lambda: linear("3F7FC4"))
    middle: Colour = field(default_factory=lambda: linear("8FBDE8"))
    horizon: Colour = field(default_factory=lambda: linear("E9EEE6"))
    haze_sun: Colour = field(default_factory=lambda: linear("F6DFC0"))
    haze_away: Colour = field(default_factory=lambda: linear("B9CFE4"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """All colours of the land and of the light."""

    sky: SkyColours = field(default_factory=SkyColours)
    sun_light: Colour = field(default_factory=lambda: linear("FFE6B8"))
    sky_light: Colour = field(default_factory=lambda: linear("9FB8DA"))
    ground_light: Colour = field(default_factory=lambda: linear("8A8F62"))
    meadow: Surface = field(default_factory=lambda: surface("86A858", "4E7444"))
    dry_grass: Surface = field(default_factory=lambda: surface("BDB264", "7F7E4E"))
    mown_grass: Surface = field(default_factory=lambda: surface("A6B85F", "5F7A48"))
    heather: Surface = field(default_factory=lambda: surface("9C7C6C", "5F524A"))
    buttercup: Surface = field(default_factory=lambda: surface("DCC850", "8A8242"))
    wood_floor: Surface = field(default_factory=lambda: surface("6A5A3C", "3C3526"))
    flowers: Surface = field(default_factory=lambda: surface("E6B8C9", "7F7E4E"))
    conifer: Surface = field(default_factory=lambda: surface("3F6E50", "244437"))
    broadleaf: Surface = field(default_factory=lambda: surface("6F9A48", "3F6539"))
    autumn: Surface = field(default_factory=lambda: surface("C9773A", "7E4A33"))
    bark: Surface = field(default_factory=lambda: surface("7A5E48", "45382F"))
    rock: Surface = field(default_factory=lambda: surface("9A8F80", "67645F"))
    cliff: Surface = field(default_factory=lambda: surface("B39B7E", "6F665E"))
    scree: Surface = field(default_factory=lambda: surface("AA9E8C", "726D64"))
    snow: Surface = field(default_factory=lambda: surface("F4F6FA", "B8C9E6"))
    gravel: Surface = field(default_factory=lambda: surface("D9C79A", "9C8F76"))
    water_shallow: Colour = field(default_factory=lambda: linear("4FA9A6"))
    water_deep: Colour = field(default_factory=lambda: linear("1C587E"))
    griffin_back: Surface = field(default_factory=lambda: surface("B07A3C", "4A3020"))
    griffin_covert: Surface = field(default_factory=lambda: surface("6F4726", "4A3020"))
    griffin_primary: Surface = field(default_factory=lambda: surface("3A2A20", "241A15"))
    griffin_bar: Surface = field(default_factory=lambda: surface("E8D9B5", "A89678"))
    griffin_breast: Surface = field(default_factory=lambda: surface("EBDDBF", "A89678"))
    griffin_fur: Surface = field(default_factory=lambda: surface("C8924F", "855D34"))
    griffin_tuft: Surface = field(default_factory=lambda: surface("5B3A22", "3A2618"))
    griffin_beak: Surface = field(default_factory=lambda: surface("E2A32B", "8F6A2E"))
    griffin_eye: Surface = field(default_factory=lambda: surface("F0B429", "A97A22"))
    griffin_claw: Surface = field(default_factory=lambda: surface("2B2622", "1C1917"))
    magic: Colour = field(default_factory=lambda: linear("FFD97A"))


PALETTE = Palette()
