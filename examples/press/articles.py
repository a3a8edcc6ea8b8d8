"""The watchdog's page and the news reports: HTML as published, plain text as read, and the spans of their findings.

Spans count the characters of the plain text, which holds title, byline, furniture and paragraphs, each on a line of its
own with a blank line between.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]
Span = dict[str, Any]


class Article:
    """One article and where its paragraphs lie in the plain text."""

    def __init__(self, entry: Record) -> None:
        self.entry = entry
        self.stem = Path(entry["file"]).stem
        self.text = ""
        self.zones: list[Record] = []
        for line in entry["furniture_before"]:
            self._add(line, "navigation")
        self._add(entry["title"], "title")
        byline = f"By {entry['author']} | {entry['published']}" if entry["author"] else entry["published"]
        self._add(byline, "byline")
        if entry["caption"]:
            self._add(entry["caption"], "caption")
        for line in entry["paragraphs"]:
            self._add(line, "text")
        for line in entry["furniture_after"]:
            self._add(line, "furniture")

    def _add(self, line: str, zone: str) -> None:
        self.text += "\n\n" if self.text else ""
        self.zones.append({"zone": zone, "start": len(self.text), "end": len(self.text) + len(line)})
        self.text += line

    def span(self, words: str, place: int = 1) -> Span:
        """Where `words` stand in the paragraphs, the `place`th time. Raises ValueError where they do not."""
        at = min(zone["start"] for zone in self.zones if zone["zone"] == "text") - 1
        for _ in range(place):
            at = self.text.index(words, at + 1)
        return {"start": at, "end": at + len(words), "text": words}

    def html(self) -> str:
        """The page as published."""
        entry = self.entry
        before = "".join(f"<nav>{escape(line)}</nav>" for line in entry["furniture_before"])
        after = "".join(f"<p>{escape(line)}</p>" for line in entry["furniture_after"])
        paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in entry["paragraphs"])
        figure = f"<figure><figcaption>{escape(entry['caption'])}</figcaption></figure>" if entry["caption"] else ""
        byline = f'By <span class="author">{escape(entry["author"])}</span> | ' if entry["author"] else ""
        published = entry["published"]
        return (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(entry["title"])}</title>\n'
            f'<link rel="canonical" href="{escape(entry["url"])}">\n'
            f'<meta property="og:site_name" content="{escape(entry["outlet"])}">\n'
            f'<meta name="author" content="{escape(entry["author"])}">\n'
            f'<meta property="article:published_time" content="{published}"></head>\n<body><header>{before}</header>\n'
            f"<main><article><h1>{escape(entry['title'])}</h1>\n"
            f'<p class="byline">{byline}<time datetime="{published}">{published}</time></p>\n{figure}\n{paragraphs}\n'
            f"</article></main>\n<footer>{after}</footer></body></html>\n"
        )

    def record(self) -> Record:
        """The article as truth."""
        keep = {name: self.entry[name] for name in ("kind", "outlet", "url", "title", "author", "published")}
        return {
            "file": f"articles/{self.stem}.html",
            "text_file": f"truth/articles/{self.stem}.txt",
            **keep,
            "zones": self.zones,
        }

    def claims(self) -> list[Record]:
        """The claims with the spans of content, source and cue."""
        return [self._claim(claim) for claim in self.entry.get("claims", ())]

    def _claim(self, claim: Record) -> Record:
        content = self.span(claim["text"])
        spans: Record = {"content": [[content["start"], content["end"]]], "source": [], "cue": []}
        sources = []
        if claim["source"]:
            source = self._near(claim["source"], content)
            spans["source"] = [[source["start"], source["end"]]]
            sources.append({"text": claim["source"], "named": claim["named"], "count": claim["count"]})
        if claim["cue"]:
            cue = self._near(claim["cue"], content)
            spans["cue"] = [[cue["start"], cue["end"]]]
        return {
            "id": claim["id"],
            "file": f"articles/{self.stem}.html",
            **content,
            "sources": sources,
            "relay": claim.get("relay", []),
            "hedges": claim.get("hedges", []),
            "stance": claim.get("stance", "asserts"),
            "denies": claim.get("denies"),
            "quote": claim.get("quote", False),
            "event": claim.get("event"),
            "spans": spans,
        }

    def _near(self, words: str, content: Span) -> Span:
        """The place of `words` that is nearest to a claim's content, within its paragraph."""
        zone = next(one for one in self.zones if one["start"] <= content["start"] < one["end"])
        places = []
        at = self.text.find(words, zone["start"])
        while 0 <= at < zone["end"]:
            places.append(at)
            at = self.text.find(words, at + 1)
        if not places:
            raise ValueError(f"{words!r} does not stand beside {content['text']!r}")
        start = min(places, key=lambda one: min(abs(one - content["end"]), abs(content["start"] - one - len(words))))
        return {"start": start, "end": start + len(words), "text": words}

    def interactions(self, people: dict[str, str]) -> list[Record]:
        """The dated entries of a release page. `people` maps ids to names."""
        return [self._interaction(entry, people) for entry in self.entry.get("interactions", ())]

    def _interaction(self, entry: Record, people: dict[str, str]) -> Record:
        return {
            "id": entry["id"],
            "file": f"articles/{self.stem}.html",
            **self.span(entry["text"]),
            "date": entry["date"],
            "date_end": entry["date"],
            "inferred": "year",
            "actors": [people[one] for one in entry["actors"]],
            "to": [people[one] for one in entry["to"]],
            "channel": entry["channel"],
            "act": "",
            "quotes": entry["quotes"],
            "mail": entry["mail"],
        }


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def write(folder: Path, root: Path, people: dict[str, str]) -> dict[str, list[Record]]:
    """Write the articles of the case in `folder` to `root` and return the truth sections they add."""
    names = ("articles", "claims", "interactions", "links", "families", "ambiguous")
    sections: dict[str, list[Record]] = {name: [] for name in names}
    target = root / "articles"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted((folder / "articles").glob("*.yaml")):
        article = Article(_yaml(path))
        (target / f"{article.stem}.html").write_text(article.html(), encoding="utf-8")
        (root / "truth" / "articles").mkdir(parents=True, exist_ok=True)
        (root / "truth" / "articles" / f"{article.stem}.txt").write_text(article.text, encoding="utf-8")
        sections["articles"].append(article.record())
        sections["claims"] += article.claims()
        sections["interactions"] += article.interactions(people)
    book = _yaml(folder / "links.yaml")
    sections["links"] += [{**link, "wrong": False} for link in book["links"]]
    sections["links"] += [{**link, "wrong": True} for link in book["wrong"]]
    sections["families"], sections["ambiguous"] = book["families"], book["ambiguous"]
    return sections
