"""The truth says what is printed: read back with PDFium, which shares nothing with the generator's own record."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

import pytest
from examples.press import spell

from tests.examples.conftest import Production


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def flat(text: str) -> str:
    return " ".join(text.split())


def test_page_texts_are_what_the_pdf_holds(production: Production) -> None:
    bad = {(one["file"], one["page"]) for one in production.truth["redactions"] if one["bad"]}
    for page in production.truth["pages"]:
        found = production.text(page["file"], page["page"])
        if page["scanned"]:
            assert not found.strip()
        elif (page["file"], page["page"]) not in bad:
            # A line may come at another place (a code in the margin), never with other words.
            assert Counter(words(found)) == Counter(words(page["text"])), (page["file"], page["page"])


def test_headers_stand_on_their_page(production: Production) -> None:
    for message in production.messages:
        if message["header_kind"] == "native" or (message["file"], message["page"]) in production.scanned:
            continue
        pages = range(message["page"], message["page_end"] + 1)
        text = flat(" ".join(production.text(message["file"], number) for number in pages))
        if message["sent"]:
            assert any(form in text for form in printed_dates(message["sent"])), message["id"]
        for name in [message["from"], *message["to"], *message["cc"]]:
            assert all(part in text for part in re.split(r", | ", name)), (message["id"], name)
        assert flat(re.sub(r"\s*\(?b ?\)?.*", "", message["subject"])) in text, message["id"]


def printed_dates(sent: str) -> list[str]:
    """All spellings of a moment."""
    at = datetime.fromisoformat(sent)
    wall = at.replace(tzinfo=None)
    forms = [flat(spell.date(wall, form)) for form in spell.DATES if form not in ("utc", "rfc")]
    return [*forms, f"{at:%H:%M:%S} +0000", f"{at:%H:%M:%S} -0", f"{at.day} {at:%b %Y}"]


def test_bodies_are_printed(production: Production) -> None:
    for message in production.messages:
        if message["header_kind"] == "native" or (message["file"], message["page"]) in production.scanned:
            continue
        pages = range(message["page"], message["page_end"] + 1)
        text = squeezed("".join(production.text(message["file"], number) for number in pages))
        for line in message["body"].splitlines():
            assert squeezed(line) in text, (message["id"], line)


def test_removed_text_is_gone(production: Production) -> None:
    for one in production.truth["redactions"]:
        if one["bad"] or (one["file"], one["page"]) in production.scanned:
            continue
        beneath = re.sub(r"\W", "", production.beneath(one))
        allowed = re.sub(r"\W", "", "".join(one["codes"]))
        # The code is all that may be printed inside; a neighbour's edge may touch the box.
        assert len(beneath.replace(allowed, "")) <= 2, (one, beneath)


def test_blanked_words_left_nothing_but_paper(production: Production) -> None:
    assert production.truth["blanks"] or production.truth["case"] == "synthetic"
    for one in production.truth["blanks"]:
        assert len(production.beneath(one).strip()) <= 2, one


def test_failed_redactions_still_hold_their_text(harbor: Production) -> None:
    bad = [one for one in harbor.truth["redactions"] if one["bad"]]
    assert len({(one["file"], one["page"]) for one in bad}) == 2
    for one in bad:
        assert words(one["hidden"])[1:-1] == words(harbor.beneath(one))[1:-1]
    beneath = " ".join(one["hidden"] for one in bad)
    assert "two reach stackers" in beneath
    assert not [message for message in harbor.messages if "counted two reach stackers" in flat(message["body"])]


def test_hidden_words_are_in_no_truth_body_of_their_copy(production: Production) -> None:
    bodies = {message["id"]: flat(message["body"]) for message in production.messages}
    seen = 0
    for pair in production.truth["copies"]:
        for difference in pair["differences"]:
            if difference["kind"] == "hidden" and difference["place"] == "body" and len(difference["text"]) > 12:
                other = pair["b"] if difference["hidden_in"] == pair["a"] else pair["a"]
                assert difference["text"] not in bodies[difference["hidden_in"]]
                assert difference["text"] in bodies[other]
                seen += 1
    assert seen


def test_boxes_are_where_the_truth_says(harbor: Production) -> None:
    for one in harbor.truth["redactions"]:
        image = harbor.page(one["file"], one["page"]).render(scale=2, grayscale=True).to_pil()
        x0, y0, x1, y1 = (round(2 * value) for value in one["box"])
        edge = image.crop((x0, y0 - 1, x1, y0 + 4)).getextrema()
        assert edge[0] < 90, one
        if not one["bad"]:
            outside = image.crop((x0, y0 - 4, x1, y0 - 2)).resize((1, 1)).getpixel((0, 0))
            inside = image.crop((x0 + 2, y0 + 2, x1 - 2, y1 - 2)).resize((1, 1)).getpixel((0, 0))
            assert inside <= outside + 60, one


def test_stamps(production: Production) -> None:
    seen: Counter[str] = Counter()
    for page in production.truth["pages"]:
        for stamp in page["stamps"]:
            assert page["scanned"] or stamp in production.text(page["file"], page["page"])
        seen.update(page["stamps"][:1])
    assert seen
    assert max(seen.values()) == 1


def test_letters_add_up(production: Production) -> None:
    for release in production.truth["releases"]:
        reviewed, released, withheld = (release[name] for name in ("pages_reviewed", "pages_released", "withheld"))
        assert reviewed == release["bates_last"] - release["bates_first"] + 1 == released + withheld
        first = production.text(release["letter_files"][0], 1)
        assert f"reviewed {reviewed} pages" in flat(first)
        assert f"{withheld} pages are withheld" in flat(first)


def test_stamped_pages_are_the_released_ones(harbor: Production) -> None:
    for release in harbor.truth["releases"]:
        pages = [page for page in harbor.truth["pages"] if page["release"] == release["name"] and page["stamps"]]
        assert len(pages) == release["pages_released"]


def test_sheets_say_their_total(production: Production) -> None:
    assert production.truth["sheets"] or production.truth["case"] == "synthetic"
    for sheet in production.truth["sheets"]:
        text = flat(production.text(sheet["file"], sheet["page"]))
        total = sheet["total"]
        plural = "page" if total == 1 else "pages"
        assert f"Total Deleted Page(s) = {total}" in text or f"{total} {plural} withheld in full" in text


def test_ids_are_unique(production: Production) -> None:
    ids = [message["id"] for message in production.messages]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["harbor", "synthetic"])
def test_gaps_are_real(name: str, request: pytest.FixtureRequest) -> None:
    production: Production = request.getfixturevalue(name)
    mails: dict[str, set[int]] = {}
    for message in production.messages:
        mails.setdefault(message["mail"], set()).add(message["depth"])
    for gap in production.truth["gaps"]:
        if gap["kind"] == "missing_parent":
            assert gap["mail"] not in mails
        if gap["kind"] == "quoted_only":
            assert 0 not in mails[gap["mail"]]
        if gap["kind"] == "attachment_not_produced":
            assert gap["detail"] in production_texts(production, gap["message"])


def production_texts(production: Production, message_id: str) -> str:
    message = next(one for one in production.messages if one["id"] == message_id)
    pages = range(message["page"], message["page_end"] + 1)
    return flat(" ".join(production.text(message["file"], number) for number in pages))


def test_acts_are_quoted_from_shown_text(production: Production) -> None:
    shown = {message["id"]: flat(message["subject"] + " " + message["body"]) for message in production.messages}
    acts = [one for one in production.truth["interactions"] if "message" in one]
    assert acts
    for act in acts:
        assert all(flat(quote) in shown[act["message"]] for quote in act["quotes"])


def test_invites_show_their_times(production: Production) -> None:
    for invite in production.truth["invites"]:
        start = datetime.fromisoformat(invite["start"])
        text = flat(production.text(invite["file"], invite["page_start"]))
        if (invite["file"], invite["page_start"]) not in production.scanned:
            assert spell.clock(start) in text
            assert invite["location"] in text
