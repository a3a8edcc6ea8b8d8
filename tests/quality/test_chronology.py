"""The measure of the release page: the figures of the scorer's print, and words held against their pages."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from onrecord import Case
from onrecord.model import Interaction, Span
from quality import chronology

PRINTED = """\
  w3: wrong ['channel']
  missed: ['w9']
records: recall 58/60 = 0.967  precision 58/59 = 0.983
  date     57/60 = 0.950
  actor    56/60 = 0.933
  to       55/60 = 0.917
  channel  54/60 = 0.900
  all four 50/60 = 0.833
  quotes   P 0.975  R 0.981
"""


def test_figures_are_per_cent_by_name() -> None:
    found = chronology.figures(PRINTED)
    assert {name: round(value, 1) for name, value in found.items()} == {
        "records/R": 96.7, "records/P": 98.3, "date": 95.0, "actor": 93.3, "to": 91.7, "channel": 90.0,
        "all four": 83.3, "quotes/P": 97.5, "quotes/R": 98.1,
    }  # fmt: skip


def test_words_are_those_of_the_page(tmp_path: Path) -> None:
    text = (
        "From: Rudd, Anneke (EWB)\nSent: Friday, December 3, 2021 9:15 AM\nTo: Solano, Carla (EWB)\nSubject: Pumps\n\n"
        "Can you call me about the pumps\nbefore noon?\n"
    )
    (tmp_path / "mail.txt").write_text(text, encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "mail.txt"], release="first")
        case.build(executor="serial")
        assert chronology.words(case) == 100.0
        page = next(iter(case.pages()))
        assert chronology.printed(case, (Span(page.key, 0, 4), Span(page.key, 26, 30))) == "From\n" + text[26:30]

        class Shifted:
            """A case whose findings point one letter too far."""

            store = case.store

            def findings(self, kind: type[Interaction]) -> list[Interaction]:
                from msgspec.structs import replace

                moved = []
                for one in case.findings(kind):
                    spans = tuple(Span(s.page, s.start + 1, s.end + 1) for s in one.citation.spans)
                    moved.append(replace(one, citation=replace(one.citation, spans=spans), quotes=()))
                return moved

        assert chronology.words(cast("Case", Shifted())) == 0.0
