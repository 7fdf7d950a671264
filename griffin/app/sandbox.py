"""A process → the same process without a way to the network, for good. Comes before its library is loaded.

Why. The camera process sees children in their homes, and it loads a library that, by its own notice, sends
usage figures to its maker. So this process must not be *able* to reach a network, whatever code is loaded
into it. The sound process needs none either, and loads what the system has for sound.

How. Linux lets a process give itself a filter, a small program in the kernel that sees every system call of
the process, its threads and its children before it is carried out (seccomp; Documentation/userspace-api/
seccomp_filter.rst). A filter can be added to, never taken away. The filter sees this record:

    offset  0  number of the call        (32 bits)
            4  architecture of the call  (32 bits: AUDIT_ARCH_...)
            8  instruction pointer       (64 bits)
           16  six arguments             (64 bits each)

and is a list of BPF instructions (code, jump if true, jump if false, constant), jumps counting the
instructions that are skipped. There is one accumulator. Ours, on x86-64 (elsewhere without the two lines
marked x):

       load architecture
       is it this machine's own?          no  → refuse    # i386 has other numbers for the same calls
       load number
    x  is bit 30 set?                     yes → refuse    # x32: x86-64's architecture, its own numbers
       is it io_uring_setup?              yes → refuse    # a ring opens sockets that no filter ever sees
       is it socket?                      no  → allow
       load first argument, lower half                    # the family is an int: the kernel ignores the rest
       is it AF_UNIX?                     yes → allow
       refuse                                             # the call fails with EACCES, as for lack of a right
       allow

Without a socket of a network family nothing can be connected, bound or sent. socketpair() needs no line: it
makes no pairs of network families. A process may take a filter only if it can't gain rights later
(no_new_privs), or it could lead a program that has rights astray; hence setuid programs don't work in here
either. TSYNC puts the threads that run already under the filter, all of them or none.

What it does not do. Sockets that are open already, or that another program hands over, keep working; and a
local socket leads to whatever local program listens. It holds back a library that phones home, not an
attacker.
"""

import ctypes
import errno
import logging
import os
import platform
import sys
from dataclasses import dataclass

from griffin.errors import SandboxError

log = logging.getLogger(__name__)

_PR_SET_NO_NEW_PRIVS = 38  # linux/prctl.h
_SECCOMP_SET_MODE_FILTER = 1  # linux/seccomp.h, down to the return values
_SECCOMP_FILTER_FLAG_TSYNC = 1
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EACCES

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS, linux/bpf_common.h
_IF_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_IF_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

_NUMBER_OFFSET = 0
_ARCHITECTURE_OFFSET = 4
_FIRST_ARGUMENT_OFFSET = 16  # its lower half: both machines are little-endian

_AF_UNIX = 1  # linux/socket.h
_AF_INET = 2
_SOCK_STREAM = 1
_X32_BIT = 0x40000000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Machine:
    """The numbers that differ from one kind of processor to the next (linux/audit.h, asm/unistd.h)."""

    architecture: int
    socket: int
    seccomp: int
    has_x32: bool
    io_uring_setup: int = 425  # the same everywhere


