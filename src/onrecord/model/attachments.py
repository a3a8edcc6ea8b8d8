"""Files that messages say were sent along, and whether they were produced."""

from __future__ import annotations

from typing import ClassVar

from onrecord.model.findings import Finding


class Attachment(Finding, frozen=True, kw_only=True, omit_defaults=True):
    """One attachment that a message names in its header, or speaks of in its text.

    `message` is the id of that message. `name` is the file name as printed, empty where the text only says that
    something is attached. `named` is ``header`` or ``text``. `produced` tells whether it was found in the case: then
    `pages` are the keys of its pages, and `how` says what shows that they are its own; a file that is there but has no
    pages (an archive, say) is produced without them. `doubts` say in words what is uncertain.
    """

    KIND: ClassVar[str] = "attachments"
    EDITABLE: ClassVar[tuple[str, ...]] = ("name", "produced", "how")
    ASIDE: ClassVar[frozenset[str]] = frozenset({"certainty"})

    message: str
    name: str = ""
    named: str = "header"
    produced: bool = False
    how: str = ""
    pages: tuple[str, ...] = ()
    certainty: float = 1.0
    doubts: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The message that names it."""
        return (self.message,)
