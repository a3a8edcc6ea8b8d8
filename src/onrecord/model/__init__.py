"""The records of a case: frozen, typed, and importing nothing else of ours."""

from onrecord.model.articles import Article, ArticleKind, Block, BlockKind
from onrecord.model.attachments import Attachment
from onrecord.model.claims import Claim, ClaimSource, Relay, SourceFamily, SourceKind, Stance
from onrecord.model.contacts import Channel, Contact, Participant
from onrecord.model.decisions import ACTIONS, Decision, Region
from onrecord.model.findings import Finding, Phrase
from onrecord.model.gaps import Gap
from onrecord.model.ids import page_key, page_number, stable_id
from onrecord.model.interactions import Event, Interaction, Said
from onrecord.model.links import End, Link, LinkKind, LinkState
from onrecord.model.messages import (
    HeaderKind,
    Implied,
    Message,
    MessageKind,
    Party,
    Sent,
    Text,
    Zone,
    ZoneKind,
)
from onrecord.model.pages import UNSURE, Attempt, Box, Mark, NativeHead, Page, PageState, Redaction, WebHead, Word
from onrecord.model.people import IdentityQuestion, Mention, Merge, Person, Seen, Tenure
from onrecord.model.releases import ListedPage, ReleaseAccount, ReleaseLetter, VaughnEntry, WithheldSheet
from onrecord.model.sources import Document, Extent, Failure, Location, Note, Release, SourceFile
from onrecord.model.spans import Citation, Span, cite, quote_at
from onrecord.model.stamps import StampReading, StampRun, StampSeries, stamp_about, stamp_key
from onrecord.model.threads import Comparison, CopySet, Difference, Differing, Edge, Likeness, Memo, Sketch, Thread

#: Every kind of finding by the name under which it is exported. A new kind is entered here.
FINDINGS: dict[str, type[Finding]] = {
    kind.KIND: kind
    for kind in (
        Article,
        Claim,
        Attachment,
        Contact,
        CopySet,
        Differing,
        Event,
        Gap,
        IdentityQuestion,
        Interaction,
        Link,
        Mention,
        Person,
        Tenure,
        ReleaseAccount,
        ReleaseLetter,
        StampReading,
        StampSeries,
        SourceFamily,
        VaughnEntry,
        WithheldSheet,
        Thread,
    )
}

__all__ = [
    "ACTIONS",
    "FINDINGS",
    "UNSURE",
    "Article",
    "ArticleKind",
    "Attachment",
    "Attempt",
    "Block",
    "BlockKind",
    "Box",
    "Channel",
    "Citation",
    "Claim",
    "ClaimSource",
    "Comparison",
    "Contact",
    "CopySet",
    "Decision",
    "Difference",
    "Differing",
    "Document",
    "Edge",
    "End",
    "Event",
    "Extent",
    "Failure",
    "Finding",
    "Gap",
    "HeaderKind",
    "IdentityQuestion",
    "Implied",
    "Interaction",
    "Likeness",
    "Link",
    "LinkKind",
    "LinkState",
    "ListedPage",
    "Location",
    "Mark",
    "Memo",
    "Mention",
    "Merge",
    "Message",
    "MessageKind",
    "NativeHead",
    "Note",
    "Page",
    "PageState",
    "Participant",
    "Party",
    "Person",
    "Phrase",
    "Redaction",
    "Region",
    "Relay",
    "Release",
    "ReleaseAccount",
    "ReleaseLetter",
    "Said",
    "Seen",
    "Sent",
    "Sketch",
    "SourceFamily",
    "SourceFile",
    "SourceKind",
    "Span",
    "StampReading",
    "StampRun",
    "StampSeries",
    "Stance",
    "Tenure",
    "Text",
    "Thread",
    "VaughnEntry",
    "WebHead",
    "WithheldSheet",
    "Word",
    "Zone",
    "ZoneKind",
    "cite",
    "page_key",
    "page_number",
    "quote_at",
    "stable_id",
    "stamp_about",
    "stamp_key",
]
