"""Exports of FOIAXpress: SentVia, Priority and Type beside the usual fields, labels flush right, coded redactions."""

from __future__ import annotations

from onrecord.messages.layouts.protocol import Printed, Sign

LAYOUT = Printed(
    name="foiaxpress_export",
    signs=(
        Sign("SentVia", 0.7, "a SentVia line"),
        Sign("Type: Note", 0.4, "a message type"),
        Sign("Priority: ", 0.2, "a priority"),
    ),
)
