"""The words that head the fields of a printed message, with what OCR makes of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

#: Field names and the labels that print them, lower case. The second row of a field holds OCR confusions.
WORDS: dict[str, tuple[str, ...]] = {
    "from": (
        "from", "author", "von", "de", "da", "van", "från", "fra", "отправитель", "от", "发件人", "寄件者",
        "差出人", "מאת", "من",
        "frorn", "frotn", "fram", "frum", "fr0m", "fron", "fronn", "prom", "from.", "frem", "froin", "fom", "f rom",
    ),
    "sent": (
        "sent", "date", "sent on", "date sent", "gesendet", "datum", "envoyé", "envoyé le", "enviado", "enviado el",
        "fecha", "data", "inviato", "verzonden", "skickat", "sendt", "дата", "отправлено", "发送时间", "日期", "תאריך",
        "at", "sant", "serit", "seni", "sen", "seat", "sert", "senl", "sertt", "dale", "dat e", "dato", "s ent",
    ),
    "to": (
        "to", "for", "an", "à", "para", "aan", "till", "til", "кому", "收件人", "宛先", "אל", "إلى",
        "t0", "ta", "te", "tq", "ro", "t o", "tо", "lo",
    ),
    "cc": ("cc", "c.c", "kopie", "kopia", "копия", "抄送", "עותק", "ce", "co", "cć", "cq", "gc", "oc", "c c", "cci"),
    "bcc": ("bcc", "blind cc", "bce", "boc", "b cc"),
    "subject": (
        "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne", "тема", "主题",
        "主旨",
        "件名", "נושא", "الموضوع",
        "subiect", "subjecl", "subjeet", "sub ject", "subjed", "suhject", "subjct", "suject", "subjec", "subjoct",
    ),
    "re": ("re", "regarding", "subj"),
    "attachments": (
        "attachments", "attachment", "attach", "attachments(s)", "attachment(s)", "attached", "anlagen",
        "pièces jointes", "attachrnents", "attachmenls",
    ),
    "importance": ("importance", "priority", "wichtigkeit"),
    "via": ("sentvia", "sent via"),
    "other": (
        "sensitivity", "type", "categories", "follow up flag", "flag status", "reply-to",
        "reply to", "message-id", "in-reply-to", "auto forwarded by a rule", "x-mailer", "return-path",
        "retention policy",
        "expires", "conversation", "security", "signed by", "resent-from", "resent-to", "resent-date", "mailed-by",
        "mime-version", "content-type", "delivered-to", "organization", "errors-to", "sender", "received",
    ),
    "when": ("when",),
    "where": ("where", "location"),
    "start": ("start", "start time", "starts"),
    "end": ("end", "end time", "ends"),
    "recurrence": ("recurrence", "meeting status", "show time as", "recurrence pattern"),
    "organizer": ("organizer", "organiser", "meeting organizer"),
    "required": ("required attendees", "required", "attendees"),
    "optional": ("optional attendees", "optional"),
}  # fmt: skip

FIELD_OF = {word: field for field, words in WORDS.items() for word in words}

#: Labels too short or too common to begin a header, or to stand inside a line, on their own.
WEAK = frozenset({"for", "de", "da", "van", "an", "à", "para", "ta", "te", "ro", "lo", "data", "co", "oc", "gc", "cq"})

#: The longest label, with room for what OCR puts around it.
REACH = 26

#: How many characters of a line are looked through for further labels, so that work stays linear in long lines.
WIDTH = 3000

#: Signs that OCR or a printer puts around a label.
AROUND = " \t*_|.-•~'\"`‘“°[](){}<>="
COLONS = re.compile("[:;：]")
INLINE = re.compile(
    r"(?:(?<=[\s>;)\]\"”»,.])|^)(From|Sent|Date|At|To|Cc|CC|Ce|Co"
    r"|Bcc|Subject|Importance|Attachments?|Priority|Sensitivity) ?"
    r"(?:[:]|;(?= ))(?=\s|$|[\"'A-Z<(\d])"
)
#: A label whose colon was lost; it counts only inside a header and with a fitting value.
BARE = re.compile(r"\W{0,3}(From|Sent|Date|To|Cc|CC|Ce|Bcc|Subject|SUBJECT|Attachments)(?:[.,]?[ \t]+|$)(?=\S|$)")
#: Words that OCR may have damaged by one letter, inside a header.
STEMS = ("from", "sent", "subject", "date", "attachments", "importance")


class Label(NamedTuple):
    """A label found: its field, the word printed, and the offsets at which it begins and its value begins."""

    field: str
    word: str
    start: int
    value: int


def at_start(text: str) -> Label | None:
    """The label with which a line begins, or None. Offsets count from the beginning of `text`."""
    match = COLONS.search(text, 0, REACH)
    if match is None:
        return None
    colon = match.start()
    head = text[:colon]
    word = head.strip(AROUND).lower()
    field = FIELD_OF.get(word)
    if field is None:
        return None
    start = len(head) - len(head.lstrip(AROUND))
    return Label(field, word, start, colon + 1)


def damaged(text: str) -> Label | None:
    """The label with which a line begins when OCR changed one letter of it or of its colon, or None."""
    match = COLONS.search(text, 0, 14)
    if match is None or match.start() < 3:
        return None
    word = text[: match.start()].strip(" *_|.-").lower()
    for stem in STEMS:
        if abs(len(stem) - len(word)) <= 1 and Levenshtein.distance(stem, word, score_cutoff=1) <= 1:
            return Label(FIELD_OF[stem], word, 0, match.end())
    return None


def bare(text: str) -> Label | None:
    """The label with which a line begins without a colon, or None."""
    match = BARE.match(text)
    if match is None:
        return None
    return Label(FIELD_OF[match[1].lower()], match[1].lower(), match.start(1), match.end())


def inside(text: str, start: int) -> list[Label]:
    """Labels within a line from `start` on: lines that OCR merged print several fields."""
    if text.find(":", start, start + WIDTH) < 0 and text.find(";", start, start + WIDTH) < 0:
        return []
    return [
        Label(FIELD_OF[match[1].lower()], match[1].lower(), match.start(1), match.end())
        for match in INLINE.finditer(text, start, start + WIDTH)
    ]
