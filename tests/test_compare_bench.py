"""The comparison of two commits: its arithmetic, and the script in a repository with a stub of a bench."""

import math
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.scripts_loader import load_script

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "compare_bench.py"

# Reports what griffin/cost.py says, and notes in the file $RUNS which tree ran. "break" fails, "stop" sends
# the script the signal $STOP and waits to be ended.
STUB = """
import json, os, sys, time
from pathlib import Path
from griffin.cost import COST_MS
command, what, *rest = sys.argv[1:]
if what != "render":
    sys.exit(2)
if "--help" in rest:
    sys.exit(0)
if "GRIFFIN_GL_CHECKS" in os.environ:
    sys.exit("OpenGL checks are on")
with open(os.environ["RUNS"], "a") as runs:
    runs.write(f"{COST_MS}\\n")
quality = rest[rest.index("--quality") + 1]
if quality == "break":
    print("a warning\\ngriffin: the screen is broken", file=sys.stderr)
    sys.exit(3)
if quality == "stop":
    os.kill(os.getppid(), int(os.environ["STOP"]))
    time.sleep(60.0)
memory_mb = {"peak": 90.0, "resident": None}
report = {"cpu_ms_per_frame": COST_MS, "frame_ms": {"median": 7}, "memory_mb": memory_mb}
Path(rest[rest.index("--json") + 1]).write_text(json.dumps(report))
"""


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return load_script("compare_bench")


# --- arithmetic -------------------------------------------------------------------------------------------


def test_numbers_are_found_by_dotted_name_and_all_else_is_left_out(bench: ModuleType) -> None:
    report = {
        "renderer": "llvmpipe",
        "size_px": [1280, 720],
        "frame_ms": {"median": 20, "p95": None, "by": {"leg": 1.5}},
        "is_headless": True,
        "odd": math.nan,
        "first_frame_s": 2.5,
    }
    assert bench.flatten(report) == {"frame_ms.median": 20.0, "frame_ms.by.leg": 1.5, "first_frame_s": 2.5}


def test_only_figures_that_every_run_has_are_compared(bench: ModuleType) -> None:
    pairs = [({"gone": 1.0, "cost": 10.0, "now and then": 1.0}, {"cost": 11.0, "now and then": 1.0})]
    pairs += [({"gone": 1.0, "cost": 20.0}, {"cost": 19.0, "now and then": 1.0})]
    (row,) = bench.make_rows(pairs)
    assert (row.name, row.old, row.new) == ("cost", (10.0, 20.0), (11.0, 19.0))
    assert row.ratios == (1.1, 0.95)
    assert row.median_ratio == pytest.approx(1.025)


def test_ratios_to_nothing(bench: ModuleType) -> None:
    row = bench.Row(name="calls", old=(0.0, 0.0), new=(0.0, 1.0))
    assert row.ratios == (1.0, math.inf)


@pytest.mark.parametrize(
    ("above", "pairs", "is_worse"),
    [(7, 7, True), (5, 7, True), (4, 7, False), (0, 7, False), (3, 3, True), (2, 3, False), (1, 1, True)],
)
def test_five_of_seven_pairs_must_be_above_the_limit(
    bench: ModuleType, above: int, pairs: int, is_worse: bool
) -> None:
    new = (10.4,) * above + (10.2,) * (pairs - above)
    row = bench.Row(name="cost", old=(10.0,) * pairs, new=new)
    assert row.is_worse(3.0) is is_worse
    assert row.count_above(3.0) == above


def test_a_chosen_name_stands_for_all_below_it(bench: ModuleType) -> None:
    rows = [bench.Row(name=name, old=(1.0,), new=(1.0,)) for name in ("cpu.camera", "cpu.flight", "cpu_ms")]
    assert [row.name for row in bench.choose_rows(rows, ["cpu"])] == ["cpu.camera", "cpu.flight"]
    with pytest.raises(bench.CompareError, match="--figure"):
        bench.choose_rows(rows, ["cpu", "cp"])


