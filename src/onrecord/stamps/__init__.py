"""Stamps of a whole case: pages to series of numbers, with what is missing, repeated, or was read wrongly."""

from onrecord.stamps.gather import Counted, PageStamps, Seen, of_page
from onrecord.stamps.series import VERSION, find

__all__ = ["VERSION", "Counted", "PageStamps", "Seen", "find", "of_page"]
