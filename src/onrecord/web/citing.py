"""Citations to be copied: plain text, Markdown, BibTeX, and the fragment of the address."""

from __future__ import annotations

import re
from collections.abc import Mapping

from onrecord.model import Page, Release
from onrecord.web import links, runs
from onrecord.web.answer import Answer
from onrecord.web.desk import Desk

#: What BibTeX and TeX give a meaning of their own.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}

#: Characters of a quote beyond which it is cut: a citation is no copy of the page.
LONGEST = 600


class Citing(Answer):
    """A page, or characters `start` to `end` of it, cited. `href` lasts: it names the file by its hash."""

    title: str
    quote: str
    sha256: str
    file: str
    release: str
    agency: str
    received: str
    request: str
    page: int
    stamps: tuple[str, ...]
    start: int | None
    end: int | None
    href: str
    plain: str
    markdown: str
    bibtex: str


def citing(here: Desk, page: Page, at: str) -> Citing:
    """The citation of a page, or of the characters ``120-180`` of it."""
    layer = next(iter(runs.pointed(at)), None)
    start, end = (layer.start, min(layer.end, len(page.text))) if layer else (None, None)
    quote = " ".join(page.text[start:end].split()) if layer else ""
    place = here.view.location(page.file)
    release = next((one for one in here.state.releases if one.name == place.release), Release(name=place.release))
    stamps = here.view.stamps_of(page)
    href = links.page(page.file, page.number) + (f"#{start}-{end}" if layer else "")
    facts = {
        "title": stamps[0] if stamps else f"{place.path}, page {page.number}",
        "quote": quote if len(quote) <= LONGEST else quote[: LONGEST - 1].rstrip() + "…",
        "where": _where(release),
        "file": f"{place.path}, page {page.number}" + (f", characters {start} to {end}" if layer else ""),
        "sha256": page.file,
        "href": href,
    }
    return Citing(
        title=facts["title"],
        quote=facts["quote"],
        sha256=page.file,
        file=place.path,
        release=release.name,
        agency=release.agency,
        received=release.received,
        request=release.request,
        page=page.number,
        stamps=stamps,
        start=start,
        end=end,
        href=href,
        plain=plain(facts),
        markdown=markdown(facts),
        bibtex=bibtex(facts, release),
    )


def plain(facts: Mapping[str, str]) -> str:
    """One paragraph of plain text."""
    quote = f"“{facts['quote']}” " if facts["quote"] else ""
    return f"{quote}{facts['title']} ({facts['where']}), {facts['file']}, SHA-256 {facts['sha256']}."


def markdown(facts: Mapping[str, str]) -> str:
    """A block quote with its source, or a line with the source alone."""
    source = f"[{_md(facts['title'])}]({facts['href']}), {_md(facts['where'])}; {_md(facts['file'])}"
    source += f"; SHA-256 `{facts['sha256']}`"
    return f"> {_md(facts['quote'])}\n>\n> {source}" if facts["quote"] else source


def bibtex(facts: Mapping[str, str], release: Release) -> str:
    """An entry of the kind ``misc``."""
    key = re.sub(r"[^A-Za-z0-9-]+", "-", facts["title"]).strip("-") or facts["sha256"][:12]
    fields = {
        "title": facts["title"],
        "author": f"{{{_tex(release.agency)}}}" if release.agency else "",
        "year": release.received[:4],
        "howpublished": facts["where"],
        "note": f"{facts['file']}, SHA-256 {facts['sha256']}" + (f": ``{facts['quote']}''" if facts["quote"] else ""),
    }
    lines = [f"  {name} = {{{value if name == 'author' else _tex(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _where(release: Release) -> str:
    parts = [
        release.agency,
        f"release “{release.name}”" if release.name else "",
        f"request {release.request}" if release.request else "",
        f"received {release.received}" if release.received else "",
    ]
    return ", ".join(filter(None, parts))


def _md(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


def _tex(text: str) -> str:
    return "".join(_TEX.get(one, one) for one in text)
