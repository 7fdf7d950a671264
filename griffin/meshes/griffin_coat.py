"""The griffin's colours, made of the palette's: which part is feather, which is fur, and how they meet."""

from dataclasses import dataclass, field

from griffin.meshes.feathers import BladeCoat
from griffin.world.palette import PALETTE, Surface


def mix_surface(a: Surface, b: Surface, frac: float) -> Surface:
    """From `a` (0) to `b` (1)."""
    return Surface(a.lit + (b.lit - a.lit) * frac, a.shade + (b.shade - a.shade) * frac)


def mix_coat(a: BladeCoat, b: BladeCoat, frac: float) -> BladeCoat:
    """From `a` (0) to `b` (1)."""
    return BladeCoat(
        vane=mix_surface(a.vane, b.vane, frac),
        edge=mix_surface(a.edge, b.edge, frac),
        tip=mix_surface(a.tip, b.tip, frac),
        edge_frac=a.edge_frac + (b.edge_frac - a.edge_frac) * frac,
        tip_from_frac=a.tip_from_frac + (b.tip_from_frac - a.tip_from_frac) * frac,
        tip_frac=a.tip_frac + (b.tip_frac - a.tip_frac) * frac,
        gloss_frac=a.gloss_frac + (b.gloss_frac - a.gloss_frac) * frac,
        loose_frac=a.loose_frac + (b.loose_frac - a.loose_frac) * frac,
    )


_BACK, _COVERT, _PRIMARY = PALETTE.griffin_back, PALETTE.griffin_covert, PALETTE.griffin_primary
_BAR, _BREAST, _FUR = PALETTE.griffin_bar, PALETTE.griffin_breast, PALETTE.griffin_fur


@dataclass(frozen=True, slots=True)
class GriffinCoat:
    """Colours by part. Each row of the wing is lighter than the one behind it, so that the rows read."""

    back: Surface = _BACK
    breast: Surface = _BREAST
    fur: Surface = _FUR
    belly: Surface = field(default_factory=lambda: mix_surface(_FUR, _BREAST, 0.55))
    crown: Surface = field(default_factory=lambda: mix_surface(_BREAST, _BACK, 0.35))
    thigh: Surface = field(default_factory=lambda: mix_surface(_BACK, _BREAST, 0.3))
    streak: Surface = field(default_factory=lambda: mix_surface(_COVERT, PALETTE.griffin_tuft, 0.5))
    tuft: Surface = PALETTE.griffin_tuft
    beak: Surface = PALETTE.griffin_beak
    cere: Surface = field(default_factory=lambda: mix_surface(PALETTE.griffin_beak, _BREAST, 0.35))
    eye: Surface = PALETTE.griffin_eye
    claw: Surface = PALETTE.griffin_claw
    bar: Surface = field(default_factory=lambda: mix_surface(_BAR, _BACK, 0.3))
    primary: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_PRIMARY, _COVERT, 0.45),
            edge=_PRIMARY,
            tip=_PRIMARY,
            tip_from_frac=0.35,
            tip_frac=0.9,
            bars_frac=0.62,
            bars_until_frac=0.42,
        )
    )
    secondary: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_PRIMARY, _COVERT, 0.8),
            edge=_PRIMARY,
            tip=_BAR,
            edge_frac=0.35,
            tip_from_frac=0.9,
            tip_frac=0.7,
            bars_frac=0.55,
            bars_until_frac=0.62,
        )
    )
    greater: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_COVERT, _PRIMARY, 0.35),
            edge=_COVERT,
            tip=_BAR,
            tip_frac=0.85,
            tip_from_frac=0.78,
        )
    )
    median: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_COVERT, _BACK, 0.4),
            edge=_BACK,
            tip=_BAR,
            tip_frac=0.7,
            tip_from_frac=0.72,
            loose_frac=0.2,
        )
    )
    lesser: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_BACK, _COVERT, 0.15),
            edge=_BACK,
            tip=_BAR,
            tip_frac=0.55,
            tip_from_frac=0.7,
            loose_frac=0.25,
        )
    )
    alula: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_COVERT, _BACK, 0.35), edge=_PRIMARY, tip=_COVERT, edge_frac=0.3
        )
    )
    mantle: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_BACK, _COVERT, 0.55), edge=_BACK, tip=_BAR, tip_frac=0.4, loose_frac=0.5
        )
    )
    rump: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_BACK, _FUR, 0.5), edge=_FUR, tip=_FUR, tip_frac=0.7, loose_frac=0.4
        )
    )
    ear: BladeCoat = field(
        default_factory=lambda: BladeCoat(vane=_BREAST, edge=_BACK, tip=_COVERT, edge_frac=0.4, tip_frac=0.8)
    )
    lock: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=PALETTE.griffin_tuft, edge=_COVERT, tip=_COVERT, edge_frac=0.3, tip_frac=0.5
        )
    )
    hackle: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_BACK, _FUR, 0.35),
            edge=mix_surface(_BREAST, _BACK, 0.35),
            tip=_BREAST,
            edge_frac=0.7,
            tip_frac=0.75,
            tip_from_frac=0.45,
            gloss_frac=0.2,
            loose_frac=0.5,
        )
    )
    ruff: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_BACK, _COVERT, 0.35),
            edge=mix_surface(_BREAST, _BACK, 0.3),
            tip=_BREAST,
            edge_frac=0.9,
            tip_from_frac=0.4,
            tip_frac=0.75,
            loose_frac=0.6,
        )
    )
    bib: BladeCoat = field(
        default_factory=lambda: BladeCoat(
            vane=mix_surface(_BREAST, _COVERT, 0.42),
            edge=_BREAST,
            tip=_BREAST,
            edge_frac=0.95,
            tip_from_frac=0.3,
            tip_frac=0.75,
            loose_frac=0.5,
        )
    )


COAT = GriffinCoat()
