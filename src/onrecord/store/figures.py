"""Counting what a store holds, and checking that it is whole."""

from __future__ import annotations

from onrecord.store.rows import BUNDLE_OF
from onrecord.store.session import Statements

#: A condition on the file number `{file}` that holds for files of the release in the parameter.
_IN_RELEASE = "EXISTS (SELECT 1 FROM locations l WHERE l.file = {file} AND l.release = ?)"

#: Kind of record, and what selects the name and number of each part. The whole is their sum.
_PARTS = (
    ("files", "media", "(SELECT file, min(media) AS media FROM files GROUP BY file) x", "x.file"),
    ("pages", "state", "pages x", "x.file"),
    ("messages", "''", "messages x", "x.file"),
    (
        "findings",
        "kind",
        "(SELECT min(c.name) AS kind, min(f.file) AS file FROM findings f JOIN finding_kinds c ON c.no = f.kind"
        " GROUP BY f.kind, f.name) x",
        "x.file",
    ),
    (
        "notes",
        "kind",
        "(SELECT DISTINCT kind, file, page, what, spans FROM notes) x",
        "(SELECT no FROM file_names WHERE id = x.file)",
    ),
    (
        "failures",
        "stage",
        "(SELECT DISTINCT stage, file, path, page, what, next_step FROM failures) x",
        "(SELECT no FROM file_names WHERE id = x.file)",
    ),
    ("locations", "''", "(SELECT DISTINCT file, release, path FROM locations) x", "x.file"),
)

#: A kind of records, and how one is told whose texts are not there.
_LOST = (
    ("messages", "message_texts t ON t.no = h.text WHERE t.no"),
    ("pages", "packs t ON t.no = h.pack WHERE t.no"),
    ("findings", f"bundles t ON t.no = {BUNDLE_OF.format(no='h.no')} WHERE t.no"),
    ("sketches", f"bundles t ON t.no = {BUNDLE_OF.format(no='h.no')} WHERE t.no"),
)

_NEW = (
    "SELECT count(DISTINCT f.file) FROM files f JOIN file_names n ON n.no = f.file"
    " {where} NOT EXISTS (SELECT 1 FROM units u WHERE u.scope = n.id)"
)


def counts(read: Statements, release: str = "") -> dict[str, int]:
    """How many records of each kind there are; see `onrecord.store.protocol.Store.counts`."""
    found: dict[str, int] = {}
    for kind, part, source, file in _PARTS:
        where, values = _where(file, release)
        if kind == "locations" and release:
            where = "WHERE x.release = ?"
        sql = f"SELECT {part}, count(*) FROM {source} {where} GROUP BY 1 ORDER BY 1"
        rows = [(str(name), int(number)) for name, number in read.rows(sql, values)]
        found[kind] = sum(number for _, number in rows)
        found |= {f"{kind}:{name}": number for name, number in rows if name}
    where, values = _where("f.file", release)
    found["files:new"] = read.number(_NEW.format(where=f"{where} AND" if where else "WHERE"), values)
    if not release:
        found["releases"] = read.number("SELECT count(*) FROM releases")
        found["documents"] = read.number("SELECT count(DISTINCT id) FROM documents")
    return found


def problems(read: Statements) -> list[str]:
    """What is wrong, a line each: the database and its search index, then heads without texts."""
    found = list(read.dialect.problems(read))
    for heads, lost in _LOST:
        if missing := read.number(f"SELECT count(*) FROM {heads} h LEFT JOIN {lost} IS NULL"):
            found.append(f"{missing} {heads} have lost their texts")
    return found


def _where(file: str, release: str) -> tuple[str, tuple[str, ...]]:
    return ("WHERE " + _IN_RELEASE.format(file=file), (release,)) if release else ("", ())
