"""Films of every kind, made for the test: what comes of them, and what they may not do."""

import contextlib
import logging
import re
import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from griffin.errors import CameraError
from griffin.vision.film_decoder import FilmDecoder, FilmTuning
from griffin.vision.film_times import TimesTuning
from griffin.vision.frame import Picture

from .films import cut_off, number_of, striped, write_film, write_pictures, write_timed_film

BUGS = Path(__file__).resolve().parents[3] / "shared" / "data" / "bugs"
STEADY = [number / 25 for number in range(100)]


def play(path: Path, tuning: FilmTuning | None = None) -> list[tuple[float, Picture]]:
    """All pictures with their times."""
    film = FilmDecoder(path, tuning)
    seen = []
    while (picture := film.next()) is not None:
        seen.append((picture.film_s, picture.convert()))
    film.close()
    return seen


def times_of(path: Path, tuning: FilmTuning | None = None) -> list[float]:
    return [time_s for time_s, _ in play(path, tuning)]


def corners(picture: Picture) -> list[int]:
    """Which of the four are bright: upper left, upper right, lower left, lower right."""
    height, width = picture.shape[:2]
    spots = [(y, x) for y in (height // 8, -height // 8) for x in (width // 8, -width // 8)]
    return [number for number, spot in enumerate(spots) if picture[spot].mean() > 128]


KINDS = {
    "h264.mp4": ("libx264", "yuv420p"),
    "hevc-10-bit.mp4": ("libx265", "yuv420p10le"),
    "vp9.webm": ("libvpx-vp9", "yuv420p"),
    "av1.mkv": ("libsvtav1", "yuv420p"),
    "mpeg2.ts": ("mpeg2video", "yuv420p"),
    "mpeg4.avi": ("mpeg4", "yuv420p"),
    "prores.mov": ("prores_ks", "yuv422p10le"),
    "screen.mkv": ("ffv1", "bgr0"),
    "raw.h264": ("libx264", "yuv420p"),
}


@pytest.mark.parametrize("name", KINDS)
def test_films_of_all_kinds_are_read(tmp_path, name, capfd):
    codec, pixels = KINDS[name]
    if codec not in av.codecs_available:
        pytest.skip(f"this PyAV has no encoder {codec}")
    options = {"x265-params": "log-level=none"} if codec == "libx265" else None
    film = write_pictures(
        tmp_path / name,
        [striped(20 * number) for number in range(10)],
        codec=codec,
        pixels=pixels,
        options=options,
    )
    capfd.readouterr()
    seen = play(film)
    period_s = 0.04 if name == "raw.h264" else 0.1  # a bare stream has no times; FFmpeg takes 25 a second
    wanted_s = [number * period_s for number in range(10)]
    assert [time_s for time_s, _ in seen] == pytest.approx(wanted_s, abs=0.002)
    for number, (_, picture) in enumerate(seen):
        assert picture.shape == (240, 320, 3)
        assert np.abs(picture.astype(int) - striped(20 * number)).mean() < 8
    assert capfd.readouterr().err == ""


def test_red_is_first(tmp_path):
    red = np.zeros((48, 64, 3), np.uint8)
    red[:, :, 0] = 250
    ((_, picture),) = play(write_pictures(tmp_path / "a.mp4", [red]))
    assert picture[24, 32].tolist() == pytest.approx([250, 0, 0], abs=6)


def combs(picture: Picture) -> float:
    """How much neighbouring rows differ, of every two rows apart."""
    grey = picture.mean(axis=2)
    return float(np.abs(grey[1:-1] - 0.5 * (grey[:-2] + grey[2:])).mean())


def test_interlaced_films_lose_their_combs(tmp_path):
    def woven(number: int) -> Picture:
        picture = striped(16 * number)
        picture[1::2] = striped(16 * number + 8)[1::2]  # the lower field is taken half a period later
        return picture

    pictures = [woven(number) for number in range(10)]
    film = write_pictures(tmp_path / "a.mp4", pictures, options={"x264-params": "tff=1:crf=10"})
    with av.open(str(film)) as container:
        assert next(container.decode(video=0)).interlaced_frame
    seen = play(film)
    assert [time_s for time_s, _ in seen] == pytest.approx([number / 10 for number in range(10)], abs=0.002)
    for number, (_, picture) in enumerate(seen):
        assert combs(picture) < 0.35 * combs(pictures[number])
        assert np.abs(picture.astype(int) - pictures[number]).mean() < 12


def test_an_interlaced_film_of_a_camcorder_is_not_black():
    film = BUGS / "interlaced-pilot.mp4"
    if not film.is_file():
        pytest.skip(f"the film is not there ({film})")
    seen = play(film)
    assert len(seen) == 600
    assert min(float(picture.std()) for _, picture in seen[::50]) > 20


@pytest.mark.parametrize(
    ("aspect", "size_px"),
    [
        (Fraction(2), (640, 240)),
        (Fraction(1, 2), (320, 480)),
        (Fraction(64, 45), (455, 240)),
        (Fraction(9), (320, 240)),
    ],
)
def test_pixels_become_square(tmp_path, aspect, size_px):
    film = write_pictures(tmp_path / "a.mkv", [striped(0)] * 3, pixel_aspect=aspect)
    _, picture = play(film)[0]
    assert picture.shape[1::-1] == size_px


def test_wide_pixels_and_large_pictures_are_scaled_at_once(tmp_path):
    film = write_pictures(tmp_path / "a.mp4", [striped(0, size_px=(1440, 1080))], pixel_aspect=Fraction(4, 3))
    _, picture = play(film)[0]
    assert picture.shape == (540, 960, 3)


def turn(film: Path, degrees: int) -> None:
    """Note in an MP4 that it is to be shown turned clockwise, as phones do."""
    matrix = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[degrees]
    a, b, c, d = (65536 * number for number in matrix)
    content = bytearray(film.read_bytes())
    struct.pack_into(">9i", content, content.index(b"tkhd") + 44, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    film.write_bytes(content)


@pytest.mark.parametrize(("degrees", "corner"), [(90, 1), (180, 3), (270, 2)])
def test_films_of_phones_are_upright(tmp_path, degrees, corner):
    picture = np.zeros((48, 96, 3), np.uint8)
    picture[:24, :48] = 255
    film = write_pictures(tmp_path / "a.mp4", [picture] * 3)
    turn(film, degrees)
    for _, shown in play(film):
        assert shown.shape == ((96, 48, 3) if degrees % 180 else (48, 96, 3))
        assert corners(shown) == [corner]


def test_the_largest_stream_is_watched(tmp_path):
    film = tmp_path / "a.mkv"
    with av.open(str(film), "w") as container:
        streams = [container.add_stream("libx264", rate=10) for _ in range(3)]
        for stream, size_px in zip(streams, ((160, 90), (640, 360), (320, 180)), strict=True):
            stream.width, stream.height = size_px
            stream.pix_fmt = "yuv420p"
        for stream, grey in zip(streams, (50, 200, 100), strict=True):
            picture = np.full((stream.height, stream.width, 3), grey, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts = 0
            container.mux([*stream.encode(frame), *stream.encode()])
    ((_, picture),) = play(film)
    assert picture.shape == (360, 640, 3)
    assert picture.mean() == pytest.approx(200, abs=4)


def test_a_cover_is_not_the_film(tmp_path):
    still = av.VideoFrame.from_ndarray(np.full((720, 720, 3), 250, np.uint8), format="bgr24")
    film, song = tmp_path / "a.mp4", tmp_path / "song.mp4"
    for path, with_film in ((film, True), (song, False)):
        with av.open(str(path), "w") as container:
            if with_film:
                stream = container.add_stream("libx264", rate=10)
                stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            cover = container.add_stream("mjpeg", rate=10)
            cover.width, cover.height, cover.pix_fmt = 720, 720, "yuvj420p"
            cover.disposition = av.stream.Disposition.attached_pic.value
            if with_film:
                frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 60, np.uint8), format="bgr24")
                frame.pts = 0
                container.mux([*stream.encode(frame), *stream.encode()])
            still.pts = 0
            container.mux([*cover.encode(still), *cover.encode()])
    ((_, picture),) = play(film)
    assert picture.shape == (48, 64, 3)
    with pytest.raises(CameraError, match="holds no film"):
        FilmDecoder(song)


def test_a_jump_in_the_time_stamps_is_left_out_and_said(tmp_path, caplog):
    times_s = [number / 10 for number in range(20)]
    film = write_timed_film(tmp_path / "gap.mkv", times_s + [7200.0 + time_s for time_s in times_s])
    with caplog.at_level(logging.WARNING):
        seen_s = times_of(film)
    assert len(seen_s) == 40
    assert seen_s[:20] == pytest.approx(times_s, abs=0.002)
    assert 1.9 < seen_s[20] < 2.1
    assert np.diff(seen_s[20:]) == pytest.approx(0.1, abs=0.002)
    assert caplog.messages == ["The time stamps of gap.mkv jump by 7198 s after 1.9 s: the gap is left out."]


def test_a_film_that_jumps_and_breaks_off_says_both_once(tmp_path, caplog):
    times_s = [number / 10 for number in range(20)]
    cut = cut_off(write_timed_film(tmp_path / "a.mkv", times_s + [100.0 + time_s for time_s in times_s]), 0.8)
    film = FilmDecoder(cut)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            while film.next() is not None:
                pass
            film.rewind()
    film.close()
    jump, broken = caplog.messages
    assert jump.startswith("The time stamps of cut_a.mkv jump by 98 s after 1.9 s")
    assert re.fullmatch(r"cut_a.mkv breaks off after 101\.\d of 10[12]\.\d s\.", broken)


def test_a_wait_is_kept(tmp_path, caplog):
    times_s = [0.0, 0.1, 9.0, 9.1]
    assert times_of(write_timed_film(tmp_path / "a.mkv", times_s)) == pytest.approx(times_s, abs=0.002)
    assert caplog.text == ""
    patient = FilmTuning(times=TimesTuning(jump_s=2.0))
    assert times_of(tmp_path / "a.mkv", patient)[2] < 0.3


def test_recordings_that_are_joined_go_on(tmp_path, caplog):
    for name in ("a.ts", "b.ts"):
        write_pictures(tmp_path / name, [striped(20 * number) for number in range(10)], codec="mpeg2video")
    joined = tmp_path / "joined.ts"
    joined.write_bytes(b"".join((tmp_path / name).read_bytes() for name in ("a.ts", "b.ts")))
    seen_s = times_of(joined)
    assert len(seen_s) == 20
    assert min(np.diff(seen_s)) > 0
    assert seen_s[-1] < 2.5


@pytest.mark.parametrize("is_interlaced", [False, True])
def test_pictures_may_change_their_size(tmp_path, is_interlaced):
    options = {"x264-params": "tff=1"} if is_interlaced else {}
    content = b""
    for size_px in ((320, 240), (160, 96), (320, 240)):
        part = [striped(8 * number, size_px=size_px) for number in range(5)]
        content += write_pictures(tmp_path / "part.h264", part, options=options).read_bytes()
    (tmp_path / "a.h264").write_bytes(content)
    seen = play(tmp_path / "a.h264")
    assert [picture.shape[1] for _, picture in seen] == [320] * 5 + [160] * 5 + [320] * 5
    for number, (_, picture) in enumerate(seen):
        bar = striped(8 * (number % 5), size_px=picture.shape[1::-1])
        assert np.abs(picture.astype(int) - bar).mean() < 12


@pytest.mark.parametrize("suffix", [".m3u8", ".ffconcat", ".mpd", ".mp4"])
def test_no_list_leads_to_another_file(tmp_path, suffix):
    write_film(tmp_path / "a.mp4", frames=5)
    texts = (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:5,\n{tmp_path}/a.mp4\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{tmp_path}/a.mp4'\n",
        f'<?xml version="1.0"?><MPD type="static"><Period><BaseURL>{tmp_path}/a.mp4</BaseURL></Period></MPD>',
    )
    for text in texts:
        path = tmp_path / f"list{suffix}"
        path.write_text(text)
        with pytest.raises(CameraError, match="is not a video or a picture"):
            FilmDecoder(path)


def test_a_title_that_is_not_utf_8_is_no_reason(tmp_path):
    film = write_pictures(tmp_path / "a.mkv", [striped(0)], title="Griffin")
    film.write_bytes(film.read_bytes().replace(b"Griffin", b"Gr\xffffin"))
    assert len(play(film)) == 1


def test_sound_alone_is_no_film(tmp_path):
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 2048), np.int16), "s16", "stereo")
        frame.sample_rate = 48_000
        container.mux([*stream.encode(frame), *stream.encode()])
    with pytest.raises(CameraError, match="holds no film"):
        FilmDecoder(tmp_path / "a.mp4")


