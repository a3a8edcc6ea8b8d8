"""Mail of Apple programs: a forwarded header with "at" in its date, and attribution lines."""

from __future__ import annotations

import re

from onrecord.messages.layouts.protocol import Printed, Sign

LAYOUT = Printed(
    name="apple_mail",
    signs=(
        Sign("Begin forwarded message", 0.5, "a forwarding line"),
        Sign("Date:", 0.4, 'a date with "at"', re.compile(r"Date:[ \t]{0,20}[^\n]{6,30}\d{4} at \d")),
        Sign(" wrote:", 0.2, "an attribution line", re.compile(r"On [^\n]{6,30}, at \d{1,2}:\d\d")),
        Sign("Sent from my iP", 0.1, "the signature of a telephone"),
    ),
)
