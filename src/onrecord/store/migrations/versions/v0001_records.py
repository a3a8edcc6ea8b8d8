"""Records, their places, and the search index."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: `no` and `row` are numbers of the store's own; they mean nothing outside. `onrecord.store.rows` makes those of rows.
TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
    "CREATE TABLE releases (name TEXT PRIMARY KEY, agency TEXT NOT NULL, received TEXT NOT NULL, request TEXT NOT NULL,"
    " requested TEXT NOT NULL, deadline TEXT NOT NULL, appeal_by TEXT NOT NULL)"
    " WITHOUT ROWID",
    "CREATE TABLE units (no INTEGER PRIMARY KEY, stage TEXT NOT NULL, scope TEXT NOT NULL, unit TEXT NOT NULL,"
    " key TEXT NOT NULL, kinds INTEGER NOT NULL, UNIQUE (stage, scope, unit))",
    "CREATE INDEX units_by_scope ON units (scope)",
    # files, as they are named in other tables
    "CREATE TABLE file_names (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)",
    "CREATE TABLE files (file INTEGER NOT NULL, unit INTEGER NOT NULL, size INTEGER NOT NULL, media TEXT NOT NULL,"
    " linked TEXT NOT NULL, parent TEXT NOT NULL, PRIMARY KEY (file, unit)) WITHOUT ROWID",
    "CREATE INDEX files_by_unit ON files (unit)",
    "CREATE TABLE locations (file INTEGER NOT NULL, release TEXT NOT NULL, path TEXT NOT NULL, unit INTEGER NOT NULL,"
    " PRIMARY KEY (file, release, path, unit)) WITHOUT ROWID",
    "CREATE INDEX locations_by_release ON locations (release, file)",
    "CREATE INDEX locations_by_unit ON locations (unit)",
    "CREATE TABLE extents (file INTEGER NOT NULL, unit INTEGER NOT NULL, pages INTEGER NOT NULL,"
    " PRIMARY KEY (file, unit)) WITHOUT ROWID",
    "CREATE INDEX extents_by_unit ON extents (unit)",
    # the first location of every file, numbered in the order in which people read: derived, see `onrecord.store.places`
    "CREATE TABLE places (ordinal INTEGER PRIMARY KEY, file INTEGER NOT NULL UNIQUE)",
    "CREATE TABLE sketches (id TEXT NOT NULL, unit INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY (id, unit))"
    " WITHOUT ROWID",
    "CREATE INDEX sketches_by_unit ON sketches (unit)",
    "CREATE TABLE memos (name TEXT NOT NULL, unit INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (name, unit))",
    "CREATE TABLE documents (unit INTEGER NOT NULL, id TEXT NOT NULL, first_stamp TEXT NOT NULL, record BLOB NOT NULL,"
    " PRIMARY KEY (unit, id)) WITHOUT ROWID",
    "CREATE TABLE failures (unit INTEGER NOT NULL, path TEXT NOT NULL, page INTEGER NOT NULL, file TEXT NOT NULL,"
    " stage TEXT NOT NULL, what TEXT NOT NULL, next_step TEXT NOT NULL,"
    " PRIMARY KEY (unit, path, page, file, stage, what, next_step)) WITHOUT ROWID",
    "CREATE TABLE notes (unit INTEGER NOT NULL, file TEXT NOT NULL, page INTEGER NOT NULL, kind TEXT NOT NULL,"
    " what TEXT NOT NULL, spans BLOB NOT NULL, PRIMARY KEY (unit, file, page, kind, what, spans)) WITHOUT ROWID",
    # what filters and orders read stands apart from the texts, which are a hundred times as long
    "CREATE TABLE pages (row INTEGER PRIMARY KEY, file INTEGER NOT NULL, number INTEGER NOT NULL,"
    " unit INTEGER NOT NULL, state TEXT NOT NULL, stamps TEXT NOT NULL, UNIQUE (file, number))",
    "CREATE INDEX pages_by_unit ON pages (unit)",
    "CREATE TABLE page_texts (row INTEGER PRIMARY KEY, text TEXT NOT NULL, extra TEXT NOT NULL, record BLOB NOT NULL)",
    "CREATE TABLE page_stamps (stamp TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (stamp, row)) WITHOUT ROWID",
    "CREATE INDEX page_stamps_by_row ON page_stamps (row)",
    "CREATE TABLE messages (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file INTEGER NOT NULL,"
    " page INTEGER NOT NULL, start INTEGER NOT NULL, depth INTEGER NOT NULL, unit INTEGER NOT NULL,"
    " chain TEXT NOT NULL, sent TEXT NOT NULL)",
    "CREATE INDEX messages_by_place ON messages (file, page, start, depth, id)",
    "CREATE INDEX messages_by_chain ON messages (chain)",
    "CREATE INDEX messages_by_unit ON messages (unit)",
    "CREATE INDEX messages_by_time ON messages ((sent = ''), sent)",
    "CREATE TABLE message_texts (row INTEGER PRIMARY KEY, subject TEXT NOT NULL, names TEXT NOT NULL,"
    " body TEXT NOT NULL, extra TEXT NOT NULL, record BLOB NOT NULL)",
    "CREATE TABLE message_pages (file INTEGER NOT NULL, number INTEGER NOT NULL, row INTEGER NOT NULL,"
    " PRIMARY KEY (file, number, row)) WITHOUT ROWID",
    "CREATE INDEX message_pages_by_row ON message_pages (row)",
    "CREATE TABLE people (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE message_people (person INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (person, row))"
    " WITHOUT ROWID",
    "CREATE INDEX message_people_by_row ON message_people (row)",
    # every word on a page, for finding those that look like another; words stay when the last page with them goes
    "CREATE TABLE words (length INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (length, word)) WITHOUT ROWID",
    # what later stages found, in the order of places, and the records that each speaks of
    "CREATE TABLE findings (id TEXT NOT NULL, unit INTEGER NOT NULL, kind TEXT NOT NULL, file INTEGER NOT NULL,"
    " page INTEGER NOT NULL, start INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY (id, unit)) WITHOUT ROWID",
    "CREATE INDEX findings_by_place ON findings (kind, file, page, start, id)",
    "CREATE INDEX findings_by_unit ON findings (unit)",
    "CREATE TABLE finding_about (about TEXT NOT NULL, id TEXT NOT NULL, unit INTEGER NOT NULL,"
    " PRIMARY KEY (about, id, unit)) WITHOUT ROWID",
    "CREATE INDEX finding_about_by_unit ON finding_about (unit)",
    # what persons decided; rows are only ever added
    "CREATE TABLE decisions (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record BLOB NOT NULL)",
    "CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions"
    " BEGIN SELECT raise(ABORT, 'decisions are only added'); END",
    "CREATE TRIGGER decisions_last BEFORE DELETE ON decisions"
    " BEGIN SELECT raise(ABORT, 'decisions are only added'); END",
    # versions of a page or message that another unit's version hides; nearly always empty
    "CREATE TABLE hidden (kind TEXT NOT NULL, id TEXT NOT NULL, unit INTEGER NOT NULL, record BLOB NOT NULL,"
    " PRIMARY KEY (kind, id, unit)) WITHOUT ROWID",
    "CREATE INDEX hidden_by_unit ON hidden (unit)",
)

#: What makes a word: see `onrecord.store.tokens`. FTS5 takes private-use characters for letters; those of symbol fonts,
#: with which PDFs write bullets, would stick to the first word of a line.
TOKENIZER = "unicode61 remove_diacritics 2 separators ''" + "".join(map(chr, range(0xF000, 0xF100))) + "''"

#: The texts stay where they are: an external-content index reads them there. `extra` holds further words of the same
#: record, such as words parted at a line end put together again.
INDEXES = (
    "CREATE VIRTUAL TABLE message_index USING fts5 (subject, names, body, extra, content='message_texts',"
    f" content_rowid='row', tokenize='{TOKENIZER}')",
    "CREATE VIRTUAL TABLE page_index USING fts5 (text, extra, content='page_texts', content_rowid='row',"
    f" tokenize='{TOKENIZER}')",
    "CREATE VIRTUAL TABLE message_terms USING fts5vocab (message_index, row)",
    "CREATE VIRTUAL TABLE page_terms USING fts5vocab (page_index, row)",
)


def upgrade() -> None:
    """Make an empty store."""
    for statement in TABLES + INDEXES:
        op.execute(statement)
    for index in ("message_index", "page_index"):
        # Bytes of new index entries held in memory before they are written: ten times FTS5's default saves merging.
        op.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('hashsize', 16777216)")
