"""Pages for tests, and what must hold of every message."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.messages import split
from onrecord.model import Message, NativeHead, Page, Party, Text, quote_at
from onrecord.pages.finish import finish


def page(text: str, number: int = 1, *, file: str = "f" * 64, native: NativeHead | None = None) -> Page:
    """A page as a reader of plain text gives it."""
    return finish(file=file, number=number, text=text, engine="text", engine_version="1", native=native)


def read(*texts: str) -> list[Message]:
    """The messages of consecutive pages with these texts, checked."""
    pages = [page(text, number) for number, text in enumerate(texts, 1)]
    messages = split(pages)
    check(pages, messages)
    return messages


def names(parties: Sequence[Party]) -> list[str]:
    """Names, or addresses where there is no name; a blanked party is an empty string."""
    return [party.name or party.address for party in parties]


def check(pages: Sequence[Page], messages: Sequence[Message]) -> None:
    """Every span holds the words it is cited for; bodies, zones, ids and chains are consistent."""
    texts = {one.key: one.text for one in pages}
    for message in messages:
        assert message.citation.spans
        assert quote_at(message.citation.spans, texts) == message.citation.quote
        assert quote_at(message.body_spans, texts) == message.body
        assert message.page_start <= message.page_end
        for party in (message.sender, *message.to, *message.cc, *message.bcc):
            _check_party(party, texts)
        for text in (message.subject, message.location, *message.attachments):
            _check_text(text, texts)
        _check_zones(message)
    assert len({message.id for message in messages}) == len(messages)


def _check_party(party: Party | None, texts: dict[str, str]) -> None:
    if party is None:
        return
    assert " ".join(quote_at((span,), texts) for span in party.spans) == party.printed
    assert not (party.redacted and (party.name or party.address))


def _check_text(text: Text | None, texts: dict[str, str]) -> None:
    if text is not None:
        assert " ".join(quote_at((span,), texts) for span in text.spans) == text.printed


def _check_zones(message: Message) -> None:
    end = 0
    for zone in message.zones:
        assert end <= zone.start < zone.end <= len(message.body)
        assert not message.body[end : zone.start].strip()
        end = zone.end
    assert not message.body[end:].strip()