def test_pictures_of_any_size_are_not_decoded(tmp_path):
    film = write_film(tmp_path / "a.mp4", frames=2, size_px=(640, 480))
    with pytest.raises(CameraError, match="are larger than 8K"):
        FilmDecoder(film, FilmTuning(most_pixels=300_000))


def claim(film: Path, box: bytes, offset: int, *numbers: int) -> None:
    """Overwrite numbers in an MP4's index."""
    content = bytearray(film.read_bytes())
    struct.pack_into(f">{len(numbers)}I", content, content.index(box) + 4 + offset, *numbers)
    film.write_bytes(content)


@pytest.mark.parametrize("sample_bytes", [0, 100])
def test_a_billion_frames_are_not_believed(tmp_path, sample_bytes):
    film = write_timed_film(tmp_path / "a.mp4", STEADY)
    claim(film, b"stsz", 4, sample_bytes, 1_000_000_000)
    claim(film, b"stts", 8, 1_000_000_000, 512)
    with contextlib.suppress(CameraError):
        assert len(times_of(film)) <= len(STEADY)


@pytest.mark.parametrize("suffix", [".mkv", ".avi", ".mp4"])
def test_endless_zeros_are_not_searched(tmp_path, suffix, capfd):
    if suffix == ".avi":
        film, frames = write_film(tmp_path / "a.avi", frames=100), 100
    else:
        film, frames = write_timed_film(tmp_path / f"a{suffix}", STEADY), len(STEADY)
    with film.open("rb+") as file:
        file.truncate(2**40)
    assert len(times_of(film, FilmTuning(most_bytes_per_picture=2**22))) >= frames
    assert capfd.readouterr().err == ""


