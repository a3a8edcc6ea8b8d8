"""A static site of what was accepted, made by saving the reading room's own pages over an edition of the case."""

from onrecord.web.site.build import Made, build

__all__ = ["Made", "build"]
