import pytest

from griffin.scene.key_pictures import TUNING, KeyPictures, key_overlay
from griffin.scene.shapes import HEIGHT_U, Box, Canvas, Group, Overlay, Paint

WIDE = Canvas.of((1280, 720))


def keys(overlay: Overlay) -> list[Group]:
    """The groups with a key's top."""
    return [group for group in overlay.groups if any(isinstance(fill.shape, Box) for fill in group.fills)]


def tops(overlay: Overlay) -> list[Box]:
    found = [fill.shape for group in keys(overlay) for fill in group.fills if isinstance(fill.shape, Box)]
    return found[1::2]  # over its front side


def test_space_is_gold_and_the_four_arrows_are_not() -> None:
    paints = [group.fills[1].paint for group in keys(key_overlay(WIDE, 0.0))]
    assert paints == [Paint.GOLD, Paint.CREAM, Paint.CREAM, Paint.CREAM, Paint.CREAM]


def test_space_breathes_and_never_blinks() -> None:
    widths = [tops(key_overlay(WIDE, 0.05 * tick))[0].half_u[0] for tick in range(40)]
    usual = TUNING.space_u[0] / 2.0
    assert max(widths) == pytest.approx(usual * 1.03, rel=1e-3)
    assert min(widths) == pytest.approx(usual * 0.97, rel=1e-3)
    assert {group.alpha_frac for group in key_overlay(WIDE, 0.7).groups} == {1.0}


@pytest.mark.parametrize("size_px", [(800, 600), (1280, 720), (2560, 1080)])
def test_keys_lie_apart_and_within_the_safe_area(size_px: tuple[int, int]) -> None:
    canvas = Canvas.of(size_px)
    boxes = sorted(tops(key_overlay(canvas, 0.0)), key=lambda box: box.middle)
    for box in boxes:
        assert box.middle[0] - box.half_u[0] >= 0.04 * canvas.width_u
        assert box.middle[1] + box.half_u[1] <= 0.96 * HEIGHT_U
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            across = abs(one.middle[0] - other.middle[0]) - one.half_u[0] - other.half_u[0]
            down = abs(one.middle[1] - other.middle[1]) - one.half_u[1] - other.half_u[1]
            assert max(across, down) > 3.0


def test_the_griffin_on_its_branch_is_not_covered() -> None:
    """It stands in the right half: the keys stay left of 0.56 of the width."""
    overlay = key_overlay(WIDE, 0.3)
    assert max(box.middle[0] + box.half_u[0] for box in tops(overlay)) < 0.56 * WIDE.width_u


def test_they_come_and_go_softly() -> None:
    pictures = KeyPictures()
    assert pictures.overlay(WIDE, 0.0, are_wanted=True) is None
    assert not pictures.are_seen
    seen = [pictures.overlay(WIDE, 0.05 * tick, are_wanted=True) for tick in range(1, 10)]
    alphas = [overlay.groups[0].alpha_frac for overlay in seen if overlay is not None]
    assert 0.0 < alphas[0] < alphas[-1] == 1.0
    assert alphas == sorted(alphas)
    assert pictures.are_seen
    gone = [pictures.overlay(WIDE, 0.5 + 0.1 * tick, are_wanted=False) for tick in range(8)]
    assert gone[0] is not None
    assert gone[-1] is None
