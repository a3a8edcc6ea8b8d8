"""People in mail threads of tokens: the mentions are given, the library says who is who.

    predict(folder)     folder: ``*.conll`` files (token, speaker, entity chain, coreference) as read by
                        ``score_email_coref.py``; yields {"doc", "clusters": {mention id: cluster key}}

Only the tokens and the places of mentions are used. Headers are told from bodies by their words; what stands first in a
body is a greeting, what stands alone near its end a signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.people.resolve import resolve
from onrecord.people.uses import Use

_FIELDS = {mark + field: field for field in ("from", "to", "cc", "bcc") for mark in ("", "x-")}
_HEADER = re.compile(r"((?:x ?- ?)?(?:from|to|cc|bcc)|sent|date|subject)\s*:", re.IGNORECASE)
#: Words of others for themselves and for those they write to.
_SELF = frozenset({"i", "me", "my", "mine", "myself"})
_YOU = frozenset({"you", "your", "yours", "yourself", "u", "ya"})


class Mention(NamedTuple):
    """A mention: its number in the file, its first and last token."""

    id: str
    start: int
    end: int


class Thread(NamedTuple):
    """The tokens of a file, for each the number of its line, and the mentions."""

    tokens: list[str]
    lines: list[int]
    mentions: list[Mention]


def read(path: Path) -> Thread:
    """A thread as the scorer reads it: an empty line of the file is a token of its own."""
    tokens: list[str] = []
    lines: list[int] = []
    found: list[tuple[int, int, str]] = []
    opened: dict[str, list[int]] = {}
    for row in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        parts = row.split("\t")
        if row.startswith("#"):
            continue
        lines.append(lines[-1] + (tokens[-1] == "\n") if lines else 0)
        tokens.append(parts[0] if len(parts) >= 4 else "\n")
        for part in parts[2].split("|") if len(parts) >= 4 and parts[2] != "-" else ():
            match = re.match(r"(\()?([A-Z])(\d+)\*?(\))?", part.strip())
            if match:
                key = match[2] + match[3]
                if match[1]:
                    opened.setdefault(key, []).append(len(tokens) - 1)
                if part.strip().endswith(")") and opened.get(key):
                    found.append((opened[key].pop(), len(tokens) - 1, key))
    people = sorted(item for item in found if item[2][0] == "P")
    return Thread(tokens, lines, [Mention(str(n), start, end) for n, (start, end, _) in enumerate(people)])


def predict(folder: Path) -> Iterator[dict[str, Any]]:
    """The clusters of every thread of a folder."""
    for path in sorted(folder.glob("*.conll")):
        yield {"doc": path.name, "clusters": clusters(read(path))}


def clusters(thread: Thread) -> dict[str, str]:
    """For every mention whom the library takes it for. Pronouns stand for the sender and the only recipient."""
    places = _places(thread)
    uses = [_use(thread, mention, *places[mention.start]) for mention in thread.mentions]
    found = resolve(uses)
    keys = {}
    for number, (mention, use, answer) in enumerate(zip(thread.mentions, uses, found.answers, strict=True)):
        keys[mention.id] = f"c{answer.cluster}" if answer.cluster >= 0 else f"open{number}"
        if use.name.lower() in _SELF | _YOU:
            fields = ("from",) if use.name.lower() in _SELF else ("to",)
            whom = {
                a.cluster
                for u, a in zip(uses, found.answers, strict=True)
                if u.within == use.within and u.place in fields
            }
            keys[mention.id] = f"c{whom.pop()}" if len(whom) == 1 else f"open{number}"
    return keys


def _use(thread: Thread, mention: Mention, within: str, place: str) -> Use:
    words = [word for word in thread.tokens[mention.start : mention.end + 1] if word != "\n"]
    text = " ".join(words).replace(" ,", ",").strip()
    if "@" in text and "/" not in text:
        local, _, domain = text.rpartition("@")
        return Use("", local.replace(" ", "") + "@" + domain.strip(), "thread", within, place)
    if text.lower() in _SELF | _YOU or text[:1].islower():
        return Use(text if text.lower() in _SELF | _YOU else "", "", "thread", within, "pronoun")
    return Use(text.replace(" / ", "/"), "", "thread", within, place)


def _places(thread: Thread) -> list[tuple[str, str]]:
    """For every token its message and its place."""
    texts: dict[int, list[str]] = {}
    for token, line in zip(thread.tokens, thread.lines, strict=True):
        texts.setdefault(line, []).append(token)
    place_of, message, field, in_head, body_line = {}, 0, "text", False, 0
    for line, tokens in texts.items():
        text = " ".join(tokens).strip()
        match = _HEADER.match(text)
        if match:
            name = match[1].lower().replace(" ", "")
            if not in_head and name in {"from", "date", "subject"}:
                message += 1
            in_head, body_line = True, 0
            field = _FIELDS.get(name, "text")
        elif text:
            in_head = False
            body_line += 1
            field = "greeting" if body_line == 1 and len(tokens) <= 7 else "text"
        place_of[line] = (f"m{message}", field)
    lasts = _signatures(texts, place_of)
    return [(place_of[line][0], "signature" if line in lasts else place_of[line][1]) for line in thread.lines]


def _signatures(texts: dict[int, list[str]], place_of: dict[int, tuple[str, str]]) -> set[int]:
    """The short lines at the end of every body."""
    ends: dict[str, list[int]] = {}
    for line, tokens in texts.items():
        if (
            place_of[line][1] in ("text", "greeting")
            and " ".join(tokens).strip()
            and not _HEADER.match(" ".join(tokens))
        ):
            ends.setdefault(place_of[line][0], []).append(line)
    found = set()
    for lines in ends.values():
        for line in lines[1:][-3:]:
            if len(" ".join(texts[line]).split()) <= 5:
                found.add(line)
    return found
