"""Records made small: deflate, beginning with the words that records are full of.

Names of fields are most of a small record, and deflate finds nothing to refer back to in the first hundred bytes. Given
these names beforehand, and the text of the page on which it stands, it makes a record a third as long, or less: nearly
every word of a message, and every quote, is on its page.
"""

from __future__ import annotations

import zlib

import msgspec

#: What deflate is given beforehand, as MessagePack writes it. Part of the format: changing it takes a migration.
_WORDS = (
    b"\xadoutlook_print\xa5block\xa3top\xa6native\xabattribution\xa5email\xa7message\xa7meeting\xa4call"
    b"\xa9requested\xa4done\xa6person\xa4text\xa9signature\xa8greeting\xa6header\xa7printed\xa5spans"
    b"\xb4supplies information\xb4asks for information\xa9instructs\xa8forwards\xa6thanks\xa7replies\xa3day"
    b"\xa4kind\xa7release\xabstamp_start\xa9stamp_end\xa6detail\xabdenominator\xa8question\xa8withheld"
    b"\xa9on_sheets\xabbates_first\xaabates_last\xa5files\xa7records\xa8messages\xa5edges\xa9inclusive"
    b"\xa7members\xa5pairs\xa4name\xa8document\xa7message\xa5place\xa5title\xa6office\xa6status"
    b"\xadtitle_printed\xabtitle_spans\xa4weak\xa7unnamed\xa9principal\xa5filed\xa7aliases\xa9addresses"
    b"\xa4seen\xa6merges\xa4keys\xa8formerly\xa4file\xa6number\xa4text\xa6engine\xaeengine_version\xa5state"
    b"\xaaconfidence\xa5width\xa6height\xa6stamps\xa5marks\xaaredactions\xa5words\xa6native\xa3web\xa8language"
    b"\xa5tried\xa6origin\xaapage_start\xa8page_end\xa5chain\xa5depth\xabheader_kind\xa6layout"
    b"\xaelayout_version\xa3why\xa6sender\xa2to\xa2cc\xa3bcc\xa4sent\xa7subject\xabattachments\xaaimportance"
    b"\xa8location\xa6starts\xa4ends\xaamessage_id\xabin_reply_to\xaareferences\xa4body\xaabody_spans\xa5zones"
    b"\xa9certainty\xa6doubts\xa7implied\xa4date\xa8date_end\xa9precision\xa6approx\xa8inferred\xa6actors"
    b"\xa5topic\xa6hedges\xa6others\xa7channel\xa3act\xabembedded_in\xa5spans\xa5quote\xa8citation\xa6record"
    b"\xa6source\xa6quotes"
)

#: Deflate's level, the bits of its largest and of its smallest window, and by how many bits its table is smaller.
_LEVEL, _WINDOW, _LEAST_WINDOW, _SMALLER = 6, 15, 10, 7

#: Bytes of text given beforehand at most: with the record that follows they must fit into the largest window.
MOST_BEFORE = 24_000


def pack(data: bytes, text: bytes = b"") -> bytes:
    """`data` in a shorter form, which `unpack` understands if it is given the same `text`."""
    before = _WORDS + text[:MOST_BEFORE]
    bits = min(max((len(before) + len(data)).bit_length(), _LEAST_WINDOW), _WINDOW)
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -bits, bits - _SMALLER, zlib.Z_DEFAULT_STRATEGY, before)
    return deflate.compress(data) + deflate.flush()


def unpack(packed: bytes, text: bytes = b"") -> bytes:
    """What `pack` was given. Raises msgspec.DecodeError when it cannot be unpacked."""
    try:
        return zlib.decompressobj(-_WINDOW, _WORDS + text[:MOST_BEFORE]).decompress(packed)
    except zlib.error as error:
        raise msgspec.DecodeError(str(error)) from error
