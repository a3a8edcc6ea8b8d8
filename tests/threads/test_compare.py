"""What differs between copies: hidden or open, with which code, misread, printed otherwise, or really other words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from onrecord.model import Difference, Message, Page, Party, Redaction, Span, Word, page_number
from onrecord.threads import blanks, compare, grams, headers
from onrecord.threads.best import best
from onrecord.threads.blanks import Sheet
from tests.threads.mails import LONG, OTHER, mail, party

Lines = Sequence[Sequence[tuple[str, float]]]

HIDDEN = (
    "Both piles have lost more than half of their section below the mudline, and the cap is cracked from end to end."
)


def differences(a: Message, b: Message, *, damaged: bool = False) -> list[Difference]:
    sides = [compare.side(one, blanks.find(one, {}), damaged) for one in (a, b)]
    found = compare.compare(*sides)
    assert (found.a, found.b) == (a.id, b.id)
    return list(found.differences)


def only(a: Message, b: Message, **facts: Any) -> Difference:
    (found,) = differences(a, b, **facts)
    return found


def test_words_behind_a_printed_code_are_hidden_there() -> None:
    hiding, showing = mail(LONG.replace(HIDDEN, "(b)(5) (b)(5)")), mail()
    for a, b in ((hiding, showing), (showing, hiding)):
        found = only(a, b)
        assert (found.kind, found.text, found.hidden_in, found.codes) == ("hidden", HIDDEN, hiding.id, ("(b)(5)",))


def test_a_word_that_stands_on_both_sides_of_a_hidden_sentence_does_not_part_it() -> None:
    """ "The language" is left of "The scope of the language": the first "the" of the hidden words is no match."""
    showing = mail("I attach the first version of the scope of the work. The language was copied from the old text.")
    hiding = mail("(b)(4) The language was copied from the old text.")
    assert only(hiding, showing).text == "I attach the first version of the scope of the work."


def test_codes_that_changed_are_named_and_two_forms_of_a_code_are_one() -> None:
    five, six, short = (mail(LONG.replace(HIDDEN, code)) for code in ("(b)(5)", "(b)(6)", "b5"))
    found = only(five, six)
    assert (found.kind, found.codes, found.other_codes) == ("code_changed", ("(b)(5)",), ("(b)(6)",))
    assert differences(five, short) == []


def test_misread_letters_are_noise_and_never_a_change() -> None:
    clean, noisy = mail(), mail(LONG.replace("mudline", "mndl1ne").replace("afternoon", "afternocn"))
    assert [found.kind for found in differences(clean, noisy, damaged=True)] == ["ocr_noise", "ocr_noise"]


def test_words_that_only_a_page_image_can_explain_are_left_open() -> None:
    found = only(mail(), mail(LONG.replace("half of their section", "an inch")), damaged=True)
    assert found.kind == "unsure"


def test_other_words_on_clean_pages_are_really_different() -> None:
    found = only(mail(), mail(LONG.replace("36 and 40", "36 and 41")))
    assert (found.kind, found.text, found.other) == ("text", "40", "41")


def test_wrapping_marks_of_quotation_and_hyphens_are_no_difference() -> None:
    assert differences(mail(), mail("> " + LONG.replace(". ", ".\n> ").replace("mudline", "mud-\n> line"))) == []


def test_a_quotation_that_ends_early_is_cut() -> None:
    assert only(mail(), mail(LONG[: LONG.index(" Both")])).kind == "cut"


def test_a_number_missing_at_the_end_is_left_out_and_not_cut() -> None:
    found = only(mail(LONG + "\nAna Ruiz\n202-555-0110"), mail(LONG + "\nAna Ruiz"))
    assert (found.kind, found.text) == ("left_out", "202-555-0110")


def test_neighbours_of_which_each_copy_hides_another_are_both_hidden() -> None:
    first, second = "Both piles have moved since March.", "The cap is cracked from end to end."
    a, b = mail(LONG + f"\n(b)(6) {second}\nAna"), mail(LONG + f"\n{first} (b)(5)\nAna")
    found = {(one.text, one.hidden_in, one.codes) for one in differences(a, b)}
    assert found == {(first, a.id, ("(b)(6)",)), (second, b.id, ("(b)(5)",))}


def test_a_blanked_name_under_another_code_is_told() -> None:
    first, second = (Party(printed=code, name="", redacted=True) for code in ("(b)(3)", "(b) (6)"))
    found = only(mail(sender=first), mail(sender=second))
    assert (found.kind, found.place, found.codes, found.other_codes) == (
        "code_changed",
        "from",
        ("(b)(3)",),
        ("(b)(6)",),
    )
    assert differences(mail(sender=first), mail(sender=Party(printed="(b)(3)", name="", redacted=True))) == []


def test_a_name_that_one_header_lacks_among_the_same_others_is_left_out() -> None:
    cc = ("Okafor, Ngozi (HPA)", "Marsh, Dana", "Iyer, Priya")
    found = only(mail(cc=cc), mail(cc=(cc[0], cc[2])))
    assert (found.kind, found.place, found.text) == ("left_out", "cc", "Marsh, Dana")
    assert differences(mail(cc=cc), mail(cc=())) == []  # many layouts do not print a field at all


def test_blanked_names_are_hidden_where_the_other_header_names_them() -> None:
    blank = Party(printed="(b)(6)", name="", redacted=True)
    found = only(mail(sender=blank), mail())
    assert (found.kind, found.place, found.text, found.codes) == ("hidden", "from", "Ruiz, Ana (HPA)", ("(b)(6)",))


def test_a_blanked_local_part_of_an_address_is_hidden() -> None:
    blank = Party(printed="Ana Ruiz < (b)(6) @hpa.example.gov>", name="Ana Ruiz")
    found = only(mail(sender=blank), mail(sender=party("Ana Ruiz <aruiz@hpa.example.gov>")))
    assert (found.place, found.text) == ("from", "aruiz")


def sheet(message: Message, lines: Lines, *boxes: Redaction, tops: Sequence[float] = ()) -> dict[str, Sheet]:
    """The page of `message` with `lines` of words at x; lines are 12 points high, or begin at `tops`."""
    words, text = [], "From"
    for number, line in enumerate(lines):
        text += "\n"
        for at, (word, x) in enumerate(line):
            text += " " if at else ""
            y = tops[number] if tops else 100.0 + 12 * number
            words.append(Word(len(text), len(text) + len(word), (x, y, x + 6 * len(word), y + 10)))
            text += word
    key = message.citation.spans[0].page
    page = Page(
        file=message.file,
        number=page_number(key),
        text=text,
        engine="pdf",
        engine_version="1",
        width=612,
        redactions=boxes,
    )
    return {key: Sheet.of(page, words)}


def boxed(lines: Lines, *boxes: Redaction, tops: Sequence[float] = ()) -> tuple[Message, blanks.Blanks]:
    message = mail()
    sheets = sheet(message, lines, *boxes, tops=tops)
    (key,) = sheets
    text = sheets[key].page.text
    message = mail(text[5:], citation=message.citation, body_spans=(Span(key, 5, len(text)),))
    return message, blanks.find(message, sheets)


def test_a_box_stands_behind_the_words_before_it_and_goes_on_in_the_next_line() -> None:
    lines = [[("The", 70), ("piles", 94)], [("are", 200), ("sound.", 230)]]
    codes = ("(b)(5)",)
    first = Redaction(box=(130, 99, 500, 111), codes=codes)
    second = Redaction(box=(70, 111, 190, 123), codes=codes)
    message, found = boxed(lines, first, second)
    assert [(message.body[: blank.start].strip(), blank.codes) for blank in found.body] == [("The piles", codes)]


def test_a_code_stands_where_its_box_does_though_the_page_prints_all_codes_last() -> None:
    lines = [[("The", 70), ("piles", 94)], [("are", 70), ("sound.", 100)], [("(b)", 300), ("(6)", 324)]]
    code = Redaction(box=(130, 99, 500, 111), codes=("(b)(6)",))
    message, found = boxed(lines, code, tops=(100, 112, 100))
    assert [(message.body[: blank.start].strip(), blank.codes) for blank in found.body] == [("The piles", ("(b)(6)",))]


def test_a_code_in_the_margin_is_the_label_of_its_box() -> None:
    lines = [[("The", 70), ("piles", 94), ("(b)(5)", 560)], [("are", 70), ("sound.", 100)]]
    message, found = boxed(lines, Redaction(box=(130, 99, 500, 111), codes=("(b)(5)",)))
    assert [message.body[: blank.start].strip() for blank in found.body] == ["The piles"]


def test_a_code_in_the_margin_without_a_box_marks_blank_paper() -> None:
    lines = [[("The", 70), ("piles", 94), ("moved.", 480), ("b6", 560)], [("Sound.", 70)]]
    message, found = boxed(lines)
    assert [(message.body[: blank.start].strip(), blank.codes) for blank in found.body] == [("The piles", ("b6",))]


def test_the_best_text_takes_from_each_copy_what_the_others_hide() -> None:
    first = mail(LONG.replace(HIDDEN, "(b)(5)"))
    closing = LONG[LONG.index("until") :]
    second = mail(LONG.replace("The divers finished", "(b)(6) finished").replace(closing, "(b)(7)(C)"))
    sides = [compare.side(one, blanks.find(one, {}), False) for one in (first, second)]
    pieces = best(sides)
    assert " ".join(" ".join(piece.text.split()) for piece in pieces if piece.text) == LONG
    assert {piece.source for piece in pieces} == {first.id, second.id}


def test_what_all_copies_hide_stays_marked_with_its_code() -> None:
    both = [mail(LONG.replace(HIDDEN, code)) for code in ("(b)(5)", "(b)(5)")]
    pieces = best([compare.side(one, blanks.find(one, {}), False) for one in both])
    assert [piece.codes for piece in pieces if not piece.text] == [("(b)(5)",)]


def test_a_box_over_the_local_part_of_an_address_hides_it_under_the_codes_of_its_field() -> None:
    boxed_party = Party(printed="Ana Ruiz < @hpa.example.gov>", name="Ana Ruiz")
    hiding, showing = mail(sender=boxed_party), mail(sender=party("Ana Ruiz <aruiz@hpa.example.gov>"))
    sides = [
        compare.side(hiding, blanks.Blanks(fields={"from": ("(b)(6)",)}), False),
        compare.side(showing, blanks.Blanks(), False),
    ]
    (found,) = compare.compare(*sides).differences
    assert (found.text, found.codes, found.hidden_in) == ("aruiz", ("(b)(6)",), hiding.id)


def test_what_a_text_repeats_is_missed_where_the_blank_stands() -> None:
    """The sentence behind the blank begins as the hidden one does, or is the same."""
    hidden, after = "The gate at pier 7 was found open on Monday.", "The gate at pier 7 was found shut on Friday."
    showing = mail(f"{OTHER} {hidden} {after}")
    assert only(mail(f"{OTHER} (b)(5) {after}"), showing).text == hidden
    twice = mail(f"{OTHER} {hidden} {hidden} {after}")
    found = only(mail(f"{OTHER} (b)(6) {hidden} {after}"), twice)
    assert (found.kind, found.text, found.codes) == ("hidden", hidden, ("(b)(6)",))


def test_a_name_whose_field_is_nothing_but_a_box_is_hidden() -> None:
    showing, hiding = mail(cc=["Holt, Eve (HPA)"]), mail()
    found = list(headers.differences(hiding, showing, {"cc": ("b6",)}, {}))
    assert [(one.kind, one.place, one.text, one.codes) for one in found] == [
        ("hidden", "cc", "Holt, Eve (HPA)", ("b6",))
    ]
    assert list(headers.differences(hiding, showing, {}, {})) == []


def test_a_sender_of_whom_nothing_is_printed_is_left_out() -> None:
    found = only(mail(who=""), mail())
    assert (found.kind, found.place, found.text) == ("left_out", "from", "Ruiz, Ana (HPA)")


def test_a_name_of_notes_with_a_domain_is_no_address_without_its_beginning() -> None:
    notes = mail(to=["Ben Cole/ENG/HPA@HPA", "Eve Holt/ENG/HPA@HPA"])
    notes = structs.replace(notes, to=tuple(Party(printed=p.printed, name=p.printed) for p in notes.to))
    plain = mail(to=["Cole, Ben (HPA) <bcole@hpa.example.gov>", "Holt, Eve (HPA) <eholt@hpa.example.gov>"])
    assert list(headers.differences(notes, plain, {"to": ("b6",)}, {})) == []


@given(st.text(alphabet="(bBkKjJdD) 0156[cC.aA\u212a\n", max_size=24))
def test_no_code_is_missed_by_the_quick_look(text: str) -> None:
    assert [code[0] for code in grams.codes(text)] == [code[0] for code in grams.CODE.finditer(text)]


@pytest.mark.parametrize("printed", ["see (b)(5)", "exempt: b7C", "( K ) (2)", "1.4 (A)"])
def test_a_code_is_seen_in_every_form(printed: str) -> None:
    assert grams.has_code(printed)
