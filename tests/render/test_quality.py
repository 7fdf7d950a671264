import pytest

from griffin.render.quality import Quality, RenderTuning, resolve_quality


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
