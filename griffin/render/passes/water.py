"""The water pass: one level disc about the eye, blended over the lakes' beds."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.blending import blended
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.core.texture import Texture
from griffin.render.detail import RIPPLE_M, ripple_picture
from griffin.scene.frame import SceneFrame

# Radii of the disc's rings grow by a constant factor, so that its triangles look alike from the eye.
_RINGS, _SPOKES = 9, 32
_NEAREST_M = 60.0
_DRIFT_MPS = np.array([0.9, 0.5])
_TURN_S = 2.6  # in which the two patterns of ripples take turns


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorTuning:
    """How old a mirrored picture may be, beside `RenderTuning.mirror_s`."""

    moved_m: float = 6.0  # since it was taken
    turned_rad: float = 0.015  # about; what the picture lacks at a side is smeared: 1.5 % of its width
    spare_frac: float = 0.05  # of the picture's height that is taken below its lowest horizon
    patience: float = 1.35  # times all these while pictures have other things to do

    def __post_init__(self) -> None:
        if min(self.moved_m, self.turned_rad) <= 0.0 or not 0.0 <= self.spare_frac < 1.0:
            raise ValueError("a mirrored picture must be allowed to be older than nothing")
        if self.patience < 1.0:
            raise ValueError("patience must not make a mirrored picture old sooner")


TUNING = MirrorTuning()


class Mirror:
    """The screen as it was before the water, and the view in which it was taken.

    Taking it costs 8 % of a picture on the software rasteriser, which has to finish all that was drawn
    before. What stands at a lake is far away: seen in the same direction, it may be a few pictures old.
    """

    def __init__(self, keeps_s: float) -> None:
        self.texture = Texture(np.zeros((1, 1, 4), dtype=np.uint8), is_mipmapped=False)
        self._keeps_s = keeps_s
        self._taken: DrawContext | None = None

    def renew(self, context: DrawContext, *, is_busy: bool) -> DrawContext:
        """Take the screen, if that which is there is too old; the context in which it was taken.

        `is_busy`: another picture would be a better one to do so.
        """
        patience = TUNING.patience if is_busy else 1.0
        if self._taken is None or not self._is_true(self._taken, context, patience):
            from_row = lowest_horizon_px(context) - int(TUNING.spare_frac * context.size_px[1])
            self.texture.copy_screen(
                context.size_px, from_row=max(0, from_row), has_samples=context.samples > 0
            )
            self._taken = context
        return self._taken

    def forget(self) -> None:
        """Take the screen anew the next time."""
        self._taken = None

    def release(self) -> None:
        """Give it back to the driver."""
        self.texture.release()

    def _is_true(self, taken: DrawContext, context: DrawContext, patience: float) -> bool:
        turned = np.abs(taken.view_from_world[:3, :3] - context.view_from_world[:3, :3]).max()
        return (
            taken.size_px == context.size_px
            and abs(context.shown_s - taken.shown_s) < self._keeps_s * patience
            and float(np.abs(context.eye_world - taken.eye_world).max()) < TUNING.moved_m * patience
            and float(turned) < TUNING.turned_rad * patience
        )


class WaterPass(Pass):
    """All lakes at once: where the land lies higher, the depth test hides the disc."""

    def __init__(self, setup: PassSetup) -> None:
        self._program = setup.programs.load("water")
        self._level_m = setup.terrain.water_level_m
        self._reach_m = setup.tuning.reach_m
        self._notes = setup.notes
        with Owned() as owned:
            self._disc = owned.hold(VertexArray(self._program, *disc_mesh(self._reach_m)))
            self._mirror = owned.hold(Mirror(setup.tuning.mirror_s))
            self._ripple = owned.hold(Texture(ripple_picture(), wraps=True))
            self._owned = owned.pop_all()

    def complete(self, context: DrawContext) -> None:
        """The next picture mirrors itself, none before it."""
        self._mirror.forget()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Lay the water over what is drawn already."""
        eye = context.eye_world
        if eye[1] <= self._level_m or self._notes.lowest_ground_m > self._level_m:
            return
        mirrored_from_rel = self._mirror.renew(context, is_busy=self._notes.is_busy).clip_from_rel
        program = self._program
        program.use()
        program.set("u_water_level", self._level_m)
        turn_rad = 2.0 * math.pi * context.world_s / _TURN_S
        program.set("u_ripple_start", np.mod((eye[[0, 2]] - _DRIFT_MPS * context.world_s) / RIPPLE_M, 1.0))
        program.set("u_ripple_mix", (math.cos(turn_rad), math.sin(turn_rad)))
        across, up = 0.5 * mirrored_from_rel[:2, [0, 2]]
        program.set("u_ripple_shift", (across[0], up[0], across[1], up[1]))
        program.set("u_ripple_rise", 0.5 * mirrored_from_rel[:2, 1])
        program.set("u_mirrored_from_rel", mirrored_from_rel)
        program.set("u_reach", self._reach_m)
        program.set("u_ripple", 0)
        program.set("u_picture", 1)
        self._ripple.bind(0)
        self._mirror.texture.bind(1)
        with blended():
            self._disc.draw()


def lowest_horizon_px(context: DrawContext) -> int:
    """The lowest row of the picture, from below, that can show something above the horizon."""
    right_y, up_y, back_y = context.view_from_world[:3, 1]
    across = abs(right_y) / context.clip_from_view[0, 0]
    if up_y <= 1e-3:  # hanging upside down: any row may
        return 0
    ndc = (back_y - across) / up_y * context.clip_from_view[1, 1]
    return int(np.clip((0.5 * ndc + 0.5) * context.size_px[1] - 1.0, 0, context.size_px[1] - 1))


def disc_mesh(reach_m: float) -> tuple[NDArray[np.void], NDArray[np.uint16]]:
    """A disc of rings about the origin, counter-clockwise from above."""
    growth = (reach_m / _NEAREST_M) ** (1.0 / (_RINGS - 1))
    radii = np.concatenate([[0.0], _NEAREST_M * growth ** np.arange(_RINGS)])
    angles = np.arange(_SPOKES) * (2.0 * math.pi / _SPOKES)
    vertices = np.zeros((len(radii), _SPOKES), dtype=[("a_place", "f4", 2)])
    vertices["a_place"][..., 0] = radii[:, None] * np.cos(angles)
    vertices["a_place"][..., 1] = radii[:, None] * np.sin(angles)
    spoke, ring = np.meshgrid(np.arange(_SPOKES), np.arange(_RINGS))
    near, near_next = ring * _SPOKES + spoke, ring * _SPOKES + (spoke + 1) % _SPOKES
    far, far_next = near + _SPOKES, near_next + _SPOKES
    indices = np.stack([near, near_next, far_next, near, far_next, far], axis=-1)
    return vertices.ravel(), indices.ravel().astype(np.uint16)
