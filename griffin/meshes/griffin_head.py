"""The griffin's head as patches, in the posture of rest: skull, beak with cere and gape, brows, eyes, lids.

An eagle's: flat crown, a brow that overhangs a deep-set amber eye, a dark streak behind it, a heavy hook.
"""

from dataclasses import replace

import numpy as np

from griffin.creature.posture import EYE_YAW_RAD
from griffin.creature.skeleton import MEASURE, GriffinJoint, other_side
from griffin.linalg import Array, mat_rotate_x, mat_rotate_y, mat_rotate_z, mat_translate
from griffin.meshes.griffin_body import blend_colours, body_rings
from griffin.meshes.griffin_coat import COAT
from griffin.meshes.mesh import (
    Patch,
    curve,
    finish,
    grid_triangles,
    hang,
    make_patch,
    merge,
    mirror,
    paint,
    place,
    tube,
)
from griffin.world.palette import Surface

# From the nape to the cere: y, z of the middle; half width; height above; depth below.
_SKULL = np.array(
    [
        [0.480, -1.010, 0.110, 0.105, 0.105],
        [0.520, -1.075, 0.150, 0.142, 0.150],
        [0.540, -1.150, 0.162, 0.142, 0.165],
        [0.540, -1.225, 0.150, 0.124, 0.160],
        [0.530, -1.300, 0.118, 0.104, 0.138],
        [0.512, -1.370, 0.086, 0.088, 0.104],
        [0.502, -1.415, 0.068, 0.074, 0.076],
    ]
)
_UPPER_BEAK = np.array(
    [
        [0.505, -1.375, 0.074, 0.072, 0.038],
        [0.509, -1.430, 0.067, 0.070, 0.036],
        [0.502, -1.485, 0.056, 0.064, 0.032],
        [0.484, -1.537, 0.041, 0.053, 0.027],
        [0.450, -1.578, 0.026, 0.040, 0.021],
        [0.408, -1.594, 0.013, 0.022, 0.014],
        [0.376, -1.588, 0.004, 0.006, 0.005],
    ]
)
_LOWER_BEAK = np.array(
    [
        [0.462, -1.345, 0.060, 0.016, 0.046],
        [0.454, -1.420, 0.048, 0.015, 0.034],
        [0.447, -1.480, 0.032, 0.012, 0.023],
        [0.444, -1.525, 0.008, 0.006, 0.009],
    ]
)
_EYE_M = 0.040
_LID_M = 0.0445
_BROW = [  # x, y, z, half thickness; from the beak to behind the eye
    [0.050, 0.570, -1.405, 0.014],
    [0.098, 0.594, -1.340, 0.030],
    [0.140, 0.608, -1.265, 0.040],
    [0.154, 0.612, -1.185, 0.030],
    [0.146, 0.606, -1.110, 0.008],
]
_GAPE = [[0.066, 0.470, -1.420, 0.012], [0.094, 0.468, -1.360, 0.014], [0.122, 0.462, -1.300, 0.006]]


def head_patch(rows: int, columns: int) -> Patch:
    """Skull, beak, eyes, lids and brows; all but lower beak and lids hang on the head's joint."""
    sides = [_eye(columns), _lid(columns), _brow(rows), _gape()]
    twins = [mirror(patch, other_side) for patch in sides]
    return merge([_skull(rows, columns), _upper_beak(columns), _lower_beak(columns), *sides, *twins])


def _skull(rows: int, columns: int) -> Patch:
    patch = tube(body_rings(_SKULL, rows, columns))
    up = np.clip(0.25 + 0.95 * patch.normal[:, 1], 0.0, 1.0)[:, None]
    lit = blend_colours(COAT.breast.lit, COAT.crown.lit, up)
    shade = blend_colours(COAT.breast.shade, COAT.crown.shade, up)
    # The streak through the eye, which makes it look fierce; it widens backwards.
    _, y, z = patch.position.T
    behind = np.clip((z + 1.34) / 0.3, 0.0, 1.0)
    height = (y - (MEASURE.eye_body[1] + 0.012 - 0.05 * behind)) / (0.030 + 0.035 * behind)
    streak = (
        np.exp(-(height**2)) * np.clip((z + 1.42) / 0.06, 0.0, 1.0) * np.clip((-1.02 - z) / 0.14, 0.0, 1.0)
    )
    streak *= np.clip((np.abs(patch.position[:, 0]) - 0.05) / 0.05, 0.0, 1.0)
    dark = 0.72 * streak[:, None]
    patch = paint(
        patch,
        blend_colours(lit, COAT.streak.lit, dark),
        blend_colours(shade, COAT.streak.shade, dark),
    )
    along = np.stack([z, np.abs(np.arctan2(patch.position[:, 0], y - 0.53)) / np.pi], axis=1)
    pattern = np.column_stack([along, np.zeros((len(z), 2))])
    return hang(finish(replace(patch, pattern=pattern), fur=0.8), GriffinJoint.HEAD)


