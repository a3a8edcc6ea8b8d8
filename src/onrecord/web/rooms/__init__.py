"""The rooms of the reading room, one module a topic, each with a `room`. Their order is that of the navigation."""

#: Modules of this package. A new one is entered here; see ``docs/howto/web-page.md``.
ROOMS = (
    "overview",
    "search",
    "people",
    "chronology",
    "article",
    "claims",
    "links",
    "gaps",
    "exemptions",
    "network",
    "traffic",
    "page",
    "message",
    "thread",
    "compare",
    "review",
    "judging",
    "notes",
    "door",
    "audit",
)
