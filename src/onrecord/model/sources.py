"""What came in: releases, the files of a release, and what could not be read."""

from __future__ import annotations

from msgspec import Struct

from onrecord.model.spans import Span


class Release(Struct, frozen=True, kw_only=True):
    """One delivery of records; unknown facts are empty strings.

    `received` is an ISO date, and so are `requested` (when the request was made), `deadline` (when the next answer is
    due) and `appeal_by` (the last day of an appeal).
    """

    name: str
    agency: str = ""
    received: str = ""
    request: str = ""
    requested: str = ""
    deadline: str = ""
    appeal_by: str = ""


class SourceFile(Struct, frozen=True, kw_only=True):
    """One input file, known by its content.

    `id` is the SHA-256 of the bytes in hexadecimal. `media` is a short name from `onrecord.intake.media` such as
    ``pdf`` or ``eml``, found from the bytes first and the name second. `linked` is the absolute path of a file that
    was left in place (``add --link``), empty for a file copied into the case. `parent` is the id of the archive,
    mailbox or mail that the file was taken out of.
    """

    id: str
    size: int
    media: str
    linked: str = ""
    parent: str = ""


class Location(Struct, frozen=True, kw_only=True, order=True):
    """One path under which a file was added. A file added twice has two locations.

    `path` is the name as added, with ``/`` between parts; members of an archive continue the path of the archive.
    """

    release: str
    path: str
    file: str


class Extent(Struct, frozen=True, kw_only=True):
    """How many pages a file has, found by opening it. Containers and unreadable files have none."""

    file: str
    pages: int


class Document(Struct, frozen=True, kw_only=True):
    """Pages that belong together in an order that no single file tells: one row of an e-discovery load file.

    `pages` are page keys in reading order, `stamps` the number of each page in the same order (empty where the load
    file gives none). `family` is the id shared by a mail and its attachments, `parent` the document id of the mail
    that this document was attached to. `source` is the load file's SHA-256. `text_file` is the id of the file with
    the produced text, when the load file names one. `fields` are the further columns as (name, value).
    """

    id: str
    source: str
    first_stamp: str
    last_stamp: str
    pages: tuple[str, ...]
    stamps: tuple[str, ...] = ()
    family: str = ""
    parent: str = ""
    text_file: str = ""
    fields: tuple[tuple[str, str], ...] = ()


class Failure(Struct, frozen=True, kw_only=True):
    """Something that could not be read, and why. Nothing disappears: it becomes a failure or a record.

    `stage` is ``add`` or the name of a stage of the build. `file` is a SHA-256, or empty when the file could
    not even be hashed. `path` names such a file, or the member of an archive `file`. `page` counts from 1; 0 means the
    whole file. `what` and `next_step` are one line each.
    """

    stage: str
    file: str
    path: str
    page: int
    what: str
    next_step: str


class Note(Struct, frozen=True, kw_only=True):
    """A fact about a file or page that the user should know although nothing failed.

    `kind` is a short word such as ``hidden_text`` or ``encoding_guessed``.
    """

    kind: str
    file: str
    page: int
    what: str
    spans: tuple[Span, ...] = ()
