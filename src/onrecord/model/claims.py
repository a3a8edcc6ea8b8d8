"""What a published text says that somebody says."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding
from onrecord.model.messages import Text
from onrecord.model.spans import Span


class SourceKind(StrEnum):
    """On what sort of word a claim stands."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous"
    REPORT = "report"


class Stance(StrEnum):
    """What the source does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    CORROBORATES = "corroborates"
    DECLINES = "declines"
    OPINION = "opinion"


class ClaimSource(Struct, frozen=True, kw_only=True):
    """Who is made to say it, as written.

    `named` is false for people without a name and for a report that is not told apart. `count` is how many people it
    is, None where the text does not tell. `stands_for` is the full name that a pronoun or surname was taken to mean,
    from the text before, empty where `text` is all there is. `inferred` says why it is taken from elsewhere in the
    text, empty where it stands beside the claim.
    """

    text: str
    kind: SourceKind
    named: bool
    count: int | None = None
    spans: tuple[Span, ...] = ()
    stands_for: str = ""
    inferred: str = ""


class Relay(Struct, frozen=True, kw_only=True):
    """An outlet between the source and the article. `inferred` as for a source."""

    outlet: str
    inferred: str = ""


class Claim(Finding, frozen=True, kw_only=True):
    """One statement of an article.

    `article` is its id. `content` is what is claimed, `cue` the words by which it is attributed. Without `sources` and
    `relay` the article says it in its own voice. `relay` is nearest the source first; the article itself, always the
    last hop, is not in it. `hedges` are the words that leave open whether it is so. `quote`: the content is in
    quotation marks. `denies` are the ids of the claims that this one denies, and nothing beyond them is denied.
    `date` and `date_end` are the ISO days of what is claimed, the same for one day, empty where the text does not tell;
    `precision`, `approx` and `inferred` as in `onrecord.text.timex.When`.
    """

    KIND: ClassVar[str] = "claims"
    EDITABLE: ClassVar[tuple[str, ...]] = ("stance", "quote")

    article: str
    content: Text
    cue: Text | None = None
    sources: tuple[ClaimSource, ...] = ()
    relay: tuple[Relay, ...] = ()
    hedges: tuple[Text, ...] = ()
    stance: Stance = Stance.ASSERTS
    quote: bool = False
    denies: tuple[str, ...] = ()
    date: str = ""
    date_end: str = ""
    precision: str = ""
    approx: bool = False
    inferred: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The article, and the claims that this one denies."""
        return (self.article, *self.denies)


class SourceFamily(Finding, frozen=True, kw_only=True):
    """Claims that rest on one word: of one person, one document, one unnamed group, an outlet that others repeat.

    Claims corroborate one another only across families. `why` says what holds the family together. The citation is
    that of its first claim.
    """

    KIND: ClassVar[str] = "families"
    EDITABLE: ClassVar[tuple[str, ...]] = ("name", "why")
    ASIDE: ClassVar[frozenset[str]] = frozenset({"claims"})

    name: str
    claims: tuple[str, ...]
    why: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """The claims."""
        return self.claims
