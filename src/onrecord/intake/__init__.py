"""Intake: from paths to files of a case, and from files to what lies in them.

What only inspecting files needs (`inspect`, `assemble`) is imported from its own module: readers do without.
"""

from onrecord.intake.media import CONTAINERS, LOAD_FILES, detect
from onrecord.intake.vault import OverLimit, Vault
from onrecord.intake.walk import Found, Listed, walk

__all__ = ["CONTAINERS", "LOAD_FILES", "Found", "Listed", "OverLimit", "Vault", "detect", "walk"]
