"""E-mail released by the National Institutes of Health: times with seconds and offset, names blanked with boxes."""

from __future__ import annotations

import re

from onrecord.messages.layouts.protocol import Printed, Sign

RFC_TIME = re.compile(r"Sent ?[:;]?\s{0,3}(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")

LAYOUT = Printed(
    name="nih",
    signs=(
        Sign("NIH-", 1.0, "an NIH stamp", re.compile(r"NIH-\d{6}")),
        Sign("From", 0.3, "a time with seconds and an offset after Sent", RFC_TIME),
    ),
    version=2,
    boxed=True,
)
