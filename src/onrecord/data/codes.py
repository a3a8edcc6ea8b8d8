"""Exemption codes: found as printed, brought to the form in which they are counted, and explained.

The codes are in ``exemptions.yaml``, by law: the Freedom of Information Act with the short forms that the FBI and the
State Department print (b7C, B6), the Privacy Act, the executive orders on classified information, the act on the
Kennedy records, and laws of some states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec import Struct

from onrecord.data import load


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """The codes of one law; see the head of ``exemptions.yaml``."""

    name: str
    law: str
    code: str
    case: str
    forms: tuple[str, ...]
    meanings: dict[str, str]
    examples: dict[str, str]
    label_only: bool = False


class Code(Struct, frozen=True):
    """A printed code: the form in which it is counted, its law, and what it stands for ("" when that is not known)."""

    code: str
    law: str
    meaning: str


def _load() -> tuple[Family, ...]:
    return msgspec.convert(load("exemptions"), tuple[Family, ...])


FAMILIES = _load()


def _joined(forms: list[str]) -> re.Pattern[str]:
    bare = (re.sub(r"\(\?P<\w+>", "(?:", form) for form in forms)
    return re.compile(f"(?<![A-Za-z0-9])(?:{'|'.join(bare)})(?![A-Za-z0-9])")


_FEDERAL = [form for family in FAMILIES if not family.label_only for form in family.forms]
_OTHERS = [form for family in FAMILIES if family.label_only for form in family.forms]

#: A code in running text.
CODE = _joined(_FEDERAL)

#: A code in a label, where laws of states count too. They come first: "552.101" holds no code of another law.
LABEL_CODE = _joined(_OTHERS + _FEDERAL)

_FORMS = [(family, re.compile(form)) for family in FAMILIES for form in family.forms]

#: Words that say that something was taken out, and what stands between codes. A label holds nothing else.
FILLING = re.compile(
    r"redacted|redaction|withheld|exempt(?:ion)?s?|foia|non-?responsive|outside the scope|duplicate|privileged"
    r"|per|and|in full|in part|u\.?s\.?c\.?|§|-\d{1,2}\b|[\s,;:.&/()\[\]-]",
    re.IGNORECASE,
)


def find(text: str) -> tuple[str, ...]:
    """The codes in a label, each once, in order, as printed but for blanks."""
    return tuple(dict.fromkeys(_tidy(found[0]) for found in LABEL_CODE.finditer(text)))


def is_label(text: str) -> bool:
    """Whether `text` holds codes or the words of a redaction label and nothing else."""
    return bool(text.strip()) and not FILLING.sub("", LABEL_CODE.sub("", text))


@lru_cache(maxsize=4_096)
def explain(printed: str) -> Code:
    """What a code stands for, as printed or as counted. One that no law has is counted as it is printed."""
    for family, form in _FORMS:
        if match := form.fullmatch(printed.strip()):
            code = _code(family, match)
            return Code(code, family.law, _meaning(family, code))
    for family in FAMILIES:
        if meaning := _meaning(family, printed.strip()):
            return Code(printed.strip(), family.law, meaning)
    return Code(_tidy(printed), "", "")


def _code(family: Family, match: re.Match[str]) -> str:
    parts = match.groupdict()
    change = str.upper if family.case == "upper" else str.lower
    number = re.sub(r"\s", "", parts.get("n") or "")
    head = family.code.format(n=change(number) if number.isalpha() else number)
    return head + "".join(f"({change(parts[name])})" for name in ("sub", "deep") if parts.get(name))


def _meaning(family: Family, code: str) -> str:
    known = [name for name in family.meanings if code.startswith(name)]
    return family.meanings[max(known, key=len)] if known else ""


def _tidy(printed: str) -> str:
    """A federal code without blanks; the citation of a state's law with single ones."""
    return " ".join(printed.split()) if re.search(r"[A-Za-z]{2}", printed) else re.sub(r"\s", "", printed)


def meanings() -> Iterator[tuple[str, str, str]]:
    """Every code that is explained: its law, the code, what it stands for."""
    for family in FAMILIES:
        for code, meaning in family.meanings.items():
            yield family.law, code, meaning
