"""E-mail released by the Department of State: headers in two columns, lines of case and document numbers."""

from __future__ import annotations

from onrecord.messages.layouts.protocol import Printed, Sign

LAYOUT = Printed(
    name="state_department",
    signs=(
        Sign("Department of State", 0.4, "the department's name"),
        Sign("Doc No", 0.4, "a document number"),
        Sign("STATE DEPT.", 0.3, "the terms of the production"),
        Sign("RELEASE IN ", 0.2, "a release mark"),
    ),
)
