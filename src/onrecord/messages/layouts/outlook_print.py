"""Outlook: From, Sent or Date, To, Cc and Subject, printed or exported to PDF, and quoted in answers."""

from __future__ import annotations

from onrecord.messages.layouts.protocol import Printed, Sign

LAYOUT = Printed(
    name="outlook_print",
    signs=(
        Sign("From:", 0.15, "a From line"),
        Sign("Sent:", 0.1, "a Sent line"),
        Sign("Subject:", 0.05, "a Subject line"),
        Sign("-----Original Message-----", 0.05, "an original message"),
    ),
)
