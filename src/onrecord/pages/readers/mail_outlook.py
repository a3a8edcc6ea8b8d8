"""Mail as Outlook keeps it: each message is turned into an Internet mail and printed as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.readers import mail
from onrecord.pages.readers.bounds import failed
from onrecord.settings import Settings
from onrecord.text import outlook

ENGINE = mail.ENGINE
VERSION = f"{mail.VERSION}.1"


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Mails `first` to `last`, from 1, as `mail.read` prints them.

    Raises ItemFailed when the file cannot be opened, or when what reads it is not installed.
    """
    found = outlook.mails(path, file.media, first, last, files=False)
    for number, data in enumerate(found, first):
        if data is None:
            yield failed(file, number, "the mail is damaged", "open it in a mail program, save it as EML and add that")
        else:
            yield from mail.printed(data, file, number)
