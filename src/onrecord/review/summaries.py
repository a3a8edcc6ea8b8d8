"""A finding in one line, for lists of things to decide."""

from __future__ import annotations

from onrecord.model import Claim, Event, Finding, Gap, IdentityQuestion, Interaction, Link, Person

#: Characters of the line.
_WIDTH = 300


def summary(finding: Finding) -> str:
    """What a finding states, in one line; for kinds without words of their own, what it was cited with."""
    match finding:
        case Interaction():
            text = _contact(finding)
        case Event():
            text = f"{_day(finding)}: {finding.text or finding.what}"
        case Claim():
            text = f"{'; '.join(source.text for source in finding.sources) or 'the article'}: {finding.content.printed}"
        case Gap():
            said = finding.detail or finding.denominator
            text = f"{said}{'' if said.endswith(('.', '?', '!')) else '.'} {finding.question}"
        case Link():
            text = f"{finding.kind.replace('_', ' ')}: “{finding.a.citation.quote}” and “{finding.b.citation.quote}”"
        case IdentityQuestion():
            text = finding.question
        case Person():
            text = finding.name
        case _:
            text = finding.citation.quote
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def _contact(one: Interaction) -> str:
    who, to = ", ".join(one.actors) or "[hidden]", ", ".join(one.to)
    between = f"{who} to {to}" if to and one.to != one.actors else who
    words = next((said.text for said in one.quotes), one.citation.quote)
    return f"{_day(one)}: {between} ({', '.join(filter(None, (one.channel, one.act)))}): “{words}”"


def _day(one: Interaction | Event) -> str:
    days = one.date if one.date_end in ("", one.date) else f"{one.date or '…'} to {one.date_end}"
    return ("about " if one.approx else "") + (days or "undated") + (" (inferred)" if one.inferred else "")
