"""The chronology: what happened, day by day, each line cited."""

from onrecord.publish.chronology.entries import Chronology, Entry, Source, Wanted, chronology

__all__ = ["Chronology", "Entry", "Source", "Wanted", "chronology"]
