"""Confine this process before it opens anything hostile: memory, file sizes, no network, no writing but to the vault.

What is taken away cannot be taken back, so a reader that an input has taken over has no more than the reader had.

- Everywhere: resource limits, and Python itself refuses sockets and programs (an audit hook).
- On Linux, x86-64 and ARM64: the kernel refuses the system calls for them (seccomp, kernel documentation
  ``userspace-api/seccomp_filter.rst``), also to C code.
- On Linux with Landlock (5.19 and later, ``userspace-api/landlock.rst``): writing anywhere but to the vault, looking
  into other processes (their environment with the user's secrets, say), and signals to them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from onrecord.settings import Settings

#: prctl(2): a signal when the parent dies; no new privileges; a filter of system calls.
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 1, 38, 22

#: capset(2): its version, and what root keeps of its powers: passing over the permissions of files.
_CAPABILITIES, _KEPT_CAPABILITIES = 0x20080522, 1 << 1 | 1 << 2

#: What Python is refused, as audit events.
_EVENTS = ("socket.", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork")

#: System calls that are refused. Without `socket` there is nothing to connect, bind or send on; the others are ways
#: around that, to other programs, or into other processes. Numbers: arch/x86/entry/syscalls/syscall_64.tbl and
#: include/uapi/asm-generic/unistd.h of the kernel.
_REFUSED = {
    "x86_64": {
        "socket": 41,
        "execve": 59,
        "ptrace": 101,
        "mount": 165,
        "add_key": 248,
        "request_key": 249,
        "keyctl": 250,
        "unshare": 272,
        "perf_event_open": 298,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "bpf": 321,
        "execveat": 322,
        "userfaultfd": 323,
        "io_uring_setup": 425,
        "pidfd_getfd": 438,
    },
    "aarch64": {
        "mount": 40,
        "unshare": 97,
        "ptrace": 117,
        "socket": 198,
        "add_key": 217,
        "request_key": 218,
        "keyctl": 219,
        "execve": 221,
        "perf_event_open": 241,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "bpf": 280,
        "execveat": 281,
        "userfaultfd": 282,
        "io_uring_setup": 425,
        "pidfd_getfd": 438,
    },
}
#: How the kernel names these machines in a filter's data (AUDIT_ARCH_..., include/uapi/linux/audit.h).
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

#: Instructions of a filter (struct sock_filter): load a word, jump if equal, jump if at least, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
#: Numbers from here on are those of another calling convention of x86-64 (x32).
_X32 = 0x40000000

#: Landlock's system calls, the same on every machine.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_WRITE_FILE, _REFER, _TRUNCATE = 1 << 1, 1 << 13, 1 << 14
#: Removing and making files, folders and links of every kind.
_REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
#: Neither abstract sockets nor signals reach out of the confined process.
_SCOPED = 3
#: The first version with which files can be moved between folders, as the vault does; and that which has `_SCOPED`.
_MOVES, _SCOPES = 2, 6


def confine(settings: Settings, writable: Path) -> None:
    """Confine this process; `writable` is the folder that it may write to. Raises nothing: see `closed`."""
    _limit(settings)
    sys.addaudithook(_refuse)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        _give_up_powers(libc)
        _restrict_writing(libc, writable)
        _filter_calls(libc)


def closed() -> tuple[bool, bool]:
    """Whether a worker's kernel refuses it the network, and writing outside the vault."""
    linux = sys.platform == "linux"
    return linux and platform.machine() in _REFUSED, linux and _landlock(ctypes.CDLL(None, use_errno=True)) >= _MOVES


def _limit(settings: Settings) -> None:
    memory, size = settings.task_memory_mb << 20, settings.max_file_mb << 20
    for kind, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_FSIZE, size), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, limit))


def _give_up_powers(libc: ctypes.CDLL) -> None:
    """For anybody but root this changes nothing. Root with all its powers could look into any process."""
    held = _KEPT_CAPABILITIES if os.geteuid() == 0 else 0
    libc.capset(struct.pack("Ii", _CAPABILITIES, 0), struct.pack("6I", held, held, 0, 0, 0, 0))


def _refuse(event: str, arguments: object) -> None:
    if event.startswith(_EVENTS):
        raise PermissionError(f"a worker may not do this: {event}")


def _filter_calls(libc: ctypes.CDLL) -> None:
    numbers = _REFUSED.get(platform.machine())
    if numbers is None:
        return
    program = _program(sorted(numbers.values()), _ARCHITECTURE[platform.machine()])
    code = ctypes.create_string_buffer(b"".join(program))
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    libc.prctl(PR_SET_SECCOMP, 2, ctypes.create_string_buffer(head))


def _program(refused: Sequence[int], architecture: int) -> list[bytes]:
    """The filter: calls of another machine kill, refused ones fail with "not permitted", all others pass."""
    tests = [
        struct.pack("HBBI", _LOAD, 0, 0, 4),
        struct.pack("HBBI", _EQUAL, 1, 0, architecture),
        struct.pack("HBBI", _RETURN, 0, 0, _KILL),
        struct.pack("HBBI", _LOAD, 0, 0, 0),
        struct.pack("HBBI", _AT_LEAST, len(refused) + 1, 0, _X32),
    ]
    tests += [struct.pack("HBBI", _EQUAL, len(refused) - at, 0, number) for at, number in enumerate(refused)]
    return [*tests, struct.pack("HBBI", _RETURN, 0, 0, _ALLOW), struct.pack("HBBI", _RETURN, 0, 0, _FAIL)]


def _landlock(libc: ctypes.CDLL) -> int:
    """The version of Landlock, or -1."""
    return int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1))


def _restrict_writing(libc: ctypes.CDLL, writable: Path) -> None:
    version = _landlock(libc)
    if version < _MOVES:
        return
    rights = _WRITE_FILE | _REMOVE_AND_MAKE | _REFER | (_TRUNCATE if version > _MOVES else 0)
    fields = struct.pack("QQQ", rights, 0, _SCOPED) if version >= _SCOPES else struct.pack("Q", rights)
    rules = libc.syscall(_CREATE_RULESET, fields, ctypes.c_size_t(len(fields)), 0)
    if rules < 0:
        return
    try:
        _allow(libc, rules, writable, rights)
        _allow(libc, rules, Path(os.devnull), rights & (_WRITE_FILE | _TRUNCATE))
        libc.syscall(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not there cannot be written to
        return
    try:
        libc.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
