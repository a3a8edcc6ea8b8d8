"""Records made small: deflate, which is told beforehand what records look like and what stands on their page.

Names of fields are most of a small record, and deflate finds nothing to refer back to in the first hundred bytes. Given
typical records and the text of the page on which it stands, it makes a record a quarter as long: nearly every word of a
message, and every quote, is on its page.
"""

from __future__ import annotations

import zlib

import msgspec

from onrecord.store.typical import BEFORE

#: Deflate's level, the bits of its largest and of its smallest window, and by how many bits its table is smaller.
_LEVEL, _WINDOW, _LEAST_WINDOW, _SMALLER = 6, 15, 10, 7

#: Bytes of text to give beforehand at most: with the record that follows they must fit into the largest window.
MOST_BEFORE = 24_000


def pack(data: bytes, text: bytes = b"") -> bytes:
    """`data` in a shorter form, which `unpack` understands if it is given the same `text`."""
    before = BEFORE + text
    bits = min(max((len(before) + len(data)).bit_length(), _LEAST_WINDOW), _WINDOW)
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -bits, bits - _SMALLER, zlib.Z_DEFAULT_STRATEGY, before)
    return deflate.compress(data) + deflate.flush()


def unpack(packed: bytes, text: bytes = b"") -> bytes:
    """What `pack` was given. Raises msgspec.DecodeError when it cannot be unpacked."""
    try:
        return zlib.decompressobj(-_WINDOW, BEFORE + text).decompress(packed)
    except zlib.error as error:
        raise msgspec.DecodeError(str(error)) from error
