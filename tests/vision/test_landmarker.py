import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from griffin.errors import PoseModelError
from griffin.gesture.clothes import colour_distance
from griffin.landmarks import LANDMARK_COUNT, Joint, Landmarks, PictureSpan
from griffin.vision import landmarker as subject
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.frame import Frame, Picture, fit, from_opencv
from griffin.vision.landmarker import LandmarkerTuning, PoseLandmarker, missing_cpu_features
from griffin.vision.opencv import cv2
from griffin.vision.synthetic import draw_demo_frame

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def astronaut() -> Picture:
    """NASA's portrait of Eileen Collins (public domain), which scikit-image carries."""
    package = importlib.util.find_spec("skimage")
    assert package is not None
    assert package.submodule_search_locations
    picture = cv2.imread(str(Path(package.submodule_search_locations[0]) / "data" / "astronaut.png"))
    assert picture is not None
    return from_opencv(np.asarray(picture, np.uint8))


@pytest.fixture
def landmarker(pose_model):
    landmarker = PoseLandmarker(pose_model)
    yield landmarker
    landmarker.close()


def find(landmarker: PoseLandmarker, picture: Picture) -> tuple[Landmarks, ...]:
    return landmarker.detect(Frame(captured_s=1.0, picture=fit(picture))).bodies


@pytest.mark.pose
def test_the_person_in_a_photograph_is_found(landmarker, astronaut):
    (body,) = find(landmarker, astronaut)
    assert body.picture.shape == body.world.shape == (LANDMARK_COUNT, 3)
    assert body.visibility.shape == (LANDMARK_COUNT,)
    assert body.visibility[Joint.NOSE] > 0.95
    x, y, _ = body.picture[Joint.NOSE]
    assert (x, y) == pytest.approx((0.43, 0.25), abs=0.03)
    assert body.picture[Joint.LEFT_SHOULDER][0] > body.picture[Joint.RIGHT_SHOULDER][0]


@pytest.mark.pose
def test_nobody_is_found_where_nobody_is(landmarker):
    frame = Frame(captured_s=5.0, picture=np.full((480, 640, 3), 128, np.uint8))
    found = landmarker.detect(frame)
    assert (found.bodies, found.captured_s, found.aspect) == ((), 5.0, pytest.approx(4.0 / 3.0))


@pytest.mark.pose
def test_the_aspect_is_undone(pose_model):
    """A body keeps its shape when the picture about it is cut narrower."""
    wide = draw_demo_frame(22.5)
    narrow = wide[:, 120:520]
    landmarkers = PoseLandmarker(pose_model), PoseLandmarker(pose_model)
    (in_wide,), (in_narrow,) = (
        landmarker.detect(Frame(captured_s=1.0, picture=np.ascontiguousarray(picture))).bodies
        for landmarker, picture in zip(landmarkers, (wide, narrow), strict=True)
    )
    for landmarker in landmarkers:
        landmarker.close()
    moved = in_wide.picture[:, :2] - [120.0 / 480.0, 0.0]
    assert np.allclose(in_narrow.picture[:, :2], moved, atol=0.02)


@pytest.mark.pose
def test_a_prepared_picture_shows_the_same(pose_model):
    plain, prepared = PoseLandmarker(pose_model), PoseLandmarker(pose_model)
    for number in range(4):
        frame = Frame(captured_s=0.1 * number, picture=draw_demo_frame(2.0 + 0.1 * number))
        ready = prepared.prepare(frame)
        assert ready.image is not None
        (one,), (other,) = plain.detect(frame).bodies, prepared.detect(ready).bodies
        assert np.array_equal(one.picture, other.picture)
    plain.close()
    prepared.close()


@pytest.mark.pose
def test_of_a_prepared_picture_only_the_columns_asked_for_are_seen(landmarker):
    frame = landmarker.prepare(Frame(captured_s=1.0, picture=draw_demo_frame(2.5)))
    assert landmarker.detect(frame, within=PictureSpan(left=0.0, right=0.2)).bodies == ()


@pytest.mark.pose
def test_times_that_repeat_or_go_back_are_no_trouble(landmarker, astronaut):
    for captured_s in (3.0, 3.0, 3.0002, 2.0, 0.0, 4.0):
        frame = Frame(captured_s=captured_s, picture=astronaut)
        found = landmarker.detect(frame)
        assert found.captured_s == captured_s
        assert len(found.bodies) == 1


@pytest.mark.pose
def test_of_two_bodies_the_one_in_the_columns_shown_is_found(landmarker):
    one = draw_demo_frame(2.5)
    both = np.hstack([one[:, 130:510], one[:, 130:510]])
    edge = 380 / 480
    for number, span in enumerate(
        (PictureSpan(left=0.0, right=edge), PictureSpan(left=edge, right=2 * edge))
    ):
        for repeat in range(2):  # the second time the model has let go of whom it followed
            frame = Frame(captured_s=1.0 + 0.1 * (2 * number + repeat), picture=both)
            found = landmarker.detect(frame, within=span).bodies
        assert found[0].picture[Joint.NOSE][0] == pytest.approx((0.5 + number) * edge, abs=0.06)


