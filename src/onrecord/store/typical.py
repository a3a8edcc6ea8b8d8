"""Records as they mostly look, without what each says: deflate is given them beforehand (see `onrecord.store.packing`).

A run of fields that stands here costs a record three bytes. Rare fields are here too, and words that the program
itself writes. Part of the format: changing it takes a migration.
"""

from __future__ import annotations

import msgspec

_SPAN = ("", 0, 0)
_CITATION = {"spans": [_SPAN], "quote": ""}
_PARTY = {"printed": "", "name": "", "address": "", "redacted": False, "behalf_of": "", "spans": [_SPAN]}
_DATES = {"date": "2020-01-01", "date_end": "2020-01-01"}
_STAMPS = {"stamp_start": "", "stamp_end": ""}
_COUNTS = {"pages_reviewed": 0, "pages_released": 0, "withheld": 0, "bates_first": "", "bates_last": ""}
_EXEMPTIONS = [["exemption", "(b)(5)", 0, 0], ["exemption", "(b)(6)", 0, 0]]

_PAGE = {
    **{"file": "", "number": 1, "text": "", "engine": "pdfium", "engine_version": "", "state": "ocr"},
    **{"confidence": -1.0, "width": 612.0, "height": 792.0, "stamps": [""]},
    "marks": [["stamp", "", 0, 0], *_EXEMPTIONS, ["page_number", "1", 0, 0]],
    **{"redactions": [], "words": [], "native": {}, "web": {}, "language": "eng", "tried": [], "origin": 0},
}
_RELEASES = {
    **{"id": "", "citation": _CITATION, "number": "", "release": "", "file": "", "page_start": 1, "page_end": 1},
    **{"date": "", **_COUNTS, "consultation": "", "total": 0, "counted": True, "listed": [], "codes": []},
    **{"runs": [], "near": [], "letters": [], "sheets": [], "on_sheets": 0, "description": ""},
    **{"prefix": "", "unit": "page", "first": 0, "last": 0, "pages": 1, "bearing": 1},
}
_CLAIM = {
    **{"id": "", "citation": _CITATION, "article": "", "cue": "", "content": "", "sources": [{"name": ""}]},
    **{"relay": [], "hedges": [], "quote": True, "denies": [], **_DATES, "precision": "day", "stance": ""},
    **{"stands_for": "", "count": 0, "outlet": "", "author": "", "published": "", "url": "", "blocks": []},
}
_GAP = {
    **{"id": "", "citation": _CITATION, "kind": "quoted_only", "release": "", **_STAMPS, "detail": ""},
    **{"denominator": " of messages", "question": "It exists, with its attachments and hidden recipients:"},
    **{
        "withheld": 0,
        "on_sheets": 0,
        "bates_first": "",
        "bates_last": "",
        "files": [],
        "records": [],
        "messages": ["m"],
    },
}
_PERSON = {
    **{"id": "", "citation": _CITATION, "name": "", "filed": "", "aliases": [""], "addresses": [""]},
    **{"seen": [["m", "sender", 0, "", _SPAN, 1.0, "n: | "]], "merges": [], "keys": ["n: | "], "principal": ""},
    **{"formerly": [], "key": "", "among": [], "uses": 1, "own": "", "person": "p", "title": "", "office": ""},
    **{"since": "2020-01-01", "until": "2020-01-01", "ended_by": "", "acting": True, "statements": 1, "dates": [""]},
}
_MENTION = {
    **{"id": "", "citation": _CITATION, "name": "", "document": "c", "message": "m", "place": "signature"},
    **{"title": "", "office": "", "status": "", "title_printed": "", "title_spans": [_SPAN]},
    **{"weak": True, "unnamed": True, "principal": ""},
}
_COPIES = {
    **{"id": "", "citation": _CITATION, "members": ["m", "m"]},
    "pairs": [["m", "m", 1.0, ["same sender", "same recipients", "same subject", "sent in the same minute"]]],
    "edges": [["m", "m", 0.9, "conversation", ["100% of the shorter text is in the other", "quoted below it"]]],
    **{"inclusive": ["m"], "copy_set": "", "comparisons": 1, "a": "", "b": "", "score": 1.0, "reasons": [""]},
    **{"limits": [""], "kind": "release", "other": "", "text": "", "hidden_in": "", "codes": ["(b)(6)"]},
    **{"named": "header", "produced": True, "how": "", "pages": []},
}
_SKETCH = {
    **{"id": "", "cited": _CITATION, "chain": "c", "depth": 1, "minute": 0, "second": 0, "offset": 0, "day": 18_000},
    **{"sender": "", "behalf": "", "sender_address": "", "to": [""], "people": ["", ""], "stem": "", "reply": "re"},
    **{"size": 500, "letters": 1000, "scale": 2, "damaged": True, "hides": 1, "starts": 0},
    **{"own": "", "refs": [], "paper": True},
}
_MESSAGE = {
    **{"id": "", "file": "", "page_start": 1, "page_end": 1, "chain": "", "depth": 1, "header_kind": "attribution"},
    **{"citation": _CITATION, "kind": "invite", "layout": "outlook_print"},
    "why": "outlook_print 0.30: a From line, a Sent line, a Subject line; From and a date",
    **{"stamp_start": "", "sender": _PARTY, "to": [_PARTY, _PARTY], "cc": [_PARTY], "bcc": []},
    "sent": {"printed": "", "local": "2020-01-01T", "offset": "", "spans": [_SPAN]},
    "subject": {"printed": "Re: ", "spans": [_SPAN]},
    "attachments": [{"printed": "", "spans": [_SPAN]}],
    **{"importance": {}, "location": {"printed": ""}, "starts": "", "ends": "", "message_id": "", "in_reply_to": ""},
    **{"references": [], "body": "", "body_spans": [_SPAN]},
    "zones": [["greeting", 0, 0], ["text", 0, 0], ["signature", 0, 0], ["disclaimer", 0, 0]],
    **{"certainty": 1.0, "doubts": [""], "implied": []},
}
_INTERACTIONS = [
    {
        **{"id": "", "citation": _CITATION, "record": "m", "source": "message", **_DATES, "precision": precision},
        **{more: [""] if more == "inferred" else True for more in rare},
        **{"actors": [""], "topic": "", "quotes": [["", "", [_SPAN]]], "to": ["", ""], "others": ["", ""]},
        **{"channel": channel, "act": act, "status": "requested"},
    }
    for precision, rare, channel, act in (
        ("minute", ("approx", "inferred"), "meeting", "reports a contact"),
        ("day", (), "email", "supplies information"),
    )
]
_WORDS = (
    *("asks for information", "instructs", "forwards", "thanks", "replies", "declines", "urges", "invites", "from"),
    *("call", "letter", "memo", "article", "greeting", "block", "top", "native", "embedded_in"),
)

#: The most frequent ones last: what is near costs a little less.
BEFORE = b"".join(
    msgspec.msgpack.encode(record)
    for record in (
        *(_PAGE, _RELEASES, _CLAIM, _GAP, _PERSON, _COPIES, _WORDS),
        *(_MENTION, _SKETCH, _MESSAGE, *_INTERACTIONS),
    )
)
