"""Published sites: nothing but what was accepted, nothing masked or hidden in any byte, whole and checkable."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from onrecord import Case
from onrecord.errors import Exit, UsageError
from onrecord.model import Citation, End, Interaction, Link, LinkKind, Page
from onrecord.publish.edition import Masker
from onrecord.publish.edition.masking import cover
from onrecord.review.findings import accept, edit, reject
from onrecord.web.site import build
from tests.conftest import TWO_MAILS, Run
from tests.publish.conftest import BENEATH, records_case

__all__ = ["records_case"]

NUMBER, ADDRESS = "202-555-0143", "dana.marsh@example.org"
#: Words of the page that nothing accepted cites.
ELSEWHERE = "cracks in eleven of forty piles"


@pytest.fixture(scope="module")
def made(records_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the case in which what the first page tells is accepted, and the site of that."""
    base = tmp_path_factory.mktemp("published")
    shutil.copytree(records_case, base / "harbor")
    with Case.open(base / "harbor") as case:
        told = [one for one in case.findings(Interaction) if one.citation.spans[0].page.endswith("/1")]
        assert told
        case.decide([accept(one, "Ana Ruiz", f"2024-05-01T10:00:0{n}Z", "as agreed") for n, one in enumerate(told)])
        build(case, base / "site")
    return base


@pytest.fixture
def accepted(made: Path, tmp_path: Path) -> Path:
    """A copy of the case; tests may decide more."""
    return Path(shutil.copytree(made / "harbor", tmp_path / "harbor"))


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    """A copy of the site; tests may change it."""
    return Path(shutil.copytree(made / "site", tmp_path / "copy"))


def everything(site: Path) -> bytes:
    """All bytes of a site, and what is packed in them: texts in PNG files are looked at unpacked."""
    found = []
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        found += [path.relative_to(site).as_posix().encode(), path.read_bytes()]
        if path.suffix == ".png":
            with Image.open(path) as image:
                found.append(repr(image.info).encode())
    return b"\n".join(found)


def first_page(folder: Path) -> Page:
    with Case.open(folder) as case:
        return next(page for page in case.pages(file="records.pdf") if page.number == 1)


def test_nothing_hidden_masked_or_unaccepted_is_in_any_byte(site: Path) -> None:
    held = everything(site).decode("utf-8", "replace").lower()
    assert "before the report goes out" in held  # the page that is cited is there
    for word in [
        *BENEATH.split(),
        NUMBER,
        "555-0143",
        ADDRESS,
        "dana.marsh",
        ELSEWHERE,
        "naïve",
        "ana ruiz",
        "as agreed",
    ]:
        assert word not in held, word


def test_what_was_rejected_or_corrected_is_published_as_decided(accepted: Path, tmp_path: Path) -> None:
    with Case.open(accepted) as case:
        told = [one for one in case.findings(Interaction) if one.citation.spans[0].page.endswith("/1")]
        case.decide([reject(one, "Ana Ruiz", "2024-05-02T10:00:00Z") for one in told[1:]])
        case.decide([edit(told[0], told[0], "date", "2021-11-05", "Ana Ruiz", "2024-05-02T11:00:00Z")])
        made = build(case, tmp_path / "site")
    front = (tmp_path / "site" / "index.html").read_text()
    assert made.findings == 1 and 'datetime="2021-11-05"' in front and 'datetime="2021-11-02"' not in front


def test_what_two_copies_tell_is_told_once(built: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "again.txt").write_text(f"HPA-000101\n\n{TWO_MAILS}", encoding="utf-8")
    assert run("add", tmp_path / "again.txt", "--release", "second").code == 0
    assert run("build").code == 0
    with Case.open(built) as case:
        told = [one for one in case.findings(Interaction) if "hold the report" in one.citation.quote]
        assert len(told) == 2
        case.decide([accept(one, "Ana Ruiz", f"2024-05-01T10:00:0{n}Z") for n, one in enumerate(told)])
        build(case, tmp_path / "site")
    front = (tmp_path / "site" / "index.html").read_text()
    assert front.count("Please hold the report") == 1
    assert "mails.txt" in front and "HPA-000101" in front


def test_a_case_in_which_nothing_was_accepted_is_not_published(records_case: Path, tmp_path: Path) -> None:
    with Case.open(records_case) as case, pytest.raises(UsageError, match="nothing was accepted"):
        build(case, tmp_path / "site")


