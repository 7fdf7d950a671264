"""How much the picture may cost: the renderer's tunables. Knows nothing of OpenGL."""

from dataclasses import dataclass, field

from griffin.render.flora_cells import FloraPlan
from griffin.render.land_tiles import LAND_LEVELS, TILE_SLOTS
from griffin.render.qualities import Quality, is_software, resolve_quality
from griffin.render.sun_cascades import ShadowPlan

__all__ = ["TUNINGS", "Quality", "RenderTuning", "is_software", "resolve_quality"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderTuning:
    """What a picture costs and how far it goes, for one quality."""

    near_m: float = 0.5  # nearer than any feather of the griffin to the chase camera
    far_m: float = 24_000.0  # beyond the last tile of land
    reach_m: float = 16_000.0  # the land ends here, in haze
    near_split: float = 1.45  # a tile is divided when the eye is nearer than this many sizes: the finest tile
    far_split: float = 1.7  # the coarsest tile
    tile_cells: int = 10  # along a tile's side: 200 triangles, about 100 tiles in view
    near_slots: int = 176  # tiles without pictures kept on the GPU, 4 KB each: low needs up to 130
    picture_slots: int = 441  # tiles with pictures, 20 KB each: low needs up to 370
    first_tiles: int = 50  # in view, made before the first picture: far ones, and finer ones near by
    uploads_per_frame: int = 4  # tiles handed to the driver in one frame: each costs about 0.1 ms
    close_m: float = 70.0  # from the eye: up to there the ground has finer grain
    picture_level: int = 2  # tiles from this one on (256 m) have pictures; grain ends where the next begins
    summit_level: int = 3  # in tiles from this one on (512 m), no summit is lost between two vertices
    picture_px: int = 64  # side of a far tile's picture: each costs the worker 10 ms
    mirror_s: float = 0.25  # how long one picture serves as the water's mirror; 0: each mirrors itself
    samples: int = 0  # a pixel, for smooth edges; where the window doesn't have them by itself
    shadow: ShadowPlan = field(default_factory=ShadowPlan)
    flora: FloraPlan = field(default_factory=FloraPlan)

    def __post_init__(self) -> None:
        if not 0.0 < self.near_m < self.far_m:
            raise ValueError("the near plane must lie between the eye and the far plane")
        if not 1.42 <= self.near_split <= self.far_split <= 6.0:
            raise ValueError("splits must be within 1.42 to 6, the far one the larger")
        if self.close_m <= 0.0 or self.mirror_s < 0.0:
            raise ValueError("close_m must be above 0, mirror_s at least 0")
        if self.uploads_per_frame < 1:
            raise ValueError("uploads_per_frame must be at least 1")
        if not 0 < self.tile_slots <= TILE_SLOTS:
            raise ValueError(f"near_slots and picture_slots must come to 1 to {TILE_SLOTS}")

    @property
    def tile_slots(self) -> int:
        """Tiles kept on the GPU."""
        return self.near_slots + self.picture_slots


TUNINGS = {
    Quality.LOW: RenderTuning(),
    Quality.MEDIUM: RenderTuning(
        near_split=1.6,
        far_split=2.3,
        tile_cells=24,
        summit_level=LAND_LEVELS,
        mirror_s=0.12,
        samples=4,
        near_slots=288,  # 26 KB each here: up to 248 are needed
        picture_slots=441,  # 63 KB each: up to 407 are needed
        picture_level=3,
        picture_px=96,
        shadow=ShadowPlan(half_m=(180.0,), map_px=1024, taps=2),
        flora=FloraPlan(
            tree_reach_m=1700.0,
            meadow_reach_m=80.0,
            near_m=80.0,
            middle_m=300.0,
            leafy_m=260.0,
            most_triangles=150_000,
            rooms=(1500, 4000, 6000),
            meadow_room=6000,
        ),
    ),
    Quality.HIGH: RenderTuning(
        near_split=1.8,
        far_split=2.6,
        tile_cells=36,
        summit_level=LAND_LEVELS,
        picture_px=96,
        samples=4,
        mirror_s=0.0,
        near_slots=400,  # 55 KB each here: up to 392 are needed
        picture_slots=400,  # 91 KB each: up to 358 are needed
        uploads_per_frame=8,
        picture_level=4,
        shadow=ShadowPlan(half_m=(75.0, 800.0), map_px=2048, taps=5),
        flora=FloraPlan(
            tree_reach_m=2600.0,
            bush_reach_m=800.0,
            rock_reach_m=1100.0,
            meadow_reach_m=110.0,
            near_m=130.0,
            middle_m=430.0,
            leafy_m=400.0,
            most_triangles=900_000,
            rooms=(1500, 4000, 6000),
            meadow_room=6000,
        ),
    ),
}
