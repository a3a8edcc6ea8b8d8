"""What the columns of a log hold, told from the words above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

#: Roles and the words that give them, in the order in which they are tried: "Visitor Name" is a name, "Name of Host" a
#: host. Words are matched whole, in lower case, with everything but letters, digits and # / as blanks.
WORDS: tuple[tuple[str, str], ...] = (
    ("direction", r"in(?:coming|bound)?(?: ?/ ?| or )out(?:going|bound)?|direction|call type|(?:event )?type"
                  r"|dir|folder|status"),
    ("duration", r"duration|minutes|mins?|length|elapsed|talk time|seconds|secs?|hold time|usage"),
    ("other", r"badge.*|.*\bid|serial.*|seq.*|no|line|item|row|entry no|case no|cost|charges?|rate|amount|signature"
              r"|initials|citizen.*|plate|vehicle|attachments?|#|all ?day.*|reminder.*|priority|private|sensitivity"
              r"|show time as|categories|last entry.*|release date|service|plan|read|name ?mid|middle.*|mi|week ?day"
              r"|dow|verified.*|escort required|total people|cleared.*"),
    ("optional", r".*\boptional\b.*"),
    ("organizer", r".*\borgani[sz]er\b.*|chair.*|called by|meeting owner"),
    ("attendees", r".*\battendees?\b.*|participants?|invitees?|required.*|members|present"),
    ("host_last", r"visitee ?name ?last|host last.*"),
    ("host_first", r"visitee ?name ?first|host first.*"),
    ("host", r".*\bhosts?\b.*|visitee.*|.*\bvisiting\b.*|(?:.* )?(?:person|employee|official|staff"
             r"|who(?:m)?) (?:being )?(?:visited|seen|to see)"
             r"|to see|escort(?:ed by)?|employee.*|.*\bpoc\b.*|point of contact|meeting with|seeing"
             r"|here to see|sponsor"),
    ("last", r"name ?last|last(?: ?name)?|surname|family name|visitor last.*"),
    ("first", r"name ?first|first(?: ?name)?|given name|forename|visitor first.*"),
    ("affiliation", r".*\b(?:company|organi[sz]ation|affiliation|agency|firm|employer|association|org)\b.*"
                    r"|representing.*"
                    r"|on behalf of|from company"),
    ("end_date", r"(?:end|finish|departure|checkout) ?date|appt ?end ?date|date out|date left"),
    ("start_date", r"(?:start|begin|arrival|checkin) ?date|appt ?start ?date|date in|date arrived"),
    ("end", r"end(?:s|ed|ing)?(?: ?time)?(?: date ?time)?|finish(?:ed)?|stop|until|time out|out ?time|(?:check"
            r"|sign|log)(?:ed)? ?out(?: time)?"
            r"|.*\bdepart(?:ure|ed|s)?\b.*|left|time left|exit(?:ed)?(?: time)?|out|tod|to time|time ended|hung up"),
    ("start", r"start(?:s|ed)?(?: ?time)?(?: date ?time)?|begin(?:s|ning)?|time in|in ?time|(?:check|sign"
              r"|log)(?:ed)? ?in(?: time)?|.*\barriv(?:al|ed|es)\b.*"
              r"|entry(?: time)?|entered|in|toa|from time|time started|call start.*"),
    ("when", r"(?:\w+ )?date ?(?:/|&|and)? ?time.*|.*\btime ?stamp\b.*|when|sent(?: at| on)?|received(?: at| on)?"
             r"|time ?(?:/|&|and) ?date|dt|sent date.*"),
    ("date", r"date|day|(?:visit|call|entry|log|message|meeting|event|msg) date|date (?:of|in|called|sent).*"),
    ("time", r"time|at|(?:visit|call|message|log|msg) time|time (?:of|called|sent).*|hour|local time"),
    ("from", r"from(?: .*)?|caller(?: .*)?|calling(?: .*)?|originat.*|sender(?: .*)?|sent by|author|by"
             r"|placed by|user(?: ?name)?|speaker|posted by"),
    ("to", r"to(?: .*)?|called(?: .*)?|callee(?: .*)?|dialed(?: .*)?|dialled(?: .*)?|destination(?: .*)?|terminat.*"
           r"|recipients?(?: .*)?|receiver(?: .*)?|sent to|receiving.*|addressee"),
    ("number", r".*\b(?:number|phone|telephone|tel|mobile|cell|msisdn|ph)\b.*"),
    ("text", r"message(?:s| text| body| content)?|text(?: message)?|body|content|transcript|msg"),
    ("purpose", r".*\b(?:purpose|reason|regarding|nature|description|matter|re)\b.*|notes?|comments?|remarks?|details?"
                r"|agenda|business|for"),
    ("subject", r"subject|title|summary|event(?: name)?|appointment|meeting(?: title| subject| name)?|topic"
                r"|entry|what"),
    ("place", r".*\b(?:location|place|room|building|venue|office|site|bldg|where|loc)\b.*"),
    ("conversation", r"channel|conversation|thread|chat(?: name)?|group|platform|app"),
    ("name", r".*\b(?:names?|visitors?|guests?|contacts?|person|party|who|individual|handle)\b.*|other party"
             r"|caller id"),
)  # fmt: skip

_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in WORDS)
_NOISE = re.compile(r"[^a-z0-9#/&]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

#: Roles that say when, who, and what else may stand in a log.
TIMES = frozenset({"when", "date", "time", "start", "end", "start_date", "end_date"})
PEOPLE = frozenset({"name", "last", "first", "host", "host_last", "from", "to", "number", "organizer", "attendees"})

#: The longest heading of a column.
LONG = 40

#: A heading with more blanks than this is a sentence.
WORDY = 5

#: Columns of a log that are looked at.
COLUMNS = 120


@lru_cache(4096)
def role(heading: str) -> str:
    """The role of a column by its heading; empty when the words say nothing."""
    if not heading or len(heading) > LONG:
        return ""
    words = _NOISE.sub(" ", _CAMEL.sub(" ", heading.split("(", 1)[0] or heading).lower()).strip()
    if words.count(" ") > WORDY or (words.count(" ") > 1 and heading.endswith(".")):
        return ""
    if not words:
        return "other" if heading.strip() == "#" else ""
    return next((found for found, pattern in _PATTERNS if pattern.fullmatch(words)), "")


def unit(heading: str) -> str:
    """What a column of durations counts, by its heading: ``h`` for hours and minutes, ``m``, ``s``, or empty."""
    words = heading.lower()
    if re.search(r"hh?:mm(?!:ss)|hours", words):
        return "h"
    if re.search(r"sec|\(s\)", words):
        return "s"
    return "m" if "min" in words else ""


def header(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The roles of a row of headings, None when it is none: it names a time, somebody, and hardly anything unknown."""
    named = [cell for cell in cells[:COLUMNS] if cell]
    if len(named) < 3:
        return None
    found = tuple(role(cell) for cell in cells[:COLUMNS])
    known = sum(bool(one) for one in found)
    kinds = set(found)
    if known * 10 < len(named) * 6 or not kinds & TIMES:
        return None
    people = kinds & PEOPLE or ({"subject"} <= kinds and kinds & {"start", "start_date"})
    told = kinds - {"", "other"}
    return found if people and len(told) >= 3 else None


