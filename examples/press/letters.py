"""What the agency says about a release: the letter, the sheet of deleted pages, and slips for withheld documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from examples.press import spell
from examples.press.flow import Block, BoxStyle, Frame, Para, Rule, Sheet, Typesetter
from examples.press.ink import FACES, Run
from examples.press.model import Person
from examples.press.stamp import Series

ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of one release as its letter gives them. Stamps are numbers within the series."""

    number: int
    date: str
    reviewed: int
    released: int
    first: int
    last: int

    @property
    def withheld(self) -> int:
        """Pages reviewed and not released."""
        return self.reviewed - self.released


@dataclass(frozen=True, slots=True)
class Office:
    """Who answers requests: letterhead lines, the signer, the request's number and the requester's address."""

    agency: str
    street: str
    signer: Person
    request: str
    requester: tuple[str, ...]
    subject: str


def _para(text: str, before: float = 9.0, face: str = "serif", size: float = 11.0, bold: bool = False) -> Para:
    return Para([Run(text, FACES[face][int(bold)])], 0, "furniture", size, before=before)


def _center(text: str, size: float, before: float, face: str = "serif", bold: bool = True) -> Para:
    para = _para(text, before, face, size, bold)
    para.center = True
    return para


def _typeset(blocks: Sequence[Block]) -> list[Sheet]:
    return Typesetter(Frame(), BoxStyle()).set(blocks)


def ordinal(number: int) -> str:
    """The word for a release's number."""
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}th"


def letter(
    office: Office, account: Account, series: Series, codes: Sequence[tuple[str, str]], when: str
) -> list[Sheet]:
    """The letter that came with a release. `codes` are the exemptions claimed, with their meaning; `when` its date."""
    first, last = series.label(account.first), series.label(account.last)
    blocks: list[Block] = [_center(office.agency.upper(), 14, 0), _center("Records Access Office", 11, 2, bold=False)]
    blocks += [_center(office.street, 9, 2, bold=False), Rule(6, 14), _para(when, 0)]
    blocks += [_para(line, 12 if index == 0 else 0) for index, line in enumerate(office.requester)]
    blocks.append(_para(f"Re: Request No. {office.request}, {office.subject}", 14, bold=True))
    blocks.append(_para(f"Dear {office.requester[0]}:", 12))
    blocks += [_para(text) for text in _account_text(account, first, last)]
    blocks.append(_para("Information was withheld under the following exemptions:"))
    blocks += [_para(f"{code}  {meaning}", 3) for code, meaning in codes]
    blocks += [_para(text) for text in _closing_text()]
    blocks += [_para("Sincerely,", 14), _para(office.signer.plain, 30), _para(office.signer.title, 0)]
    return _typeset(blocks)


def _account_text(account: Account, first: str, last: str) -> list[str]:
    return [
        f"This is the {ordinal(account.number)} interim response to your request under the Authority's records rules "
        "(5 U.S.C. 552 as adopted by the Harbor Compact).",
        f"The Authority has reviewed {account.reviewed} pages for this release, Bates numbered {first} through {last}. "
        f"Of these, {account.released} pages are released in full or in part and {account.withheld} pages are withheld "
        "in full.",
        "Where pages are withheld in full, a sheet in the enclosed material says so.",
    ]


def _closing_text() -> list[str]:
    return [
        "You may appeal this response within 90 days of the date of this letter by writing to the Office of General "
        "Counsel. Please put the request number on the envelope.",
        "Responsive records continue to be processed, and further releases will follow.",
    ]


def deleted_pages(office: Office, pages: Sequence[tuple[int, Sequence[str]]]) -> list[Sheet]:
    """The sheet that lists deleted pages, by number, each with its exemptions."""
    blocks: list[Block] = [_center(office.agency.upper(), 13, 30, "sans")]
    blocks += [_center("RECORDS ACCESS OFFICE", 11, 6, "sans")]
    blocks += [_center("DELETED PAGE INFORMATION SHEET", 12, 16, "sans")]
    blocks.append(_para(f"Request No. {office.request}", 24, "sans"))
    blocks.append(_para(f"Total Deleted Page(s) = {len(pages)}", 6, "sans"))
    blocks += [_para(f"Page {number} ~ {'; '.join(codes)};", 3, "sans") for number, codes in pages]
    blocks.append(_center("X" * 24, 11, 40, "sans"))
    blocks.append(_center("X  Deleted Page(s)  X", 11, 2, "sans"))
    blocks.append(_center("X  No Duplication Fee  X", 11, 2, "sans"))
    blocks.append(_center("X  For this Page  X", 11, 2, "sans"))
    blocks.append(_center("X" * 24, 11, 2, "sans"))
    return _withheld(_typeset(blocks))


def slip(office: Office, first: str, last: str, count: int, codes: Sequence[str]) -> list[Sheet]:
    """The slip in the place of a document that is withheld in full."""
    span = first if first == last else f"{first} through {last}"
    plural = "page" if count == 1 else "pages"
    blocks: list[Block] = [_center(span, 20, 230, "sans"), _center("WITHHELD IN FULL", 22, 18, "sans")]
    blocks.append(_center(f"{count} {plural} withheld in full", 13, 14, "sans", bold=False))
    blocks.append(_center(f"Exemption(s): {', '.join(codes)}", 13, 6, "sans", bold=False))
    blocks.append(_center(f"Request No. {office.request}", 10, 40, "sans", bold=False))
    return _withheld(_typeset(blocks))


def _withheld(sheets: list[Sheet]) -> list[Sheet]:
    for sheet in sheets:
        sheet.state = "withheld"
    return sheets


def dated(day: str) -> str:
    """An ISO date as letters write it."""
    return spell.date(datetime.fromisoformat(day), "plain")
