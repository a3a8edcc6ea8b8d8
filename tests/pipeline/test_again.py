"""One build is enough, and what failed for a passing reason is tried again."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.model import Location
from onrecord.pipeline import keys
from onrecord.pipeline.run import nesting
from onrecord.settings import Settings
from tests.conftest import TWO_MAILS


def mail_with_attachment() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ngozi@example.gov", "per@example.gov", "Pier 7"
    mail["Date"] = "Mon, 01 Nov 2021 09:00:00 +0000"
    mail.set_content("See the note.")
    mail.add_attachment("Eleven of forty piles.", filename="note.txt")
    return mail.as_bytes()


def paths(case: Case) -> list[str]:
    return [place.path for place in case.store.locations()]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case")


# the mail was opened before the archives gave it two more places, and its attachment waited for the next build
def test_a_file_that_archives_hold_too_has_all_its_places_after_one_build(case: Case, tmp_path: Path) -> None:
    release = tmp_path / "release"
    release.mkdir()
    (release / "z.eml").write_bytes(mail_with_attachment())
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(release / name, "w") as archive:
            archive.writestr(f"of-{name[0]}/z.eml", mail_with_attachment())
    case.add([release], release="first")
    case.build(executor="serial")
    mails = ["release/a.zip/of-a/z.eml", "release/b.zip/of-b/z.eml", "release/z.eml"]
    attached = [f"{mail}/note.txt" for mail in mails]
    assert sorted(paths(case)) == sorted(["release/a.zip", "release/b.zip", *mails, *attached])
    again = case.build(executor="serial")
    assert (again.files, again.pages, again.messages) == (0, 0, 0)


def test_archives_that_hold_one_another_end_at_the_depth_that_is_allowed(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.intake.inspect import LOOKS
    from onrecord.intake.inspection import Look

    def itself(look: Look) -> None:
        with look.path.open("rb") as stream:
            look.keep("again.zip", stream)

    monkeypatch.setitem(LOOKS, "zip", itself)
    with zipfile.ZipFile(tmp_path / "self.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    case.add([tmp_path / "self.zip"], release="first")
    case.build(executor="serial", unpack_depth=3)
    assert paths(case) == ["self.zip" + "/again.zip" * depth for depth in range(4)]
    assert case.build(executor="serial", unpack_depth=3).files == 0


# the failure stayed for good: it had been stored under the key of finished work
@pytest.mark.parametrize("link", [True, False])
def test_a_file_that_was_away_is_built_when_it_is_back(case: Case, tmp_path: Path, link: bool) -> None:
    (tmp_path / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    case.add([tmp_path / "mails.txt"], release="first", link=link)
    (source,) = [tmp_path / "mails.txt"] if link else [p for p in case.vault.rglob("*") if p.is_file()]
    source.rename(tmp_path / "away")
    for _ in range(keys.TRIES + 1):
        assert case.build(executor="serial").failures == 1
    assert "cannot be opened" in str(next(case.export("failures"))["what"])
    (tmp_path / "away").rename(source)
    done = case.build(executor="serial")
    assert (done.failures, done.messages) == (0, 2)


def test_pages_of_a_file_that_is_away_fail_and_come_back(case: Case, tmp_path: Path) -> None:
    (tmp_path / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    case.add([tmp_path / "mails.txt"], release="first", link=True)
    case.build(executor="serial")
    with case.store.writing() as writer, writer.transaction():
        writer.prune("read", case.store.files()[0].id, ())
    (tmp_path / "mails.txt").rename(tmp_path / "away")
    assert case.build(executor="serial").failures == 1
    (tmp_path / "away").rename(tmp_path / "mails.txt")
    done = case.build(executor="serial")
    assert (done.failures, done.messages) == (0, 2)


def test_a_load_file_that_is_away_is_bound_when_it_is_back(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TWO_MAILS, encoding="utf-8")
    (tmp_path / "index.opt").write_text("HPA-000001,VOL,a.txt,Y,,,1\n", encoding="ascii")
    case.add([tmp_path / "a.txt", tmp_path / "index.opt"], release="first", link=True)
    (tmp_path / "index.opt").rename(tmp_path / "away")
    case.build(executor="serial")
    assert case.store.documents() == []
    (tmp_path / "away").rename(tmp_path / "index.opt")
    case.build(executor="serial")
    assert [document.first_stamp for document in case.store.documents()] == ["HPA-000001"]


def test_lost_work_is_tried_three_times_and_again_under_other_limits() -> None:
    settings = Settings()
    finished: str | None = None
    for _ in range(keys.TRIES):
        assert not keys.is_settled(finished, "k", settings)
        finished = keys.lost_key(finished, "k", settings)
    assert keys.is_settled(finished, "k", settings)
    assert not keys.is_settled(finished, "other", settings)
    for more in (Settings(page_seconds=600.0), Settings(task_memory_mb=8192)):
        assert not keys.is_settled(finished, "k", more)
        assert keys.lost_key(finished, "k", more) == keys.lost_key(None, "k", more)
    assert keys.is_settled("k", "k", Settings(page_seconds=600.0))
    assert not keys.is_settled(keys.gone_key("k"), "k", settings)
    assert keys.lost_key(keys.gone_key("k"), "k", settings) == keys.lost_key(None, "k", settings)


def test_a_place_is_nested_in_the_places_it_goes_on_from() -> None:
    found = ["a.zip", "a.zip/in/b.zip", "a.zip/in/b.zip/c.txt", "folder/d.txt", "a.zipped/e"]
    places = [Location(release="first", path=path, file="f" * 64) for path in found]
    others = [Location(release="second", path="a.zip/x", file="f" * 64)]
    assert list(nesting([*places, *others]).values()) == [0, 1, 2, 0, 0, 0]
