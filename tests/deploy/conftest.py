"""The laptop's checkout, the device, and a real SSH server here that lets one throw-away key in."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .device import Device

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("griffin", "shaders", "assets", "scripts")
FILES = ("pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY_NOTICES.md")
LOCKS = ("requirements.lock", "requirements-jetson.lock")
SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that are deployed, in a checkout that nobody works in."""
    folder = tmp_path_factory.mktemp("laptop") / "griffin"
    folder.mkdir()
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*FILES, *LOCKS):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def checkout(project: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project, tmp_path / "griffin"))


@pytest.fixture
def device(tmp_path: Path) -> Device:
    return Device(tmp_path / "device")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def ssh_config(device: Device, tmp_path: Path) -> Iterator[Path]:
    """An SSH server that lets one throw-away key in, and the client's settings for it."""
    if SSHD is None or shutil.which("ssh") is None:
        pytest.skip("needs sshd and ssh (Debian: openssh-server)")
    folder = tmp_path / "ssh"
    folder.mkdir()
    for name in ("host", "key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    port = free_port()
    settings = " ".join(f'"{name}={value}"' for name, value in device.environment().items())
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/key.pub\nStrictModes no\nPasswordAuthentication no\n"
        f"KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nSetEnv {settings}\n"
    )
    known = f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}"
    (folder / "known_hosts").write_text(known)
    config = folder / "config"
    config.write_text(
        f"Host *\n  Port {port}\n  IdentityFile {folder}/key\n  IdentitiesOnly yes\n  IdentityAgent none\n"
        f"  UserKnownHostsFile {folder}/known_hosts\n  GlobalKnownHostsFile /dev/null\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd wants it; Debian makes it when the service starts
    server = subprocess.Popen(
        [SSHD, "-D", "-e", "-f", str(folder / "sshd_config")],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(port, server)
        yield config
    finally:
        server.terminate()
        server.communicate()


def wait_for(port: int, server: "subprocess.Popen[str]") -> None:
    deadline_s = time.monotonic() + 10.0
    while time.monotonic() < deadline_s:
        if server.poll() is not None:
            raise AssertionError(server.communicate()[1])
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("sshd doesn't listen")
