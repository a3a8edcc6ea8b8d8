"""A case that grew is the case that would have been built at once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.pipeline.run import WHOLE
from tests.pipeline.test_build import exports, header, mail

PEOPLE = (
    "Okafor, Ngozi (HPA)",
    "Okafor, Ngozi",
    "N. Okafor",
    "Lindqvist, Per (HPA)",
    "Marsh, Dana",
    "Marsh, Dana (HPA)",
)
PLANS = ("pier plan.txt", "dredging schedule.txt", "survey.txt")


def attaching(rng: random.Random, number: int) -> str:
    """A mail that names an attachment which may be there, under the name of a file, only later."""
    sender, reader = rng.sample(PEOPLE, 2)
    head = header(sender, f"Tuesday, November {rng.randrange(2, 9)}, 2021 {number % 12 + 1}:15 PM", reader, "Plans")
    return f"{head.rstrip()}\nAttachments: {rng.choice(PLANS)}\n\nPlease see the attached plan, number {number % 4}.\n"


def written(folder: Path, rng: random.Random, first: int) -> Path:
    """A release: mails, some of them copies of mails of other releases, some naming attachments."""
    folder.mkdir()
    for number in range(first, first + 6):
        text = attaching(rng, number) if rng.random() < 0.4 else mail(rng.randrange(12), rng.random() < 0.5)
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    if rng.random() < 0.7:
        name = rng.choice(PLANS)
        (folder / name).write_text(f"The {name} of {folder.name}.\nBearing piles first.\n", encoding="utf-8")
    return folder


def together(folder: Path, releases: list[Path]) -> dict[str, str]:
    with Case.create(folder) as case:
        for release in releases:
            case.add([release], release=release.name)
        case.build(executor="serial")
        return exports(case)


@pytest.mark.parametrize("seed", range(4))
def test_a_case_that_grew_is_the_case_built_at_once(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    releases = [written(tmp_path / f"release-{number}", rng, number * 10) for number in range(3)]
    with Case.create(tmp_path / "grown") as case:
        for release in rng.sample(releases, len(releases)):
            case.add([release], release=release.name)
            case.build(executor="serial")
        assert exports(case) == together(tmp_path / "at once", releases)


def test_only_volumes_that_name_a_new_file_are_looked_at_for_attachments(tmp_path: Path) -> None:
    rng = random.Random(1)
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    (first / "a.txt").write_text(attaching(rng, 1).replace(PLANS[1], PLANS[0]), encoding="utf-8")
    (first / "b.txt").write_text(mail(2, True), encoding="utf-8")
    second.mkdir()
    with Case.create(tmp_path / "case") as case:
        case.add([first], release="first")
        case.build(executor="serial")
        (name,) = [str(row["name"]) for row in case.export("attachments")]
        before = keys(case)
        (second / name).write_text("Bearing piles first.\n", encoding="utf-8")
        case.add([second], release="second")
        case.build(executor="serial")
        (found,) = case.export("attachments")
        after = keys(case)
    assert found["produced"]
    touched = {scope for scope in before if before[scope] != after[scope]}
    assert len(before) == 2
    assert len(touched) == 1


def keys(case: Case) -> dict[str, str]:
    with case.store.writing() as writer:
        return {scope: key for (scope, unit), key in writer.keys("attach").items() if unit == WHOLE}


def test_a_load_file_that_comes_late_binds_what_was_built_apart(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(mail(number, number == 0), encoding="utf-8")
    rows = "HPA-000001,VOL,0.txt,Y,,,2\nHPA-000002,VOL,1.txt,,,,\nHPA-000003,VOL,2.txt,Y,,,1\n"
    with Case.create(tmp_path / "case") as case:
        case.add([folder], release="release")
        case.build(executor="serial")
        (folder / "index.opt").write_text(rows, encoding="ascii")
        case.add([folder], release="release")
        case.build(executor="serial")
        assert exports(case) == together(tmp_path / "at once", [folder])
