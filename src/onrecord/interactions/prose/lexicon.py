"""The verbs and nouns of ``contacts.yaml`` and ``events.yaml``, ready for looking up."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord import data


class Frame(NamedTuple):
    """A verb of contact; see ``contacts.yaml``."""

    forms: tuple[str, ...]
    to: tuple[str, ...]
    channel: str
    act: str
    reverse: bool = False
    mutual: bool = False
    quiet: bool = False


class Happening(NamedTuple):
    """A verb of public events; see ``events.yaml``."""

    what: str
    needs: frozenset[str]


class Phrases(NamedTuple):
    """Nouns or requests: each phrase with the channel and act it gives."""

    by_words: tuple[tuple[tuple[str, ...], str, str], ...]

    def at(self, words: list[str], start: int = 0) -> tuple[str, str] | None:
        """The channel and act of the longest phrase that begins at `start`, or None."""
        for phrase, channel, act in self.by_words:
            if tuple(words[start : start + len(phrase)]) == phrase:
                return channel, act
        return None


@cache
def contacts() -> dict[str, tuple[tuple[tuple[str, ...], Frame], ...]]:
    """For the first word of every form: the forms that begin so, longest first, with their frames."""
    table: dict[str, list[tuple[tuple[str, ...], Frame]]] = {}
    for entry in data.load("contacts")["contacts"]:
        frame = Frame(**{**entry, "forms": tuple(entry["forms"]), "to": tuple(entry["to"])})
        for form in frame.forms:
            words = tuple(form.split())
            table.setdefault(words[0], []).append((words, frame))
    return {word: tuple(sorted(forms, key=lambda form: -len(form[0]))) for word, forms in table.items()}


@cache
def happenings() -> dict[str, tuple[tuple[tuple[str, ...], Happening], ...]]:
    """For the first word of every form of an event's verb: the forms that begin so, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Happening]]] = {}
    for entry in data.load("events")["events"]:
        happening = Happening(entry["what"], frozenset(entry.get("needs", ())))
        for form in entry["forms"]:
            words = tuple(form.split())
            table.setdefault(words[0], []).append((words, happening))
    return {word: tuple(sorted(forms, key=lambda form: -len(form[0]))) for word, forms in table.items()}


class HappeningNouns(NamedTuple):
    """What an event is called: each phrase with the sort of event, longest first."""

    by_words: tuple[tuple[tuple[str, ...], str], ...]

    def at(self, words: list[str], start: int) -> tuple[str, int] | None:
        """The sort of the event that the longest phrase at `start` names, and its number of words, or None."""
        for phrase, what in self.by_words:
            if tuple(words[start : start + len(phrase)]) == phrase:
                return what, len(phrase)
        return None


@cache
def happening_nouns() -> HappeningNouns:
    """The nouns of ``events.yaml``."""
    entries = data.load("events")["nouns"]
    found = [(tuple(words.split()), entry["what"]) for entry in entries for words in entry["words"]]
    return HappeningNouns(tuple(sorted(found, key=lambda phrase: -len(phrase[0]))))


@cache
def nouns() -> Phrases:
    """What a contact is called, and its channel."""
    return _phrases("nouns")


@cache
def requests() -> Phrases:
    """What is asked for, and the channel and act that this makes."""
    return _phrases("requests")


def _phrases(name: str) -> Phrases:
    found = [
        (tuple(words.split()), entry["channel"], entry.get("act", ""))
        for entry in data.load("contacts")[name]
        for words in entry["words"]
    ]
    return Phrases(tuple(sorted(found, key=lambda phrase: -len(phrase[0]))))
