"""Where words stand on the screen and how large they are. No OpenGL."""

from dataclasses import dataclass

from griffin.render.lettering import Lettering, fit, letter
from griffin.scene.frame import LabelPlace
from griffin.scene.shapes import HEIGHT_U, Canvas


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where words stand in the canvas, and how large they are, in u.

    `left_frac`: of the canvas' width, where they begin; at its right margin they end instead.
    """

    left_frac: float
    baseline_u: float  # of the first line
    size_u: float
    room_frac: float  # of the canvas' width
    most_lines: int = 1
    is_at_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HudLayout:
    """How the screen is laid out: u, and fractions of the canvas' width."""

    line: Spot = Spot(left_frac=0.04, baseline_u=84.0, size_u=44.0, room_frac=0.6, most_lines=2)
    promise: Spot = Spot(left_frac=0.04, baseline_u=150.0, size_u=38.0, room_frac=0.6)
    advice: Spot = Spot(left_frac=0.225, baseline_u=668.0, size_u=38.0, room_frac=0.735)
    # Capitals of 36 u are a 28th of the picture's height: nothing is smaller.
    badge: Spot = Spot(left_frac=0.04, baseline_u=668.0, size_u=36.0, room_frac=0.4, is_at_right=True)
    # Read from a desk, not by players.
    latency: Spot = Spot(left_frac=0.7, baseline_u=150.0, size_u=19.0, room_frac=0.4, is_at_right=True)
    margin_frac: float = 0.04
    sign_u: float = 68.0  # from the top to a sign's middle
    fade_s: float = 0.2
    veil_srgb: tuple[float, float, float] = (233 / 255, 238 / 255, 230 / 255)  # the horizon: a morning mist

    def __post_init__(self) -> None:
        if self.fade_s <= 0.0:
            raise ValueError("fading takes some time")

    def spot(self, place: LabelPlace) -> Spot:
        """Where the words of a place stand."""
        return {
            LabelPlace.LINE: self.line,
            LabelPlace.PROMISE: self.promise,
            LabelPlace.ADVICE: self.advice,
            LabelPlace.BADGE: self.badge,
            LabelPlace.LATENCY: self.latency,
        }[place]


LAYOUT = HudLayout()


def place_words(text: str, place: LabelPlace, size_px: tuple[int, int]) -> tuple[Lettering, tuple[int, int]]:
    """The words in a window of that size, and where the left upper corner of their picture is in it, px."""
    width, height = size_px
    unit_px = height / HEIGHT_U
    canvas_px = Canvas.of(size_px).width_u * unit_px
    spot = LAYOUT.spot(place)
    if "\n" in text:
        lines, letters_px = tuple(text.split("\n")), spot.size_u * unit_px
    else:
        lines, letters_px = fit(text, spot.size_u * unit_px, spot.room_frac * canvas_px, spot.most_lines)
    words = letter(lines, letters_px, unit_px)
    left = (width - canvas_px) / 2.0 + spot.left_frac * canvas_px
    if spot.is_at_right:
        left = (width + canvas_px) / 2.0 - LAYOUT.margin_frac * canvas_px - words.width_px
    across, down = words.origin_px
    return words, (round(left) - across, round(spot.baseline_u * unit_px) - down)
