"""A mail of the example case that is there as a file and in print: both copies say the same, field by field."""

from __future__ import annotations

from pathlib import Path

from quality.messages import CODE, person, squeeze

from onrecord import Case
from tests.examples.conftest import Production


def test_every_native_mail_says_what_its_printed_copies_say(harbor: Production, tmp_path: Path) -> None:
    by_id = {message["id"]: message for message in harbor.messages}
    natives = [by_id[record["message"]] for record in harbor.truth["native"]]
    assert natives
    for native in natives:
        copies = [
            one for one in harbor.messages if one["mail"] == native["mail"] and one is not native and not one["depth"]
        ]
        copies = [one for one in copies if not one["scanned"] and not one["hidden_people"]]
        assert copies
        files = {native["file"], *(one["file"] for one in copies)}
        with Case.create(tmp_path / native["mail"]) as case:
            case.add([harbor.root / file for file in sorted(files)], release="all")
            case.build(executor="serial")
            rows = list(case.export("messages"))
        (own,) = (row for row in rows if row["header_kind"] == "native")
        for copy in copies:
            (printed,) = (
                row
                for row in rows
                if str(row["file"]).endswith(copy["file"].rpartition("/")[2])
                and row["page_start"] == copy["page"]
                and row["depth"] == 0
                and squeeze(str(row["subject"])) == squeeze(copy["subject"])
            )
            _compare(own, printed)


def _compare(own: dict[str, object], printed: dict[str, object]) -> None:
    assert person(str(own["from"])) == person(str(printed["from"]))
    for field in ("to", "cc"):
        names = [sorted(person(name) for name in row[field]) for row in (own, printed)]  # type: ignore[attr-defined]
        assert names[0] == names[1], field
    assert squeeze(str(own["subject"])) == squeeze(str(printed["subject"]))
    # print shows the wall clock, the mail its offset as well
    assert str(own["sent"])[:16] == str(printed["sent"])[:16]
    # what the print hides under a code is the only thing that it lacks
    body = squeeze(str(own["body"]))
    shown = [squeeze(part) for line in str(printed["body"]).split("\n") for part in CODE.split(line)]
    assert all(part in body for part in shown)
    assert sum(map(len, shown)) > len(body) / 2