def test_nothing_is_written_beside_what_is_there(accepted: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "draft.html").write_text("not for the public")
    with Case.open(accepted) as case, pytest.raises(UsageError, match="not empty"):
        build(case, tmp_path / "old")


def test_images_show_neither_what_is_masked_nor_what_is_under_a_box(accepted: Path, tmp_path: Path, site: Path) -> None:
    page = first_page(accepted)
    images = list(site.rglob("*.png"))
    if not images:
        pytest.skip("the page reader shows no images yet")
    with Case.open(accepted) as case:
        (number,) = [word for word in case.words(page) if page.text[word.start : word.end] == NUMBER]
    for path in images:
        with Image.open(path) as image:
            scale = image.width / page.width
            for box in (number.box, *(redaction.box for redaction in page.redactions)):
                shown = image.convert("L").crop(tuple(round(edge * scale) for edge in box))  # type: ignore[arg-type]
                assert max(shown.tobytes()) - min(shown.tobytes()) < 12, path  # one colour
            assert not image.info.keys() - {"dpi"}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


#: Fragments that name a place on a page: the reader's script finds the second.
_ON_PAGE = re.compile(r"at|main|\d+-\d+")


class Links(HTMLParser):
    """All addresses in a page, and the scripts that stand in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, value) for name, value in attributes if name in ("href", "src", "action") and value]


def links(site: Path) -> Iterator[tuple[Path, str, str]]:
    for path in site.rglob("*.html"):
        reader = Links()
        reader.feed(path.read_text())
        yield from ((path, tag, link) for tag, link in reader.found)


# of a selection "no page states a post" and "0 messages written" are not true
def test_a_page_of_a_person_says_nothing_of_what_was_not_published(accepted: Path, tmp_path: Path) -> None:
    with Case.open(accepted) as case:
        (person,) = [one for one in case.people() if one.name == "Per Lindqvist"]
        case.decide([accept(person, "Ana Ruiz", "2024-05-03T10:00:00Z")])
        build(case, tmp_path / "site")
    (path,) = (tmp_path / "site" / "people").glob("*.html")
    page = path.read_text()
    assert "Per Lindqvist" in page and "No page" not in page and "copies count once" not in page
    assert {one.name for one in (tmp_path / "site").glob("*.html")} == {"index.html", "search.html", "gaps.html"}


def test_a_link_is_published_with_its_reasons_and_limits(records_case: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(records_case, tmp_path / "harbor"))
    with Case.open(folder) as case:
        a, b = case.messages()
        one, two = (End(id=each.id, kind="messages", citation=each.citation) for each in (a, b))
        both = Citation(one.citation.spans + two.citation.spans, f"{one.citation.quote}\n{two.citation.quote}")
        why, but = ("both speak of Pier 7",), ("no page says that one answers the other",)
        link = Link(id="l" + "0" * 16, citation=both, kind=LinkKind.SAME_TOPIC, a=one, b=two, score=0.6, reasons=why,
                    limits=but)  # fmt: skip
        with case.store.writing() as writer, writer.transaction():
            writer.replace("test", "", "links", "1", [link])
        case.decide([accept(link, "Ana Ruiz", "2024-05-03T10:00:00Z")])
        build(case, tmp_path / "site")
    front = (tmp_path / "site" / "index.html").read_text()
    assert why[0] in front and but[0] in front and "suggested" in front


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    leads = list(links(site))
    assert len(leads) > 20
    for path, tag, link in leads:
        target, _, fragment = link.partition("#")
        assert not link.startswith("/") and "://" not in link, (path, link)
        assert not target or (path.parent / target).resolve().is_file(), (path, tag, link)
        if "#" in link and tag == "a":
            page = (path.parent / target).read_text() if target else path.read_text()
            assert f'id="{fragment}"' in page or _ON_PAGE.fullmatch(fragment), (path, link)


def test_the_index_is_a_script_and_holds_the_pages(site: Path) -> None:
    text = (site / "static" / "edition-index.js").read_text()
    rows = json.loads(re.sub(r"^window\.ONRECORD_INDEX = |;\s*$", "", text))
    assert any("before the report goes out" in row["text"] for row in rows)
    assert all((site / row["path"]).is_file() for row in rows)


def test_the_same_decisions_give_the_same_site(accepted: Path, tmp_path: Path, site: Path) -> None:
    with Case.open(accepted) as case:
        build(case, tmp_path / "again")
    names = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert names == sorted(
        path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*") if path.is_file()
    )
    assert all((site / name).read_bytes() == (tmp_path / "again" / name).read_bytes() for name in names)


def test_what_was_masked_is_listed_without_its_value(site: Path) -> None:
    rows = json.loads((site / "masked.json").read_text())
    assert {(row["kind"], row["page"], row["count"]) for row in rows} == {
        ("e-mail address", 1, 1),
        ("telephone number", 1, 1),
    }


def test_values_that_may_be_shown_are(accepted: Path, tmp_path: Path) -> None:
    with Case.open(accepted) as case:
        build(case, tmp_path / "site", keep=["example.org", "(202) 555-0143"])
    held = everything(tmp_path / "site").decode("utf-8", "replace")
    assert NUMBER in held and ADDRESS in held


def test_a_whole_site_and_its_sources_are_verified(
    accepted: Path, tmp_path: Path, run: Run, records_case: Path
) -> None:
    out = tmp_path / "site"
    ran = run("--case", accepted, "site", out)
    assert ran.code == 0 and "2 values masked" in ran.out
    digest = re.search(r"SHA-256 ([0-9a-f]{64})", ran.out)
    assert digest
    assert run("verify", out, "--manifest", digest[1]).code == 0
    assert run("verify", out, "--case", accepted).code == 0
    assert run("verify", out, "--sources", records_case.parent / "records.pdf").code == 0
    ran = run("verify", out, "--sources", records_case.parent / "note.txt", "--manifest", "0" * 64)
    assert ran.code == Exit.FAILURES_LISTED
    assert "records.pdf is not among the files given" in ran.out and "not the one that was published" in ran.out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda site: (site / "index.html").write_text("other words"), "index.html was changed"),
        (lambda site: (site / "search.html").unlink(), "search.html is missing"),
        (lambda site: (site / "more.html").write_text("more"), "more.html is not in the manifest"),
    ],
)
def test_a_changed_site_is_found_out(site: Path, run: Run, change: object, said: str) -> None:
    change(site)  # type: ignore[operator]
    ran = run("verify", site)
    assert ran.code == Exit.FAILURES_LISTED and said in ran.out


def test_a_page_that_reads_otherwise_is_found_out(accepted: Path, site: Path, run: Run) -> None:
    manifest = json.loads((site / "manifest.json").read_text())
    manifest["pages"][0]["text_sha256"] = "0" * 64
    (site / "manifest.json").write_text(json.dumps(manifest))
    ran = run("verify", site, "--case", accepted)
    assert ran.code == Exit.FAILURES_LISTED and "reads otherwise" in ran.out


def test_a_folder_that_is_no_site_is_said(tmp_path: Path, run: Run) -> None:
    assert run("verify", tmp_path).code == Exit.NOT_FOUND
    (tmp_path / "manifest.json").write_text("{}")
    assert run("verify", tmp_path).code == Exit.USAGE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 202-555-0143 today", "call ████████████ today"),
        ("(b)(6) or ana@example.org.", "(b)(6) or ███████████████."),
        # a stamp, a date, a file's hash and a page key are nobody's number
        ("HPA-000001 on 2021-11-02", "HPA-000001 on 2021-11-02"),
        ("5f0d" * 16, "5f0d" * 16),
        ("0123456789012345/7", "0123456789012345/7"),
        ("at 12 Ropewalk Lane, Apt 4", "at ███████████████████████"),
        ("078-05-1120", "███████████"),
    ],
)
def test_masks(text: str, shown: str) -> None:
    assert Masker().text(text) == shown


def test_masks_keep_offsets() -> None:
    text = f"a {NUMBER}\nb {ADDRESS} c"
    covered = cover(text, Masker().masks(text))
    assert len(covered) == len(text) and covered.index("b ") == text.index("b ")


def test_hostile_words_stay_words(accepted: Path, tmp_path: Path) -> None:
    with Case.open(accepted) as case:
        build(case, tmp_path / "site", title='</title><script>alert("x")</script>')
    assert not any("<script>alert" in path.read_text() for path in (tmp_path / "site").rglob("*.html"))
