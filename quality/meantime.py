"""The MEANTIME corpus: sixty Wikinews articles with the times and the people that they name, across articles.

Its files hold words and not texts, so texts are made of them: a line a sentence, spaces where English has them. Times
are annotated in the first sentences alone, and of people only those that take part in what these tell; other people
that are found are neither right nor wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from lxml import etree
from msgspec import Struct

from onrecord import Case
from quality import dates, identity, predict
from quality.corpora import SHARED, Scores, run_scorer

CORPUS = SHARED / "data" / "meantime"

#: Title, day and the four sentences whose times are annotated.
_TIMED = 6
#: Between these words there is no space.
_CLOSING, _OPENING = re.compile(r"[,.;:!?)\]%’]|'.*|n't"), re.compile(r"[(\[$£€]|``")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
#: How the corpus writes quotation marks.
_MARKS = {"``": '"', "''": '"'}
#: Names in the annotation: alone, or before a noun.
_NAMES = ("NAM", "PRE.NAM")


class Article(Struct, frozen=True):
    """One article: the characters of each word by its id, the sentence of each, and its annotations."""

    name: str
    text: str
    places: dict[str, tuple[int, int]]
    sentences: dict[str, int]
    root: etree._Element

    def span(self, marked: etree._Element) -> tuple[int, int]:
        """The characters of what is marked, from its first word to its last; (-1, -1) when it has none."""
        words = [self.places[anchor.attrib["t_id"]] for anchor in marked.iter("token_anchor")]
        return (min(start for start, _ in words), max(end for _, end in words)) if words else (-1, -1)


def articles(folder: Path = CORPUS) -> Iterator[Article]:
    """All articles of the corpus, by name."""
    for path in sorted(folder.rglob("*.xml"), key=lambda path: path.name):
        root = etree.parse(path, _PARSER).getroot()
        yield _article(path.stem, root)


def _article(name: str, root: etree._Element) -> Article:
    text, before, sentence = "", "", 0
    places: dict[str, tuple[int, int]] = {}
    sentences: dict[str, int] = {}
    for token in root.iter("token"):
        printed = token.text or ""
        id, word, number = token.attrib["t_id"], _MARKS.get(printed, printed), int(token.attrib["sentence"])
        if number != sentence:
            text, sentence = text + "\n", number
        elif before and not _CLOSING.fullmatch(printed) and not _OPENING.fullmatch(before):
            text += " "
        places[id], sentences[id], before = (len(text), len(text) + len(word)), number, printed
        text += word
    return Article(name, text + "\n", places, sentences, root)


def times(work: Path) -> Scores:
    """Places, types and values of times in the first sentences, scored by ``score_timex.py``."""
    folder, rows = work / "articles", work / "timexes.jsonl"
    folder.mkdir()
    for article in articles():
        if made := timeml(article):
            (folder / f"{article.name}.tml").write_text(made, encoding="utf-8")
    predict.write(predict.timexes(folder), rows)
    return dates.read(run_scorer("score_timex.py", folder, rows))


def timeml(article: Article) -> str:
    """The annotated beginning of an article as TimeML, its day of creation in its text as well; empty without one."""
    end = max(article.places[id][1] for id, sentence in article.sentences.items() if sentence < _TIMED)
    times = list(article.root.iter("TIMEX3"))
    written = [one.get("value", "") for one in times if one.get("functionInDocument") == "CREATION_TIME"]
    if not written:
        return ""
    parts, at = [], 0
    for one in sorted(times, key=article.span):
        first, last = article.span(one)
        opened = f'<TIMEX3 type="{one.get("type", "")}" value="{one.get("value", "")}">'
        if at <= first and last <= end:
            parts += [escape(article.text[at:first]), opened, escape(article.text[first:last]), "</TIMEX3>"]
            at = last
    parts.append(escape(article.text[at:end]))
    return f'<DCT><TIMEX3 value="{written[0]}"/></DCT>\n<TEXT>{"".join(parts)}</TEXT>\n'


def people(work: Path) -> Scores:
    """Named people across all articles, from files to exported people: found, and B-cubed of the names found."""
    folder = work / "articles"
    folder.mkdir()
    true: dict[tuple[str, int, int], str] = {}
    for article in articles():
        (folder / f"{article.name}.txt").write_text(article.text, encoding="utf-8")
        true |= {(article.name, *span): person for span, person in named(article)}
    with Case.create(work / "case") as case:
        case.add([folder], release="quality")
        case.build()
        rows: list[Any] = list(case.export("people"))
    found = {
        (Path(mention["file"]).stem, mention["start"], mention["end"]): row["id"]
        for row in rows
        for mention in row["mentions"]
    }
    return score(true, found)


def named(article: Article) -> Iterator[tuple[tuple[int, int], str]]:
    """The named mentions of people: their characters and the id that a person has in all articles.

    "Chief executive Ana Ruiz" may be one that holds "Ana Ruiz": the shorter one counts.
    """
    named = dict(_mentions(article))
    for span, person in named.items():
        within = (other for other in named if other != span and span[0] <= other[0] and other[1] <= span[1])
        if span[0] >= 0 and not any(named[other] == person for other in within):
            yield span, person


def _mentions(article: Article) -> Iterator[tuple[tuple[int, int], str]]:
    mentions = {one.attrib["m_id"]: one for one in article.root.iter("ENTITY_MENTION")}
    entities = {one.attrib["m_id"]: one for one in article.root.iter("ENTITY")}
    for refers in article.root.iter("REFERS_TO"):
        target = refers.find("target")
        entity = entities.get(target.attrib["m_id"]) if target is not None else None
        if entity is None or entity.attrib.get("ent_type") != "PER":
            continue
        for source in refers.iter("source"):
            mention = mentions.get(source.attrib["m_id"])
            if mention is not None and mention.get("syntactic_type") in _NAMES:
                yield article.span(mention), entity.attrib["instance_id"]


def score(true: dict[tuple[str, int, int], str], found: dict[tuple[str, int, int], str]) -> Scores:
    """How many of the `true` mentions (file, start, end: person) overlap one of `found`, and B-cubed over those."""
    pairs = [(true[place], id) for place in sorted(true) if (id := _overlapping(place, found))]
    persons, ids = [person for person, _ in pairs], [id for _, id in pairs]
    precision, recall, f1 = identity.b_cubed(persons, ids)
    return {
        "names found": 100 * len(pairs) / max(1, len(true)),
        "B3/P": precision,
        "B3/R": recall,
        "B3/F1": f1,
        "nobody merged": 100.0 * identity.nobody_merged(persons, ids),
    }


def _overlapping(place: tuple[str, int, int], found: dict[tuple[str, int, int], str]) -> str:
    name, start, end = place
    best = max(
        ((min(end, last) - max(start, first), id) for (file, first, last), id in found.items() if file == name),
        default=(0, ""),
    )
    return best[1] if best[0] > 0 else ""
