"""Words in a text that say that something was taken out there: "[redacted]", "(name withheld)", a run of blocks.

The mark covers the whole of it; its value is the exemption codes that stand within, empty where there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.data import codes
from onrecord.model import Mark

#: Raised when the same text gives other marks: pages are then read again.
VERSION = "1"

#: Without one of these no text is looked at closely: plain parts of words are found many times faster than patterns.
HINTS = ("edact", "ithheld", "eleted", "anitized", "REDACT", "WITHHELD", "DELETED", "SANITIZED", *"\u2588\u25a0\u25ae")

MARK = re.compile(
    r"[\[(<{][ \t]?(?:[A-Za-z][A-Za-z' /-]{0,30}[ \t])?(?:redacted|withheld|deleted|sanitized|redaction)\b"
    r"[^\]\[()<>{}\n]{0,40}"
    r"(?:\([^()\n]{1,12}\)[^\]\[()<>{}\n]{0,12}){0,6}[\])>}]"
    r"|(?<![A-Za-z])REDACTED(?![A-Za-z])(?!-)"
    r"|[\u2588\u25a0\u25ae]{2,200}",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Mark]:
    """The marks of kind ``redacted`` in a page text, in order. Offsets are code points, half-open."""
    if not any(hint in text for hint in HINTS):
        return
    for match in MARK.finditer(text):
        bare = match[0].isalpha()
        if not bare or match[0].isupper():
            yield Mark("redacted", " ".join(codes.find(match[0])), match.start(), match.end())
