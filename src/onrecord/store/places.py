"""The order in which people read: releases by date received, then paths, then pages.

The number of each file in that order is worked out from releases and locations when a writer is done with them. A
reader that finds it out of date (a writer is at work, or was killed) works it out for itself in a temporary table,
which hides the stored one.
"""

from __future__ import annotations

from sqlalchemy import Connection

#: Orders locations `l` left-joined with releases `r` and file names `n`.
LOCATION_ORDER = "r.name IS NULL, r.received = '', r.received, l.release, l.path, n.id"

_PLACES = f"""
INSERT INTO {{table}} (ordinal, file)
SELECT row_number() OVER (ORDER BY least IS NULL, least, id), file
FROM (SELECT n.no AS file, n.id AS id, min(o.ordinal) AS least
      FROM file_names n
      LEFT JOIN (SELECT l.file, row_number() OVER (ORDER BY {LOCATION_ORDER}) AS ordinal
                 FROM locations l JOIN file_names n ON n.no = l.file LEFT JOIN releases r ON r.name = l.release) o
        ON o.file = n.no
      GROUP BY n.no)
"""

_STATE = (
    "SELECT coalesce((SELECT value FROM meta WHERE name = 'places'), 0),"
    " coalesce((SELECT value FROM meta WHERE name = 'places_ordered'), 0)"
)


def store_order(connection: Connection) -> None:
    """Bring the stored order up to date. Call inside a transaction."""
    changes, ordered = connection.exec_driver_sql(_STATE).one()
    if changes != ordered:
        connection.exec_driver_sql("DELETE FROM main.places")
        connection.exec_driver_sql(_PLACES.format(table="main.places"))
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('places_ordered', ?)", (changes,))


def ready(connection: Connection) -> None:
    """See to it that the table ``places`` is right for this reading connection."""
    changes, ordered = connection.exec_driver_sql(_STATE).one()
    own = connection.info.get("places")
    if changes == ordered:
        if own is not None:
            connection.exec_driver_sql("DROP TABLE temp.places")
            del connection.info["places"]
    elif own != changes:
        connection.exec_driver_sql("DROP TABLE IF EXISTS temp.places")
        connection.exec_driver_sql("CREATE TEMP TABLE places (ordinal INTEGER PRIMARY KEY, file INTEGER UNIQUE)")
        connection.exec_driver_sql(_PLACES.format(table="temp.places"))
        connection.info["places"] = changes
