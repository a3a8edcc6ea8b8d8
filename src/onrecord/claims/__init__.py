"""Articles to claims: who says what, on whose word."""

from onrecord.claims.attributions import Attribution, attributions, of_texts
from onrecord.claims.families import families
from onrecord.claims.hedging import hedges, is_uncertain
from onrecord.claims.reading import read

__all__ = ["Attribution", "attributions", "families", "hedges", "is_uncertain", "of_texts", "read"]
