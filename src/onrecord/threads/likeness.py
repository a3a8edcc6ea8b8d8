"""Whether two messages are copies of one: features, each with its weight and the words in which it is shown.

Weights are logarithms (base e) of how much more often a feature is seen between copies than between two different
messages that share a block, rounded to halves. Their sum has to reach `BAR`; no single feature reaches it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from onrecord.model import Likeness, Sketch
from onrecord.threads import grams, people

#: A pair with this sum is taken for two copies.
BAR = 10.0
#: Half a day, and the most that two zones lie apart, in minutes.
HALF_DAY, FARTHEST = 12 * 60, 26 * 60
#: What two times weigh that are not the same, and the weight from which on nothing else is looked at.
OTHER_TIME, STOP = -12.0, -10.0
#: What the same sender weighs.
SAME_SENDER = 4.0
#: The part of a shorter text from which on the other holds it, and the letters of a text that two messages of a chain
#: share only when they are one.
MOST, REPEATED = 0.8, 60
#: Hashes that a sample of a longer text needs to tell a share.
ENOUGH = 20

#: One feature: its weight and its words; empty words are not shown.
Feature = tuple[float, str]
_NOTHING: Feature = (0.0, "")


class Face(NamedTuple):
    """Who sent a message, as in its sketch."""

    sender: str
    behalf: str
    sender_address: str


def compare(a: Sketch, b: Sketch) -> Likeness | None:
    """The likeness of two messages, or None when they are not taken for copies. Order does not matter."""
    if b.id < a.id:
        a, b = b, a
    if a.chain == b.chain and not _repeated(a, b):
        return None
    features = list(_features(a, b))
    total = sum(weight for weight, _ in features)
    if total < BAR:
        return None
    return Likeness(
        a.id,
        b.id,
        round(1 / (1 + exp((BAR - 2 - total) / 1.5)), 3),
        tuple(words for weight, words in features if words and weight > 0),
        tuple(words for weight, words in features if words and weight < 0),
    )


def _repeated(a: Sketch, b: Sketch) -> bool:
    """Whether one printed chain shows a message twice. Two answers in a chain are two messages; a long text is one."""
    return min(a.letters, b.letters) >= REPEATED and body_share(a, b) >= MOST


def _features(a: Sketch, b: Sketch) -> Iterator[Feature]:
    """Time first; nothing else is looked at once it has spoken against the pair beyond remedy."""
    if a.own and b.own:
        yield (20.0, "same Message-ID") if a.own == b.own else (-20.0, "other Message-ID")
    if a.starts >= 0 and b.starts >= 0:
        yield (6.0, "the same time of a meeting") if a.starts == b.starts else (-12.0, "another time of a meeting")
    share = body_share(a, b)
    body = _body(a, b, share)
    time = _time(a, b, body[0])
    yield time
    if time[0] <= STOP:
        return
    yield sender(a, b)
    yield _subject(a, b)
    yield _recipients(a, b)
    yield body


def _time(a: Sketch, b: Sketch, body: float) -> Feature:
    if a.minute < 0 or b.minute < 0:
        return _day(a, b, body)
    apart = abs(a.minute - b.minute)
    if not apart:
        return _second(a, b)
    if a.offset is not None and b.offset is not None:
        apart = abs((a.minute - a.offset) - (b.minute - b.offset))
        return (8.0, "sent in the same minute, in different zones") if not apart else _other_time(a, b, apart, body)
    if apart % 30 == 0 and apart <= FARTHEST:
        return _zones(a, b, apart, body)
    return _other_time(a, b, apart, body)


def _second(a: Sketch, b: Sketch) -> Feature:
    if a.second >= 0 and b.second >= 0 and abs(a.second - b.second) > 1:
        return (0.0, "same minute, other second") if a.damaged or b.damaged else (-12.0, "sent at another second")
    if a.offset is not None and b.offset is not None and a.offset != b.offset:
        return (2.0, "same clock time, in different zones")
    return (8.0, "sent in the same minute")


def _zones(a: Sketch, b: Sketch, apart: int, body: float) -> Feature:
    """Times whole hours apart, as when one copy prints Greenwich time. A short "Thanks" can be sent twice so."""
    if (a.offset is None) != (b.offset is None) and _plausible(a, b):
        words = f"sent in the same minute, clocks {apart / 60:g} h apart, and one zone is not printed"
        return (5.0 if apart % 60 == 0 else 3.0, words)
    if apart == HALF_DAY and body > 0:
        return (5.0, "sent in the same minute, 12 h apart: AM or PM was lost")
    if body >= 2 and apart % 60 == 0:
        return (3.5, f"sent in the same minute, clocks {apart // 60} h apart")
    return (OTHER_TIME, "sent at another time")


def _plausible(a: Sketch, b: Sketch) -> bool:
    """Whether the clock without a printed zone can be in a zone: from 12 h behind to 14 h before Greenwich."""
    known, other = (a, b) if a.offset is not None else (b, a)
    zone = other.minute - (known.minute - (known.offset or 0))
    return -12 * 60 <= zone <= 14 * 60


def _other_time(a: Sketch, b: Sketch, apart: int, body: float) -> Feature:
    if apart == 1 and _rounded(a, b):
        return (4.0, "sent in the same minute, the seconds rounded")
    if (a.damaged or b.damaged) and body >= 4 and _one_digit(a.minute, b.minute):
        return (-4.0, "one digit of the time differs, on a page read by OCR")
    return (OTHER_TIME, "sent at another time")


def _rounded(a: Sketch, b: Sketch) -> bool:
    """Whether one time is the other's next minute because its seconds were rounded up."""
    early, late = (a, b) if a.minute < b.minute else (b, a)
    return early.second >= 30 and late.second < 0


