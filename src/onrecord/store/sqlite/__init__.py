"""The default store: one SQLite file, with FTS5 for searching."""
