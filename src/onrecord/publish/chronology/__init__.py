"""The chronology: what happened, day by day, each line cited."""

from onrecord.publish.chronology.drafting import chronology
from onrecord.publish.chronology.entries import Chronology, Entry, Introduced, Part, Source, Wanted

__all__ = ["Chronology", "Entry", "Introduced", "Part", "Source", "Wanted", "chronology"]
