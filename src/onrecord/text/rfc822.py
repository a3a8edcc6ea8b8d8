"""Native mail, read with suspicion: heads cut and decoded here, MIME trees by the standard library under guard.

The standard library's modern policy stalls on 20,000 recipients and raises on malformed heads, so heads are parsed here
from the raw bytes (RFC 5322, 2.2; RFC 2047), and only the tree of parts is left to `email`.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as BinasciiError
from email import message_from_bytes, policy
from email.message import Message as MimePart
from quopri import decodestring
from typing import Any

from msgspec import Struct

from onrecord.text.encoding import decode

#: Bytes of a head that are read; the rest of a longer one is passed over. 20,000 recipients need about 1 MB.
HEAD_BYTES = 2 * 2**20

#: Bytes of one header value that are read.
VALUE_BYTES = 2**20

#: Bytes of one mail that are parsed.
MAIL_BYTES = 256 * 2**20

#: Parts of one mail that are looked at, and how deep they may lie.
PARTS = 1_000
DEPTH = 40

#: Headers that say how the rest is built: all that the standard library gets to see of a head.
STRUCTURE = ("content-type", "content-transfer-encoding", "content-disposition", "mime-version")

#: Bytes of such a header: longer ones are an attack on its parser, which is quadratic in the parameters.
STRUCTURE_BYTES = 8_192

#: The line that starts a mail in a mailbox: ``From``, a sender, a time with a year, then a header line. Mail bodies
#: hold lines that begin with "From " too, and not every writer escapes them.
MAIL_START = re.compile(
    rb"^From [^\r\n]{1,200}[ \t]\d{1,2}:\d\d[^\r\n]{0,60}\r?\n(?=[!-9;-~]{1,80}[ \t]{0,8}:|>From )", re.MULTILINE
)

#: Content types that are read as part of a mail.
BODY = frozenset({"text/plain", "text/html", "text/enriched", "text/calendar", "message/delivery-status"})

_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[\w.:+*-]{1,64}\?[bBqQ]\?)")


class Head(Struct, frozen=True):
    """The head of a mail: (lower-case name, raw value) in order, where the body starts, whether anything was cut."""

    fields: tuple[tuple[str, bytes], ...]
    body: int
    cut: bool

    def first(self, name: str) -> bytes:
        """The first value of header `name` (lower case); empty when there is none."""
        return next((value for field, value in self.fields if field == name), b"")


class Part(Struct, frozen=True):
    """A leaf of a mail, or an attached mail: its content type, its file name if any, whether it is an attachment."""

    kind: str
    name: str
    attached: bool
    source: MimePart[Any, Any]


def mail_bounds(data: Any) -> list[tuple[int, int]]:
    """(start, end) of each mail of a mailbox in `data` (bytes or a memory map), its "From " line included.

    What stands before the first such line is a mail too, unless it is blank.
    """
    starts = [match.start() for match in MAIL_START.finditer(data)]
    if not starts or data[: starts[0]].strip():
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(data)], strict=True))


def without_from_line(data: bytes) -> bytes:
    """One mail of a mailbox without its "From " line, and with escaped ">From " lines as they were written."""
    head, _, rest = data.partition(b"\n")
    return re.sub(rb"(?m)^>(>*From )", rb"\1", rest if head.startswith(b"From ") else data)


def read_head(data: bytes) -> Head:
    """The head of the mail `data`. A first line that is no header ends the head at once: all is body then."""
    start = len(data) - len(data.lstrip(b"\r\n"))
    end = _HEAD_END.search(data, start)
    stop, body = (end.start(), end.end()) if end else (len(data), len(data))
    raw = data[start : min(stop, start + HEAD_BYTES)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    fields, whole = _fields(raw)
    if not fields:
        return Head((), start, False)
    return Head(tuple(fields), body, not whole or stop - start > HEAD_BYTES)


def _fields(raw: bytes) -> tuple[list[tuple[str, bytes]], bool]:
    fields: list[tuple[str, bytes]] = []
    whole = True
    for line in re.split(rb"\n(?![ \t])", raw):
        if match := _HEADER.match(line):
            whole = whole and len(match[2]) <= VALUE_BYTES
            fields.append((match[1].decode("ascii").lower(), match[2][:VALUE_BYTES]))
    return fields, whole


def decode_value(raw: bytes) -> str:
    """A header value on one line: unfolded, encoded words (RFC 2047) decoded, white space runs as one space.

    Neighbouring encoded words of one charset are joined before decoding: writers cut characters in two.
    """
    text = _BETWEEN_WORDS.sub(r"\1", decode(raw).text)
    pieces: list[str] = []
    pending: tuple[str, bytes] | None = None
    place = 0
    for match in _WORD.finditer(text):
        word = (match[1].lower(), _word_bytes(match[2], match[3]))
        joined = pending is not None and match.start() == place and pending[0] == word[0]
        if pending and joined:
            pending = (word[0], pending[1] + word[1])
        else:
            pieces += [_word_text(pending), text[place : match.start()]]
            pending = word
        place = match.end()
    pieces += [_word_text(pending), text[place:]]
    return " ".join("".join(pieces).split())


def _word_bytes(how: str, body: str) -> bytes:
    raw = body.encode("utf-8", "replace")
    if how in "qQ":
        return decodestring(raw, header=True)
    try:
        return b64decode(raw + b"=" * (-len(raw) % 4))
    except (BinasciiError, ValueError):
        return raw


def _word_text(word: tuple[str, bytes] | None) -> str:
    return decode(word[1], word[0]).text if word else ""


def identifiers(raw: bytes, most: int = 1_000) -> tuple[str, ...]:
    """The message ids in a header value, without their angle brackets; at most `most`."""
    found = re.findall(rb"<([^<>\s]{1,998})>", raw)
    return tuple(item.decode("utf-8", "replace") for item in found[:most])


def tree(data: bytes, head: Head) -> MimePart[Any, Any] | None:
    """The MIME tree of the mail `data` with head `head`; None when the standard library cannot make one.

    The tree's own head holds the `STRUCTURE` headers alone.
    """
    lines = [
        name.encode() + b": " + value.replace(b"\0", b"")
        for name in STRUCTURE
        if (value := head.first(name)) and len(value) <= STRUCTURE_BYTES
    ]
    try:
        return message_from_bytes(b"\n".join([*lines, b"", data[head.body :]]), policy=policy.compat32)
    except Exception:  # malformed mail makes the parser raise nearly anything, RecursionError included
        return None


def parts(root: MimePart[Any, Any]) -> tuple[list[Part], int]:
    """The leaves under `root` and the mails attached to it, in order, and how many parts were left unseen.

    At most PARTS are looked at; what lies deeper than DEPTH is one leaf.
    """
    found: list[Part] = []
    stack = [(root, 0)]
    for _ in range(PARTS):
        if not stack:
            break
        node, depth = stack.pop()
        below = children(node)
        if below and depth < DEPTH:
            stack += [(child, depth + 1) for child in reversed(below)]
        else:
            found.append(describe(node))
    return found, len(stack)


def children(node: MimePart[Any, Any]) -> list[MimePart[Any, Any]]:
    """The parts of a multipart; none for a leaf or an attached mail."""
    payload = node.get_payload()
    if content_type(node).startswith("message/") or not isinstance(payload, list):
        return []
    return [child for child in payload if isinstance(child, MimePart)]


def describe(node: MimePart[Any, Any]) -> Part:
    """What one leaf is. Text without a file name that is not marked as an attachment belongs to the body.

    So does a multipart without parts: its writer meant something by it.
    """
    kind = content_type(node)
    name = file_name(node)
    disposition = _header(node, "content-disposition").lower().lstrip()
    in_body = kind in BODY or kind.startswith("multipart/")
    return Part(kind, name, disposition.startswith("attachment") or bool(name) or not in_body, node)


def content_type(node: MimePart[Any, Any]) -> str:
    """The content type in lower case; ``text/plain`` when it cannot be read."""
    try:
        return node.get_content_type()
    except Exception:
        return "text/plain"


def file_name(node: MimePart[Any, Any]) -> str:
    """The file name of a part, decoded, without folders; empty when it has none."""
    try:
        name = node.get_filename("") or ""
    except Exception:
        return ""
    plain = decode_value(str(name).encode("utf-8", "surrogateescape"))
    return plain.replace("\\", "/").rpartition("/")[2].strip()[:200]


def content(node: MimePart[Any, Any]) -> bytes | None:
    """The bytes of a leaf with its transfer encoding undone as far as possible, or of an attached mail.

    None when it cannot be had, as for parts nested beyond reason.
    """
    try:
        if content_type(node).startswith("message/") and node.is_multipart():
            return _attached_mail(node)
        payload = node.get_payload(decode=True)
    except Exception:
        return None
    return payload if isinstance(payload, bytes) else None


def _attached_mail(node: MimePart[Any, Any]) -> bytes:
    """The attached mail as bytes. Where it was encoded, against RFC 2046, 5.2.1, the encoded text is its body."""
    inner = node.get_payload(0)
    if not isinstance(inner, MimePart):
        return b""
    if "base64" in _header(node, "content-transfer-encoding").lower() and not inner.items():
        return b64decode(str(inner.get_payload()))
    return inner.as_bytes(unixfrom=False)


def charset(node: MimePart[Any, Any]) -> str:
    """The declared charset of a part; empty when there is none that can be read."""
    try:
        return str(node.get_content_charset("") or "")
    except Exception:
        return ""


def _header(node: MimePart[Any, Any], name: str) -> str:
    try:
        return str(node.get(name, ""))
    except Exception:
        return ""
