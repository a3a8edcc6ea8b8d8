"""An edition: what of a case may be published, by allow-list, with private values masked; and the manifest of it."""

from onrecord.publish.edition.allowed import KINDS, Allowed, allowed
from onrecord.publish.edition.masking import Mask, Masker
from onrecord.publish.edition.records import Published, published

__all__ = ["KINDS", "Allowed", "Mask", "Masker", "Published", "allowed", "published"]