def _horn(patch: Patch, *, dark_from_z: float) -> Patch:
    """Cere, gold and dark tip, from the root of a beak forwards."""
    z = patch.position[:, 2]
    cere = np.clip((z + 1.470) / 0.03, 0.0, 1.0)[:, None]
    dark = np.clip((dark_from_z - z) / 0.07, 0.0, 1.0)[:, None] * 0.85
    dark = np.maximum(
        dark, np.clip((0.445 - patch.position[:, 1]) / 0.05, 0.0, 0.9)[:, None] * (z < -1.53)[:, None]
    )

    def colour(pick: str) -> Array:
        gold = blend_colours(getattr(COAT.beak, pick), getattr(COAT.cere, pick), cere)
        return blend_colours(gold, getattr(COAT.claw, pick), dark)

    return finish(paint(patch, colour("lit"), colour("shade")), gloss=np.where(z > -1.45, 0.35, 0.8))


def _upper_beak(columns: int) -> Patch:
    patch = tube(body_rings(_UPPER_BEAK, 9 if columns > 8 else 6, max(columns - 6, 6)))
    return hang(_horn(patch, dark_from_z=-1.53), GriffinJoint.HEAD)


def _lower_beak(columns: int) -> Patch:
    patch = tube(body_rings(_LOWER_BEAK, 5 if columns > 8 else 3, max(columns - 8, 5)))
    return hang(_horn(patch, dark_from_z=-1.50), GriffinJoint.BEAK)


def _tube_along(knots: list[list[float]], rows: int, columns: int, flat_frac: float = 1.0) -> Patch:
    angle = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    rings = [
        np.stack([x + r * np.sin(angle), y + flat_frac * r * np.cos(angle), np.full(columns, z)], axis=1)
        for x, y, z, r in curve(knots, rows)
    ]
    return tube(np.stack(rings)[:, ::-1])


def _brow(rows: int) -> Patch:
    """The shelf above the eye, which gives the eagle its stern look."""
    patch = _tube_along(_BROW, 8 if rows > 8 else 5, 7 if rows > 8 else 5, 0.62)
    up = np.clip(0.4 + 1.2 * patch.normal[:, 1], 0.0, 1.0)[:, None]
    patch = paint(
        patch,
        blend_colours(COAT.streak.lit, COAT.crown.lit, up),
        blend_colours(COAT.streak.shade, COAT.crown.shade, up),
    )
    return hang(finish(patch, fur=0.5), GriffinJoint.HEAD)


def _gape() -> Patch:
    """The yellow corner of the mouth."""
    return hang(_flat(_tube_along(_GAPE, 4, 5, 0.7), COAT.cere), GriffinJoint.HEAD)


def _flat(patch: Patch, colour: Surface) -> Patch:
    return paint(patch, colour.lit, colour.shade)


def _eye_frame() -> Array:
    """The eye looks outwards, forwards and a little down; its own +X is the way it looks."""
    return np.asarray(
        mat_translate(MEASURE.eye_body) @ mat_rotate_y(EYE_YAW_RAD) @ mat_rotate_z(np.radians(-6.0))
    )


def _dome(radius_m: float, angles_rad: Array, columns: int) -> Array:
    """Rings of a sphere around +X, each at an angle from it."""
    around = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    return np.stack(
        [
            np.stack(
                [
                    np.full(columns, radius_m * np.cos(a)),
                    radius_m * np.sin(a) * np.cos(around),
                    -radius_m * np.sin(a) * np.sin(around),
                ],
                axis=1,
            )
            for a in angles_rad
        ]
    )


def _eye(columns: int) -> Patch:
    """Dark rim, amber iris, black pupil: colours by the angle from the way it looks."""
    angles = np.radians([95.0, 62.0, 55.0, 30.0, 25.0, 8.0] if columns > 8 else [92.0, 58.0, 30.0, 10.0])
    patch = tube(_dome(_EYE_M, angles, max(columns - 6, 6)), cap_start=False)
    off = np.degrees(np.arccos(np.clip(patch.position[:, 0] / _EYE_M, -1.0, 1.0)))
    is_iris = ((off < 58.5) & (off > 28.0))[:, None]
    patch = paint(
        patch,
        np.where(is_iris, COAT.eye.lit, COAT.claw.lit * 0.6),
        np.where(is_iris, COAT.eye.lit * 0.72, COAT.claw.shade * 0.6),  # an iris glows also in the shade
    )
    return hang(finish(place(patch, _eye_frame()), gloss=1.0), GriffinJoint.HEAD)


def _lid(columns: int) -> Patch:
    """The upper lid, drawn up under the brow; turned down by its joint it covers the eye."""
    count = max(columns - 6, 6)
    spread = np.linspace(np.radians(-88.0), np.radians(88.0), count)
    rows = np.radians([0.0, 25.0, 52.0, 80.0, 105.0] if columns > 8 else [0.0, 50.0, 100.0])
    grid = np.stack(
        [
            np.stack(
                [
                    _LID_M * np.cos(spread) * np.cos(r),
                    _LID_M * np.cos(spread) * np.sin(r),
                    _LID_M * np.sin(spread),
                ],
                axis=1,
            )
            for r in rows
        ]
    )
    patch = make_patch(grid.reshape(-1, 3), grid_triangles(len(rows), count)[:, ::-1])
    patch = place(patch, _eye_frame() @ mat_rotate_z(np.radians(34.0)) @ mat_rotate_x(np.radians(10.0)))
    patch = paint(patch, COAT.streak.lit, COAT.streak.shade)
    return hang(patch, GriffinJoint.RIGHT_LID)
