"""Meetings: appointments printed by themselves, and original appointments quoted in mail."""

from __future__ import annotations

from onrecord.messages.layouts.protocol import Printed, Sign

LAYOUT = Printed(
    name="calendar_invite",
    signs=(
        Sign("Required Attendees", 0.6, "a list of required attendees"),
        Sign("Organizer:", 0.5, "an organiser"),
        Sign("Meeting Status", 0.4, "a meeting status"),
        Sign("Original Appointment", 0.3, "an original appointment"),
    ),
)