def channel(found: Sequence[str], words: str) -> str:
    """What sort of log has columns of these roles. `words` are its headings and title, lower case; they decide ties."""
    kinds = set(found)
    points = {
        "visit": 2 * bool(kinds & {"host", "host_last"}) + 2 * ({"start", "end"} <= kinds and "name" in kinds)
        + bool(kinds & {"affiliation"}) + 3 * _says(words, "visit|guest|sign.in|check.in|badge|reception|lobby|access"),
        "call": 2 * ("duration" in kinds) + bool(kinds & {"number"}) + ("direction" in kinds)
        + 3 * _says(words, "call|phone|telephone|dial|voice|minutes"),
        "text": 3 * ("text" in kinds) + ("number" in kinds) + 3 * _says(words, "sms|mms|text message|imessage|texts"),
        "chat": 3 * ("text" in kinds) + 2 * ("conversation" in kinds)
        + 3 * _says(words, "chat|channel|teams|slack|whatsapp|signal|conversation|instant"),
        "appointment": 3 * bool(kinds & {"organizer", "attendees", "optional"}) + 2 * ("subject" in kinds)
        + bool(kinds & {"start", "start_date"}) + 3 * _says(words, "calendar|appointment|schedule|meeting|agenda"),
    }  # fmt: skip
    if "text" not in kinds:
        points["text"] = points["chat"] = 0
    elif "duration" not in kinds:
        points["call"] = 0
    return max(points, key=lambda name: points[name])


def _says(words: str, what: str) -> bool:
    return re.search(rf"\b(?:{what})", words) is not None
