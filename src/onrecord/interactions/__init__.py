"""Records in, interactions and public events out."""

from __future__ import annotations

from onrecord.interactions.articles import of_article
from onrecord.interactions.messages import of_message
from onrecord.interactions.years import Clues, first_year

__all__ = ["VERSION", "Clues", "first_year", "of_article", "of_message"]

#: Raised whenever the same records give other interactions than before; part of the key of finished work.
VERSION = "6"
