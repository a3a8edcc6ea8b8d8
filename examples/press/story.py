"""Reading a hand-written case (YAML) into mails, attachments and the plan of its releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from examples.press.model import Act, Attachment, Hide, Look, Mail, Person

Record = dict[str, Any]

#: How a program quotes what it answers, and what it forwards.
HABITS = {
    ("outlook", "reply"): "outlook",
    ("outlook", "forward"): "outlook",
    ("plain", "reply"): "original_message",
    ("plain", "forward"): "outlook_plain",
    ("gmail", "reply"): "gmail",
    ("gmail", "forward"): "forwarded_gmail",
    ("iphone", "reply"): "iphone",
    ("iphone", "forward"): "forwarded_iphone",
    ("lotus", "reply"): "lotus",
    ("lotus", "forward"): "lotus",
}


@dataclass(slots=True)
class Story:
    """A case: everybody, everything that was sent, and how it was released."""

    agency: str
    short: str
    street: str
    people: dict[str, Person]
    mails: dict[str, Mail]
    attachments: dict[str, Attachment]
    plan: Record
    roles: list[Record]

    def chain(self, mail: str, quotes: int = 99, quote: str = "") -> list[tuple[Mail, str]]:
        """A mail and what it quotes, each with the style that introduces it, at most `quotes` of them."""
        return chain(self.mails, mail, quotes, quote)


def chain(mails: dict[str, Mail], first: str, quotes: int = 99, quote: str = "") -> list[tuple[Mail, str]]:
    """A mail and its ancestors as quoted below it. `quote` overrides the style."""
    links = [(mails[first], "")]
    while len(links) <= quotes:
        mail = links[-1][0]
        style = mail.quote or quote or HABITS[mail.client, mail.reply]
        if style == "none" or mail.parent not in mails:
            break
        links.append((mails[mail.parent], style))
    return links


def load(folder: Path) -> Story:
    """The case in `folder`."""
    book = _yaml(folder / "people.yaml")
    people = {entry["id"]: _person(entry, book) for entry in [*book["people"], *book["lists"]]}
    papers = {name: _attachment(name, entry, people) for name, entry in _yaml(folder / "attachments.yaml").items()}
    mails = {entry["id"]: _mail(entry, people, papers) for entry in _yaml(folder / "messages.yaml")}
    plan = _yaml(folder / "releases.yaml")
    return Story(book["agency"], book["short"], book["street"], people, mails, papers, plan, book["roles"])


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _person(entry: Record, book: Record) -> Person:
    return Person(**{"first": "", **entry, "unit": entry.get("unit", "")})


def _when(value: datetime | date | str | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value))


def _attachment(name: str, entry: Record, people: dict[str, Person]) -> Attachment:
    memo = entry.get("memo")
    if memo:
        return Attachment(name, "memo", memo=_mail({"id": f"memo:{name}", "kind": "memo", **memo}, people, {}))
    return Attachment(name, "sheet", entry["title"], tuple(entry["lines"]))


def _mail(entry: Record, people: dict[str, Person], papers: dict[str, Attachment]) -> Mail:
    sent = _when(entry["sent"])
    assert sent is not None
    kind = entry.get("kind", "email")
    return Mail(
        id=entry["id"],
        sender=people[entry["from"]],
        to=tuple(people[one] for one in entry["to"]),
        cc=tuple(people[one] for one in entry.get("cc", ())),
        sent=sent,
        subject=entry["subject"],
        body=entry["body"].strip(),
        kind=kind,
        parent=entry.get("parent", ""),
        reply=entry.get("reply", "reply"),
        sign=entry.get("sign", "none" if kind == "memo" else "full"),
        client=entry.get("client", "outlook"),
        quote=entry.get("quote", ""),
        importance=entry.get("importance", ""),
        attachments=tuple(papers.get(name) or Attachment(name) for name in entry.get("attachments", ())),
        start=_when(entry.get("start")),
        end=_when(entry.get("end")),
        location=entry.get("location", ""),
        disclaimer=entry.get("disclaimer", ""),
        acts=tuple(_acts(entry.get("acts", ()))),
    )


def _acts(entries: Any) -> Iterator[Act]:
    for entry in entries:
        yield Act(
            entry["act"],
            entry["quote"],
            entry.get("channel", "email"),
            tuple(entry.get("actors", ())),
            tuple(entry.get("to", ())),
            entry.get("date", ""),
        )


def hides(entries: Any) -> tuple[Hide, ...]:
    """The redactions of one printing."""
    return tuple(
        Hide(
            mail=entry["mail"],
            find=entry["find"],
            codes=tuple(entry["codes"]),
            place=entry.get("place", "body"),
            whole=entry.get("whole", False),
            bad=entry.get("bad", False),
            local=entry.get("local", False),
        )
        for entry in entries or ()
    )


def look(entry: Record | None) -> Look:
    """The look of one printing; `labels` are pairs."""
    fields = dict(entry or {})
    if "labels" in fields:
        fields["labels"] = tuple((name, text) for name, text in fields["labels"])
    return Look(**fields)
