"""Plain verbs for what an interaction tells: sentences that a newspaper could print.

What is planned is told as planned, and what somebody wrote of a call or meeting as what that person reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

#: What somebody did, by act; {to} are those it was directed at.
VERBS = {
    "asks for a call": "asked {to} for a call",
    "asks for a meeting": "asked {to} for a meeting",
    "asks for information": "asked {to}",
    "asks for corrections": "asked {to} for corrections",
    "sets up a call": "set up a call, writing to {to}",
    "sets up a meeting": "set up a meeting, writing to {to}",
    "invites": "invited {to}",
    "accepts": "agreed, writing to {to}",
    "declines": "declined, writing to {to}",
    "forwards": "forwarded a message to {to}",
    "sends a draft": "sent {to} a draft",
    "sends corrections": "sent {to} corrections",
    "sends": "sent {to} a message",
    "supplies information": "wrote to {to}",
    "urges": "urged {to}",
    "thanks": "thanked {to}",
    "instructs": "told {to}",
    "instructs to delete": "told {to} to delete or clear records",
    "writes": "wrote to {to}",
    "replies": "replied to {to}",
    "tells": "told {to}",
    "talks": "talked with {to}",
    "calls": "called {to}",
    "meets": "met with {to}",
    "discusses": "had a discussion with {to}",
    "exchanges": "exchanged messages with {to}",
    "receives": "sent {to} a message",
}
#: The same where nobody is named whom it was directed at.
ALONE = {
    "asks for information": "asked",
    "asks for a call": "asked for a call",
    "asks for a meeting": "asked for a meeting",
    "asks for corrections": "asked for corrections",
    "sets up a call": "set up a call",
    "sets up a meeting": "set up a meeting",
    "invites": "sent an invitation",
    "accepts": "agreed",
    "declines": "declined",
    "urges": "urged",
    "instructs": "gave instructions",
    "instructs to delete": "gave instructions to delete or clear records",
    "tells": "wrote",
}
#: Whoever wrote a message in which the name is blanked, or not printed.
HIDDEN, UNNAMED = "Somebody whose name is hidden", "Somebody who is not named"
#: What somebody reports, by channel.
REPORTED = {"call": "a call", "meeting": "a meeting"}
#: Months as newspapers print them before a day.
MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
#: Marks that stand around a whole quotation, and are left out for those of the entry.
QUOTED = ("“", "”", '"')
#: A quotation in an entry is at most this long; a longer one is cut between words.
QUOTE = 220
#: So many names are printed in a row.
NAMED = 6
#: So many quotations are printed for one act.
QUOTES = 2


def series(names: Sequence[str]) -> str:
    """A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def shown(names: Sequence[str]) -> tuple[Sequence[str], list[str]]:
    """The names that are printed, and behind them how many others there are: whoever is not printed is not met."""
    if len(names) <= NAMED:
        return names, []
    return names[: NAMED - 1], [f"{len(names) - NAMED + 1} others"]


def sentence(actors: Sequence[str], to: Sequence[str], act: str, quotes: Sequence[str], *, again: bool = False) -> str:
    """One sentence: who did what to whom, and in which words. `again`: it follows another on the same people."""
    verb = VERBS.get(act, "was in contact with {to}")
    if actors and list(actors) == list(to):
        done = verb.replace(" with {to}", "").replace(" to {to}", "").replace(" {to}", "")
    elif to:
        done = verb.format(to="them" if again and len(to) > 1 else series(to))
    else:
        done = ALONE.get(act) or verb.replace(" to {to}", "").replace(" with {to}", "").replace(" {to}", "")
    return f"{series(actors) or HIDDEN} {'also ' if again else ''}{done}{said(quotes)}"


def reported(
    writer: str, actors: Sequence[str], to: Sequence[str], channel: str, quotes: Sequence[str], on: str
) -> str:
    """What somebody wrote of a call, meeting or conversation with `to`, of `actors`, or of these with one another.

    `on`: the day of writing, where that is another one. Words that name nobody mention it, and report nothing.
    """
    verb = "reported" if actors or to else "mentioned"
    what = REPORTED.get(channel, "a conversation")
    if actors and to:
        what += f" from {series(actors)} to {series(to)}" if channel == "call" else f" of {series([*actors, *to])}"
    elif actors or to:
        what += f" from {series(actors)}" if channel == "call" and actors else f" with {series(actors or to)}"
    when, this = (f", writing on {on},", " on this day") if on else ("", "")
    return f"{writer}{when} {verb} {what}{this}{said(quotes)}"


def planned(
    writer: str, to: Sequence[str], channel: str, quotes: Sequence[str], on: str, *, invited: bool, again: bool = False
) -> str:
    """A call or meeting that was planned for the day of the entry; `on` is the day of writing, where it is known.

    An invitation shows that something was planned, not that it was held. `again`: another sentence said so before.
    """
    what = "A call" if channel == "call" else "A meeting"
    whom = f" {series(to)}" if invited and to else f" to {series(to)}" if to else ""
    wrote = "invited" if invited and to else "sent an invitation" if invited else "had written"
    when = f" on {on}" if on and not invited else ""
    that = "" if again else f"{what} was planned for this day; "
    return f"{that}{writer} {wrote}{whom}{when}{said(quotes)}"


def published(publisher: str, words: str, unsaid: Sequence[str]) -> str:
    """What somebody else published, as a quotation; `unsaid` are those of whom it tells without their names."""
    of = f" It tells of {series(unsaid)}." if unsaid else ""
    return f"{publisher or 'A published page'} wrote: “{words}”{of}"


def said(quotes: Sequence[str]) -> str:
    """The end of a sentence: the words after a colon, or a full stop."""
    words = [f"“{cut(quote)}”" for quote in quotes[:QUOTES] if quote.strip()]
    return f": {' '.join(words)}" if words else "."


def day(iso: str, beside: str) -> str:
    """A day in words; with its year where that is not the one of the day `beside`."""
    when = date.fromisoformat(iso)
    return f"{MONTHS[when.month - 1]} {when.day}" + (f", {when.year}" if iso[:4] != beside[:4] else "")


def cut(quote: str) -> str:
    """A quotation on one line, cut between words where it is long."""
    line = " ".join(quote.split())
    if line[:1] in QUOTED and line[-1:] in QUOTED:
        line = line[1:-1]
    if len(line) <= QUOTE:
        return line
    return line[:QUOTE].rsplit(" ", 1)[0] + " …"
