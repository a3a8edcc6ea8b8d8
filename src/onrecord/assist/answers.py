"""Parts of the answers: every item says where it stands and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.model import Citation, Finding, Message, Page, Span, page_number
from onrecord.publish.rows import finding_row, message_row
from onrecord.publish.rows.common import span_file
from onrecord.publish.rows.findings import OWN_STATE
from onrecord.store.judgements import Judgement
from onrecord.store.view import View

#: An item or an answer: what JSON can hold.
Answer = dict[str, Any]

#: Fields of rows that the parts below tell in their own way, or that only programs need.
_TOLD = frozenset(
    {
        "citation",
        "uncertain",
        "certainty",
        "doubts",
        "inferred",
        "state",
        "decision",
        "decided_by",
        "decided_at",
        "edits",
    }
    | {"reason", "text", "zones", "layout", "sha256", "start", "end", "spans", "mentions", "merges"}
)

#: Quotes and texts are cut at so many characters; what is left off is said.
LONGEST = 6000


def cited(view: View, citation: Citation) -> Answer:
    """The quote and the pages that it stands on."""
    return {"quote": cut(citation.quote), "places": places(view, citation.spans)}


def places(view: View, spans: Iterable[Span]) -> list[Answer]:
    """Where spans stand: the file by name and hash, page from 1, stamp, and characters of the page text, half-open."""
    found = []
    for span in spans:
        file, number = span_file(view, span), page_number(span.page)
        place = view.location(file)
        stamps = view.store.page_stamps(file, number, number).get(number, ())
        found.append(
            {
                "release": place.release,
                "file": place.path,
                "page": number,
                "stamp": stamps[0] if stamps else None,
                "start": span.start,
                "end": span.end,
                "sha256": file,
            }
        )
    return found


def uncertain(view: View, spans: Iterable[Span]) -> list[str]:
    """The words within `spans` that OCR was not sure of."""
    return view.badly_read(spans)


def message_item(view: View, message: Message, *, whole: bool = False) -> Answer:
    """A message: its header and citation, and with `whole` its body and all else that is known of it."""
    row = message_row(view, message)
    names = ("id", "kind", "from", "to", "cc", "bcc", "sent", "subject", "redacted")
    item: Answer = {name: row[name] for name in names}
    if whole:
        more = ("sent_printed", "thread", "chain", "depth", "attachments", "implied", "message_id", "in_reply_to")
        item |= {"body": cut(message.body)} | {name: row[name] for name in more}
    item["citation"] = {"quote": cut(message.citation.quote), "places": places(view, message.citation.spans)}
    spans = message.citation.spans + (message.body_spans if whole else ())
    item["certainty"] = {
        "state": "as read",
        "score": message.certainty,
        "doubts": list(message.doubts),
        "uncertain_words": uncertain(view, spans),
    }
    return item


def finding_item(view: View, finding: Finding, judgement: Judgement) -> Answer:
    """A finding: what it states, what it is cited to, and whether a person stands behind it."""
    row: Answer = finding_row(view, finding)
    item: Answer = {"finding": finding.KIND} | {name: value for name, value in row.items() if name not in _TOLD}
    item |= {"stated_as": row["state"]} if finding.KIND in OWN_STATE else {}
    item |= {"text": cut(str(row["text"]))} if row.get("text") else {}
    item["citation"] = cited(view, finding.citation)
    item["certainty"] = {
        "state": judgement.state,
        "decided_by": judgement.by or None,
        "score": row.get("certainty", row.get("score")),
        "doubts": list(row.get("doubts") or ()),
        "inferred": row.get("inferred") or [],
        "uncertain_words": uncertain(view, finding.citation.spans),
    }
    return item


def page_item(view: View, page: Page) -> Answer:
    """A page: its text, what is blocked out on it, and what stands on it. What lies under a box is nowhere."""
    place = view.location(page.file)
    return {
        "release": place.release,
        "file": place.path,
        "page": page.number,
        "stamps": list(view.stamps_of(page)),
        "text": cut(page.text),
        "redactions": [
            {"box": [round(edge, 1) for edge in one.box], "codes": list(one.codes), "failed": one.bad, "sure": one.sure}
            for one in page.redactions
        ],
        "messages": [message.id for message in view.store.messages_on(page.key)],
        "citation": {"quote": "", "places": places(view, [Span(page.key, 0, len(page.text))])},
        "certainty": {
            "state": page.state,
            "score": page.confidence if page.confidence >= 0 else None,
            "doubts": [],
            "uncertain_words": [page.text[word.start : word.end] for word in page.uncertain],
        },
    }


def cut(text: str) -> str:
    """A text that is not too long; where it was cut it says how much is left off."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} [... {len(text) - LONGEST} more characters]"
