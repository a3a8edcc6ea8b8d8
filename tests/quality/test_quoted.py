"""Quoted messages counted by where else they are printed."""

from __future__ import annotations

from typing import Any

from onrecord.model import HeaderKind
from quality import quoted
from tests.threads.mails import LONG, OTHER, mail

ASK: dict[str, Any] = {"subject": "Crane permits", "sent": "2021-03-09T09:00"}
QUOTED: dict[str, Any] = {"header_kind": HeaderKind.BLOCK, "depth": 1}


def test_a_quoted_message_counts_where_it_is_printed_or_quoted_in_another_chain() -> None:
    printed, first = mail(**ASK), mail(chain="x", **ASK, **QUOTED)
    facts: dict[str, Any] = {"who": "Holt, Eve", "subject": "The vote", "sent": "2021-04-01T10:10"}
    second, third = (mail(OTHER, chain=chain, **facts, **QUOTED) for chain in "yz")
    alone = mail(OTHER, chain="z", who="Imre, Luc", subject="Lunch", sent="2021-05-02T12:31", **QUOTED)
    found = quoted.search([printed, first, second, third, alone])
    assert (found.messages, found.quoted) == (5, 4)
    assert [(pair.quoted, pair.other) for pair in found.printed] == [(first, printed)]
    assert {pair.quoted for pair in found.again} == {second, third}
    lines = list(quoted.lines(found, 2, 1, texts=False))
    assert lines[1] == "printed as messages of their own elsewhere: 1 (25.0 %)"
    assert lines[3].startswith(f"  1 {first.id} page {first.page_start} = {printed.id} page {printed.page_start}")
    assert len(lines) == 5
    assert not any(LONG[:20] in line for line in lines)
    assert any(LONG[:20] in line for line in quoted.lines(found, 2, 1, texts=True))
