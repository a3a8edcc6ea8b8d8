"""onrecord: released public records in, a case of cited messages out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.case import Case

__all__ = ["Case", "__version__"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`Case` is imported when first used: a worker process that imports a room of this package does without it."""
    if name == "Case":
        from onrecord.case import Case

        return Case
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
