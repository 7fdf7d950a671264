"""Prints how loud a film's sound is, and what begins in it beside what happened in the flight.

    python scripts/listen.py FILE.mp4 [JOURNAL]

JOURNAL: what `griffin play --journal` left of the same flight, or the journal that `griffin replay --record`
flew. Its turns are flown once more, without pictures, to know what happened when. An onset is where the level
rises within 40 ms, in whichever of three bands it rises most; wind and water have none. Status 2 and one
sentence for what can't be used.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

try:
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view
    from numpy.typing import NDArray
    from scipy import signal

    from griffin.app.capture import FilmClock
    from griffin.audio.files import decode_file
    from griffin.audio.steps import RATE_HZ
    from griffin.errors import GriffinError
    from griffin.flight.model import Surroundings
    from griffin.game.session import Session
    from griffin.tools.loudness import BLOCK_S, FINE_STEP_S, integrated_lufs, momentary_lufs
    from griffin.wire.journal import open_journal
    from griffin.world.perch import find_perch
    from griffin.world.terrain import Terrain
except ModuleNotFoundError as error:  # another Python than the development environment's
    print(
        f"{error.name} is missing: run scripts/test once, then .venv/bin/python scripts/listen.py FILE.mp4.",
        file=sys.stderr,
    )
    sys.exit(2)

LONGEST_S = 1200.0  # of a film: measuring it takes 5 GB
FRAME, HOP = 1024, 256
BANDS_HZ = ((60.0, 400.0), (400.0, 1500.0), (1500.0, 8000.0))
QUIET_DB = -75.0  # of full scale, in a band: below that nothing begins
RISE_DB = 6.0
RISE_FRAMES, BEFORE_FRAMES = 8, 24  # 40 ms, and 130 ms before them
APART_S = 0.12  # two onsets
NEAR_S = 0.10  # an onset and what it belongs to
OVERSAMPLING = 4  # of the true peak, as BS.1770-4 has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something at a time of the film."""

    at_s: float
    what: str


def describe(track: NDArray[np.float64]) -> list[str]:
    """Length, loudness and peaks of a track (2, n)."""
    momentary = momentary_lufs(track, RATE_HZ, step_s=FINE_STEP_S)
    loudest = int(np.argmax(momentary))
    dbfs, dbtp = (
        20.0 * np.log10(max(float(np.abs(each).max()), 1e-6))
        for each in (track, signal.resample_poly(track, OVERSAMPLING, 1, axis=1))
    )
    return [
        f"length      {track.shape[1] / RATE_HZ:7.2f} s",
        f"integrated  {integrated_lufs(track, RATE_HZ):7.2f} LUFS",
        f"momentary   {momentary[loudest]:7.2f} LUFS at most, {loudest * FINE_STEP_S:.2f} s"
        f" to {loudest * FINE_STEP_S + BLOCK_S:.2f} s",
        f"peak        {dbfs:7.2f} dBFS, true peak {dbtp:.2f} dBTP",
    ]


def find_onsets(track: NDArray[np.float64]) -> list[Row]:
    """Where something begins in a track (2, n)."""
    if track.shape[1] < FRAME + (RISE_FRAMES + BEFORE_FRAMES) * HOP:
        return []
    levels_db = band_levels_db(track)
    # Against the loudest that was there before: a gust that comes and goes is no onset.
    before_db = sliding_window_view(levels_db, BEFORE_FRAMES, axis=1).max(axis=2)[:, :-RISE_FRAMES]
    after_db = levels_db[:, BEFORE_FRAMES + RISE_FRAMES - 1 :][:, : before_db.shape[1]]
    rises_db = np.maximum(after_db, QUIET_DB) - np.maximum(before_db, QUIET_DB)
    rise_db = rises_db.max(axis=0)
    found: list[Row] = []
    for at in np.flatnonzero(rise_db > RISE_DB):
        at_s = ((at + BEFORE_FRAMES + RISE_FRAMES - 1) * HOP + FRAME // 2) / RATE_HZ
        if not found or at_s - found[-1].at_s > APART_S:
            low_hz, high_hz = BANDS_HZ[int(np.argmax(rises_db[:, at]))]
            best_db = rise_db[at : at + RISE_FRAMES].max()
            found.append(Row(at_s=at_s, what=f"+{best_db:.0f} dB, {low_hz:.0f}-{high_hz:.0f} Hz"))
    return found


def band_levels_db(track: NDArray[np.float64]) -> NDArray[np.float64]:
    """Level of each band in each frame, (bands, frames)."""
    frequency_hz, _, spectra = signal.stft(
        track, RATE_HZ, nperseg=FRAME, noverlap=FRAME - HOP, boundary=None, padded=False
    )
    power = (np.abs(spectra) ** 2).sum(axis=0)
    bands = [
        power[(frequency_hz >= low_hz) & (frequency_hz < high_hz)].sum(axis=0) for low_hz, high_hz in BANDS_HZ
    ]
    levels_db: NDArray[np.float64] = 10.0 * np.log10(np.maximum(np.stack(bands), 1e-12))
    return levels_db


def fly_again(path: Path) -> list[Row]:
    """What happened in a journal's flight, at the film's times. Raises ConfigError where it can't be used."""
    journal = open_journal(path)
    terrain = Terrain(journal.start.seed)
    session = Session(journal.start, Surroundings.of_land(terrain, find_perch(terrain)))
    clock = FilmClock()
    began_s: float | None = None
    happened = []
    for inputs in journal.inputs():
        moment = session.advance(inputs)
        film_s = clock.film_s(moment.shown_s)
        began_s = film_s if began_s is None else began_s
        happened += [Row(at_s=film_s - began_s, what=each.kind.value) for each in moment.happenings]
    return happened


def side_by_side(onsets: Sequence[Row], happened: Sequence[Row]) -> list[str]:
    """Onsets and happenings in the order of time; those that are near each other in one line."""
    lines = []
    left = list(happened)
    for onset in onsets:
        lines += [(row.at_s, f"{'':32}{row.what}") for row in left if row.at_s < onset.at_s - NEAR_S]
        near = [row for row in left if abs(row.at_s - onset.at_s) <= NEAR_S]
        left = [row for row in left if row.at_s > onset.at_s + NEAR_S]
        answer = ", ".join(f"{row.what} ({1000.0 * (onset.at_s - row.at_s):+.0f} ms)" for row in near)
        lines.append((onset.at_s, f"{onset.what:32}{answer}"))
    lines += [(row.at_s, f"{'':32}{row.what}") for row in left]
    return [f"{at_s:8.3f} s  {text}".rstrip() for at_s, text in sorted(lines)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("film", type=Path, metavar="FILE.mp4")
    parser.add_argument("journal", type=Path, nargs="?", metavar="JOURNAL")
    options = parser.parse_args(arguments)
    try:
        track = decode_file(options.film, longest_s=LONGEST_S).T.astype(np.float64)
        if track.shape[1] < BLOCK_S * RATE_HZ:
            what = f"less than {BLOCK_S} s of" if track.shape[1] else "no"
            print(f"{options.film} has {what} sound.", file=sys.stderr)
            return 2
        happened = fly_again(options.journal) if options.journal else []
    except GriffinError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join([*describe(track), "", *side_by_side(find_onsets(track), happened)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
