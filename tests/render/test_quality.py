import numpy as np
import pytest

from griffin.render.land_tiles import LandPlan, Tile, select_tiles
from griffin.render.quality import TUNINGS, Quality, RenderTuning, resolve_quality


@pytest.mark.parametrize(
    ("renderer", "resolved"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits)", Quality.LOW),
        ("softpipe", Quality.LOW),
        ("NVIDIA Tegra Orin (nvgpu)/integrated", Quality.HIGH),
        ("NVIDIA Tegra Xavier (nvgpu)/integrated", Quality.MEDIUM),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", Quality.MEDIUM),
        ("Apple M1", Quality.HIGH),
    ],
)
def test_auto_is_low_where_the_processor_draws(renderer: str, resolved: Quality) -> None:
    assert resolve_quality(Quality.AUTO, renderer) is resolved
    assert resolve_quality(Quality.MEDIUM, renderer) is Quality.MEDIUM


def test_tunings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="plane"):
        RenderTuning(near_m=0.0)
    with pytest.raises(ValueError, match="splits"):
        RenderTuning(near_split=1.0)
    with pytest.raises(ValueError, match="slots"):
        RenderTuning(near_slots=1000)


@pytest.mark.parametrize("quality", TUNINGS)
def test_all_tiles_that_a_picture_needs_have_slots(quality: Quality) -> None:
    tuning = TUNINGS[quality]
    plan = LandPlan(
        near_split=tuning.near_split,
        far_split=tuning.far_split,
        cells=tuning.tile_cells,
        reach_m=tuning.reach_m,
    )
    places = np.random.default_rng(1).uniform(-9000.0, 9000.0, (24, 2))

    for x_m, z_m in places:
        needed: set[Tile] = set()

        def is_ready(tile: Tile, needed: set[Tile] = needed) -> bool:
            needed.add(tile)
            return True

        select_tiles(plan, x_m, z_m, 2.0, is_ready)
        pictured = sum(tile.level >= tuning.picture_level for tile in needed)
        assert pictured <= tuning.picture_slots
        assert len(needed) - pictured <= tuning.near_slots
