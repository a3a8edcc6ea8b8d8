"""Messages and pages in, attachments out: what was sent along, and which pages it was produced on.

An attachment counts as produced when something ties pages to it: a file that was taken out of the mail, a document that
the producer's load file puts below it, its name printed on pages that follow the message (word processors put it in the
foot), a file of that name in the case, or pages behind the message that belong to nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from onrecord.attachments import mentions
from onrecord.attachments.mentions import Mention
from onrecord.model import Attachment, Message, MessageKind, cite, page_key, page_number, stable_id

__all__ = ["VERSION", "Index", "of_file"]

#: Raised whenever the same messages give other attachments than before; part of the key of finished work.
VERSION = "2"

#: Pages behind a message that are looked at.
REACH = 400

#: A line that holds a name holds at most so much more: a path, a page count.
BESIDES = 60

PAPERS = frozenset({MessageKind.MEMO, MessageKind.LETTER})


class Index(Struct, frozen=True, kw_only=True):
    """What is known of the files of a case.

    `inside` maps a mail's file id and a name (lower case) to the file taken out of it; `named` maps names to files;
    `pages` maps file ids to numbers of pages; `below` maps a load-file document to the pages and names of the documents
    attached to it.
    """

    inside: dict[tuple[str, str], str]
    named: dict[str, str]
    pages: dict[str, int]
    below: dict[str, list[tuple[str, tuple[str, ...]]]]


class Found(Struct, frozen=True):
    """Where an attachment was found: what shows it, its pages, and a doubt, if any."""

    how: str
    pages: tuple[str, ...] = ()
    doubt: str = ""


def of_file(found: Sequence[Message], text: Callable[[str], str | None], index: Index) -> Iterator[Attachment]:
    """The attachments of the messages of one file, in order of their places.

    `text` gives the text of a page by its key. Raises nothing.
    """
    chains = [list(group) for _, group in groupby(found, key=lambda message: message.chain)]
    lists = frozenset(
        (page_number(span.page), text.printed.lower())
        for message in found
        for text in message.attachments
        for span in text.spans
    )
    for number, chain in enumerate(chains):
        wanted = [(message, mention) for message in chain for mention in mentions.of(message)]
        if wanted:
            behind = _Behind(chains, number, text, index, lists)
            yield from _records(wanted, behind, text, index)


class _Behind:
    """The pages that follow a printed chain: those of nothing else, those of papers, and their lines."""

    def __init__(
        self,
        chains: Sequence[Sequence[Message]],
        number: int,
        text: Callable[[str], str | None],
        index: Index,
        lists: frozenset[tuple[int, str]],
    ) -> None:
        """`lists` are the pages on which a message itself lists names: standing there shows nothing."""
        self.lists = lists
        chain = chains[number]
        self.file = chain[0].file
        self.top = chain[0].id
        listed = [page_number(span.page) for message in chain for text in message.attachments for span in text.spans]
        last = max([message.page_end for message in chain] + listed)
        body = [message for message in chain if message.page_end > message.page_start]
        first = min((message.page_start + 1 for message in body), default=last + 1)
        stop, papers = _stop(chains, number, index.pages.get(self.file, last))
        stop = min(stop, last + REACH)
        self.free = [number for number in range(last + 1, stop) if number not in papers]
        self.named: dict[int, frozenset[str]] = {}
        for place in range(min(first, last + 1), stop):
            found = text(page_key(self.file, place))
            if found is not None:
                self.named[place] = frozenset(line for line in map(str.strip, found.lower().split("\n")) if line)
        self.free = [number for number in self.free if self.named.get(number)]

    def bearing(self, name: str) -> tuple[str, ...]:
        """The pages on which `name` stands in a line of its own, and those between them."""
        wanted = name.lower()
        own = {number: lines for number, lines in self.named.items() if (number, wanted) not in self.lists}
        held = [number for number, lines in own.items() if any(_is_name(line, wanted) for line in lines)]
        return tuple(page_key(self.file, number) for number in range(held[0], held[-1] + 1)) if held else ()


def _is_name(line: str, name: str) -> bool:
    """Whether a line is a file's name, with a path before or a page count behind it."""
    if line == name:
        return True
    if len(line) > len(name) + BESIDES or name not in line or line.startswith(("attachment", "subject", "re:")):
        return False
    before, _, behind = line.partition(name)
    return before[-1:] in ("", "\\", "/", " ") and before.count(" ") < 3 and len(behind) < 24 and ";" not in line


