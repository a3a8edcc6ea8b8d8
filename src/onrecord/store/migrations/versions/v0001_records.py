"""Records, their places, and the search index."""

from __future__ import annotations

from functools import partial

from alembic import op
from sqlalchemy import MetaData

from onrecord.store.migrations import columns
from onrecord.store.migrations.columns import address, blob, counter, digested, number, on, only_added, words
from onrecord.store.tokens import TOKENIZER

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

METADATA = MetaData()

table = partial(columns.table, METADATA)

# `no` and `row` are numbers of the store's own; they mean nothing outside. `onrecord.store.rows` makes those of rows.
TABLES = (
    table("meta", words("name", key=True), words("value")),
    table(
        "releases",
        words("name", key=True),
        *map(words, ("agency", "received", "request", "requested", "deadline", "appeal_by")),
    ),
    table(
        "units",
        counter("no"),
        *map(words, ("stage", "scope", "unit", "key")),
        number("kinds"),
        unique=("scope", "stage", "unit"),
    ),
    # files, as they are named in other tables
    table("file_names", counter("no"), words("id"), unique=["id"]),
    table(
        "files",
        number("file", key=True),
        number("unit", key=True),
        number("size"),
        *map(words, ("media", "linked", "parent")),
        by={"unit": ["unit"]},
    ),
    table(
        "locations",
        number("file", key=True),
        words("release", key=True),
        words("path", key=True),
        number("unit", key=True),
        by={"release": ["release", "file"], "unit": ["unit"]},
    ),
    table("extents", number("file", key=True), number("unit", key=True), number("pages"), by={"unit": ["unit"]}),
    # the first location of every file, numbered in the order in which people read: derived, see `onrecord.store.places`
    table("places", address("ordinal"), number("file"), unique=["file"]),
    # findings and sketches, some neighbours together: see `onrecord.store.bundles`
    table(
        "bundles",
        counter("no"),
        *map(number, ("unit", "base")),
        blob("records"),
        by={"unit": ["unit"], "base": ["base"]},
    ),
    table("sketches", address("no"), number("name"), by={"name": ["(name >> 32)"]}),
    table("memos", words("name", key=True), number("unit", key=True), blob("data")),
    table("documents", number("unit", key=True), words("id", key=True), words("first_stamp"), blob("record")),
    table(
        "failures",
        number("unit", key=True),
        words("path", key=True),
        number("page", key=True),
        *(words(name, key=True) for name in ("file", "stage", "what", "next_step")),
    ),
    table(
        "notes",
        number("unit", key=True),
        words("file", key=True),
        number("page", key=True),
        words("kind", key=True),
        words("what", key=True),
        blob("spans", key=True),
    ),
    # what filters and orders read stands apart from the texts, which are a hundred times as long
    table(
        "pages",
        address("row"),
        *map(number, ("file", "number", "unit")),
        *map(words, ("state", "stamps")),
        *map(number, ("pack", "place")),
        unique=("file", "number"),
    ),
    # what is kept of pages, some neighbours together: see `onrecord.store.packs`
    table(
        "packs",
        counter("no"),
        *map(number, ("unit", "file", "first_page", "last_page")),
        *map(blob, ("texts", "records")),
        by={"unit": ["unit"]},
    ),
    table("page_stamps", words("stamp", key=True), number("row", key=True)),
    # exemption codes on a page, in the form in which they are counted
    table("page_codes", words("code", key=True), number("row", key=True), by={"row": ["row"]}),
    # messages of which something is uncertain
    table("message_doubts", number("row", key=True)),
    table(
        "messages",
        address("row"),
        words("id"),
        *map(number, ("file", "page", "start", "depth", "unit")),
        *map(words, ("chain", "sent")),
        number("text"),
        blob("people"),
        unique=["id"],
        by={
            "place": ["file", "page", "start", "depth"],
            "chain": ["chain"],
            "unit": ["unit"],
            "time": ["(sent = '')", "sent"],
        },
    ),
    # numbered as they are written, so that they stand close
    table("message_texts", address("no"), number("base"), blob("record")),
    table("message_pages", *(number(name, key=True) for name in ("file", "number", "row")), by={"row": ["row"]}),
    table("people", counter("no"), words("name"), unique=["name"]),
    table("message_people", number("person", key=True), number("row", key=True)),
    # every word on a page, for finding those that look like another; words stay when the last page with them goes
    table("words", number("length", key=True), words("word", key=True)),
    # what later stages found, in the order of places, and the records that each speaks of
    table(
        "findings",
        address("no"),
        *map(number, ("name", "kind", "file", "page", "start")),
        by={"name": ["(name >> 32)"], "place": ["kind", "file", "page"]},
    ),
    table("finding_kinds", counter("no"), words("name"), unique=["name"]),
    table("finding_about", number("about", key=True), number("finding", key=True)),
    # what persons decided; rows are only ever added
    table("decisions", counter("no"), words("id"), blob("record"), unique=["id"]),
    # versions of a page or message that another unit's version hides; nearly always empty
    table(
        "hidden",
        words("kind", key=True),
        words("id", key=True),
        number("unit", key=True),
        blob("record"),
        by={"unit": ["unit"]},
    ),
)

