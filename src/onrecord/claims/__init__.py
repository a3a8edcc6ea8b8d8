"""Articles to claims: who says what, on whose word."""

from onrecord.claims.attributions import Attribution, attributions, of_texts

__all__ = ["Attribution", "attributions", "of_texts"]