def _stop(chains: Sequence[Sequence[Message]], number: int, pages: int) -> tuple[int, set[int]]:
    """The page on which the next chain begins that is no paper, and the pages of those before it.

    A chain that begins with a quoted message is the rest of this one, and one that begins below it on the same page was
    printed together with it: neither is a stop, and their pages are not free.
    """
    papers: set[int] = set()
    end = max(message.page_end for message in chains[number])
    for chain in chains[number + 1 :]:
        run_on = chain[0].page_start == end
        if chain[0].kind not in PAPERS and chain[0].depth == 0 and not run_on:
            return chain[0].page_start, papers
        end = max(message.page_end for message in chain)
        papers |= set(range(chain[0].page_start, end + 1))
    return pages + 1, papers


def _records(
    wanted: Sequence[tuple[Message, Mention]], behind: _Behind, text: Callable[[str], str | None], index: Index
) -> Iterator[Attachment]:
    found = [_find(message, mention, behind, index) for message, mention in wanted]
    taken = {key for one in found if one is not None for key in one.pages}
    free = [key for number in behind.free if (key := page_key(behind.file, number)) not in taken]
    left = [place for place, (message, _) in enumerate(wanted) if found[place] is None and message.id == behind.top]
    for place, one in zip(left, _shared(free, len(left)), strict=True):
        found[place] = one
    for (message, mention), one in zip(wanted, found, strict=True):
        yield _record(message, mention, one, text)


def _find(message: Message, mention: Mention, behind: _Behind, index: Index) -> Found | None:
    """What ties pages to an attachment by its name; None when nothing does."""
    name = mention.name.lower()
    if not name:
        return None
    if (file := index.inside.get((message.file, name))) is not None:
        return Found("taken out of the mail", _pages(file, index))
    for other, pages in index.below.get(message.document, ()) if message.document else ():
        if other.lower() == name:
            return Found("the producer's load file puts it below the message", pages)
    if pages := behind.bearing(mention.name):
        return Found("its name stands on the pages that follow", pages)
    if (file := index.named.get(name)) is not None and file != message.file:
        return Found("a file of this name is in the case", _pages(file, index))
    return None


def _pages(file: str, index: Index) -> tuple[str, ...]:
    return tuple(page_key(file, number) for number in range(1, min(index.pages.get(file, 0), REACH) + 1))


def _shared(free: Sequence[str], count: int) -> list[Found | None]:
    """Pages that belong to nothing else, for the attachments that no name ties to any."""
    if count == 1 and free:
        return [Found("the pages that follow belong to nothing else", tuple(free))]
    if 1 < count == len(free):
        how = "as many pages follow as attachments are named"
        return [Found(how, (key,), "which page is which is told by their order") for key in free]
    return [None] * count


def _record(message: Message, mention: Mention, one: Found | None, text: Callable[[str], str | None]) -> Attachment:
    doubts = [one.doubt] if one is not None and one.doubt else []
    if mention.named == "text":
        doubts.append("only the text speaks of it")
    texts = {key: found for key in {span.page for span in mention.spans} if (found := text(key)) is not None}
    first = mention.spans[0]
    return Attachment(
        id=stable_id("e", message.file, page_number(first.page), first.start),
        citation=cite(mention.spans, texts),
        message=message.id,
        name=mention.name,
        named=mention.named,
        produced=one is not None,
        how=one.how if one is not None else "",
        pages=one.pages if one is not None else (),
        certainty=round(1.0 - 0.15 * len(doubts), 2),
        doubts=tuple(doubts),
    )
