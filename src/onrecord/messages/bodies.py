"""Bodies: what stands between a header and the next, and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.messages.lines import QUOTE
from onrecord.model import Zone, ZoneKind

GREETING = re.compile(
    r"(?:>[> ]*)?(?:(?:Dear|Hi|Hello|Hey|HI|DEAR|Good (?:[Mm]orning"
    r"|[Aa]fternoon|[Ee]vening)|Greetings|To whom|All|Team|Folks"
    r"|Colleagues|Everyone|Gents|Guys|Ladies)\b[^.?!\n]{0,60}[,:!.–—-]?"
    r"|[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){0,2} ?[,:–—-]{1,2})"
)
#: A greeting is a line of its own this short.
GREETING_LENGTH = 60
SIGN_OFF = re.compile(
    r"(?:>[> ]*)?(?:(?:with |my |many |kind |kindest |best |warm |warmest "
    r"|all the )*(?:regards|best|wishes|thanks|cheers|respectfully|sincerely|yours|rgds)"
    r"|(?:thank(?:s| you)|sincerely|yours|respectfully|cordially|cheers|best|v/r|vr|tx|thx|love)"
    r"(?: (?:yours|you|so much|again|in advance|very much|truly|faithfully|sincerely|a lot"
    r"|and regards|much|wishes|regards|and best regards|for your (?:help|time)))*)\s?[,.!:–—-]{0,3}",
    re.IGNORECASE,
)
CLIENT = re.compile(
    r"(?:>[> ]*)?(?:Sent (?:from|via|using) |Get Outlook for|Diese Nachricht wurde|Envoyé de|-- ?$|_{6,}$|={6,}$)"
)
DISCLAIMER = re.compile(
    r"(?:>[> ]*)?[*+\s]{0,60}(?:DISCLAIMER|Disclaimer|CONFIDENTIALITY"
    r"|Confidentiality [Nn]otice|PRIVILEGED AND CONFIDENTIAL"
    r"|(?:The|This|Any) (?:information|contents?|e-?mail|message|transmission|communication"
    r"|electronic)\b[^\n]{0,120}(?:confidential|intended|privileged|property of)"
    r"|If you (?:have received|are not the intended|received this)|NOTICE: This)"
)
#: A sign-off begins a signature when at most this many lines follow it before the body or the disclaimer ends.
SIGNATURE_LINES = 18


def zones(body: str, *, quote: int = 0) -> tuple[Zone, ...]:
    """The parts of `body`, in order, without gaps except for blank lines between them.

    `quote` is the number of quotation marks that the message's own lines bear; lines with more are quoted in it.
    """
    rows = _rows(body)
    if not rows:
        return ()
    end = len(rows)
    disclaimer = next((i for i in range(end) if DISCLAIMER.match(rows[i][2])), end)
    sign = _signature(rows, disclaimer)
    greet = 1 if len(rows[0][2]) <= GREETING_LENGTH and GREETING.fullmatch(rows[0][2]) and sign > 0 else 0
    kinds = [ZoneKind.GREETING] * greet + [ZoneKind.TEXT] * (sign - greet)
    kinds += [ZoneKind.SIGNATURE] * (disclaimer - sign) + [ZoneKind.DISCLAIMER] * (end - disclaimer)
    if ">" in body or "»" in body:
        kinds = [
            ZoneKind.QUOTED if row[2][0] in ">»" and depth(row[2]) > quote else kind
            for row, kind in zip(rows, kinds, strict=True)
        ]
    return tuple(_runs(rows, kinds))


def depth(text: str) -> int:
    """How many quotation marks a line begins with."""
    match = QUOTE.match(text)
    return match[0].count(">") + match[0].count("»") if match is not None else 0


def _runs(rows: list[tuple[int, int, str]], kinds: list[ZoneKind]) -> Iterator[Zone]:
    """Zones from the kinds of rows: rows of one kind that follow one another are one zone."""
    first = 0
    for index in range(1, len(rows) + 1):
        if index == len(rows) or kinds[index] is not kinds[first]:
            yield Zone(kinds[first], rows[first][0], rows[index - 1][1])
            first = index


def _rows(body: str) -> list[tuple[int, int, str]]:
    """The lines with words in them as (start, end, words)."""
    rows, position = [], 0
    for line in body.split("\n"):
        words = line.strip()
        if words:
            rows.append((position, position + len(line), words))
        position += len(line) + 1
    return rows


def _signature(rows: list[tuple[int, int, str]], end: int) -> int:
    """The number of the row at which the signature begins, `end` if there is none."""
    for index in range(max(0, end - SIGNATURE_LINES), end):
        words = rows[index][2]
        if len(words) <= 60 and (SIGN_OFF.fullmatch(words) or CLIENT.match(words)):
            return index
    return end