_MACHINES = {
    "x86_64": _Machine(architecture=0xC000003E, socket=41, seccomp=317, has_x32=True),
    "aarch64": _Machine(architecture=0xC00000B7, socket=198, seccomp=277, has_x32=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxStatus:
    """Whether this process is cut off from the network, and one sentence for the player."""

    in_force: bool
    sentence: str


class _Instruction(ctypes.Structure):
    """struct sock_filter."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jump_true", ctypes.c_uint8),
        ("jump_false", ctypes.c_uint8),
        ("constant", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def close_network(process: str = "camera") -> SandboxStatus:
    """Give up the network for this process, its threads and its children, for good.

    Never raises: where it can't be done the status says why, and the caller decides. Doing it twice is
    harmless. `process`: what the status calls it.
    """
    machine = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux"):
        return _not_in_force(process, f"{platform.system()} has no lock that Griffin knows how to close")
    if machine is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return _not_in_force(
            process, f"Griffin has no lock for this kind of processor ({platform.machine()})"
        )
    libc = _libc()
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, _word(1), _word(0), _word(0), _word(0)) != 0:
        return _not_in_force(process, f"the system refused no_new_privs ({os.strerror(ctypes.get_errno())})")
    instructions = _filter(machine)
    program = _Program(len(instructions), (_Instruction * len(instructions))(*instructions))
    outcome = libc.syscall(
        _word(machine.seccomp),
        _word(_SECCOMP_SET_MODE_FILTER),
        _word(_SECCOMP_FILTER_FLAG_TSYNC),
        ctypes.byref(program),
    )
    if outcome > 0:  # the id of a thread that has a filter of its own
        return _not_in_force(process, "a thread of this program has a filter of its own")
    if outcome < 0:
        return _not_in_force(process, f"the system refused the filter ({os.strerror(ctypes.get_errno())})")
    if not network_is_closed():
        return _not_in_force(process, "the system took the filter but does not apply it")
    return SandboxStatus(
        in_force=True,
        sentence=f"The {process} process can't reach any network: the system refuses it every way out.",
    )


def insist_on_closed_network(process: str, *, may_go_on: bool) -> bool:
    """Give up the network, or refuse to go on unless somebody allowed it. Returns whether it is closed.

    Raises:
        SandboxError: it can't be closed, and going on without that wasn't allowed.
    """
    status = close_network(process)
    if not status.in_force:
        if not may_go_on:
            raise SandboxError(
                status.sentence, hint="With --allow-network Griffin goes on without that protection."
            )
        log.warning("%s", status.sentence)
    return status.in_force


def network_is_closed() -> bool:
    """Whether the system refuses this process a network socket, found by asking for one."""
    if not sys.platform.startswith("linux"):
        return False
    libc = _libc()
    handle = libc.socket(_AF_INET, _SOCK_STREAM, 0)
    if handle >= 0:
        libc.close(handle)
        return False
    return ctypes.get_errno() == errno.EACCES


def _filter(machine: _Machine) -> list[_Instruction]:
    """The program in the module's docstring."""
    steps: list[tuple[int, int, str, str]] = [
        (_LOAD, _ARCHITECTURE_OFFSET, "", ""),
        (_IF_EQUAL, machine.architecture, "", "refuse"),
        (_LOAD, _NUMBER_OFFSET, "", ""),
        *([(_IF_ANY_BIT, _X32_BIT, "refuse", "")] if machine.has_x32 else []),
        (_IF_EQUAL, machine.io_uring_setup, "refuse", ""),
        (_IF_EQUAL, machine.socket, "", "allow"),
        (_LOAD, _FIRST_ARGUMENT_OFFSET, "", ""),
        (_IF_EQUAL, _AF_UNIX, "allow", ""),
        (_RETURN, _REFUSE, "", ""),
        (_RETURN, _ALLOW, "", ""),
    ]
    labels = {"refuse": len(steps) - 2, "allow": len(steps) - 1}

    def jump(label: str, here: int) -> int:
        return labels[label] - here - 1 if label else 0

    return [
        _Instruction(code, jump(if_true, here), jump(if_false, here), constant)
        for here, (code, constant, if_true, if_false) in enumerate(steps)
    ]


def _not_in_force(process: str, reason: str) -> SandboxStatus:
    return SandboxStatus(
        in_force=False,
        sentence=(
            f"The {process} process is not cut off from the network: {reason}. Griffin itself sends "
            "nothing, but a library that it uses could."
        ),
    )


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _word(value: int) -> ctypes.c_ulong:
    # Through a C function of variable arguments an int would leave the upper half of its register undefined.
    return ctypes.c_ulong(value)
