"""The wind of the first morning, which moves clouds, their shadows, and what grows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wind:
    """One steady wind everywhere."""

    wind_mps: tuple[float, float] = (7.0, 3.0)  # along x and z
    cloud_shadow_frac: float = 0.85  # of the sun's light that a cloud takes

    def __post_init__(self) -> None:
        if not 0.0 <= self.cloud_shadow_frac <= 1.0:
            raise ValueError("a cloud takes between none and all of the sun's light")


WIND = Wind()
