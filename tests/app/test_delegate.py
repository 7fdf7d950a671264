"""What speaks for the GPU, and which cores the pose model leaves alone."""

import subprocess
import sys

import pytest

from griffin.app.delegate import Delegate, DelegateTuning, judge_gpu, uses_gpu
from griffin.vision.pose_model import provision_pose_model


@pytest.mark.parametrize(
    ("answer", "is_proven", "reason"),
    [
        ({"error": "it crashed (signal 6)", "hint": ""}, False, "crashed"),
        ({"cpu_s": 0.06, "gpu_s": 0.02, "apart_frac": 0.3}, False, "something else"),
        ({"cpu_s": 0.06, "gpu_s": 0.02, "apart_frac": float("nan")}, False, "something else"),
        ({"cpu_s": 0.06, "gpu_s": 0.05, "apart_frac": 0.001}, False, "50 ms"),
        ({"cpu_s": 0.06, "gpu_s": 0.02, "apart_frac": 0.001}, True, "20 ms a look on the GPU, 60 ms"),
    ],
)
def test_the_gpu_must_see_the_same_in_much_less_time(
    answer: dict[str, object], is_proven: bool, reason: str
) -> None:
    judged, why = judge_gpu(answer)
    assert judged is is_proven
    assert reason in why


@pytest.mark.pose
def test_it_is_tried_for_real_and_falls_back() -> None:
    """Here there is hardly a GPU that MediaPipe likes; with one, both answers are right."""
    model = provision_pose_model(lambda _what, _done: None)
    assert uses_gpu(Delegate.AUTO, model) in (False, True)
    assert not uses_gpu(Delegate.CPU, model)
    assert uses_gpu(Delegate.GPU, model)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds processes to cores")
def test_one_core_of_many_is_left() -> None:
    code = (
        "import os, threading\n"
        "from griffin.app.delegate import *\n"
        "before = os.sched_getaffinity(0)\n"
        "leave_a_core_to_the_renderer(DelegateTuning(least_cores=len(before) + 1))\n"
        "assert os.sched_getaffinity(0) == before\n"
        "if len(before) >= 2:\n"
        "    leave_a_core_to_the_renderer(DelegateTuning(least_cores=2))\n"
        "    assert os.sched_getaffinity(0) == before - {max(before)}\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_tunables_are_checked() -> None:
    with pytest.raises(ValueError, match="can't be shared"):
        DelegateTuning(least_cores=1)
    with pytest.raises(ValueError, match="within 0 and 1"):
        DelegateTuning(worth_it_frac=2.0)
