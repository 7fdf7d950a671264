"""Exposure: the hand-over type from vision to gesture that says how light falls into a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One picture's light. Brightness is a part of white, as the picture has it.

    `brightness`: the mean. `spread`: from the 5th to the 95th percentile. `blown_frac`: the share of the
    picture that is white and nothing else. `rest`: the middle brightness of what isn't. `body`: the brighter
    one of face and chest; `around`: on both sides of the body. None where no body's place was given.
    """

    brightness: float
    spread: float
    blown_frac: float = 0.0
    rest: float = 0.0
    body: float | None = None
    around: float | None = None
