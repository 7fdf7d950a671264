"""A copy of the scripts, with only the programs on the PATH that a test puts there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ORDINARY_PROGRAMS = (
    *(
        "awk",
        "bash",
        "cat",
        "cksum",
        "dirname",
        "env",
        "find",
        "grep",
        "id",
        "ln",
        "ls",
        "mkdir",
        "mktemp",
        "mv",
    ),
    *("paste", "readlink", "rm", "sed", "sh", "sort", "tail", "tee", "tr", "uname"),
)


# Stands in for `griffin`: repeats its arguments.
GRIFFIN = """\
#!/usr/bin/env python3
import sys
print(*(f"<{argument}>" for argument in sys.argv[1:]), sep="", end="")
"""
# Stands in for pip: does what the test says to fetch the lock, and puts `griffin` into .venv.
PIP = """\
import os, pathlib, sys, time
venv = pathlib.Path(sys.prefix)
folder = pathlib.Path({folder!r})
with (folder / "pip-calls").open("a") as calls:
    print(os.environ.get("PIP_USER"), os.environ.get("TMPDIR"), *sys.argv[1:], file=calls)
print("Collecting numpy", flush=True)
if "-e" in sys.argv:
    griffin = venv / "bin" / "griffin"
    griffin.write_text({griffin!r}.replace("/usr/bin/env python3", sys.executable))
    griffin.chmod(0o755)
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "_editable_impl_griffin_flight.pth").write_text(sys.argv[-1])
else:
    exec((folder / "fetch.py").read_text())
"""


class Machine:
    """A checkout with nothing set up, on a machine that has only the ordinary programs."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "check out"  # people have spaces in their folders
        self.programs = folder / "programs"
        self.checkout.mkdir()
        self.programs.mkdir()
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts")
        sizes = self.checkout / "scripts" / "lib" / "sizes.sh"
        sizes.write_text(re.sub(r"=\d+", "=1", sizes.read_text()))  # what is installed here is small
        for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
            shutil.copy(ROOT / name, self.checkout)
        for name in ORDINARY_PROGRAMS:
            program = shutil.which(name)
            assert program is not None
            self.programs.joinpath(name).symlink_to(program)

    def give(self, name: str, script: str) -> None:
        """Put a program on the PATH, in place of the real one."""
        program = self.programs / name
        program.unlink(missing_ok=True)
        program.write_text(f"#!/usr/bin/env bash\n{script}\n")
        program.chmod(0o755)

    def give_python(self, *, missing: str = "") -> None:
        """Python, on a system that lacks these things: lines as system_needs.py prints them."""
        told = f'printf "%b" "{missing}"'
        self.give(
            "python3", f'case "$*" in *system_needs*) {told} ;; *) exec "{sys.executable}" "$@" ;; esac'
        )

    def give_installer(self, fetch: str = "") -> None:
        """Python with a pip that runs this code instead of fetching the packages."""
        folder = self.checkout.parent
        folder.joinpath("fetch.py").write_text(fetch)
        folder.joinpath("pip").mkdir(exist_ok=True)
        folder.joinpath("pip", "__main__.py").write_text(PIP.format(folder=str(folder), griffin=GRIFFIN))
        copy = f'{shutil.which("cp")} -r "{folder}/pip" "$3"/lib/python*/site-packages/'
        make = f'"{sys.executable}" -m venv --without-pip "$3" && {copy}'
        self.give(
            "python3",
            f'case "$*" in *system_needs*) ;; "-m venv "*) {make} ;; *) exec "{sys.executable}" "$@" ;; esac',
        )

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": str(self.programs), "HOME": str(self.checkout.parent), "LC_ALL": "C"}

    def run(self, *command: str, said: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end; `said` is what the user types."""
        return subprocess.run(
            command,
            input=said,
            cwd=self.checkout.parent,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(
        self, command: str = "play", *arguments: str, said: str = "", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return self.run(str(self.checkout / "scripts" / command), *arguments, said=said, **variables)

    def pretend_set_up(self) -> None:
        """As after a first start, but `griffin` only repeats its arguments."""
        venv = self.checkout / ".venv"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
        venv.joinpath("bin", "griffin").write_text(GRIFFIN)
        venv.joinpath("bin", "griffin").chmod(0o755)
        self.in_setup('checksum "" >"$venv/.play"; place >"$venv/.place"')

    def in_setup(self, code: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run code beside the functions of setup.sh; $1 is the checkout."""
        sourced = f'. "$1/scripts/lib/setup.sh"; {code}'
        return self.run("bash", "-euo", "pipefail", "-c", sourced, "bash", str(self.checkout), **variables)