#: Tables whose rows are never changed nor removed.
ONLY_ADDED = ("decisions",)

#: Keys that hold texts of any length.
LONG_KEYS = {
    "locations": ("file", "md5(release)", "md5(path)", "unit"),
    "memos": ("md5(name)", "unit"),
    "documents": ("unit", "md5(id)"),
    "failures": ("unit", "md5(path)", "page", "file", "stage", "md5(what)", "md5(next_step)"),
    "notes": ("unit", "file", "page", "kind", "md5(what)", "md5(spans)"),
}

#: The indexes keep no texts: see `onrecord.store.contents`. The longest column is the first one, for which FTS5 writes
#: two bytes less an entry. `extra` holds further words of a record, such as words parted at a line end put together.
SQLITE_INDEXES = (
    f"CREATE VIRTUAL TABLE message_index USING fts5 (body, subject, names, extra, content='', tokenize='{TOKENIZER}')",
    f"CREATE VIRTUAL TABLE page_index USING fts5 (text, extra, content='', tokenize='{TOKENIZER}')",
    "CREATE VIRTUAL TABLE message_terms USING fts5vocab (message_index, row)",
    "CREATE VIRTUAL TABLE page_terms USING fts5vocab (page_index, row)",
    # Bytes of new index entries held in memory before they are written: ten times FTS5's default saves merging.
    "INSERT INTO message_index (message_index, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO page_index (page_index, rank) VALUES ('hashsize', 16777216)",
)

#: For every record its words in order, columns parted by line ends (see `onrecord.store.postgres.index`), and as a set,
#: by which candidates are found. `large`: not all words are in the set. The totals are those that bm25 needs, and so is
#: in how many records each word stands.
POSTGRES_INDEXES = (
    *(
        f"CREATE TABLE {name} (row BIGINT PRIMARY KEY, length BIGINT NOT NULL, large BOOLEAN NOT NULL,"
        ' tokens TEXT COLLATE "C" NOT NULL, words TSVECTOR NOT NULL)'
        for name in ("message_index", "page_index")
    ),
    *(f"CREATE INDEX {name}_words ON {name} USING gin (words)" for name in ("message_index", "page_index")),
    *(
        f'CREATE TABLE {name} (word TEXT COLLATE "C" PRIMARY KEY, records BIGINT NOT NULL) WITH (fillfactor = 50)'
        for name in ("message_spread", "page_spread")
    ),
    "CREATE TABLE index_totals (name TEXT PRIMARY KEY, records BIGINT NOT NULL, tokens BIGINT NOT NULL)",
    "INSERT INTO index_totals VALUES ('message_index', 0, 0), ('page_index', 0, 0)",
    # a name may be longer than an entry of a tree
    "ALTER TABLE people DROP CONSTRAINT people_name_key",
    "CREATE INDEX people_by_name ON people USING hash (name)",
    "ALTER TABLE page_stamps DROP CONSTRAINT page_stamps_pkey",
    "CREATE INDEX page_stamps_by_stamp ON page_stamps USING hash (stamp)",
)


def upgrade() -> None:
    """Make an empty store."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
    for name in ONLY_ADDED:
        only_added(name)
    if on("postgresql"):
        for name, key in LONG_KEYS.items():
            digested(name, *key)
    for statement in SQLITE_INDEXES if on("sqlite") else POSTGRES_INDEXES:
        op.execute(statement)
