"""FollowTheMoney entities: valid for that library, every reference answered, every statement quoted beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import Case

pytest.importorskip("followthemoney", reason="the extra ftm is not installed")


def test_entities_are_valid_and_refer_to_one_another(tmp_path: Path) -> None:
    head = "From: Ana Ruiz <aruiz@example.gov>\nTo: Ben Okonkwo (HPA) <bokonkwo@example.gov>\nSubject: Piles\n"
    body = "Hi Ben,\n\nThe piles are in.\n\nRegards,\nAna Ruiz\nChief Engineer\n"
    (tmp_path / "a.eml").write_text(
        f"{head}Date: Tue, 01 Mar 2022 10:00:00 +0000\nMessage-ID: <1@example.gov>\n\n{body}"
    )
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "a.eml"], release="first")
        case.build(executor="serial")
        rows, beside = list(case.export("ftm")), list(case.export("ftm_citations"))
    by_id = {row["id"]: row for row in rows}
    assert {"Person", "Email", "Document"} <= {str(row["schema"]) for row in rows}
    assert {"Membership", "Occupancy"} & {str(row["schema"]) for row in rows}
    references = ("proof", "parent", "emitters", "recipients", "member", "organization", "holder", "post")
    for row in rows:
        properties = row["properties"]
        assert isinstance(properties, dict)
        assert all(id in by_id for name in references for id in properties.get(name, []))
    assert {row["entity"] for row in beside} <= set(by_id)
    assert all(row["citation"]["quote"] for row in beside)  # type: ignore[index]
