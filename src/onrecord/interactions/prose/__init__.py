"""Chronologies in prose: paragraphs to interactions and public events."""

from onrecord.interactions.prose.chronology import Told, read

__all__ = ["Told", "read"]
