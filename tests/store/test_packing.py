"""Records are packed and come back, whatever is in them; what was damaged is told."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.packing import pack, unpack

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text() | st.binary(max_size=300),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_every_record_comes_back(value: object) -> None:
    record = msgspec.msgpack.encode(value)
    for text in (b"", b"Please have the barge moved.", record * 3, b"\0\xff" * 40_000):
        assert unpack(pack(record, text), text) == record


def test_what_stands_on_the_page_takes_hardly_any_room() -> None:
    text = "".join(f"Barge {number} lies at berth {number * 7919 % 1000}.\n" for number in range(500)).encode()
    assert len(pack(text[3000:4000], text)) < 0.1 * len(pack(text[3000:4000]))


def test_what_records_are_full_of_takes_little_room() -> None:
    quote = "Please have the barge moved before the divers come back on Monday morning."
    record = {
        "id": "i0123456789abcdef",
        "citation": {"spans": [["0123456789abcdef/12", 120, 194]], "quote": quote},
        "record": "m0123456789abcdef",
        "source": "message",
        "date": "2021-11-02",
        "precision": "day",
        "actors": ["Ruiz, Ana"],
        "channel": "email",
        "act": "instructs",
    }
    encoded = msgspec.msgpack.encode(record)
    assert len(pack(encoded)) < 0.7 * len(encoded)


def test_what_cannot_be_unpacked_is_told() -> None:
    packed = bytearray(pack(msgspec.msgpack.encode(["word"] * 100)))
    packed[0] = 0xFF
    with pytest.raises(msgspec.DecodeError):
        unpack(bytes(packed))
