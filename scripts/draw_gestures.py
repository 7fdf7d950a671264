"""Draw a stick figure for each gesture into docs/gestures/: small SVG pictures, the same on every run.

    python scripts/draw_gestures.py [FOLDER]

The figures are seen as the camera sees them, not mirrored: the player's left hand is on the picture's right.
Lengths are torso lengths, as in the recogniser.
"""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "gestures"

PAPER, INK, PALE, ACCENT = "#f6f1e5", "#39424e", "#b9b6ab", "#c8643c"
TORSO_PX = 46.0
FLOOR_PX = 176.0
HEIGHT_PX = 196.0
SHOULDER, HIP, UPPER_ARM, FOREARM, THIGH, SHIN, NECK, HEAD = 0.7, 0.4, 0.58, 0.52, 0.85, 0.85, 0.2, 0.22

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One pose. Arms in degrees above the horizontal; `width` below 1 is a body turned to the side."""

    x_px: float
    left_arm_deg: float = -75.0
    right_arm_deg: float = -75.0
    left_fold_deg: float = 0.0
    right_fold_deg: float = 0.0
    rise: float = 0.0  # of the feet off the floor
    left_lift: float = 0.0  # of one foot beyond that
    right_lift: float = 0.0
    crouch: float = 0.0  # of the hips below standing
    lean_deg: float = 0.0  # to the player's right
    width: float = 1.0
    shows_face: bool = True
    is_pale: bool = False
    scale: float = 1.0


def draw_figure(figure: Figure) -> str:
    """The pose as SVG."""
    unit = TORSO_PX * figure.scale
    ink = PALE if figure.is_pale else INK
    hips = (figure.x_px, FLOOR_PX - unit * (THIGH + SHIN + figure.rise - figure.crouch))
    lean = math.radians(figure.lean_deg)
    up, across = (-math.sin(lean), -math.cos(lean)), (math.cos(lean), -math.sin(lean))
    neck = _go(hips, up, unit)
    head = _go(neck, up, unit * (NECK + HEAD))
    parts = [_line(ink, unit, hips, neck)]
    shoulders = []
    for side, arm_deg, fold_deg, lift in (
        (1.0, figure.left_arm_deg, figure.left_fold_deg, figure.left_lift),
        (-1.0, figure.right_arm_deg, figure.right_fold_deg, figure.right_lift),
    ):
        shoulder = _go(neck, across, side * unit * SHOULDER / 2.0 * figure.width)
        elbow = _go(shoulder, _arm(side * figure.width, arm_deg), unit * UPPER_ARM)
        wrist = _go(elbow, _arm(side * figure.width, arm_deg + fold_deg), unit * FOREARM)
        shoulders.append(shoulder)
        parts.append(_line(ink, unit, shoulder, elbow, wrist))
        parts.append(_leg(ink, unit, hips, side * figure.width, figure.rise + lift))
    parts.append(_line(ink, unit, *shoulders))
    hip_px = unit * HIP / 2.0 * figure.width
    parts.append(_line(ink, unit, (hips[0] - hip_px, hips[1]), (hips[0] + hip_px, hips[1])))
    parts.append(_head(ink, unit, head, figure))
    return "\n".join(parts)


def _leg(ink: str, unit: float, hips: Point, side: float, rise: float) -> str:
    hip = (hips[0] + side * unit * HIP / 2.0, hips[1])
    foot = (hip[0] + side * unit * 0.1, FLOOR_PX - unit * rise)
    height = foot[1] - hip[1]
    bend = math.sqrt(max(0.0, (unit * (THIGH + SHIN)) ** 2 - height**2)) / 2.0
    knee = ((hip[0] + foot[0]) / 2.0 + math.copysign(bend, side), (hip[1] + foot[1]) / 2.0)
    toe = (foot[0] + side * unit * 0.14, foot[1])
    return _line(ink, unit, hip, knee, foot, toe)


def _head(ink: str, unit: float, head: Point, figure: Figure) -> str:
    radius = unit * HEAD
    filled = PAPER if figure.shows_face else ink
    circle = (
        f'<circle cx="{head[0]:.1f}" cy="{head[1]:.1f}" r="{radius:.1f}" fill="{filled}" '
        f'stroke="{ink}" stroke-width="{unit / 12:.1f}"/>'
    )
    if not figure.shows_face:
        return circle
    eyes = "".join(
        f'<circle cx="{head[0] + side * radius * 0.38 * figure.width:.1f}" cy="{head[1] - radius * 0.1:.1f}" '
        f'r="{radius * 0.13:.1f}" fill="{ink}"/>'
        for side in (-1.0, 1.0)
    )
    return circle + eyes


def _go(start: Point, direction: Point, length: float) -> Point:
    return (start[0] + direction[0] * length, start[1] + direction[1] * length)


def _arm(side: float, angle_deg: float) -> Point:
    return (side * math.cos(math.radians(angle_deg)), -math.sin(math.radians(angle_deg)))


def _line(ink: str, unit: float, *points: Point) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="{unit / 8:.1f}" '
        f'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def arrow(start: Point, end: Point, bow_px: float = 0.0) -> str:
    """An accent arrow, bowed to its left by so much."""
    length = math.dist(start, end)
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    side = (along[1], -along[0])
    middle = _go(((start[0] + end[0]) / 2.0, (start[1] + end[1]) / 2.0), side, 2.0 * bow_px)
    # The head follows the curve's end, which points from its middle handle.
    final = math.atan2(end[1] - middle[1], end[0] - middle[0])
    barbs = [_go(end, (math.cos(final + turn), math.sin(final + turn)), 9.0) for turn in (2.6, -2.6)]
    head = " ".join(f"{x:.1f},{y:.1f}" for x, y in (barbs[0], end, barbs[1]))
    curve = f"M{start[0]:.1f},{start[1]:.1f} Q{middle[0]:.1f},{middle[1]:.1f} {end[0]:.1f},{end[1]:.1f}"
    return (
        f'<path d="{curve}" '
        f'fill="none" stroke="{ACCENT}" stroke-width="3" stroke-linecap="round"/>'
        f'<polyline points="{head}" fill="none" stroke="{ACCENT}" stroke-width="3" '
        f'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def dashes(*points: Point) -> str:
    """A dashed accent line: a path, a level, a lean."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{ACCENT}" stroke-width="2" stroke-dasharray="5 5"/>'
    )


