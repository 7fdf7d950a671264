"""Controls: what the flight model obeys, from body or hand."""

from dataclasses import dataclass

from griffin.arms import Arms


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What the flight model obeys in one step. `stroke_frac` above 0 is a stroke that begins now.

    `launch_frac`: how hard a launch is, 0 to 1, 0.5 being this player's usual jump.
    `is_at_rest`: nobody steers, so the griffin may do with its wings as it likes.
    """

    roll_rad: float = 0.0
    climb_frac: float = 0.0
    arms: Arms = Arms()
    body_frac: float = 0.0
    stroke_frac: float = 0.0
    is_launch: bool = False
    launch_frac: float = 0.5
    is_reset: bool = False
    is_at_rest: bool = False
