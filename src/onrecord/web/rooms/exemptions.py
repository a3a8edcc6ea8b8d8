"""Exemptions: what was withheld under which code of law, counted, and month by month."""

from __future__ import annotations

from typing import Literal

from onrecord.publish import exemptions as counted
from onrecord.publish.rows.common import Row, Scope
from onrecord.store.remember import remembered
from onrecord.web.answer import Answer, Room
from onrecord.web.asked import PageNumber, Text, part
from onrecord.web.desk import Here

room = Room("Exemptions", "/exemptions")

#: Rows of the table on one page.
PER_PAGE = 200


class ExemptionLine(Answer):
    """An exemption, in all or in one `group`: `boxes` are redactions with the code, `printed` codes in the text that
    belong to none, `pages` the pages that have either, `withheld_pages` those withheld in full whose sheet names it.
    """

    group: str
    exemption: str
    boxes: int
    printed: int
    pages: int
    withheld_pages: int
    meaning: str
    law: str


class Month(Answer):
    """Uses of an exemption in the messages of a month (``2021-03``), empty where no day is known."""

    month: str
    exemption: str
    uses: int
    pages: int


class ExemptionsAsked(Answer):
    """What was asked."""

    by: str
    release: str
    page: int


class Exemptions(Answer):
    """One page of the table, and the months. A code that is printed several ways counts as one."""

    asked: ExemptionsAsked
    total: int
    pages: int
    releases: tuple[str, ...]
    rows: tuple[ExemptionLine, ...]
    months: tuple[Month, ...]


@room.answers("/exemptions", "exemptions.html")
def exemptions(
    here: Here,
    by: Literal["exemption", "release", "person"] = "exemption",
    release: Text = "",
    page: PageNumber = 1,
) -> Exemptions:
    """What was withheld under which exemption."""
    view, scope = here.view, Scope(release=release)
    rows = remembered(view.facts, ("exemptions", by, scope.release), lambda: list(counted.table(view, by, scope)))
    months = remembered(view.facts, ("months", scope.release), lambda: counted.by_month(view, scope))
    shown, pages = part(rows, page, PER_PAGE)
    return Exemptions(
        asked=ExemptionsAsked(by=by, release=release, page=page),
        total=len(rows),
        pages=pages,
        releases=tuple(one.name for one in here.store.releases()),
        rows=tuple(_line(row, by) for row in shown),
        months=tuple(
            Month(
                month="" if one.month == counted.UNKNOWN else one.month,
                exemption=one.exemption,
                uses=one.uses,
                pages=one.pages,
            )
            for one in months
        ),
    )


def _line(row: Row, by: str) -> ExemptionLine:
    given = {name: value for name, value in row.items() if value is not None}
    return ExemptionLine.model_validate(
        {"group": row.get(by, "") if by != "exemption" else "", "meaning": "", "law": ""} | given
    )
