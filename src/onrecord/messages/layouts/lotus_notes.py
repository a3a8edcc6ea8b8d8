"""Lotus Notes: a name and a time above To and cc, forwards announced by a line of dashes."""

from __future__ import annotations

import re

from onrecord.messages.layouts.protocol import Printed, Sign

LAYOUT = Printed(
    name="lotus_notes",
    signs=(
        Sign("Forwarded by ", 0.4, "a forwarding line", re.compile(r"Forwarded by [^\n]{2,80} on")),
        Sign("cc:", 0.3, "a small cc"),
        Sign("Please respond to", 0.3, "a request to respond to another address"),
        Sign("@", 0.3, "an address with an organisation path", re.compile(r"/(?<=\w/)[A-Z][\w ]{1,20}@[A-Z]{2}")),
    ),
)