def test_the_table_has_medians_each_ratio_and_their_median(bench: ModuleType) -> None:
    row = bench.Row(name="frame_ms.median", old=(10.0, 20.0, 40.0), new=(11.0, 20.0, 30.0))
    assert bench.make_table([row]).splitlines()[-1].split() == [
        *("frame_ms.median", "20", "20", "1.100", "1.000", "0.750", "1.000"),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["HEAD", "sing"],
        ["HEAD", "--pairs", "0"],
        ["HEAD", "--seconds", "soon"],
        ["HEAD", "--within", "-1"],
        ["HEAD", "--figure", "frame_ms"],
    ],
)
def test_a_wrong_option_ends_with_status_two(bench: ModuleType, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.parse_options(arguments)
    assert ended.value.code == 2


# --- the script -------------------------------------------------------------------------------------------


class Repository:
    """A commit whose bench costs 10 ms, and a later one that costs 12; the script lies in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "check out"
        self.temporary = folder / "temporary"
        self.runs = folder / "runs"
        self.temporary.mkdir()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.environment = clean | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GRIFFIN_GL_CHECKS": "1",
            "RUNS": str(self.runs),
            "TMPDIR": str(self.temporary),
        }
        package = self.folder / "griffin"
        package.mkdir(parents=True)
        self.git("init", "--quiet")
        self.commit("without a bench")
        self.folder.joinpath("scripts").mkdir()
        shutil.copy(SCRIPT, self.folder / "scripts")
        package.joinpath("__init__.py").touch()
        package.joinpath("__main__.py").write_text(STUB)
        self.set_cost(10.0)
        self.commit("with a bench")
        self.set_cost(12.0)

    def set_cost(self, cost_ms: float) -> None:
        self.folder.joinpath("griffin", "cost.py").write_text(f"COST_MS = {cost_ms}\n")

    def commit(self, subject: str) -> None:
        self.git("add", "--all")
        names = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        self.git(*names, "commit", "--quiet", "--allow-empty", "-m", subject)

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def compare(
        self, *arguments: str, prepare: Callable[[], object] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(self.folder / "scripts" / "compare_bench.py"), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            preexec_fn=prepare,
            timeout=60,
            check=False,
        )

    def is_clean(self) -> bool:
        """Whether neither git nor the temporary folder knows of another tree."""
        is_alone = len(self.git("worktree", "list").splitlines()) == 1
        return is_alone and not list(self.temporary.iterdir())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    if shutil.which("git") is None:
        pytest.skip("git isn't installed")
    return Repository(tmp_path)


def test_both_trees_run_in_turn_and_a_worse_one_is_status_1(repository: Repository) -> None:
    done = repository.compare("HEAD", "render", "--pairs", "2", "--within", "10")
    assert done.stderr == ""
    assert done.returncode == 1
    assert repository.runs.read_text().split() == ["10.0", "12.0", "12.0", "10.0"]
    lines = done.stdout.splitlines()
    assert [line.split(" (")[0] for line in lines[1:3]] == [
        "pair 1 of 2, old: cpu_ms_per_frame 10, frame_ms.median 7, memory_mb.peak 90",
        "pair 1 of 2, new: cpu_ms_per_frame 12, frame_ms.median 7, memory_mb.peak 90",
    ]
    assert ["cpu_ms_per_frame", "10", "12", "1.200", "1.200", "1.200"] in [line.split() for line in lines]
    assert [line for line in lines if "WORSE" in line] == [
        "cpu_ms_per_frame: WORSE by more than 10 % (median ratio 1.200, 2 of 2 pairs above 1.100)"
    ]
    assert repository.is_clean()


@pytest.mark.parametrize(
    "arguments", [(), ("--within", "30"), ("--within", "10", "--figure", "frame_ms.median")]
)
def test_within_the_limit_is_status_0(repository: Repository, arguments: tuple[str, ...]) -> None:
    done = repository.compare("HEAD", "--pairs", "1", *arguments)
    assert done.returncode == 0, done.stderr
    assert repository.is_clean()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no-such-commit"], "There is no commit no-such-commit here."),
        (["HEAD~1"], r"Commit \w{10} has no `griffin bench render`\."),
        (["HEAD", "play"], r"Commit \w{10} has no `griffin bench play`\."),
        (["HEAD", "--quality", "break"], r"Commit \w{10}: .* status 3: griffin: the screen is broken"),
        (["HEAD", "--within", "3", "--figure", "speed"], "Not every report has the figure speed; .*"),
    ],
)
def test_what_cannot_be_compared_gets_one_sentence_and_status_2(
    repository: Repository, arguments: list[str], sentence: str
) -> None:
    done = repository.compare(*arguments)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    prefix, _, said = line.partition(": ")
    assert prefix == "compare_bench"
    assert re.fullmatch(sentence, said)
    assert repository.is_clean()


@pytest.mark.skipif(os.name != "posix", reason="signals end a program this way on POSIX systems only")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_nothing_behind(repository: Repository, number: signal.Signals) -> None:
    repository.environment["STOP"] = str(int(number))

    def hear_signal() -> None:
        signal.signal(
            number, signal.SIG_DFL
        )  # a shell's background jobs ignore Ctrl-C, and so their children

    done = repository.compare("HEAD", "--quality", "stop", prepare=hear_signal)
    assert done.returncode == 128 + number
    assert done.stderr == ""
    assert repository.runs.read_text().split() == ["10.0"]
    assert repository.is_clean()