@pytest.mark.pose
def test_a_look_at_everybody_sees_both_and_their_clothes(pose_model):
    one = draw_demo_frame(2.5)
    crowd = CrowdLandmarker(pose_model)
    try:
        seen = crowd.detect(Frame(captured_s=1.0, picture=np.hstack([one[:, 130:510], one[:, 130:510]])))
    finally:
        crowd.close()
    noses = sorted(body.picture[Joint.NOSE][0] for body in seen.bodies)
    assert noses[1] - noses[0] == pytest.approx(380 / 480, abs=0.05)
    for body in seen.bodies:
        assert body.clothes is not None
        assert body.clothes[0] == pytest.approx([0.33, 0.04, -0.06], abs=0.25)
    assert colour_distance(seen.bodies[0].clothes, seen.bodies[1].clothes) < 0.02


@pytest.mark.pose
def test_it_works_in_the_sandbox_and_the_terminal_stays_clean(pose_model):
    code = """
import sys
from pathlib import Path
from griffin.app.sandbox import close_network, network_is_closed
status = close_network()
from griffin.vision.frame import Frame
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.synthetic import draw_demo_frame
landmarker = PoseLandmarker(Path(sys.argv[1]))
frames = [Frame(captured_s=i / 30, picture=draw_demo_frame(i / 30)) for i in range(6)]
found = [len(landmarker.detect(frame).bodies) for i, frame in enumerate(frames)]
landmarker.close()
assert sys.modules["sounddevice"] is None  # it would ask the sound server for microphones
print(found, status.in_force, network_is_closed())
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(pose_model)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    is_linux = sys.platform.startswith("linux")
    assert done.stdout.strip() == f"[1, 1, 1, 1, 1, 1] {is_linux} {is_linux}"


@pytest.mark.pose
def test_closing_twice_does_no_harm(pose_model):
    landmarker = PoseLandmarker(pose_model)
    landmarker.close()
    landmarker.close()


def write_text(path: Path) -> None:
    path.write_text("not a model")


def write_zip(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "not a model either")


@pytest.mark.parametrize("write", [write_text, write_zip])
def test_a_file_that_is_no_model_is_refused(tmp_path, write):
    path = tmp_path / "wrong.task"
    write(path)
    with pytest.raises(PoseModelError, match=r"wrong\.task is not a pose landmarker model\."):
        PoseLandmarker(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(PoseModelError, match="can't be read"):
        PoseLandmarker(tmp_path / "none.task")


def test_members_that_are_no_networks_are_refused(tmp_path):
    import zipfile

    path = tmp_path / "hollow.task"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("pose_detector.tflite", "pose_landmarks_detector.tflite"):
            archive.writestr(name, "nothing")
    with pytest.raises(PoseModelError, match=r"MediaPipe can't load the pose model hollow\.task"):
        PoseLandmarker(path)


XAVIER = "processor : 0\nFeatures : fp asimd aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm\n"
ORIN = XAVIER.replace("asimdrdm", "asimdrdm lrcpc dcpop asimddp uscat ilrcpc flagm")


@pytest.mark.parametrize(
    ("cpu_info", "missing"),
    [(XAVIER, ("asimddp", "lrcpc")), (ORIN, ()), ("model name : something\n", ()), ("", ())],
)
def test_processors_that_mediapipe_would_abort_on_are_known(cpu_info, missing):
    assert missing_cpu_features(cpu_info) == missing


@pytest.mark.parametrize(("version", "is_refused"), [("1.2.2", True), ("0.10.18", False)])
def test_they_are_refused_before_the_library_is_loaded(monkeypatch, tmp_path, version, is_refused):
    cpu_info = tmp_path / "cpuinfo"
    cpu_info.write_text(XAVIER)
    monkeypatch.setattr(subject.platform, "machine", lambda: "aarch64")
    monkeypatch.setattr(subject.metadata, "version", lambda _name: version)
    if is_refused:
        with pytest.raises(PoseModelError, match=r"lacks what MediaPipe 1\.2\.2 needs"):
            subject._check_processor(cpu_info)
    else:
        subject._check_processor(cpu_info)


@pytest.mark.parametrize("name", ["detection_frac", "presence_frac", "tracking_frac"])
def test_thresholds_lie_within_0_and_1(name):
    with pytest.raises(ValueError, match=name):
        LandmarkerTuning(**{name: 1.5})


@pytest.mark.pose
@pytest.mark.parametrize(
    "name", ["jetson_room_0.jpg", "jetson_desk.jpg", "coral_cat.jpg", "coral_owl.jpg", "jetson_object_3.jpg"]
)
def test_pictures_of_nobody_have_nobody(landmarker, people, name):
    assert find(landmarker, from_opencv(np.asarray(cv2.imread(str(people / name)), np.uint8))) == ()


@pytest.mark.pose
@pytest.mark.parametrize("name", ["tfex_image1.png", "tfex_image3.jpg", "tfjs_pose.jpg"])
def test_pictures_of_somebody_have_somebody(landmarker, people, name):
    assert len(find(landmarker, from_opencv(np.asarray(cv2.imread(str(people / name)), np.uint8)))) == 1


@pytest.mark.pose
@pytest.mark.parametrize(
    ("name", "least_share"),
    [("sports2d_jumping_jack_1.mp4", 0.9), ("p2s_single_cam02.mp4", 0.9), ("tfjs_pose_squats.mp4", 0.9)],
)
def test_clips_of_a_whole_person_are_tracked(landmarker, people, name, least_share):
    capture = cv2.VideoCapture(str(people / name))
    found = []
    while len(found) < 45:
        ok, picture = capture.read()
        if not ok:
            break
        frame = Frame(captured_s=len(found) / 30.0, picture=from_opencv(fit(np.asarray(picture, np.uint8))))
        found.append(bool(landmarker.detect(frame).bodies))
    capture.release()
    assert len(found) >= 30
    assert sum(found) >= least_share * len(found)
