"""How mail programs introduce what they quote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from examples.press import spell
from examples.press.flow import Block, Rule
from examples.press.ink import BLUE, Run
from examples.press.layouts.base import Entry, Job, Scribe, Setting, body

#: What a quoting style yields: its header blocks; it returns the setting for the quoted body.
Quote = Callable[[Job, Entry, Setting, Scribe], tuple[list[Block], Setting]]


def _field(setting: Setting, entry: Entry, label: str, value: list[Run], before: float = 0.0) -> Block:
    runs = [Run(f"{label} ", setting.bold), *value]
    return setting.para(runs, entry.depth, "header", before)


def _plain_field(setting: Setting, entry: Entry, label: str, value: list[Run], before: float = 0.0) -> Block:
    runs = [Run(f"{label} ", setting.plain), *value]
    return setting.para(runs, entry.depth, "header", before)


def _people(scribe: Scribe, field: str, form: str, separator: str = "; ") -> list[Run]:
    return scribe.people(field, form, separator)


def _block_fields(
    entry: Entry, setting: Setting, scribe: Scribe, form: str, date: str, bold: bool = True, sender: str = ""
) -> list[Block]:
    """From / Sent / To / Cc / Subject / Attachments, one below the other."""
    make = _field if bold else _plain_field
    mail = entry.mail
    blocks = [make(setting, entry, "From:", scribe.sender(sender or form), setting.size * 0.5)]
    blocks.append(make(setting, entry, "Sent:", scribe.sent(date)))
    if mail.to:
        blocks.append(make(setting, entry, "To:", _people(scribe, "to", form)))
    if mail.cc:
        blocks.append(make(setting, entry, "Cc:", _people(scribe, "cc", form)))
    blocks.append(make(setting, entry, "Subject:", scribe.subject()))
    if mail.attachments and bold:
        blocks.append(make(setting, entry, "Attachments:", scribe.attachments()))
    if mail.importance and mail.importance != "Normal":
        blocks.append(make(setting, entry, "Importance:", scribe.importance()))
    return blocks


def outlook(job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """A rule, then the header block in bold labels."""
    form = job.look.name or "mixed"
    rule: list[Block] = [Rule(9, 2, 0.75, BLUE, 0.96)] if job.look.rule and not setting.bars else []
    return rule + _block_fields(entry, setting, scribe, form, "long"), setting


def outlook_plain(job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """The header block of a mail answered in plain text."""
    return _block_fields(entry, setting, scribe, job.look.name or "mixed", "long", False), setting


def original_message(job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """-----Original Message----- and the block."""
    head = setting.para([Run("-----Original Message-----", setting.plain)], entry.depth, "quote", setting.size)
    form = job.look.name
    fields = _block_fields(entry, setting, scribe, form or "outlook", "long", False, form or "mailto")
    return [head, *fields], setting


def original_appointment(_job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """-----Original Appointment----- with When and Where."""
    mail = entry.mail
    blocks: list[Block] = [
        setting.para([Run("-----Original Appointment-----", setting.plain)], entry.depth, "quote", setting.size),
        *_block_fields(entry, setting, scribe, "outlook", "long"),
    ]
    if mail.start and mail.end:
        when = f"{spell.date(mail.start, 'long')}-{spell.clock(mail.end)} (UTC-05:00) Eastern Time (US & Canada)."
        blocks.append(_field(setting, entry, "When:", [Run(when, setting.plain)]))
        entry.facts.start = mail.start.isoformat(timespec="minutes")
        entry.facts.end = mail.end.isoformat(timespec="minutes")
    blocks.append(_field(setting, entry, "Where:", [Run(mail.location, setting.plain)]))
    entry.facts.location = mail.location
    return blocks, setting


def gmail(_job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """On Wed, Nov 3, 2021 at 1:10 PM Name <address> wrote: and the quotation indented behind a bar."""
    return _wrote(entry, setting, scribe, "gmail", "internet"), setting.deeper(14)


def _wrote(entry: Entry, setting: Setting, scribe: Scribe, date: str, form: str) -> list[Block]:
    entry.facts.header_kind = "attribution"
    sent = scribe.sent(date)[0].text
    comma = "," if date == "iphone" else ""
    runs = [Run(f"On {sent}{comma} ", setting.plain), *scribe.sender(form), Run(" wrote:", setting.plain)]
    return [setting.para(runs, entry.depth, "header", setting.size)]


def iphone(job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """On Nov 3, 2021, at 1:10 PM, Name <address> wrote: and "> " before each line."""
    deeper = replace(setting, prefix=setting.prefix + "> ")
    return _wrote(entry, setting, scribe, "iphone", job.look.name or "web"), deeper


def forwarded_iphone(_job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """Begin forwarded message: and a block behind a bar."""
    lead = setting.para([Run("Begin forwarded message:", setting.plain)], entry.depth, "quote", setting.size)
    inner = setting.deeper(12)
    blocks: list[Block] = [lead, _field(inner, entry, "From:", scribe.sender("quoted"), 6)]
    blocks.append(_field(inner, entry, "Date:", scribe.sent("apple")))
    blocks.append(_field(inner, entry, "To:", scribe.people("to", "quoted", ", ")))
    if entry.mail.cc:
        blocks.append(_field(inner, entry, "Cc:", scribe.people("cc", "quoted", ", ")))
    blocks.append(_field(inner, entry, "Subject:", scribe.subject()))
    return blocks, inner


def forwarded_gmail(_job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """---------- Forwarded message --------- and the fields."""
    lead = "---------- Forwarded message ---------"
    blocks: list[Block] = [setting.para([Run(lead, setting.plain)], entry.depth, "quote", setting.size)]
    blocks.append(_plain_field(setting, entry, "From:", scribe.sender("internet")))
    blocks.append(_plain_field(setting, entry, "Date:", scribe.sent("gmail")))
    blocks.append(_plain_field(setting, entry, "Subject:", scribe.subject()))
    blocks.append(_plain_field(setting, entry, "To:", scribe.people("to", "internet", ", ")))
    if entry.mail.cc:
        blocks.append(_plain_field(setting, entry, "Cc:", scribe.people("cc", "internet", ", ")))
    return blocks, setting


def lotus(_job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """Lotus Notes: From / To / Cc / Date / Subject in a column, under a rule."""
    blocks: list[Block] = [Rule(8, 2, 0.5)]
    rows = [("From:", scribe.sender("notes")), ("To:", scribe.people("to", "notes", ", "))]
    if entry.mail.cc:
        rows.append(("Cc:", scribe.people("cc", "notes", ", ")))
    rows += [("Date:", scribe.sent("lotus")), ("Subject:", scribe.subject())]
    for label, value in rows:
        para = setting.para(value, entry.depth, "header", 1.5)
        para.label, para.column = Run(label + " ", setting.plain), 62
        blocks.append(para)
    return blocks, setting


def state(_job: Job, entry: Entry, setting: Setting, scribe: Scribe) -> tuple[list[Block], Setting]:
    """Original Message, without dashes, and Unix dates."""
    lead = setting.para([Run("Original Message", setting.plain)], entry.depth, "quote", setting.size)
    lead.left += 16
    blocks: list[Block] = [lead]
    blocks.append(_plain_field(setting, entry, "From:", scribe.sender("state")))
    blocks.append(_plain_field(setting, entry, "To:", scribe.people("to", "state")))
    if entry.mail.cc:
        blocks.append(_plain_field(setting, entry, "Cc:", scribe.people("cc", "state")))
    blocks.append(_plain_field(setting, entry, "Sent:", scribe.sent("unix")))
    blocks.append(_plain_field(setting, entry, "Subject:", scribe.subject()))
    return blocks, setting


QUOTES: dict[str, Quote] = {
    "outlook": outlook,
    "outlook_plain": outlook_plain,
    "original_message": original_message,
    "original_appointment": original_appointment,
    "gmail": gmail,
    "iphone": iphone,
    "forwarded_iphone": forwarded_iphone,
    "forwarded_gmail": forwarded_gmail,
    "lotus": lotus,
    "state": state,
}


def quoted(job: Job, setting: Setting) -> Iterator[Block]:
    """Everything below the top message: each quoted message with its header and body."""
    for entry in job.entries[1:]:
        entry.facts.header_kind = "block"
        scribe = Scribe(job, entry, setting.plain)
        blocks, setting = QUOTES[entry.quote](job, entry, setting, scribe)
        yield from blocks
        yield from body(job, entry, setting)
