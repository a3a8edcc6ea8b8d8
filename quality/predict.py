"""The library run over corpora that are no case, in the formats of their scorers."""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from onrecord import messages
from onrecord.messages import facts
from onrecord.model import Message, NativeHead, Page, Party, ZoneKind
from onrecord.pages.finish import finish
from onrecord.text.timex import timeml
from quality import coref
from quality.attributions import attributions, hedges

Row = dict[str, Any]


def party(person: Party) -> str:
    """A party as one string: name and address as far as printed."""
    return f"{person.name} <{person.address}>" if person.name and person.address else person.name or person.address


def parties(people: Iterable[Party]) -> list[str]:
    """The parties that are not blanked."""
    return [party(person) for person in people if not person.redacted]


def message_row(message: Message) -> Row:
    """A message in the fields of ``onrecord export messages``."""
    return {
        "id": message.id,
        "release": "",
        "file": message.file,
        "page_start": message.page_start,
        "page_end": message.page_end,
        "stamp_start": message.stamp_start,
        "thread": message.chain,
        "chain": message.chain,
        "depth": message.depth,
        "header_kind": str(message.header_kind),
        "kind": str(message.kind),
        "from": party(message.sender) if message.sender else "",
        "to": parties(message.to),
        "cc": parties(message.cc),
        "bcc": parties(message.bcc),
        "sent": message.sent.iso if message.sent and message.sent.local else None,
        "subject": message.subject.printed if message.subject else "",
        "body": message.body,
        "layout": message.layout,
        "why": message.why,
    }


