"""The search index of a site: its own words by page, as a script that any page can load from a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from lxml import html

#: The elements whose text can be found, by where the page lies: only what a reader sees as content.
_CONTENT = "//main"

#: Pages whose text others hold already: a place on a page, a citation.
_AGAIN = re.compile(r"~at-|/cite\.html$")

#: What is said beside a find, by the folder that it lies in.
_KINDS = {"p": "page", "m": "message", "people": "person", "claims": "claim", "gaps": "gap"}


def index(pages: Mapping[str, html.HtmlElement]) -> bytes:
    """The index of pages by the paths of their files: title and text of each, in the order of the paths."""
    found = []
    for path, document in sorted(pages.items()):
        if _AGAIN.search(path) or path == "search.html":
            continue
        title = " ".join(document.findtext(".//title", "").split()).rpartition(" · ")[0]
        main = document.xpath(_CONTENT)
        text = " ".join(" ".join(part.text_content() for part in main).split())
        found.append({"path": path, "kind": _KINDS.get(path.partition("/")[0], ""), "title": title, "text": text})
    rows = ",\n".join(json.dumps(row, ensure_ascii=False).replace("</", "<\\/") for row in found)
    return f"window.ONRECORD_INDEX = [\n{rows}\n];\n".encode()
