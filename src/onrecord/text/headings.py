"""Words that head the columns of logs, one for all who look for such rows: first by them alone, then more closely."""

from __future__ import annotations

import re

#: In lower case. Many are common words: a row of headings begins with one and holds hardly anything else.
WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        account acct activity addressee affiliate affiliation agency agenda appointment approved appt arrival arrivals
        arrive arrived association at attendee attendees author badge bdgnbr begin bldg body building business by call
        called callee caller calling calls card cell chair channel chat check checked checkin checkout comments company
        contact content conv conversation date datetime day delivered departed department departure dept description
        destination details dial dialed dialing dialled dir direction dt duration elapsed employee employees end ended
        entered entry escort event exit ext extension finish firm first floor folder for from full given group guest
        guests handle here host hosts hour hours id in incoming individual invitees item last leave left length line
        local location log meeting member members message messages mins minutes mobile msg name namefirst namelast names
        nature no notes number official organisation organiser organization organizer originating originator out
        outgoing participant participants party pass person phone place placed poc posted present print printed purpose
        read reason received receiver recipient recipients record reference regarding remarks representing required
        responsible room row sec seconds sender sent seq serial sign signature signed sponsor staff start started status
        subject summary talk tel telephone terminating text thread time times timestamp title to toa tod topic type uin
        user venue visit visited visitee visiting visitor visitors voice what when where who whom zone
        """,
    )
)

WORD = re.compile(r"[A-Za-z]+")


def begins(line: str) -> bool:
    """Whether a line may be a row of headings, by its first word. Cheap: it is asked of every line of every page."""
    word = WORD.search(line, 0, 24)
    return word is not None and word[0].lower() in WORDS
