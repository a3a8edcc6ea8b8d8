"""Stores on a PostgreSQL server, for cases that several people work on at once or that outgrow one machine."""