def text(x_px: float, y_px: float, words: str) -> str:
    """A word beside a figure."""
    return (
        f'<text x="{x_px:.1f}" y="{y_px:.1f}" text-anchor="middle" font-family="sans-serif" '
        f'font-size="13" fill="{ACCENT}">{words}</text>'
    )


def picture(width_px: float, title: str, *parts: str) -> str:
    """The whole SVG: paper, floor, and what stands on it."""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_px:.0f} {HEIGHT_PX:.0f}" '
            f'width="{width_px:.0f}" height="{HEIGHT_PX:.0f}" role="img">',
            f"<title>{title}</title>",
            f'<rect width="{width_px:.0f}" height="{HEIGHT_PX:.0f}" rx="10" fill="{PAPER}"/>',
            f'<line x1="14" x2="{width_px - 14:.0f}" y1="{FLOOR_PX + 4:.0f}" y2="{FLOOR_PX + 4:.0f}" '
            f'stroke="{PALE}" stroke-width="2"/>',
            *parts,
            "</svg>",
            "",
        )
    )


def draw_all() -> dict[str, str]:
    """Every gesture's picture, by file name."""
    return {
        "jump.svg": _jump(),
        "flap.svg": _flap(),
        "flap_run.svg": _flap_run(),
        "flail.svg": _flail(),
        "jog.svg": _jog(),
        "bank.svg": _bank(),
        "lean.svg": _lean(),
        "climb.svg": _climb(),
        "body.svg": _body(),
        "turn_away.svg": _turn_away(),
        "pilot.svg": _pilot(),
    }


def _jump() -> str:
    places = [(60.0, 0.45, 0.0), (165.0, 0.0, 0.0), (270.0, 0.0, 0.55), (375.0, 0.0, 0.0), (480.0, 0.3, 0.0)]
    figures = [
        draw_figure(
            Figure(
                x_px=x,
                crouch=crouch,
                rise=rise,
                left_arm_deg=-50,
                right_arm_deg=-50,
                is_pale=rise == 0.0,
                scale=0.8,
            )
        )
        for x, crouch, rise in places
    ]
    unit = 0.8 * TORSO_PX
    hips_px, high_px = FLOOR_PX - unit * (THIGH + SHIN), unit * 0.55
    arc = [(165 + 210 * t, hips_px - 4 * high_px * t * (1 - t)) for t in _steps(16)]
    lift = arrow((270, FLOOR_PX), (270, FLOOR_PX - 16))
    return picture(540, "A jump: the trunk flies on a parabola", *figures, dashes(*arc), lift)


def _steps(count: int) -> list[float]:
    return [step / count for step in range(count + 1)]


