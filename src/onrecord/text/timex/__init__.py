"""Dates in prose: explicit, partial and relative, resolved to days as far as the text and what is known allow."""

from onrecord.text.timex.expressions import Expression, Origin, Says
from onrecord.text.timex.grammar import find
from onrecord.text.timex.reading import Reading, interval, joined
from onrecord.text.timex.resolve import Setting, When, resolve

__all__ = ["Expression", "Origin", "Reading", "Says", "Setting", "When", "find", "interval", "joined", "resolve"]
