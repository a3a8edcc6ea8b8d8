"""Explain: split a stored message's pages again and say what each line became."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.errors import ItemFailed
from onrecord.model import Message, page_key
from onrecord.store.protocol import Store

if TYPE_CHECKING:
    from onrecord.messages.explain import Explanation

__all__ = ["Explanation", "explain"]

#: Pages read after the last one of the message: what follows may say where it ends.
AFTER = 2


def explain(store: Store, message: Message) -> Explanation:
    """How `message` is read from its pages now.

    Raises ItemFailed when the reader finds it no longer: the store holds what another version of it found.
    """
    from onrecord.messages import explain as reader  # the rules of all layouts: only those who ask wait for them

    keys = _keys(store, message)
    first = keys.index(message.citation.spans[0].page)
    last = max(keys.index(span.page) for span in (*message.citation.spans, *message.body_spans))
    reach = max(0, first - reader.REACH)
    pages = [page for key in keys[reach : last + 1 + AFTER] if (page := store.page(key)) is not None]
    place = next(index for index, page in enumerate(pages) if page.key == keys[first])
    found = reader.explain(pages[reader.start(pages, place) :], message.id, message.document)
    if found is None:
        whole = [page for key in keys if (page := store.page(key)) is not None]
        found = reader.explain(whole, message.id, message.document)
    if found is None:
        raise ItemFailed(f"the pages no longer give the message {message.id}", "run `onrecord build` and look again")
    return found


def _keys(store: Store, message: Message) -> list[str]:
    """The keys of the pages that the message was split from: those of its document, or of its file."""
    for document in store.documents() if message.document else ():
        if document.id == message.document:
            return list(document.pages)
    count = store.extents()[message.file]
    return [page_key(message.file, number) for number in range(1, count + 1)]
