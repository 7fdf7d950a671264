"""Numbers that shaders share with Python: the loader writes a #define for each into every source."""

from collections.abc import Mapping

from griffin.creature.skeleton import JOINT_COUNT
from griffin.meshes.cloud_mesh import TUNING as CLOUDS
from griffin.render.detail import DETAIL_M, RIPPLE_M
from griffin.render.land_tiles import LAND_LEVELS, LAND_WHITE, TILE_SLOTS

SHARED_NUMBERS: Mapping[str, int | float] = {
    "JOINT_COUNT": JOINT_COUNT,  # matrices in the block Joints
    "TILE_SLOTS": TILE_SLOTS,  # rows of the block Tiles
    "LAND_LEVELS": LAND_LEVELS,
    "LAND_WHITE": LAND_WHITE,  # light of a land colour of 255
    "DETAIL_M": DETAIL_M,  # one repeat of the grain's texture on the ground
    "RIPPLE_M": RIPPLE_M,  # one repeat of the ripples' texture on the water
    "CLOUD_BASE_M": CLOUDS.base_m,  # where clouds that throw shadows are
}
