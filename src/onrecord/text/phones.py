"""Telephone numbers and lengths of time, as logs print them."""

from __future__ import annotations

import re

#: A number as dialled in North America, an international one, or an extension.
NUMBER = re.compile(
    r"(?<![\w/.-])(?:\+?1[ .-]?)?(?:\(\d{3}\)[ .]?|\d{3}[ .-])\d{3}[ .-]\d{4}(?:[ ,]{0,2}(?:x"
    r"|ext\.?)[ ]?\d{1,6})?(?![\w/-])"
    r"|(?<![\w/.-])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}(?![\w/-])"
    r"|(?<![\w/.-])\d{3}[.-]\d{4}(?![\w/-])"
    r"|(?<![\w/.-])1?\d{10}(?![\w/-])"
    r"|\b(?:x|ext\.? ?)\d{3,6}\b",
    re.IGNORECASE,
)

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d\d)")
_UNITS = re.compile(
    r"(?:(\d{1,3})[ ]?(?:h|hr|hrs|hours?)\b[ ,]{0,2})?(?:(\d{1,5})[ ]?(?:m|min|mins|minutes?)\b[ ,.]{0,2})?"
    r"(?:(\d{1,6})[ ]?(?:s|sec|secs|seconds?)\b)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\d{1,6}(?:\.\d{1,3})?")


def seconds(text: str, unit: str = "") -> int:
    """A length of time in seconds, -1 when it cannot be read.

    `unit` is what the column's heading says: ``h`` (hours and minutes), ``m`` or ``s``; it decides what a bare number
    means (minutes without it), and whether "0:35" is hours and minutes. Without it "4:12" is minutes and seconds.
    """
    bare = text.strip().strip("()").strip()
    if (clock := _CLOCK.fullmatch(bare)) is not None:
        hours, first, second = int(clock[1] or 0), int(clock[2]), int(clock[3])
        if clock[1] is None and unit == "h":
            return first * 3600 + second * 60
        return hours * 3600 + first * 60 + second
    if _PLAIN.fullmatch(bare):
        return round(float(bare) * {"h": 3600, "s": 1}.get(unit, 60))
    units = _UNITS.fullmatch(bare)
    if units is None or not any(units.groups()):
        return -1
    hours, minutes, rest = (int(part or 0) for part in units.groups())
    return hours * 3600 + minutes * 60 + rest


def digits(number: str) -> str:
    """The digits of a number by which two prints of it are compared: without punctuation and a leading 1."""
    found = re.sub(r"\D", "", number)
    return found[1:] if len(found) == 11 and found[0] == "1" else found
