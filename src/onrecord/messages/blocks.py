"""Reading a labelled header: From, Sent, To, Cc, Subject and what belongs to them, however the lines are broken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages import labels, rows, separators
from onrecord.messages.heads import Head, add, value
from onrecord.messages.labels import Label
from onrecord.messages.lines import Line, Point
from onrecord.model import Page
from onrecord.text import dates

#: Fields that may begin a header. Others are read once one has begun.
OPENERS = frozenset({"from", "to", "subject", "sent", "re", "organizer", "where"})
RECIPIENTS = frozenset({"to", "cc", "bcc", "required", "optional"})

#: How many lines without a label may stand inside a header before it is taken to have ended. Lines that look like a
#: list of recipients do not count, however many they are.
SLACK = {"from": 2, "sent": 2, "to": 4, "cc": 4, "bcc": 3, "subject": 2, "attachments": 2, "re": 2, "where": 1}
BLANKS = 4

LISTED = re.compile(r"[;@<>]|\[[ECcF]\b|,$|\([A-Z/]{2,}|^[A-Z][\w'’-]+, [A-Z]")
#: An entry of a list that goes on in the next line; a greeting such as "All," is none.
ENTRY = re.compile(r"[;@<>]|\[[ECcF]\b|\([A-Z/]{2,}|^[A-Z][\w'’-]+, [A-Z]")
#: The rest of a name and an address.
ADDRESSED = re.compile(r"[^\n<>@:]{1,60}<[^\s<>@]{1,64}@[^\s<>@]{1,100}>")
FILE_NAME = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|txt|rtf|csv|jpe?g|png|gif|tiff?|bmp|html?|msg|eml|ics|vcf|zip|xml|wpd|pub|mp[34]|mov|heic)\d?(?:[\s,;)]|$)|;$",
    re.IGNORECASE,
)
#: What stands after Sent inside a line: a weekday, nothing, or the next label of a row of labels without values.
WEEKDAY = re.compile(r"\s*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b|$|(?:To|Cc|Ce|Subject) ?[:;])")
#: A line of exemption codes, which a blanked value leaves beside the header.
CODES = re.compile(r"(?:\(\s?b\s?\)\s?\(\s?\d\s?\)(?:\s?\([A-Fa-f]\))?[\s,;]{0,3}){1,12}")
#: Specks between the label and a subject.
DEBRIS = re.compile(r"(?:[ \t]*[.,•·*~|][ \t]+)?")
ANSWERED = re.compile(
    r"(?<= )(?:> )?On (?:[A-Z][a-z]{2,8},? )?[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4},? [^\n]{4,160}wrote ?:"
)
#: A word at the end of a line with which no subject ends, and words with which bodies begin.
OPEN_END = re.compile(r"\w (?:with|of|the|for|and|from|by|at|an|on the|in the|to the|between|for an?|regarding the)$")
OPENING = re.compile(
    r"(?:Dear|Hi|Hello|Hey|Good|Thank|Thanks|Please|FYI|All|Team|Folks|Colleagues|I|We|See|Sent)\b|[>\W]{2}"
)
#: A line that is a time has at most so many characters besides it.
STRAY = 16
GAP = re.compile(r"[ \t]{4}|\t")


class Reader:
    """Reads one header from the stream; made for one header only."""

    def __init__(self, pages: Sequence[Page], lines: Sequence[Line], index: int, offset: int) -> None:
        """`index` and `offset` (into that line's text) are where the first label stands."""
        self.pages, self.lines = pages, lines
        start = Point(index, lines[index].at + offset)
        self.head = Head(first=start, block=start, after=start)
        self.index, self.offset = index, offset
        self.current = ""
        self.pending: list[int] = []
        self.plain = 0
        self.blanks = 0
        self.gaps = 0
        self.ended = False

    def read(self) -> Head:
        """The header: fields may be few or none; whether it is one is decided elsewhere."""
        index = self.index
        while index < len(self.lines) and not self.ended and self._take(index):
            index += 1
        self._settle()
        rows.repair(self.pages, self.lines, self.head)
        self.head.columns = self.gaps >= 2
        printed = value(self.pages, self.head, "sent")
        self.head.moment = (dates.find(printed) or dates.find_damaged(printed)) if printed else None
        return self.head

    def _take(self, index: int) -> bool:
        """Read one line; False when the header has ended before it."""
        line = self.lines[index]
        offset = self.offset if index == self.index else 0
        if not line.text[offset:]:
            return self._blank(index)
        label = self._label(line.text, offset)
        if label is None:
            return self._plain(index)
        if not self._fits(label, index):
            return False
        self._commit()
        self._fields(index, line, label)
        return True

    def _blank(self, index: int) -> bool:
        self.blanks += 1
        if self.blanks == BLANKS and self.current in RECIPIENTS and "subject" not in self.head.fields:
            # A list that goes on over the page: the empty lines at the foot of its first page end nothing.
            self.blanks -= self._at_foot(index)
        if self.current in {"importance", "other", "attachments", "recurrence"} and self._complete():
            return self.blanks < 2
        return self.blanks < (2 if self.current in {"subject", "re"} and self._complete() else BLANKS)

    def _at_foot(self, index: int) -> bool:
        """Whether only empty lines follow on the page of this line, and a further page."""
        page = self.lines[index].page
        while index < len(self.lines) and self.lines[index].page == page:
            if self.lines[index].text:
                return False
            index += 1
        return index < len(self.lines)

    def _complete(self) -> bool:
        fields = self.head.fields
        return "from" in fields and ("sent" in fields or "to" in fields)

    def _label(self, text: str, offset: int) -> Label | None:
        if offset:
            found = labels.inside(text, offset)
            return found[0] if found and found[0].start == offset else labels.at_start(text[offset:])
        label = labels.at_start(text)
        if label is not None:
            return label
        label = labels.bare(text)
        if label is not None and self._bare_fits(label, text):
            return label
        label = labels.damaged(text) if self.current else None
        return label if label is not None and label.field not in self.head.fields else None

    def _bare_fits(self, label: Label, text: str) -> bool:
        """Whether a label without a colon is one: it is still missing, and its value fits or stands in a column."""
        if label.field in self.head.fields:
            return False
        rest = text[label.value :]
        gap = label.value - label.start - len(label.word)
        if gap >= 3 or not rest:
            return bool(self.current) or gap >= 3
        if not self.current:
            return False
        if label.field == "sent":
            return dates.find(rest[:60]) is not None
        return label.field == "subject" or (label.field in {"to", "cc"} and self.current in {"sent", "to", "from"})

    def _fits(self, label: Label, index: int) -> bool:
        """Whether a labelled line goes on with this header."""
        if index == self.index:
            return True
        seen, field = self.head.fields, label.field
        apart = self.current in {"subject", "re"} and bool(self.pending or self.blanks)
        again = field in seen and field not in {"other", "recurrence"}
        early = label.word in labels.WEAK and field == "cc" and "to" not in seen
        sender = field == "from" and (apart or self._complete_without_sender(index))
        if again or early or sender or (field == "re" and "subject" in seen):
            return False
        return not (apart and self._complete()) or self._after_subject(field, index)

    def _complete_without_sender(self, index: int) -> bool:
        """Whether a From line heads a message of its own: nothing is left for it to add, or a second To follows it."""
        seen = self.head.fields.keys()
        if {"sent", "to", "subject"} <= seen or "organizer" in seen:
            return True
        below = (labels.at_start(line.text) for line in self.lines[index + 1 : index + 4])
        return "to" in seen and any(label is not None and label.field == "to" for label in below)

    def _after_subject(self, field: str, index: int) -> bool:
        """Whether a label some way below the subject goes on with a complete header; body text must not."""
        if self.pending and field in {"where", "when", "start", "end"}:
            return False
        return len(self.pending) <= 1 and (field != "sent" or dates.find(self.lines[index].text) is not None)

    def _plain(self, index: int) -> bool:
        """A line without a label: kept back until it is known whether a label follows."""
        text = self.lines[index].text
        if separators.starts(text):
            return False
        if CODES.fullmatch(text) is not None:
            return True
        listed = self.current in RECIPIENTS and LISTED.search(text) is not None
        named = self.current == "attachments" and FILE_NAME.search(text) is not None
        if not (listed or named):
            self.plain += 1
        if self.plain > SLACK.get(self.current, 1):
            return False
        if labels.INLINE.search(text) is not None and self._swallow(index):
            return True
        self.pending.append(index)
        self.blanks = 0
        return True

    def _swallow(self, index: int) -> bool:
        """A wrapped line inside which the next fields begin: "Leger <a@b.org> Subject: Results"."""
        line = self.lines[index]
        found = [label for label in labels.inside(line.text, 0) if label.field not in self.head.fields]
        if not found or found[0].field == "from":
            return False
        self._commit()
        add(self.head, self.current, line, 0, found[0].start)
        self._fields(index, line, found[0])
        return True

    def _fields(self, index: int, line: Line, label: Label) -> None:
        """Take the fields of one line: the one it begins with and those merged into it."""
        found = labels.inside(line.text, label.value)
        stop = self._next_header(found, label, index)
        stop = self._answered(line, label, found) if stop is None else stop
        parts = self._parts(found, line, label, stop)
        if len(parts) > 1:
            self.head.merged = True
        elif GAP.match(line.text, label.value) is not None and line.text[label.value :].strip():
            self.gaps += 1
        ends = [*(part.start for part in parts[1:]), len(line.text) if stop is None else stop]
        for part, end in zip(parts, ends, strict=True):
            specks = DEBRIS.match(line.text, part.value) if part.field == "subject" else None
            start = specks.end() if specks is not None else part.value
            add(self.head, part.field, line, min(start, end), end)
            self.current = part.field
        self.head.after = Point(index, line.stop + 1 if stop is None else line.at + stop)
        self.ended = stop is not None
        self.pending, self.plain, self.blanks = [], 0, 0

    def _parts(self, found: list[Label], line: Line, label: Label, stop: int | None) -> list[Label]:
        """The labels whose fields stand in this line, each field once."""
        parts = [label]
        for other in found:
            before = other.start > label.start and (stop is None or other.start < stop)
            if before and other.field not in {one.field for one in parts} and self._inner(other, line.text, label):
                parts.append(other)
        return parts

    def _answered(self, line: Line, label: Label, found: list[Label]) -> int | None:
        """Where the attribution of a quotation begins in this line, run into the subject, or None."""
        subject = next((one for one in (label, *found) if one.field == "subject"), None)
        if subject is None or " On " not in line.text:
            return None
        match = ANSWERED.search(line.text, subject.value)
        return match.start() if match is not None else None

    def _next_header(self, found: list[Label], first: Label, index: int) -> int | None:
        """Where the next header begins in this line, run into the subject of this one: a From before Sent or To."""
        subject = first.field == "subject"
        for number, label in enumerate(found):
            subject = subject or label.field == "subject"
            if label.field != "from" or not subject or ("from" not in self.head.fields and first.field != "from"):
                continue
            after = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
            below = labels.at_start(after)
            if any(other.field in {"sent", "to"} for other in found[number + 1 :]) or (
                below is not None and below.field in {"sent", "to"}
            ):
                return label.start
        return None

    def _inner(self, label: Label, text: str, first: Label) -> bool:
        seen = self.head.fields
        if label.field in seen or label.field in {first.field, "from"}:
            return label.field == "from" and not seen and first.field != "from"
        if label.field == "sent":
            return (
                WEEKDAY.match(text, label.value) is not None
                or dates.find(text, label.value, label.value + 60) is not None
            )
        return not (first.field in {"subject", "re"} and label.field in {"to", "cc"} and "to" in seen)

    def _commit(self) -> None:
        """The lines kept back belong to the field before them."""
        for index in self.pending:
            line = self.lines[index]
            add(self.head, self._owner(line), line, 0, len(line.text))
        self.pending = []

    def _owner(self, line: Line) -> str:
        """The field of a wrapped line. A line after a whole date lost its own label, which can only be To.

        A time below another field is that of an empty Sent.
        """
        if self.current == "sent" and "to" not in self.head.fields and "from" in self.head.fields:
            printed = value(self.pages, self.head, "sent")
            if dates.find(printed) is not None and dates.find(line.text) is None:
                return "to"
        if self.current in RECIPIENTS and self.head.fields.get("sent") == []:
            moment = dates.find(line.text)
            if moment is not None and moment.clock and len(line.text) - moment.end + moment.start < STRAY:
                return "sent"
        return self.current

    def _settle(self) -> None:
        """Decide over the lines kept back at the end: they go on with a list, or are body."""
        taken = 0
        for index in self.pending:
            if not self._goes_on(self.lines[index], index):
                break
            taken += 1
        kept, self.pending = self.pending[:taken], self.pending[:taken]
        self._commit()
        if kept:
            self.head.after = Point(kept[-1], self.lines[kept[-1]].stop + 1)

    def _goes_on(self, line: Line, index: int) -> bool:
        if index == 0 or not self.lines[index - 1].text:
            return False
        before = self.lines[index - 1].text
        if self.current in RECIPIENTS:
            listed = before.endswith((";", ",")) and ENTRY.search(line.text) is not None and not _is_prose(line.text)
            return listed or line.text[0] in "<;,>" or _name_cut(before, line.text)
        if self.current == "attachments":
            return FILE_NAME.search(line.text) is not None and len(line.text) < 200
        if self.current == "subject":
            return wraps(before, line.text, self.head.columns or self.gaps >= 2, line)
        return False


def _is_prose(text: str) -> bool:
    """Whether a line is a sentence with a semicolon rather than names: most of its words are small."""
    words = re.findall(r"[^\W\d_]+", text)
    return "@" not in text and 2 * sum(word.islower() and len(word) > 1 for word in words) > len(words)


def _name_cut(before: str, text: str) -> bool:
    """Whether a list of people with addresses goes on: its last name lacks its address, which stands in `text`."""
    last = max(before.rfind(","), before.rfind(";"))
    return "@" in before[:last] and "@" not in before[last:] and ADDRESSED.match(text) is not None


def wraps(before: str, text: str, columns: bool, line: Line) -> bool:
    """Whether a subject goes on in the next line.

    In two columns the wrapped line is indented as far as the values; elsewhere a subject is wrapped when it ends with a
    word that ends no sentence, or when its line is about as long as a line can be and what follows begins in the middle
    of a sentence.
    """
    if columns:
        return line.at - line.start >= 20
    if goes_on(before) and len(text) < 100 and not OPENING.match(text):
        return True
    return len(before) >= 70 and (text[0].islower() or text[0] in "(&-") and not before.endswith((".", "!", "?"))


def goes_on(text: str) -> bool:
    """Whether a subject or title goes on in the next line: it ends with a word that ends none."""
    return OPEN_END.search(text) is not None


def begins(text: str) -> Label | None:
    """The label with which a line may begin a header, or None."""
    label = labels.at_start(text)
    if label is None or label.field not in OPENERS or label.word in labels.WEAK:
        return label if label is not None and label.word == "for" else _bare_from(text)
    return label


def _bare_from(text: str) -> Label | None:
    if not text.startswith("From"):
        return None
    label = labels.bare(text)
    return label if label is not None and label.value - label.start >= 8 else None
