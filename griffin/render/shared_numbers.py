"""Numbers that shaders share with Python: the loader writes a #define for each into every source."""

from collections.abc import Mapping

from griffin.creature.skeleton import JOINT_COUNT
from griffin.meshes.cloud_mesh import TUNING as CLOUDS
from griffin.render.detail import CLOUD_SHADOWS_M, DETAIL_M, RIPPLE_M
from griffin.render.land_light import KEPT_LIGHTS
from griffin.render.land_tiles import LAND_COLOURS, LAND_LEVELS, LAND_WHITE, TILE_SLOTS
from griffin.render.overlay_shapes import PAINT_COLOURS, ShapeKind
from griffin.render.sun_cascades import MOST_CASCADES, ShadowPlan
from griffin.world.cycle import CYCLE_S
from griffin.world.island import FALL

SHARED_NUMBERS: Mapping[str, int | float] = {
    "JOINT_COUNT": JOINT_COUNT,  # matrices in the block Joints
    "TILE_SLOTS": TILE_SLOTS,  # rows of the block Tiles
    "LAND_LEVELS": LAND_LEVELS,
    "LAND_COLOURS": LAND_COLOURS,  # in u_surfaces
    "LAND_WHITE": LAND_WHITE,  # light of a land colour of 255
    "KEPT_LIGHTS": KEPT_LIGHTS,  # in which pictures of tiles may have been made
    "DETAIL_M": DETAIL_M,  # one repeat of the grain's texture on the ground
    "RIPPLE_M": RIPPLE_M,  # one repeat of the ripples' texture on the water
    "BROOK_FRAC": FALL.brook_frac,  # of a fall's way: over the meadow to the rim
    "CYCLE_S": CYCLE_S,  # after which the time of shaders begins anew
    "CLOUD_SHADOWS_M": CLOUD_SHADOWS_M,  # one repeat of their pattern
    "CLOUD_BASE_M": CLOUDS.base_m,  # where clouds that throw shadows are
    "PAINT_ENDS": len(PAINT_COLOURS),  # colours of shapes over the picture
    **{f"{kind.name}_KIND": int(kind) for kind in ShapeKind},  # of a shape over the picture
}


def numbers_for(shadow: ShadowPlan) -> dict[str, int | float]:
    """All numbers, those of a quality's shadow maps included."""
    return {
        **SHARED_NUMBERS,
        "SUN_CASCADES": len(shadow.half_m),  # 0: no maps
        "SUN_MAPS": MOST_CASCADES,  # rows of the block SunShadow
        "SUN_SHADOW_TAPS": shadow.taps,
        "SUN_TEXEL": 1.0 / shadow.map_px,  # of the side of a map
    }
