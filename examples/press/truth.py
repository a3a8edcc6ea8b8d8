"""The truth: everything that was printed, as ``truth/truth.json``.

Sections are written line by line while files are printed, and put together at the end, so that memory stays bounded.
`file` is the path under the output folder; pages count from 1 within their file; stamps and boxes are as printed.

`messages` holds `threads` (printed chains: `thread`, `file`, `page_start`, `page_end`, `stamp_start`, `messages`) and
`dontcare` (pages of release letters). A message has `depth` (0: the printed top message), `from`, `to`, `cc`, `bcc`
("Last, First", or the address where only that is printed; hidden people are left out and counted in `hidden_people`;
`from_printed` is false and `from` empty where the sender is hidden), `sent` (to the precision printed, the offset only
where one is printed), `sent_pm` (the same, for quoted messages), `subject` and `body` (as printed, with the code where
words are hidden), `attachments` (as named in its header), `page` and `page_in_file` (where the line that introduces it,
or its header, begins), `page_end`, `stamp`, `kind`, `layout`, `quote` (how it is introduced), `header_kind`, `scanned`,
and `mail`: the id of the mail as sent, which its copies share.

`pages`         file, page, release, stamps (page stamp first), state (read, ocr, withheld), scanned, text (left out in
                large runs)
`redactions`    release, file, page, box (PDF points from the top left corner), codes, bad (text lies beneath), hidden
`blanks`        the same of words that left blank paper without a box
`invites`       as exported, and the message's id
`releases`      number by its letter, name, date, pages reviewed, released and withheld, first and last stamp, sheets
`sheets`        sheets of deleted pages and slips for pages withheld in full, with their total, stamps and codes
`copies`        every pair of prints of one mail, and what one hides and the other shows, or hides under another code
`attachments`   names in headers, produced (on which pages) or not
`gaps`          missing parents, mails known as quotations only, attachments not produced, withheld and skipped pages,
                letters missing from the series, releases whose sheets do not add up
`people`        names, aliases, addresses, posts held
`interactions`  what a mail does, with the words that show it, and the dated entries of the release page
`articles`, `claims`, `links` (`wrong`: must not be shown), `families`, `ambiguous`: the hand-written case alone
`native`        mails that are also there as files
`contacts`      entries of logs, chats and calendars: what their print tells (file, page, channel, start, end, duration,
                direction, parties, subject, text, place)
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from examples.press.model import Act, Hide
from examples.press.volume import Copy, Volume

Record = dict[str, Any]
SECTIONS = [
    "pages",
    "redactions",
    "blanks",
    "invites",
    "releases",
    "sheets",
    "copies",
    "attachments",
    "gaps",
    "people",
    "interactions",
    "claims",
    "articles",
    "links",
    "families",
    "ambiguous",
    "native",
    "contacts",
]


def lines(root: Path, section: str, part: int, records: Iterable[Record]) -> None:
    """Write one part of one section. Parts are put in order of their number."""
    folder = root / "truth" / ".parts"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{section}-{part:06d}.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def assemble(root: Path, head: Record) -> Path:
    """Put the parts together as ``truth/truth.json`` and remove them. `head` comes first."""
    path, folder = root / "truth" / "truth.json", root / "truth" / ".parts"
    with path.open("w", encoding="utf-8") as out:
        out.write("{\n")
        out.writelines(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n" for key, value in head.items())
        out.write('"messages": {"dontcare": [\n')
        out.writelines(_joined(folder, "dontcare"))
        out.write('], "threads": [\n')
        out.writelines(_joined(folder, "threads"))
        out.write("]}")
        for section in SECTIONS:
            out.write(f',\n"{section}": [\n')
            out.writelines(_joined(folder, section))
            out.write("]")
        out.write("\n}\n")
    shutil.rmtree(folder, ignore_errors=True)
    return path


def _joined(folder: Path, section: str) -> Iterator[str]:
    """The lines of all parts, each but the last with a comma."""
    held = ""
    for part in sorted(folder.glob(f"{section}-*.jsonl")):
        with part.open(encoding="utf-8") as lines_of:
            for line in lines_of:
                if held:
                    yield held + ",\n"
                held = line.rstrip("\n")
    if held:
        yield held + "\n"


def copy_sets(copies: Iterable[Copy]) -> dict[str, list[Copy]]:
    """The places where each mail was printed."""
    sets: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        sets[copy.mail.id].append(copy)
    return dict(sets)


def copy_pairs(sets: dict[str, list[Copy]]) -> Iterator[Record]:
    """Every pair of copies of one mail, with what each hides and the other shows."""
    for mail, places in sets.items():
        for a, b in combinations(places, 2):
            yield {
                "a": a.message,
                "b": b.message,
                "mail": mail,
                "releases": [a.release, b.release],
                "across": a.release != b.release,
                "differences": [*_hidden(a, b), *_hidden(b, a), *_recoded(a, b)],
            }


def _words(copy: Copy, hide: Hide) -> str:
    """What a hide covers, as text."""
    people = {person.id: person for person in (copy.mail.sender, *copy.mail.to, *copy.mail.cc, *copy.mail.bcc)}
    person = people.get(hide.find) if hide.place in ("from", "to", "cc", "bcc") else None
    if person is None:
        return hide.find
    return person.address.split("@")[0] if hide.local else person.key


def _same(a: Hide, b: Hide) -> bool:
    return (a.find, a.place, a.local) == (b.find, b.place, b.local)


def _hidden(a: Copy, b: Copy) -> Iterator[Record]:
    """What `a` hides and `b` shows: of a paragraph that `a` hides, not the sentence in it that `b` hides too."""
    for hide in a.hides:
        if any(_same(hide, other) for other in b.hides):
            continue
        text = _words(a, hide)
        for other in b.hides:
            if other.place == hide.place == "body" and other.mail == hide.mail:
                text = "" if text in other.find else " ".join(text.replace(other.find, " ").split())
        if text:
            yield {
                "text": text,
                "place": hide.place,
                "hidden_in": a.message,
                "codes": list(hide.codes),
                "kind": "hidden",
            }


def _recoded(a: Copy, b: Copy) -> Iterator[Record]:
    for hide in a.hides:
        for other in b.hides:
            if _same(hide, other) and hide.codes != other.codes:
                yield {
                    "text": _words(a, hide),
                    "place": hide.place,
                    "hidden_in": None,
                    "codes": [list(hide.codes), list(other.codes)],
                    "kind": "code_changed",
                }


def mail_gaps(sets: dict[str, list[Copy]], parents: dict[str, str]) -> Iterator[Record]:
    """Replies whose parent is nowhere, and mails known only as quotations. `parents` maps mail ids."""
    for mail, places in sets.items():
        parent, first = parents.get(mail, ""), places[0]
        if parent and parent not in sets:
            yield {"kind": "missing_parent", "release": first.release, "message": first.message, "mail": parent}
        if all(copy.depth for copy in places):
            yield {"kind": "quoted_only", "release": first.release, "message": first.message, "mail": mail}


def attachment_records(sets: dict[str, list[Copy]], volumes: Iterable[Volume]) -> tuple[list[Record], list[Record]]:
    """Every attachment named on a page, produced or not, and the gaps: names whose pages are nowhere."""
    produced = [record for volume in volumes for record in volume.attachments]
    names = {record["name"] for record in produced}
    records, gaps, missing = list(produced), [], set()
    for places in sets.values():
        for attachment in places[0].mail.attachments:
            named = [copy for copy in places if copy.named]
            if not named or attachment.name in names:
                continue
            records += [_not_produced(copy, attachment.name) for copy in named if not copy.depth]
            if attachment.name not in missing:
                missing.add(attachment.name)
                gaps.append(_attachment_gap(named[0], attachment.name))
    return records, gaps


def _not_produced(copy: Copy, name: str) -> Record:
    return {"message": copy.message, "file": copy.file, "name": name, "produced": False, "pages": []}


def _attachment_gap(copy: Copy, name: str) -> Record:
    return {
        "kind": "attachment_not_produced",
        "release": copy.release,
        "message": copy.message,
        "mail": copy.mail.id,
        "detail": name,
    }


def mail_acts(sets: dict[str, list[Copy]]) -> Iterator[Record]:
    """What people do in the mails, each cited to a copy that shows the words; an act hidden everywhere is left out."""
    for places in sets.values():
        for act in places[0].mail.acts:
            shown = [copy for copy in places if _shows(copy, act.quote)]
            if shown:
                yield _act(min(shown, key=lambda copy: copy.depth), act)


def _shows(copy: Copy, quote: str) -> bool:
    return " ".join(quote.split()) in " ".join(f"{copy.mail.subject} {copy.body}".split())


def _act(copy: Copy, act: Act) -> Record:
    mail = copy.mail
    day = mail.sent.date() - timedelta(days="last night" in act.quote)
    channel = mail.kind if act.channel == "email" and mail.kind in ("memo", "letter") else act.channel
    return {
        "message": copy.message,
        "mail": mail.id,
        "file": copy.file,
        "date": act.date or day.isoformat(),
        "actors": list(act.actors) or [mail.sender.key],
        "to": list(act.to) or [person.key for person in mail.to],
        "channel": channel,
        "act": act.act,
        "quotes": [act.quote],
    }


def letter_pages(letter_file: str, release: str, count: int) -> list[Record]:
    """The pages of a release letter: it was not sent among the correspondence, so no reader is held to it."""
    return [
        {"file": letter_file, "release": release, "page": page, "kind": "letter", "sent": None, "depth": 0}
        for page in range(1, count + 1)
    ]
