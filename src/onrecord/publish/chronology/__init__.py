"""The chronology: what happened, day by day, each line cited."""

from onrecord.publish.chronology.drafting import Listing, chronology, kind, listing, records, texts, written
from onrecord.publish.chronology.drafts import Exchange
from onrecord.publish.chronology.entries import Chronology, Entry, Introduced, Part, Source, Wanted

__all__ = [
    "Chronology",
    "Entry",
    "Exchange",
    "Introduced",
    "Listing",
    "Part",
    "Source",
    "Wanted",
    "chronology",
    "kind",
    "listing",
    "records",
    "texts",
    "written",
]