def _one_digit(a: int, b: int) -> bool:
    """Whether two times differ in one digit of day, hour or minute, or in one month."""
    x, y = _digits(a), _digits(b)
    return sum(p != q for p, q in zip(x, y, strict=True)) == 1


def _digits(minute: int) -> str:
    from datetime import datetime, timedelta

    return (datetime(1970, 1, 1) + timedelta(minutes=minute)).strftime("%Y%m%d%H%M")


def _day(a: Sketch, b: Sketch, body: float) -> Feature:
    if a.day < 0 or b.day < 0:
        return _NOTHING if body >= 2 else (-2.0, "too few words to tell without a time")
    if a.day == b.day:
        return (4.0, "sent on the same day") if body >= 2 else (-2.0, "too few words to tell without a time of day")
    if abs(a.day - b.day) == 1 and body >= 4:
        return (0.0, "sent a day apart, as zones can make it")
    return (OTHER_TIME, "sent on another day")


def sender(a: Face | Sketch, b: Face | Sketch) -> Feature:
    """What the senders of two messages say."""
    if not (a.sender and b.sender):
        return _NOTHING
    if a.sender == b.sender or (a.sender_address and a.sender_address == b.sender_address):
        return (SAME_SENDER, "same sender")
    if any(x and y and people.same(x, y) for x in (a.sender, a.behalf) for y in (b.sender, b.behalf)):
        return (3.0, "senders alike")
    if any(x and y and people.fits(x, y) for x, y in ((a.sender_address, b.sender), (b.sender_address, a.sender))):
        return (3.0, "one sender's address fits the other's name")
    if " " not in a.sender or " " not in b.sender:
        return (-2.0, "senders cannot be compared")
    return (-6.0, "other sender")


def _subject(a: Sketch, b: Sketch) -> Feature:
    if not (a.stem and b.stem):
        return _NOTHING
    if a.stem == b.stem:
        return (3.0, "same subject") if a.reply == b.reply else (0.0, "same subject, one as an answer")
    if min(len(a.stem), len(b.stem)) >= 8 and (a.stem.startswith(b.stem) or b.stem.startswith(a.stem)):
        return (2.0, "one subject begins like the other")
    alike = Levenshtein.normalized_similarity(a.stem, b.stem)
    if alike >= (0.75 if a.damaged or b.damaged else 0.85):
        return (2.0, "subjects alike")
    return (-5.0, "other subject")


def _recipients(a: Sketch, b: Sketch) -> Feature:
    mine = [key for key in a.people if key != a.sender]
    theirs = [key for key in b.people if key != b.sender]
    if not mine or not theirs:
        return _NOTHING
    small, large = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    met = sum(any(people.same(key, other) for other in large) for key in small)
    if met == len(small):
        if len(small) == len(large):
            return (2.5, "same recipients")
        return (2.0, "recipients of one are among the other's")
    if 2 * met >= len(small):
        return (1.0, f"{met} of {len(small)} recipients in both")
    if met or a.hides or b.hides:
        return (-0.5, "few recipients in both")
    return (-2.5, "no recipient in both")


def body_share(a: Sketch, b: Sketch) -> float:
    """The part of the shorter text that is in the other; -1 when one is empty.

    A long text is known by a sample. Beside a short one the sample is too thin, and their beginnings are compared: a
    quotation that was cut off begins as the whole does, while a short text can consist of phrases that all people use.
    """
    if not a.size or not b.size:
        return -1.0
    scale = max(a.scale, b.scale)
    x, y = (_thinned(grams.from_words(one.sample), one.scale, scale) for one in (a, b))
    share = grams.shared(x, y) if scale == 0 or min(len(x), len(y)) >= ENOUGH else _heads(a, b)
    return min(share, _heads(a, b)) if min(a.size, b.size) < max(a.size, b.size) / 2 else share


def _heads(a: Sketch, b: Sketch) -> float:
    return grams.shared(grams.of_head(a.head), grams.of_head(b.head))


def _thinned(found: grams.Hashes, scale: int, wanted: int) -> grams.Hashes:
    """A sample at a coarser scale."""
    if scale >= wanted:
        return found
    return found[: int(found.searchsorted(2 ** (32 - wanted), side="left"))]


def _body(a: Sketch, b: Sketch, share: float) -> Feature:
    if share < 0:
        return _NOTHING
    length = min(a.letters, b.letters)
    words = f"{share:.0%} of the shorter text is in the other"
    if share >= MOST:
        return (min(10.0, length / 25), words)
    if share >= 0.6:
        return (min(5.0, length / 40), words)
    if a.damaged or b.damaged:
        return (-1.0, words) if share < 0.2 and length >= 40 else _NOTHING
    if share >= 0.4 or a.hides or b.hides or length < 40:
        return (-1.0, words)
    return (-5.0, words)