def page_texts(path: Path) -> list[Page]:
    """The pages of a page-text file: one JSON object a line with `page`, `stamp` and `text`."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as rows:
        records = [json.loads(row) for row in rows if row.strip()]
    return [
        finish(
            file="0" * 64,
            number=number,
            text=record["text"],
            engine="page_text",
            engine_version="1",
            stamps=(record["stamp"],) if record.get("stamp") else (),
        )
        for number, record in enumerate(records, 1)
    ]


def page_text_messages(path: Path) -> Iterator[Row]:
    """The messages of a page-text file."""
    return (message_row(message) for message in messages.split(page_texts(path)))


def text_pages(name: str, text: str) -> list[Page]:
    """The pages of a text in which form feeds part pages."""
    return [
        finish(file=name, number=number, text=part.replace("\r\n", "\n"), engine="text", engine_version="1")
        for number, part in enumerate(text.split("\f"), 1)
    ]


def state_documents(folder: Path) -> Iterator[Row]:
    """The documents of State Department tarballs: one text a document, named by its document number."""
    return (document_row(doc, pages) for doc, pages in state_texts(folder))


def state_texts(folder: Path) -> Iterator[tuple[str, list[Page]]]:
    """The documents of State Department tarballs that the list of the folder names, each with its pages."""
    wanted = _listed(folder / "docs.csv")
    for archive in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(archive) as tar:
            for member in tar:
                doc = Path(member.name).stem
                file = tar.extractfile(member) if member.isfile() else None
                if file is not None and (not wanted or doc in wanted):
                    yield doc, text_pages(doc, file.read().decode("utf-8", "replace"))


def _listed(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8") as rows:
        return {row["doc"] for row in csv.DictReader(rows)}


def document_row(doc: str, pages: list[Page]) -> Row:
    """A document in the fields of ``onrecord export documents``."""
    known = facts.of(pages, messages.split(pages))
    return {
        "doc": doc,
        "from": party(known.sender) if known.sender else "",
        "to": parties(known.to),
        "sent": known.sent,
        "subject": known.subject,
        "release_mark": known.release_mark,
        "exemptions": list(known.exemptions),
    }


def zones(folder: Path) -> Iterator[Row]:
    """The structure of each mail in the ``*.ann`` (JSON with `text`) or ``*.txt`` files: quoted parts of a body."""
    paths = sorted(folder.glob("*.ann")) or sorted(folder.glob("*.txt"))
    for path in paths:
        raw = path.read_text(encoding="utf-8")
        text = json.loads(raw)["text"] if path.suffix == ".ann" else raw
        yield zone_row(path.name, text)


def zone_row(name: str, text: str) -> Row:
    """One mail without its own header: where its quoted messages start, its own text, a zone for every line."""
    native = NativeHead(message_id="", in_reply_to="", references=(), sent="", fields=(), body_start=0)
    page = finish(file=name, number=1, text=text, engine="mail", engine_version="1", native=native)
    found = messages.split([page])
    inner = [message for message in found if message.header_kind != "native"]
    starts = _merged_starts(text, inner)
    return {
        "doc": name,
        "boundaries": starts,
        "top": text[: starts[0]] if starts else text,
        "lines": _line_zones(text, found),
        "headers": [_header_row(message) for message in inner],
    }


def _merged_starts(text: str, inner: list[Message]) -> list[int]:
    """Where headers begin; the corpus counts headers with nothing but white space between them as one."""
    starts, end = [], -1
    for message in inner:
        start = message.citation.spans[0].start
        if end < 0 or text[end:start].strip(" \t\n>"):
            starts.append(start)
        end = message.citation.spans[-1].end
    return starts


def _header_row(message: Message) -> Row:
    day, _, clock = (message.sent.printed if message.sent else "").partition(" ")
    return {
        "from": party(message.sender) if message.sender else "",
        "to": parties(message.to),
        "cc": parties(message.cc),
        "date": day,
        "time": clock,
        "subject": message.subject.printed if message.subject else "",
    }


#: Names of body zones in the corpus of quoted mail.
ZONES = {
    ZoneKind.GREETING: "Body/Intro",
    ZoneKind.TEXT: "Body",
    ZoneKind.QUOTED: "Body",
    ZoneKind.SIGNATURE: "Body/Signature",
    ZoneKind.DISCLAIMER: "Body/Signature",
}


def _line_zones(text: str, found: list[Message]) -> list[str]:
    kinds = ["Body"] * len(text)
    for message in found:
        for span in message.citation.spans if message.header_kind != "native" else ():
            kinds[span.start : span.end] = ["Header"] * (span.end - span.start)
        if len(message.body_spans) == 1:
            base = message.body_spans[0].start
            for zone in message.zones:
                kinds[base + zone.start : base + zone.end] = [ZONES[zone.kind]] * (zone.end - zone.start)
    labels, position = [], 0
    for line in text.split("\n"):
        first = position + len(line) - len(line.lstrip())
        labels.append(kinds[first] if first < len(kinds) else "Body")
        position += len(line) + 1
    return labels


def timexes(folder: Path) -> Iterator[Row]:
    """The time expressions of ``*.tml`` files, or of ``NAME.tml.txt`` with the day of writing in ``NAME.tml.dct``."""
    for path in sorted(folder.rglob("*.tml")) or sorted(folder.rglob("*.txt")):
        if path.name.startswith("."):
            continue
        text, written = _tml(path) if path.suffix == ".tml" else _plain(path)
        found = timeml.annotate(text, written)
        yield {
            "doc": path.name.removesuffix(".txt"),
            "timexes": [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in found],
        }


def _tml(path: Path) -> tuple[str, date]:
    """The text of a TimeML file without its tags, and the day of its creation. Its annotations are not read."""
    raw = path.read_text(encoding="utf-8")
    written = re.search(r'<DCT>.*?value="(\d{4}-\d\d-\d\d)', raw, re.DOTALL)
    body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.DOTALL)
    if written is None or body is None:
        raise ValueError(f"{path} has no day of creation or no text")
    return html.unescape(re.sub(r"<[^>]+>", "", body[1])), date.fromisoformat(written[1])


def _plain(path: Path) -> tuple[str, date]:
    written = path.with_suffix(".dct").read_text(encoding="utf-8").strip()
    return path.read_text(encoding="utf-8"), date.fromisoformat(written[:10])


def write(rows: Iterable[Row] | Iterable[int], path: Path) -> int:
    """Write rows, or labels, as JSON lines; how many there were."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


#: What can be predicted: a name, the function, and what its input is.
PREDICTIONS: dict[str, tuple[Callable[[Path], Iterator[Row] | Iterator[int]], str]] = {
    "attribution": (attributions, "a folder of articles (.txt)"),
    "hedges": (hedges, "a table of labels and sentences (.csv), or its folder"),
    "messages": (page_text_messages, "a page-text file (.jsonl or .jsonl.gz)"),
    "documents": (state_documents, "a folder of tarballs of State Department texts"),
    "timex": (timexes, "a folder of TimeML files, or of texts with their days of writing (.txt and .dct)"),
    "zones": (zones, "a folder of mails (.ann or .txt)"),
    "coref": (coref.predict, "a folder of threads (.conll)"),
}
