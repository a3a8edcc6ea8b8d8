"""What later stages find out: records that stand on pages and speak of other records."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from onrecord.model.spans import Citation


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of every record that a stage after splitting makes.

    A kind of finding is a subclass with a `KIND` (the name under which it is exported), entered in
    `onrecord.model.FINDINGS`. `id` comes from `stable_id`, with a prefix of the kind's own. `citation` holds at least
    one span: a store refuses a finding without one, or with a span on a page that it does not have.
    """

    KIND: ClassVar[str] = ""

    id: str
    citation: Citation

    @property
    def about(self) -> tuple[str, ...]:
        """The ids of the records that this one speaks of, messages and findings; a store looks them up both ways."""
        return ()