def test_zeros_alone_are_no_film(tmp_path):
    path = tmp_path / "a.mp4"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(CameraError, match="is not a video"):
        FilmDecoder(path)


def test_a_film_begins_again_exactly(tmp_path):
    film = FilmDecoder(write_film(tmp_path / "a.avi", frames=5))
    for _ in range(3):
        numbers = []
        while (picture := film.next()) is not None:
            numbers.append(number_of(picture.convert()))
        assert numbers == [0, 1, 2, 3, 4]
        film.rewind()
    film.close()
    film.close()


@pytest.mark.parametrize("seed", range(30))
def test_damage_raises_nothing_else(tmp_path, seed):
    rng = np.random.default_rng(seed)
    suffix = (".mp4", ".mkv", ".webm")[seed % 3]
    film = write_timed_film(tmp_path / f"a{suffix}", STEADY[:30])
    content = np.frombuffer(film.read_bytes(), np.uint8).copy()
    spots = rng.integers(0, len(content), 1 + seed)
    content[spots] = rng.integers(0, 256, len(spots))
    film.write_bytes(content.tobytes())
    try:
        times_s = times_of(film, FilmTuning(most_bytes_per_picture=2**22))
    except CameraError:
        return
    assert all(np.diff(times_s) > 0)


@pytest.mark.parametrize(
    "wrong",
    [{"usual_rate_hz": 999.0}, {"pixel_aspect_limits": (1.5, 2.0)}, {"most_threads": 0}, {"most_pixels": 0}],
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        FilmTuning(**wrong)
