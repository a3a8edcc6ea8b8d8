"""Keys of finished work: what its result depends on, as a short digest.

Work whose key the store already has is not done again; when anything that matters changes, so does the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from onrecord.settings import Settings

#: Raised when `inspect` finds different things in the same bytes.
INSPECT_VERSION = "2"

#: Raised when the same load files give other documents.
BIND_VERSION = "1"

#: Settings that bound what a container may hold.
_INSPECT_SETTINGS = ("max_file_mb", "unpack_mb", "unpack_files", "unpack_depth", "image_pixels")


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of the parts."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


#: How many builds try a unit whose worker was lost: the loss may have been the machine's, not the input's.
TRIES = 3


def is_settled(finished: str | None, key: str, settings: Settings) -> bool:
    """Whether work `finished` under that key (None: never) need not be done again for `key`."""
    return finished in (key, f"{_tried(key, settings)}{TRIES}")


def lost_key(finished: str | None, key: str, settings: Settings) -> str:
    """The key of a unit whose worker was lost once more: the limits that it ran under, and how often it was tried."""
    head = _tried(key, settings)
    before = int(finished.removeprefix(head)) if finished and finished.startswith(head) else 0
    return f"{head}{before + 1}"


def gone_key(key: str) -> str:
    """The key of a unit whose file could not be opened at all. It is never settled: the file may come back."""
    return f"{key}!gone"


def _tried(key: str, settings: Settings) -> str:
    """Under other limits of a worker the tries are counted anew."""
    return f"{key}!{digest('limits', str(settings.page_seconds), str(settings.task_memory_mb))}!"


def inspect_key(settings: Settings, names: Iterable[str], library: str = "") -> str:
    """The key of inspecting a file known under `names` (release and path of each location).

    `library` names the optional package that opens such files, and its version: installing it makes a new key.
    """
    limits = [f"{name}={getattr(settings, name)}" for name in _INSPECT_SETTINGS]
    return digest("inspect", INSPECT_VERSION, *filter(None, [library]), *limits, *sorted(names))


def bind_key(load_files: Iterable[str], neighbours: Iterable[str]) -> str:
    """The key of binding `load_files` (ids) in a release that holds `neighbours` (path, id and pages of each file)."""
    return digest("bind", BIND_VERSION, *sorted(load_files), "among", *sorted(neighbours))


def read_key(fingerprint: str, stamps: Iterable[str]) -> str:
    """The key of reading pages.

    `fingerprint` names engines, versions and the settings that matter to them; `stamps` come from a load file.
    """
    return digest("read", fingerprint, *stamps)


def case_key(stage: str, version: str, work: Iterable[str]) -> str:
    """The key of what `stage` finds in the whole case; `work` names all the finished work that it looks at."""
    return digest(stage, version, *sorted(work))


def split_key(version: str, read_keys: Iterable[str], document: str) -> str:
    """The key of splitting all pages of a file or document that were read under `read_keys`."""
    return digest("split", version, document, *sorted(read_keys))