def _flap() -> str:
    return picture(
        220,
        "A stroke: both hands come down together",
        draw_figure(Figure(x_px=110, left_arm_deg=42, right_arm_deg=42, is_pale=True)),
        draw_figure(Figure(x_px=110, left_arm_deg=-35, right_arm_deg=-35)),
        arrow((178, 24), (184, 72), 8),
        arrow((42, 24), (36, 72), -8),
    )


def _flap_run() -> str:
    arms = (45.0, -40.0) * 3
    figures = [
        draw_figure(
            Figure(x_px=46 + 72 * k, left_arm_deg=arm, right_arm_deg=arm, scale=0.62, is_pale=k % 2 == 0)
        )
        for k, arm in enumerate(arms)
    ]
    numbers = [text(118 + 144 * k, 66, str(k + 1)) for k in range(3)]
    return picture(452, "A flap run: three strokes within 2.5 seconds", *figures, *numbers)


def _flail() -> str:
    arms = ((60.0, -20.0), (-35.0, 70.0), (20.0, 35.0), (75.0, -50.0))
    figures = [
        draw_figure(
            Figure(x_px=50 + 78 * k, left_arm_deg=left, right_arm_deg=right, scale=0.55, is_pale=k < 3)
        )
        for k, (left, right) in enumerate(arms)
    ]
    return picture(334, "Flailing: both hands fast, anyhow", *figures, text(284, 193, "1.5 s"))


def _jog() -> str:
    figures = [
        draw_figure(
            Figure(
                x_px=50 + 90 * k,
                rise=0.12,
                left_lift=0.4 * (k % 2),
                right_lift=0.4 * (1 - k % 2),
                left_fold_deg=100,
                right_fold_deg=100,
                scale=0.7,
                is_pale=k < 3,
            )
        )
        for k in range(4)
    ]
    numbers = [text(50 + 90 * k, 193, str(k + 1)) for k in range(4)]
    return picture(370, "Jogging on the spot: four steps", *figures, *numbers)


def _lean() -> str:
    return picture(
        400,
        "Leaning, with the arms at rest",
        draw_figure(Figure(x_px=100, lean_deg=-14)),
        draw_figure(Figure(x_px=300, lean_deg=14)),
        text(100, 193, "left"),
        text(300, 193, "right"),
    )


def _bank() -> str:
    left = Figure(x_px=100, left_arm_deg=-28, right_arm_deg=28)
    right = Figure(x_px=300, left_arm_deg=28, right_arm_deg=-28)
    return picture(
        400,
        "Banking: the line through both hands",
        draw_figure(left),
        dashes((30, 18), (170, 88)),
        text(100, 193, "left"),
        draw_figure(right),
        dashes((230, 88), (370, 18)),
        text(300, 193, "right"),
    )


def _climb() -> str:
    poses = (
        (75.0, 48.0, "climb"),
        (225.0, 0.0, "glide"),
        (375.0, -38.0, "dive"),
        (500.0, -76.0, "rest: glide"),
    )
    parts = []
    for x, arm, word in poses:
        parts += [
            draw_figure(Figure(x_px=x, left_arm_deg=arm, right_arm_deg=arm)),
            text(x, 193, word),
        ]
    return picture(560, "Climbing and diving: the height of both arms", *parts)


def _body() -> str:
    return picture(
        400,
        "Ducking and stretching, on the perch",
        draw_figure(Figure(x_px=70, crouch=0.6)),
        text(70, 193, "duck"),
        draw_figure(Figure(x_px=200)),
        draw_figure(Figure(x_px=330, rise=0.15)),
        text(330, 193, "stretch"),
        dashes((20, 52), (380, 52)),
    )


def _turn_away() -> str:
    return picture(
        360,
        "Turning away: the back, for a second",
        draw_figure(Figure(x_px=60, is_pale=True)),
        draw_figure(Figure(x_px=160, width=0.35, is_pale=True)),
        draw_figure(Figure(x_px=280, shows_face=False)),
        arrow((78, 24), (258, 24), 6),
        text(280, 193, "1 s"),
    )


def _pilot() -> str:
    return picture(
        400,
        "The pilot: the first to raise both arms",
        draw_figure(Figure(x_px=70, is_pale=True)),
        draw_figure(Figure(x_px=200, left_arm_deg=62, right_arm_deg=62)),
        draw_figure(Figure(x_px=330, is_pale=True, scale=0.8)),
        text(200, 193, "pilot"),
    )


def main(arguments: Sequence[str]) -> int:
    """Write the pictures."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in draw_all().items():
        folder.joinpath(name).write_text(svg, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
