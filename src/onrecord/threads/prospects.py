"""Which pairs of messages could be copies at all, told from columns of numbers, before anything of them is fetched.

Messages without a time, and those read by OCR, share stretches of text with hundreds of others: phrases that everybody
uses. Most of these pairs cannot come to the sum that copies have (`onrecord.threads.likeness`), whatever their texts.
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
    head = _message_ids(of, a, b) + _meetings(of, a, b)
    time = _times(of, a, b)
    stops = time <= likeness.STOP
    sums = head + time + np.where(stops, 0.0, _RECIPIENTS + _subjects(of, a, b) + _bodies(of, a, b))
    hopeful = sums + np.where(stops, 0.0, likeness.SAME_SENDER) >= likeness.BAR - _SLACK
    asked = np.flatnonzero(hopeful & ~stops)
    sums[asked] += _senders(of.faces, of.face[a[asked]], of.face[b[asked]])
    hopeful[asked] = sums[asked] >= likeness.BAR - _SLACK
    return hopeful


def _message_ids(of: Columns, a: Numbers, b: Numbers) -> Weights:
    x, y = of.own[a], of.own[b]
    return np.where((x > 0) & (y > 0), np.where(x == y, 20.0, -20.0), 0.0)


def _meetings(of: Columns, a: Numbers, b: Numbers) -> Weights:
    x, y = of.starts[a], of.starts[b]
    return np.where((x >= 0) & (y >= 0), np.where(x == y, 6.0, -12.0), 0.0)


def _times(of: Columns, a: Numbers, b: Numbers) -> Weights:
    """The most that the times weigh."""
    timed = (of.minute[a] >= 0) & (of.minute[b] >= 0)
    return np.where(timed, _minutes(of, a, b), _days(of, a, b))


def _minutes(of: Columns, a: Numbers, b: Numbers) -> Weights:
    apart = np.abs(of.minute[a] - of.minute[b])
    x, y = of.offset[a], of.offset[b]
    zoned = (x != NO_OFFSET) & (y != NO_OFFSET)
    real = np.where(zoned, np.abs((of.minute[a] - x) - (of.minute[b] - y)), apart)
    zones = ~zoned & (apart % 30 == 0) & (apart <= likeness.FARTHEST)
    other = np.where(of.damaged[a] | of.damaged[b], -4.0, likeness.OTHER_TIME)
    return np.select([(apart == 0) | (real == 0), zones, real == 1], [8.0, 5.0, 4.0], other)


def _days(of: Columns, a: Numbers, b: Numbers) -> Weights:
    x, y = of.day[a], of.day[b]
    apart = np.where((x >= 0) & (y >= 0), np.abs(x - y), 1)  # without a day nothing speaks for or against
    return np.select([apart == 0, apart == 1], [4.0, 0.0], likeness.OTHER_TIME)


def _subjects(of: Columns, a: Numbers, b: Numbers) -> Weights:
    x, y = of.stem[a], of.stem[b]
    return np.where((x > 0) & (y > 0), np.where(x == y, 3.0, 2.0), 0.0)


def _bodies(of: Columns, a: Numbers, b: Numbers) -> Weights:
    return np.minimum(10.0, np.minimum(of.letters[a], of.letters[b]) / 25)


def _senders(faces: Sequence[Face], a: Numbers, b: Numbers) -> Weights:
    """What the senders weigh. A few write most: every two are looked at once."""
    codes, place = np.unique(a * len(faces) + b, return_inverse=True)
    pairs = (divmod(code, len(faces)) for code in codes.tolist())
    weights = np.array([_sender(faces[x], faces[y]) for x, y in pairs], np.float64)
    return weights[place]


@lru_cache(maxsize=100_000)
def _sender(a: Face, b: Face) -> float:
    return likeness.sender(a, b)[0]
