"""What of a published page is no text of it: captions, credits, bios, links to follow, navigation, notices."""

from __future__ import annotations

import re

from onrecord.model import BlockKind

AGENCIES = (
    r"Getty(?: Images)?|AP(?: Photo)?|Associated Press|Reuters|AFP|EPA|Bloomberg|UPI|Shutterstock"
    r"|iStock|Alamy|Zuma(?: Press)?|TNS"
)
#: A line that gives a picture's credit.
CREDIT = re.compile(
    rf"\b(?:(?:file )?(?:photo|photograph|image|picture|illustration|graphic|video)s?(?: "
    rf"illustration)? ?(?:by\b|courtesy\b|credit|:)"
    rf"|(?:photo|image|picture)? ?credits?:|courtesy (?:of|photo)|screenshot (?:from|via)|file photo)"
    rf"|(?:/|\(|via |— ?|- ?)(?:{AGENCIES})\b(?:[/ ][A-Z]\w+)*\)?\.?$",
    re.IGNORECASE,
)
FOLLOW = re.compile(
    r"(?:follow (?:us|me|him|her|them|@\w+)\b|follow [^.,]{2,60}?(?: on\b|:)|sign up\b|subscribe\b|like "
    r"us\b|join (?:us|our)\b|share (?:this|on)\b"
    r"|support (?:us|our)\b|donate\b|get (?:our|the) .{0,40}(?:newsletter|app|alerts?)|download (?:our"
    r"|the) |contact us\b|listen to (?:our|the)"
    r"|have a tip|got a tip|send (?:us )?(?:tips|news)|email us\b|click here\b|(?:want|need) more\b|enjoy "
    r"(?:this|our))",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"(?:related(?: (?:articles?|stories|coverage|content|posts?|news))?|read (?:more|also|next)|also read"
    r"|more (?:from|on|stories|coverage|like this)"
    r"|see also|recommended|trending|most (?:read|popular|viewed)|you (?:may|might) (?:also )?like"
    r"|don['’]t miss|up next|editor['’]s picks?|latest)"
    r"(?: ?:|$|\b.{0,140}$)",
    re.IGNORECASE,
)
TAGS = re.compile(
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords?|in this story|posted in)\b ?:?", re.IGNORECASE
)
LEGAL = re.compile(
    r"(?:©|\(c\) ?(?:19|20)\d\d|copyright\b)|all rights reserved|may not be (?:published|reproduced"
    r"|broadcast)|terms of (?:use|service)"
    r"|privacy policy|cookie (?:policy|settings)|(?:uses|use of) cookies",
    re.IGNORECASE,
)
#: Words that a line of navigation is made of.
NAVIGATION = re.compile(
    r"(?:home|menu|search|skip to (?:main )?content|advertisement|(?:story continues|continue reading) "
    r"below.{0,40}|sponsored(?: content)?|next(?: page)?"
    r"|prev(?:ious)?(?: page)?|back to top|page \d+(?: of \d+)?|[\d ]{1,30}(?:next)?|(?:\d+ )?comments?"
    r"|leave a comment|print|e-?mail|share|tweet|facebook|twitter"
    r"|whatsapp|linkedin|reddit|copy link|log ?in|sign in|close|view (?:all|gallery)|toggle navigation"
    r"|load more|\d+ (?:min(?:ute)?s?) read|about|https?://\S+.{0,12})[ .…»›|]*",
    re.IGNORECASE,
)
SEPARATED = re.compile(r"\s*(?:[|•·»›/]|\s-\s|\t)\s*")
#: What a line about the writer or the publisher says.
BIO = re.compile(
    r"(?:is|was) (?:an? |the )?(?:[\w’'-]+ ){0,5}?(?:reporter|writer|editor|correspondent|journalist"
    r"|columnist|author|contributor|fellow|producer|photographer"
    r"|nonprofit|non-profit|nonpartisan|news ?(?:room|outlet|organi[sz]ation|site)|publication|watchdog|group that)\b"
    r"|\b(?:covers|writes (?:about|for)|reports (?:on|for)|contributed (?:to )?(?:this|reporting)|joined "
    r"the|can be reached|is based in|lives in|has covered|has written)\b"
    r"|^(?:about (?:the author|us)|reach (?:him|her|them) at)",
    re.IGNORECASE,
)
BYLINE = re.compile(r"(?:by|written by|reported by|from)\s+(?=[A-Z])", re.IGNORECASE)
DATED = re.compile(
    r"(?:(?:published|posted|updated|last updated|last modified|first published|date) ?(?:on|:|at)? ?)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? "
    r"\d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
    r"(?:[ ,|at•-]{1,5}\d{1,2}:\d\d.{0,20})?(?: ?[|•·-] ?.{0,60})?",
    re.IGNORECASE,
)
#: The longest line that is furniture by its words alone, and the longest caption.
LINE, CAPTION = 200, 420


def kind_of(text: str, *, late: bool, author: str = "", outlet: str = "") -> BlockKind | None:
    """The furniture that `text` (a paragraph on one line) is, or None.

    `late` is true of paragraphs after most of the text: only there do bios stand.
    """
    found = _by_words(text) if len(text) <= LINE else None
    if found is None and len(text) <= CAPTION and CREDIT.search(text):
        found = BlockKind.CAPTION
    if found is None and len(text) <= 3 * LINE and LEGAL.search(text) and (late or len(text) <= LINE):
        found = BlockKind.LEGAL
    if found is None and late and _is_bio(text, author, outlet):
        found = BlockKind.BIO
    return found


def _by_words(text: str) -> BlockKind | None:
    if FOLLOW.match(text) and not text.endswith(("”", '"')):
        return BlockKind.FOLLOW
    if TAGS.match(text) and ":" in text[:20]:
        return BlockKind.TAGS
    if RELATED.match(text) and not re.search(r"[.!?][\"”’)]*$", text):
        return BlockKind.RELATED
    if is_navigation(text):
        return BlockKind.NAVIGATION
    return None


def is_navigation(text: str) -> bool:
    """Several short entries parted by strokes or dots, or a word of navigation alone."""
    parts = [part for part in SEPARATED.split(text) if part]
    if NAVIGATION.fullmatch(text):
        return True
    return (
        len(parts) >= 3
        and len(text) <= LINE
        and all(len(part.split()) <= 5 for part in parts)
        and text[-1] not in ".?!"
    )


def _is_bio(text: str, author: str, outlet: str) -> bool:
    """About the writer or the publisher: it begins with the name of one of them, or says so."""
    if len(text) > CAPTION or not BIO.search(text):
        return False
    names = [name for name in (author, outlet) if name]
    if any(text.lower().startswith((name.lower(), f"the {name.lower()}")) for name in names):
        return True
    return re.match(r"(?:about (?:the author|us)|reach )", text, re.IGNORECASE) is not None or (
        not names
        and re.match(r"(?:[A-Z][\w.’'-]+ ){1,3}(?:is|covers|writes|reports|joined|contributed)\b", text) is not None
    )


def is_credit_below(lines: str) -> bool:
    """A block of a few lines whose last gives a credit: the lines above are the caption."""
    last = lines.rsplit("\n", 1)[-1]
    return "\n" in lines and lines.count("\n") <= 3 and len(lines) <= CAPTION and CREDIT.search(last) is not None
