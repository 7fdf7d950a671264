"""The sounds that are shipped, mixed: what the cues and the files make of a flight together."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from griffin.audio.cues import Cues, CueTuning
from griffin.audio.mixdown import Samples
from griffin.audio.steps import RATE_HZ
from griffin.audio.wind import WindTuning
from griffin.flight.state import FlightState
from griffin.happenings import HappeningKind
from griffin.tools.loudness import integrated_lufs, loudest_lufs, momentary_lufs
from griffin.world.nearby import NOTHING_NEARBY, Nearby
from synthesis.measures import centroid_hz
from tests.audio.moments import fall_at, flying, moment
from tests.films import mix, table

TURN_S = 1 / 30
CALM = CueTuning(wind=WindTuning(gust_db=0.0, gust_woods_db=0.0, gust_ridge_db=0.0))
SETTLED = 2 * RATE_HZ  # samples, after which all has faded in


def stem(
    only: str,
    seconds: float,
    state: Callable[[float], FlightState],
    *,
    nearby: Nearby = NOTHING_NEARBY,
    tuning: CueTuning | None = None,
) -> Samples:
    """The sounds of one kind in a flight, once they have faded in."""
    cues = Cues(table(), tuning=tuning or CueTuning())
    times_s = [turn * TURN_S for turn in range(round(seconds / TURN_S) + 1)]
    return mix(((at_s, cues.follow(moment(at_s, state(at_s), nearby=nearby))) for at_s in times_s), only)[
        SETTLED:
    ]


def test_the_winds_stem_follows_airspeed_in_spite_of_gusts() -> None:
    def glide(now_s: float) -> FlightState:
        return flying(speed_mps=26.0 - 13.0 * math.cos(0.4 * now_s))

    heard = stem("wind", 34.0, glide)
    levels = momentary_lufs(heard.T.astype(np.float64), RATE_HZ)
    speeds = [glide(2.0 + 0.2 + 0.1 * block).speed_mps for block in range(len(levels))]
    assert np.corrcoef(levels, speeds)[0, 1] > 0.9


@pytest.mark.parametrize(("speed_mps", "least_hz", "most_hz"), [(14.0, 0.0, 400.0), (40.0, 900.0, 2000.0)])
def test_the_winds_colour_follows_airspeed(speed_mps: float, least_hz: float, most_hz: float) -> None:
    heard = stem("wind", 8.0, lambda now_s: flying(speed_mps=speed_mps), tuning=CALM)
    assert least_hz < centroid_hz(heard.T.astype(np.float64)) < most_hz


def test_a_waterfall_to_the_right_is_six_decibels_louder_there() -> None:
    heard = stem("waterfall", 5.0, lambda now_s: flying(), nearby=fall_at(40.0)).T.astype(np.float64)
    left, right = (integrated_lufs(side[None], RATE_HZ) for side in heard)
    assert right - left > 6.0
    assert left > -60.0


def test_the_loudest_take_off_does_not_startle() -> None:
    happened = {60: (HappeningKind.TOOK_OFF,), 62: (HappeningKind.STROKE,)}
    loudest = max(
        loudest_lufs(
            mix(
                (
                    turn * TURN_S,
                    cues.follow(moment(turn * TURN_S, flying(), *happened.get(turn, ()), strength=1.0)),
                )
                for turn in range(120)
            ).T.astype(np.float64),
            RATE_HZ,
        )
        for cues in (Cues(table(), seed=seed) for seed in range(6))
    )
    assert loudest < -14.0
