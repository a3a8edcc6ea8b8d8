"""Imprints: a few bits of every text, from which follows how much of it another text surely lacks.

A sketch holds a sample of the hashes of its text, and the text's first letters. Here each hash is one bit of a row: its
last bits say which. A bit that the other row has not is a hash that the other text has not.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Sketch
from onrecord.threads import grams
from onrecord.threads.likeness import ENOUGH

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]

#: Scales of samples that are told apart. A sample at one scale holds those of its hashes that one at a coarser scale
#: would have kept, and they begin with as many zeros: so there is a row for hashes with no zero, with one, and so on.
LEVELS = 8
#: Bits of a row.
BITS = 128

_WORDS = BITS // 64
_MASK = np.uint32(BITS - 1)
#: The first hash, by level, that a sample of this scale does not hold.
_LIMITS = 2 ** (32 - np.arange(LEVELS, dtype=np.int64))
#: Sketches that are made imprints of at a time.
_AT_ONCE = 512


class Imprints:
    """The imprints of many sketches, numbered from 0."""

    def __init__(self, press: Press, order: Numbers) -> None:
        """What a `press` made, in another `order`."""
        press.flush()
        count = len(order)
        self._scale, self._size, self._runs = (np.array(column, np.int64)[order] for column in press.numbers)
        self._kept = np.frombuffer(press.kept, np.uint8).reshape(count, LEVELS)[order]
        self._samples = np.frombuffer(press.samples, np.uint64).reshape(count, LEVELS, _WORDS)[order]
        self._heads = np.frombuffer(press.heads, np.uint64).reshape(count, _WORDS)[order]

    def shares(self, a: Numbers, b: Numbers) -> Weights:
        """The most that `likeness` can find of the shorter text in the other, 0 to 1, for the pairs a[n], b[n].

        It is -1 when one is empty.
        """
        small, large = np.minimum(self._size[a], self._size[b]), np.maximum(self._size[a], self._size[b])
        heads = self._of_heads(a, b)
        share = self._of_samples(a, b, heads)
        share = np.where(2 * small < large, np.minimum(share, heads), share)
        return np.where(small > 0, share, -1.0)

    def _of_samples(self, a: Numbers, b: Numbers, otherwise: Weights) -> Weights:
        """What samples can have in common at the coarser of their scales; `otherwise` where they tell too little."""
        scale = np.maximum(self._scale[a], self._scale[b])
        level = np.minimum(scale, LEVELS - 1)
        x, y = self._kept[a, level].astype(np.int64), self._kept[b, level].astype(np.int64)
        least = np.minimum(x, y)
        for row in range(LEVELS):
            counted = level <= row
            first, second = self._samples[a, row], self._samples[b, row]
            x -= np.where(counted, _lacking(first, second), 0)
            y -= np.where(counted, _lacking(second, first), 0)
        told = np.where((scale == 0) | (least >= ENOUGH), np.minimum(x, y) / np.maximum(1, least), otherwise)
        return np.where(scale < LEVELS, np.minimum(told, 1.0), 1.0)

    def _of_heads(self, a: Numbers, b: Numbers) -> Weights:
        """What their beginnings can have in common, whichever has more different runs."""
        first, second = self._heads[a], self._heads[b]
        missed = (_lacking(first, second) / self._runs[a], _lacking(second, first) / self._runs[b])
        return 1.0 - np.minimum(*missed)


class Press:
    """Makes imprints of sketches, many at a time."""

    def __init__(self) -> None:
        self.numbers = tuple(array("q") for _ in range(3))
        self.kept = bytearray()
        self.samples = bytearray()
        self.heads = bytearray()
        self._waiting: list[Sketch] = []

    def add(self, one: Sketch) -> None:
        """Make one of this sketch."""
        self._waiting.append(one)
        if len(self._waiting) == _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Make those that are waiting."""
        some, self._waiting = self._waiting, []
        if not some:
            return
        for one in some:
            for numbers, value in zip(self.numbers, (one.scale, one.size, _runs(one.head)), strict=True):
                numbers.append(value)
        kept, samples = _pressed([grams.from_words(one.sample) for one in some])
        self.kept += kept
        self.samples += samples
        self.heads += _pressed_heads([one.head for one in some])


def _pressed(samples: list[grams.Hashes]) -> tuple[bytes, bytes]:
    """How many hashes of each sample lie in each level and beyond it, and the bits of each level."""
    of = np.repeat(np.arange(len(samples)), [len(one) for one in samples])
    found = np.concatenate(samples)
    level = LEVELS - np.searchsorted(_LIMITS[::-1], found.astype(np.int64), side="right") - 1
    counts = np.bincount(of * LEVELS + level, minlength=len(samples) * LEVELS).reshape(-1, LEVELS)
    kept = counts[:, ::-1].cumsum(axis=1)[:, ::-1]
    bits = np.zeros((len(samples), LEVELS, BITS), np.uint8)
    bits[of, level, found & _MASK] = 1
    return kept.astype(np.uint8).tobytes(), np.packbits(bits, axis=-1).tobytes()


def _pressed_heads(heads: list[str]) -> bytes:
    """The bits of the runs that beginnings have. One that is shorter than a run has none."""
    bits = np.zeros((len(heads), BITS), np.uint8)
    of, run = np.nonzero(np.arange(grams.HEAD) < np.array([[len(head) - grams.LENGTH + 1] for head in heads]))
    bits[of, grams.of_heads(heads)[of, run] & _MASK] = 1
    return np.packbits(bits, axis=-1).tobytes()


def _runs(head: str) -> int:
    """How many runs a beginning has, at least 1."""
    return max(1, len(head) - grams.LENGTH + 1)


def _lacking(of: NDArray[np.uint64], other: NDArray[np.uint64]) -> Numbers:
    """How many bits of each row of `of` the same row of `other` has not."""
    missed: Numbers = np.bitwise_count(of & ~other).sum(axis=-1, dtype=np.int64)
    return missed
