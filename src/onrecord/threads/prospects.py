"""Which pairs of messages could be copies at all, told from columns of numbers, before anything of them is fetched.

Messages share their minute, their hour, or a stretch of text that everybody uses with hundreds of others; in a case
that grows, with ever more. Most of these pairs cannot come to the sum that copies have (`onrecord.threads.likeness`).
Two looks tell: one at what costs a few additions, one at what the texts can have in common and at who sent them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.threads import likeness
from onrecord.threads.likeness import Face
from onrecord.threads.shelf import NO_OFFSET, Columns, Flags, Numbers

Weights = NDArray[np.float64]

#: The sums are added up in another order than there.
_SLACK = 1e-6
#: What recipients weigh at most.
_RECIPIENTS = 2.5


def worth(of: Columns, a: Numbers, b: Numbers) -> Flags:
    """Which of the pairs a[n], b[n] may come to the bar: every pair that does, and few others."""
    hopeful = _reach(of, a, b, _long(of, a, b), likeness.SAME_SENDER)
    asked = np.flatnonzero(hopeful)
    a, b = a[asked], b[asked]
    share = of.imprints.shares(a, b)
    senders = _senders(of.faces, of.face[a], of.face[b])
    hopeful[asked] = _reach(of, a, b, _bodies(of, a, b, share), senders) & ~_once_printed(of, a, b, share)
    return hopeful


def _reach(of: Columns, a: Numbers, b: Numbers, bodies: Weights, senders: Weights | float) -> Flags:
    """Which pairs come to the bar when bodies and senders weigh so much, and recipients all they can."""
    times = _times(of, a, b, bodies)
    others = senders + _RECIPIENTS + _subjects(of, a, b) + bodies
    sums = _message_ids(of, a, b) + _meetings(of, a, b) + times + np.where(times <= likeness.STOP, 0.0, others)
    reached: Flags = sums >= likeness.BAR - _SLACK
    return reached


def _once_printed(of: Columns, a: Numbers, b: Numbers, share: Weights) -> Flags:
    """Pairs within one printed chain that is too unlike to show one message twice."""
    once: Flags = (of.chain[a] == of.chain[b]) & ((_letters(of, a, b) < likeness.REPEATED) | (share < likeness.MOST))
    return once


def _message_ids(of: Columns, a: Numbers, b: Numbers) -> Weights:
    x, y = of.own[a], of.own[b]
    return np.where((x > 0) & (y > 0), np.where(x == y, 20.0, -20.0), 0.0)


def _meetings(of: Columns, a: Numbers, b: Numbers) -> Weights:
    x, y = of.starts[a], of.starts[b]
    return np.where((x >= 0) & (y >= 0), np.where(x == y, 6.0, -12.0), 0.0)


def _times(of: Columns, a: Numbers, b: Numbers, bodies: Weights) -> Weights:
    """The most that the times weigh beside such bodies."""
    timed = (of.minute[a] >= 0) & (of.minute[b] >= 0)
    return np.where(timed, _minutes(of, a, b, bodies), _days(of, a, b, bodies))


def _minutes(of: Columns, a: Numbers, b: Numbers, bodies: Weights) -> Weights:
    apart = np.abs(of.minute[a] - of.minute[b])
    x, y = of.offset[a], of.offset[b]
    zoned = (x != NO_OFFSET) & (y != NO_OFFSET)
    real = np.where(zoned, np.abs((of.minute[a] - x) - (of.minute[b] - y)), apart)
    damaged = of.damaged[a] | of.damaged[b]
    other = np.where(damaged & (bodies >= 4), -4.0, likeness.OTHER_TIME)
    zones = ~zoned & (apart % 30 == 0) & (apart <= likeness.FARTHEST)
    return np.select(
        [apart == 0, real == 0, zones, real == 1],
        [_seconds(of, a, b, damaged), 8.0, _zones(x, y, apart, bodies), 4.0],
        other,
    )


def _seconds(of: Columns, a: Numbers, b: Numbers, damaged: Flags) -> Weights:
    """What the same minute weighs."""
    x, y = of.second[a], of.second[b]
    other = (x >= 0) & (y >= 0) & (np.abs(x - y) > 1)
    return np.where(other, np.where(damaged, 0.0, -12.0), 8.0)


def _zones(x: Numbers, y: Numbers, apart: Numbers, bodies: Weights) -> Weights:
    """What half hours between two times weigh at most: the one without a printed zone may have a plausible one."""
    whole = apart % 60 == 0
    open_ended = (x == NO_OFFSET) != (y == NO_OFFSET)
    return np.select(
        [open_ended & whole, open_ended, (apart == likeness.HALF_DAY) & (bodies > 0), whole & (bodies >= 2)],
        [5.0, 3.0, 5.0, 3.5],
        likeness.OTHER_TIME,
    )


def _days(of: Columns, a: Numbers, b: Numbers, bodies: Weights) -> Weights:
    x, y = of.day[a], of.day[b]
    apart = np.where((x >= 0) & (y >= 0), np.abs(x - y), -1)
    told = bodies >= 2
    return np.select(
        [apart == -1, apart == 0, (apart == 1) & (bodies >= 4)],
        [np.where(told, 0.0, -2.0), np.where(told, 4.0, -2.0), 0.0],
        likeness.OTHER_TIME,
    )


def _subjects(of: Columns, a: Numbers, b: Numbers) -> Weights:
    x, y = of.stem[a], of.stem[b]
    same = np.where(of.reply[a] == of.reply[b], 3.0, 0.0)
    return np.where((x > 0) & (y > 0), np.where(x == y, same, 2.0), 0.0)


def _letters(of: Columns, a: Numbers, b: Numbers) -> Numbers:
    return np.minimum(of.letters[a], of.letters[b])


def _long(of: Columns, a: Numbers, b: Numbers) -> Weights:
    """What bodies of that length weigh at most."""
    return np.minimum(10.0, _letters(of, a, b) / 25)


def _bodies(of: Columns, a: Numbers, b: Numbers, share: Weights) -> Weights:
    """What bodies weigh at most that share no more than that part."""
    length = _letters(of, a, b)
    damaged = of.damaged[a] | of.damaged[b]
    forgiven = (share >= 0.4) | of.hides[a] | of.hides[b] | (length < 40)
    other = np.where(damaged, np.where((share >= 0.2) | (length < 40), 0.0, -1.0), np.where(forgiven, -1.0, -5.0))
    return np.select(
        [share < 0, share >= likeness.MOST, share >= 0.6],
        [0.0, _long(of, a, b), np.minimum(5.0, length / 40)],
        other,
    )


def _senders(faces: Sequence[Face], a: Numbers, b: Numbers) -> Weights:
    """What the senders weigh. A few write most: every two are looked at once."""
    codes, place = np.unique(a * len(faces) + b, return_inverse=True)
    pairs = (divmod(code, len(faces)) for code in codes.tolist())
    weights = np.array([_sender(faces[x], faces[y]) for x, y in pairs], np.float64)
    return weights[place]


@lru_cache(maxsize=100_000)
def _sender(a: Face, b: Face) -> float:
    return likeness.sender(a, b)[0]
