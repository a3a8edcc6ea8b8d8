"""Who held a post after whom, and one person under different titles in different documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from onrecord.links import making
from onrecord.links.material import Material
from onrecord.model import End, Link, LinkKind, Person, Tenure

_ACTING = re.compile(r"\b(?:acting|interim|former|then|outgoing)\b[\s-]*", re.IGNORECASE)
#: Titles that many hold at once: nobody succeeds anybody in them.
_MANY = re.compile(
    r"\b(?:senator|representative|councilmember|councilor|member|assistant|adviser|advisor|aide|official|officer"
    r"|attorney|lawyer|spokes\w+|inspector|engineer|analyst|reporter|writer|staff|judge|agent|professor|secretary)$",
    re.IGNORECASE,
)


def find(material: Material) -> Iterator[Link]:
    """Successions in office, and people whom two published documents call by different titles."""
    yield from _successions(material)
    yield from _under_titles(material)


def _end(tenure: Tenure) -> End:
    return End(id=tenure.person, kind=Person.KIND, citation=tenure.citation)


def _post(tenure: Tenure) -> str:
    """The title as a post of one holder, folded; empty where many hold it."""
    title = " ".join(_ACTING.sub("", tenure.title).lower().split())
    many = _MANY.search(title) is not None and not (tenure.office and title == "secretary")
    return "" if (len(title.split()) < 2 and not tenure.office) or many else title


def _successions(material: Material) -> Iterator[Link]:
    """Two holders of one post, of whom the second is acting, or begins when the first has ended."""
    posts: defaultdict[str, list[Tenure]] = defaultdict(list)
    for tenure in material.tenures:
        if tenure.title and (post := _post(tenure)):
            posts[post].append(tenure)
    for post in sorted(posts):
        for a in posts[post]:
            for b in posts[post]:
                if a.person != b.person and _same_office(a, b) and (why := _after(a, b)):
                    yield _succession(material, a, b, why)


def _same_office(a: Tenure, b: Tenure) -> bool:
    """Whether two posts of one title can be one: no two offices are named."""
    return not a.office or not b.office or a.office == b.office


def _after(a: Tenure, b: Tenure) -> str:
    """Why the holder in `b` comes after that in `a`; empty where nothing says so."""
    if a.acting or b.former:
        return ""
    if b.acting and b.since and (not a.since or a.since <= b.since):
        return f"acting from {b.since} on" if not a.former else f"acting from {b.since} on, after a former holder"
    if a.former and not b.former and (a.office or b.office):
        return "the first is called a former holder, the second holds it"
    if a.ended_by and b.since and a.ended_by <= b.since:
        return f"the first is called a former holder on {a.ended_by}, the second holds it on {b.since}"
    return ""


def _succession(material: Material, a: Tenure, b: Tenure, why: str) -> Link:
    named = bool(a.office and a.office == b.office) or bool(b.acting)
    return making.link(
        LinkKind.OFFICE_SUCCESSION,
        _end(a),
        _end(b),
        0.9 if named else 0.7,
        [f"{material.who.name(a.person)} and {material.who.name(b.person)} are both called {b.title}", why],
        [
            "somebody else may have held it between them",
            "the second is acting" if b.acting else "",
            "" if a.office and b.office else "the office is not named with both titles",
        ],
    )


def _under_titles(material: Material) -> Iterator[Link]:
    """One person, and what each later document calls them that the first does not."""
    files = {article.file[:16]: article.id for article in material.articles.values()}
    held: defaultdict[str, dict[str, Tenure]] = defaultdict(dict)
    for tenure in sorted(material.tenures, key=lambda one: (one.citation.spans[0], one.id)):
        record = files.get(tenure.citation.spans[0].page.partition("/")[0])
        if record is not None and tenure.title:
            held[tenure.person].setdefault(record, tenure)
    for person in sorted(held):
        first, *rest = held[person].values()
        for other in rest:
            if other.title.lower() != first.title.lower():
                yield making.link(
                    LinkKind.SAME_PERSON,
                    _end(first),
                    _end(other),
                    0.9,
                    [f"both name {material.who.name(person)}"],
                    [f"the titles differ: {first.title}, and {other.title}"],
                )
