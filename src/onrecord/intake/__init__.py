"""Intake: from paths to files of a case, and from files to what lies in them."""

from onrecord.intake.assemble import PathIndex, assemble
from onrecord.intake.inspect import inspect
from onrecord.intake.inspection import Child, Inspection
from onrecord.intake.loadfile import Row
from onrecord.intake.media import CONTAINERS, LOAD_FILES, detect
from onrecord.intake.vault import OverLimit, Vault
from onrecord.intake.walk import Found, Listed, walk

__all__ = [
    "CONTAINERS",
    "LOAD_FILES",
    "Child",
    "Found",
    "Inspection",
    "Listed",
    "OverLimit",
    "PathIndex",
    "Row",
    "Vault",
    "assemble",
    "detect",
    "inspect",
    "walk",
]
