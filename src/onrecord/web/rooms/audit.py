"""What was done in the case, by whom, and when: for those who answer for it."""

from __future__ import annotations

import msgspec

from onrecord.web.answer import Answer, Room
from onrecord.web.desk import Governing

room = Room(tag="audit")

#: Records that are listed.
MOST_LISTED = 200


class Done(Answer):
    """One record of the audit log; `hash` is the beginning of its hash."""

    number: int
    at: str
    who: str
    act: str
    about: str
    address: str
    detail: str
    hash: str


class Log(Answer):
    """The latest records, newest first, and the number and hash of the last one ever written."""

    entries: tuple[Done, ...]
    number: int
    hash: str


@room.answers("/audit", "audit.html")
def audit_log(here: Governing) -> Log:
    """The latest records of the audit log. `onrecord doctor` checks all of it."""
    number, digest = here.case.audit.head()
    listed = here.case.audit.latest(MOST_LISTED)
    entries = tuple(Done.model_validate(msgspec.structs.asdict(one) | {"hash": one.hash[:16]}) for one in listed)
    return Log(entries=entries, number=number, hash=digest)
