"""Plain verbs for what an interaction tells: a sentence that a newspaper could print."""

from __future__ import annotations

#: What somebody did, by act; {to} are those it was directed at.
VERBS = {
    "asks for a call": "asked {to} for a call",
    "asks for a meeting": "asked {to} for a meeting",
    "asks for information": "asked {to}",
    "asks for corrections": "asked {to} for comments",
    "sets up a call": "set up a call with {to}",
    "sets up a meeting": "set up a meeting with {to}",
    "invites": "invited {to}",
    "accepts": "agreed, writing to {to}",
    "declines": "declined, writing to {to}",
    "forwards": "forwarded a message to {to}",
    "sends a draft": "sent a draft to {to}",
    "sends corrections": "sent corrections to {to}",
    "sends": "sent a message to {to}",
    "supplies information": "wrote to {to}",
    "urges": "urged {to}",
    "thanks": "thanked {to}",
    "instructs": "gave instructions to {to}",
    "instructs to delete": "told {to} to delete records",
    "reports a contact": "was in contact with {to}",
    "writes": "wrote to {to}",
    "replies": "replied to {to}",
    "tells": "told {to}",
    "talks": "talked with {to}",
    "calls": "called {to}",
    "meets": "met with {to}",
    "discusses": "had a discussion with {to}",
    "exchanges": "exchanged messages with {to}",
    "receives": "sent a message to {to}",
}
#: A quotation in an entry is at most this long; a longer one is cut between words.
QUOTE = 220


def series(names: list[str]) -> str:
    """A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def sentence(actors: list[str], to: list[str], act: str, channel: str, quotes: list[str]) -> str:
    """One sentence: who did what to whom, and in which words."""
    mutual = bool(actors) and actors == to
    verb = VERBS.get(act, "was in contact with {to}")
    if act == "reports a contact":
        verb = {"call": "called {to}", "meeting": "met with {to}"}.get(channel, "talked with {to}")
    if mutual:
        who, said = series(actors), verb.replace(" with {to}", "").replace(" to {to}", "").replace(" {to}", "")
    else:
        who = series(actors) or "Somebody whose name is hidden"
        said = (
            verb.format(to=series(to))
            if to
            else verb.replace(" to {to}", "").replace(" with {to}", "").replace(" {to}", "")
        )
    words = [cut(quote) for quote in quotes[:2]]
    return f"{who} {said}" + (f": “{'” “'.join(words)}”" if words else ".")


def cut(quote: str) -> str:
    """A quotation on one line, cut between words where it is long."""
    line = " ".join(quote.split()).strip('“”"')
    if len(line) <= QUOTE:
        return line
    return line[:QUOTE].rsplit(" ", 1)[0] + " …"
