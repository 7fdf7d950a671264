"""`--delegate` and the processor's cores: what the pose model may use without slowing down the renderer.

The GPU belongs to the renderer. MediaPipe gets it only after a successful trial, which runs in a process of
its own because a faulty driver may crash it.
"""

import logging
import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from griffin.tools.probes import Answer, ask

log = logging.getLogger(__name__)


class Delegate(Enum):
    """What the pose model runs on."""

    AUTO = "auto"  # the GPU if it proves itself, else the processor
    CPU = "cpu"
    GPU = "gpu"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateTuning:
    """When the GPU has proved itself, and when a core is left to the renderer."""

    most_apart_frac: float = 0.02  # of the picture's height, between what both see: GPUs count in half floats
    worth_it_frac: float = 0.6  # of the processor's time: a small gain isn't worth what the picture loses
    least_cores: int = 4  # with fewer, the pose model needs them all

    def __post_init__(self) -> None:
        if not (0.0 < self.most_apart_frac < 1.0 and 0.0 < self.worth_it_frac <= 1.0):
            raise ValueError("most_apart_frac and worth_it_frac must be within 0 and 1")
        if self.least_cores < 2:
            raise ValueError("one core can't be shared out")


_TUNING = DelegateTuning()


def uses_gpu(delegate: Delegate, model: Path) -> bool:
    """Whether the pose model is to run on the GPU. With AUTO a trial decides."""
    if delegate is not Delegate.AUTO:
        return delegate is Delegate.GPU
    is_proven, reason = judge_gpu(ask("delegate", str(model)))
    log.info("The pose model runs on the %s: %s.", "GPU" if is_proven else "processor", reason)
    return is_proven


def judge_gpu(answer: Answer, tuning: DelegateTuning = _TUNING) -> tuple[bool, str]:
    """Whether the probe's answer speaks for the GPU, and why."""
    if "error" in answer:
        return False, f"on the GPU {answer['error'].splitlines()[0].rstrip('.')}"
    if not answer["apart_frac"] <= tuning.most_apart_frac:
        return False, "the GPU sees something else"
    times = f"{1e3 * answer['gpu_s']:.0f} ms a look on the GPU, {1e3 * answer['cpu_s']:.0f} ms without"
    return answer["gpu_s"] <= tuning.worth_it_frac * answer["cpu_s"], times


def leave_a_core_to_the_renderer(tuning: DelegateTuning = _TUNING) -> None:
    """Keep this process, and the threads that it will have, off one core. Comes before MediaPipe is loaded.

    The renderer isn't bound to that core: the system moves it there when the others are busy.
    """
    if not hasattr(os, "sched_setaffinity"):  # only Linux has it
        return
    cores = os.sched_getaffinity(0)
    if len(cores) >= tuning.least_cores:
        os.sched_setaffinity(0, cores - {max(cores)})
