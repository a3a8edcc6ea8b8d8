"""From bytes to characters: what encoding a text is in, and how sure that is."""

from __future__ import annotations

import codecs

from msgspec import Struct

#: Byte order marks, longest first, since UTF-32 little endian begins like UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Bytes that are looked at when an encoding must be guessed.
SAMPLE = 64 * 1024

#: Below this share of bytes above 0x7F a text without a declared encoding is Western: quotes, dashes, a few accents.
#: Cyrillic, Greek or East Asian text has well over 30 %.
WESTERN_SHARE = 0.2

#: How like a known language a guess must read (charset-normalizer's `coherence`, 0 to 1) before it beats cp1252.
COHERENCE = 0.3

#: Multi-byte encodings are told by their structure: trusted when no other one fits.
EAST_ASIAN = frozenset(
    {"big5", "big5hkscs", "cp932", "cp949", "euc_jis_2004", "euc_jp", "euc_kr", "gb18030", "gbk", "shift_jis"}
)


class Decoded(Struct, frozen=True):
    """Characters, the Python codec that made them, and whether the codec was a guess."""

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes, declared: str = "", western: bool = False) -> Decoded:
    """`data` as characters; never raises.

    Tried in order: a byte order mark (it is dropped), UTF-16 without a mark (UTF-8 would take its zeros for
    characters), `declared` (a charset name as in a MIME header), UTF-8, charset-normalizer where the text is clearly
    not Western, cp1252, Latin-1. `western` leaves out charset-normalizer: load files are full of high bytes.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    wide = _wide(data)
    for name in () if wide else (_known(declared), "utf-8"):
        if name and (text := _strict(data, name)) is not None:
            return Decoded(text, name, False)
    return _guess(data, (wide, "" if western else _foreign(data), "cp1252"))


def lines_as_lf(text: str) -> str:
    """`text` with every line end, CR LF or CR alone, written as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _marked(data: bytes, name: str) -> Decoded:
    text = _strict(data, name)
    return Decoded(data.decode(name, "replace") if text is None else text, name, text is None)


def _known(declared: str) -> str:
    """The Python name of a declared charset; empty when unknown or no text encoding.

    ASCII says too little, and who declares Latin-1 writes cp1252, as browsers know (WHATWG Encoding, 4.2).
    """
    try:
        info = codecs.lookup(declared)
    except (LookupError, ValueError):
        return ""
    if info.name == "iso8859-1":
        return "cp1252"
    return info.name if getattr(info, "_is_text_encoding", True) and info.name != "ascii" else ""


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        return None


def _guess(data: bytes, names: tuple[str, ...]) -> Decoded:
    for name in names:
        if name and (text := _strict(data, name)) is not None:
            return Decoded(text, name, True)
    return Decoded(data.decode("latin-1"), "latin-1", True)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    head = data[:SAMPLE]
    half = max(1, len(head) // 2)
    for name, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) >= 4 and zeros.count(0) > 0.7 * half and letters.count(0) < 0.1 * half:
            return name
    return ""


def _foreign(data: bytes) -> str:
    """What charset-normalizer takes a text for that has too many high bytes to be Western; empty when unsure."""
    sample = data[:SAMPLE]
    if sum(byte > 0x7F for byte in sample) < WESTERN_SHARE * len(sample):
        return ""
    from charset_normalizer import from_bytes  # dear to load, and hardly any text comes here

    fits = list(from_bytes(sample))
    east = [fit.encoding for fit in fits if fit.encoding in EAST_ASIAN]
    if fits and fits[0].coherence >= COHERENCE:
        return fits[0].encoding
    return east[0] if len(east) == 1 else ""
