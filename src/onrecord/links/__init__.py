"""Findings in, links out: what joins them, with reasons, and how far it goes, with limits."""

from __future__ import annotations

from onrecord.links import evidence, making, occasions, posts, reports, retold, sequels, topics
from onrecord.links.material import Material, gather
from onrecord.model import Link
from onrecord.model.links import SUGGESTED

__all__ = ["VERSION", "Material", "find", "gather"]

#: Raised whenever the same findings give other links than before; part of the key of finished work.
VERSION = "1"

_RULES = (occasions, reports, retold, evidence, sequels, topics, posts)


def find(material: Material) -> list[Link]:
    """The links of a case that are sure enough to be shown, by id.

    Where something stronger joins two findings, that they share a subject is left out.
    """
    found = [link for rule in _RULES for link in rule.find(material) if link.score >= SUGGESTED]
    said = {frozenset(link.about) for link in found if link.kind not in topics.WEAK}
    return making.best([link for link in found if link.kind not in topics.WEAK or frozenset(link.about) not in said])
