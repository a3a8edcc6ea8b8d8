"""Exemption codes: the grounds for withholding that an agency prints over or beside what it took out.

Forms after the Freedom of Information Act, 5 U.S.C. 552(b)(1)-(9), with the sub-parts of (b)(7); the Privacy Act,
5 U.S.C. 552a(d)(5), (j) and (k); and the short forms that the FBI and the State Department print (b7C, B6, 1.4(D)).
"""

from __future__ import annotations

import re

#: One code. Spaces inside are those that agencies and OCR leave. Sub-parts of (b)(7) are the letters A to F.
CODE = re.compile(
    r"""
    (?<![A-Za-z0-9])
    (?: \(\s?[bB]\s?\)\s?\((?:\s?7\s?\)(?:\s?\(\s?[A-Fa-f]\s?\)(?!\s?\())?|\s?[1-9]\s?\))  # (b)(6), (b) (7) (C)
      | [bB]\s?\((?:\s?7\s?\)(?:\s?\(?[A-Fa-f]\)?(?![A-Za-z(]))?|\s?[1-9]\s?\))             # b(6), b(7)(C)
      | [bB]-?(?:7(?:\s?\(?[A-Fa-f]\)?(?![A-Za-z(]))?|[1-9])                                # b6, b7C, B6
      | \(\s?[jkJK]\s?\)\s?\(\s?[1-7]\s?\)                           # (j)(2), (k)(5)
      | \(\s?[dD]\s?\)\s?\(\s?5\s?\)                                 # (d)(5)
      | 1\.4\s?\(\s?[A-Ha-h]\s?\)                                    # 1.4(D)
    )
    (?![A-Za-z0-9])
    """,
    re.VERBOSE,
)

#: Words that say that something was taken out, and what stands between codes. A label holds nothing else.
FILLING = re.compile(
    r"redacted|redaction|withheld|exempt(?:ion)?s?|foia|non-?responsive|outside the scope|duplicate|privileged"
    r"|per|and|in full|in part|u\.?s\.?c\.?|§|-\d{1,2}\b|[\s,;:.&/()\[\]-]",
    re.IGNORECASE,
)


def find(text: str) -> tuple[str, ...]:
    """The codes printed in `text`, each once, in order, blanks taken out."""
    return tuple(dict.fromkeys(re.sub(r"\s", "", found[0]) for found in CODE.finditer(text)))


def is_label(text: str) -> bool:
    """Whether `text` holds codes or the words of a redaction label and nothing else."""
    return bool(text.strip()) and not FILLING.sub("", CODE.sub("", text))
