"""Plain text from HTML: every word a reader would see, in order, whatever the markup does."""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct

#: Elements whose content nobody sees.
UNSEEN = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe", "select"}
)

#: Elements that begin and end lines.
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tr ul",
    )
)

#: Elements that stand apart by a blank line, as browsers show them.
PARAGRAPHS = frozenset({"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"})

CELLS = frozenset({"td", "th"})

#: Numeric references to control characters, after which parsers may stop: ``&#1;``, ``&#x1f;``.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0{0,8}(?:[0-8]|1[1245-9]|2[0-9]|3[01])|[xX]0{0,8}(?:[0-8]|[bB]|[eE]|[fF]|1[0-9a-fA-F]));"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


class Seen(Struct, frozen=True):
    """What a reader sees of a page, and its shape: how many elements, how deep, and the most attributes of one."""

    text: str
    elements: int
    levels: int
    attributes: int


class _Lines:
    """Takes what the parser reports, keeps the seen text as lines. No tree is built, so depth costs nothing."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._hidden: list[str] = []
        self._pre = 0
        self._elements = self._level = self._levels = self._attributes = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._level += 1
        self._levels = max(self._levels, self._level)
        self._attributes = max(self._attributes, len(attributes))
        if tag in UNSEEN:
            self._hidden.append(tag)
        elif tag == "br":
            self._end_line()
        elif tag in CELLS:
            self._line.append("\t")
        elif tag in BLOCKS:
            self._break(tag)
        self._pre += tag == "pre"

    def end(self, tag: str) -> None:
        self._level -= 1
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        elif tag in BLOCKS:
            self._break(tag)
        self._pre = max(0, self._pre - (tag == "pre"))

    def data(self, text: str) -> None:
        if self._hidden:
            return
        if not self._pre:
            self._line.append(text)
            return
        first, *rest = text.replace("\r\n", "\n").split("\n")
        self._line.append(first.replace(" ", "\u00a0"))
        for line in rest:
            self._end_line()
            self._line.append(line.replace(" ", "\u00a0"))

    def comment(self, text: str) -> None:
        """Comments are not seen."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Neither are processing instructions."""

    def close(self) -> Seen:
        self._end_line()
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")
        return Seen(text, self._elements, self._levels, self._attributes)

    def _break(self, tag: str) -> None:
        if "".join(self._line).strip():
            self._end_line()
        self._line = []
        if tag in PARAGRAPHS and self._lines and self._lines[-1]:
            self._lines.append("")

    def _end_line(self) -> None:
        cells = "".join(self._line).strip(" \n\r\f").split("\t")
        words = (" ".join(re.split(r"[ \n\r\f]+", cell)).strip(" ") for cell in cells)
        self._lines.append("\t".join(words).strip("\t").replace("\u00a0", " ").rstrip())
        self._line = []


def without_controls(html: str) -> str:
    """`html` with control characters, and references to them, as spaces."""
    return _CONTROL.sub(" ", _CONTROL_REFERENCE.sub(" ", html))


def read(html: str) -> Seen:
    """What a reader sees of `html`, blocks on lines of their own, cells of a table parted by tabs. Never raises."""
    parser = etree.HTMLParser(target=_Lines(), huge_tree=True, no_network=True)
    try:
        seen: Seen = etree.fromstring(without_controls(html), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return Seen(re.sub(r"<[^<>]{0,2000}>", " ", html), 0, 0, 0)
    return seen


def plain(html: str) -> str:
    """The text of `read`."""
    return read(html).text
