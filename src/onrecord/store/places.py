"""The order in which people read: releases by date received, then paths, then pages.

The number of each file in that order is worked out from releases and locations when a writer is done with them. A
reader that finds it out of date (a writer is at work, or was killed) works it out for itself in a temporary table,
which hides the stored one.
"""

from __future__ import annotations

from onrecord.store.session import Session, Statements

#: Orders locations `l` left-joined with releases `r` and file names `n`.
LOCATION_ORDER = "r.name IS NULL, r.received = '', r.received, l.release, l.path, n.id"

_PLACES = f"""
INSERT INTO {{table}} (ordinal, file)
SELECT row_number() OVER (ORDER BY f.earliest IS NULL, f.earliest, f.id), f.file
FROM (SELECT n.no AS file, n.id AS id, min(o.ordinal) AS earliest
      FROM file_names n
      LEFT JOIN (SELECT l.file, row_number() OVER (ORDER BY {LOCATION_ORDER}) AS ordinal
                 FROM locations l JOIN file_names n ON n.no = l.file LEFT JOIN releases r ON r.name = l.release) o
        ON o.file = n.no
      GROUP BY n.no, n.id) f
"""

#: How often what the order depends on has changed, and for which change it was stored.
_STATE = (
    "SELECT coalesce((SELECT value FROM meta WHERE name = 'places'), '0'),"
    " coalesce((SELECT value FROM meta WHERE name = 'places_ordered'), '0')"
)


def store_order(session: Session) -> None:
    """Bring the stored order up to date. Call inside a transaction."""
    changes, ordered = session.rows(_STATE)[0]
    if changes != ordered:
        session.run("DELETE FROM places")
        session.run(_PLACES.format(table="places"))
        kept = "INSERT INTO meta VALUES ('places_ordered', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        session.run(kept, (changes,))


def ready(read: Statements) -> None:
    """See to it that the table ``places`` is right for this reading connection."""
    changes, ordered = read.rows(_STATE)[0]
    info, own = read.connection.info, f"{read.dialect.temporary}.places"
    if info.get("places") == (None if changes == ordered else changes):
        return
    if "places" in info:
        read.run(f"DROP TABLE {own}")
        del info["places"]
    if changes != ordered:
        read.run("CREATE TEMP TABLE places (ordinal INTEGER PRIMARY KEY, file INTEGER UNIQUE)")
        read.run(_PLACES.format(table=own))
        info["places"] = changes
    read.settle()
