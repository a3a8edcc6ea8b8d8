"""Words, snippets, look-alikes, stamps and rows: what a search is made of."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import stamp_key
from onrecord.store import rows
from onrecord.store.fuzzy import distance
from onrecord.store.query import Term
from onrecord.store.snippets import END, START, snippet
from onrecord.store.terms import person_key, rejoined
from onrecord.store.tokens import TOKENIZER, tokens, words
from tests.timing import assert_linear, repeated


def fts5_words(text: str) -> list[str]:
    """The words that FTS5 itself finds."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE i USING fts5 (t, tokenize='{TOKENIZER}')")
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (i, instance)")
    connection.execute("INSERT INTO i VALUES (?)", (text,))
    found = [term for (term,) in connection.execute("SELECT term FROM v ORDER BY offset")]
    connection.close()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "The pier, met on 3/4; jane.doe@example.gov (b)(5) HPA-000123",
        "can't can\u2019t under_score a\u00adb",
        "Jos\u00e9 Nu\u00f1ez \u00c5ngstr\u00f6m \u00e9t\u00e9 e\u0301te\u0301 \u1ea4\u1ec7",
        "\u0420\u0435\u043a\u0430 \u6e2f \u0645\u064a\u0646\u0627\u0621 \u039b\u03b9\u03bc\u03ac\u03bd",
        "\uf0b7marked\uf0a7 \U0001f6a2ship \U0001f914hm \u00bd x\u00b2 \u017fa \ufb01le",
        "".join(f"a{chr(code)}b " for code in range(0x80, 0x3100)),
    ],
)
def test_words_are_those_of_the_index(text: str) -> None:
    assert [word for word, _, _ in words(text)] == fts5_words(text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_words_agree_with_the_index_on_any_text(text: str) -> None:
    expected = fts5_words(text)
    assert [word for word, _, _ in words(text)] == expected
    assert tokens(text) == expected


@given(st.text(alphabet="aB9\uf0b7\u00e9\u0301 .-_'\n(@", max_size=40))
def test_words_agree_with_the_index_on_marks_and_accents(text: str) -> None:
    assert [word for word, _, _ in words(text)] == fts5_words(text)


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    for word, start, end in words(text):
        assert 0 <= start < end <= len(text)
        assert word or not text[start:end].isascii()


REJOINED = [
    ("Inspec-\ntion is due", "Inspection"),
    ("inspec\u00ad\n  tion.", "inspection."),
    ("a well-known pier", ""),
    ("the end-\n", ""),
    ("-\nlist", ""),
    ("one-\ntwo-\nthree", "onetwo- twothree"),
]


@pytest.mark.parametrize(("text", "expected"), REJOINED)
def test_words_parted_at_line_ends_are_put_together(text: str, expected: str) -> None:
    assert rejoined(text) == expected


def test_keys_of_stamps_and_people() -> None:
    assert stamp_key(" hpa-00_01 2") == "HPA00012"
    assert person_key("Nu\u00f1ez,  Jos\u00e9") == "nunez, jose"


PIER, MET = Term(("pier",)), Term(("committee", "met"))
LONG = "one two three. " * 30

SNIPPETS = [
    (["The pier."], [PIER], "The <pier>."),
    (["The\n  pier\nis"], [PIER], "The <pier> is"),
    # only a whole phrase is marked
    (["committee pier committee met"], [MET], "committee pier <committee> <met>"),
    (["piers"], [PIER], "piers"),
    (["piers"], [Term(("pie",), prefix=True)], "<piers>"),
    (["final reports"], [Term(("final", "rep"), prefix=True)], "<final> <reports>"),
    (["the final"], [Term(("final", "report"))], "the final"),
    # the first text with a find is shown
    (["body", "subject pier"], [PIER], "subject <pier>"),
    ([""], [PIER], ""),
    ([], [PIER], ""),
    # accents do not count, and stay as they are
    (["the p\u00efer"], [PIER], "the <p\u00efer>"),
    # marks in the text are no marks
    ([f"a {START}pier{END}"], [PIER], "a <pier>"),
]


@pytest.mark.parametrize(("texts", "terms", "expected"), SNIPPETS)
def test_snippets(texts: list[str], terms: list[Term], expected: str) -> None:
    assert snippet(texts, terms).replace(START, "<").replace(END, ">") == expected


def test_a_long_text_is_cut_around_the_place_with_most_terms() -> None:
    text = f"{LONG}pier {LONG}the pier committee met {LONG}"
    found = snippet([text], [PIER, MET])
    assert f"the {START}pier{END} {START}committee{END} {START}met{END} one" in found
    assert found.startswith("\u2026 ")
    assert found.endswith(" \u2026")
    assert len(found.split()) < 40


@pytest.mark.parametrize("part", ["pier ", "x"])
def test_a_huge_text_is_cut_in_linear_time(part: str) -> None:
    assert_linear(lambda text: snippet([text], [PIER, MET]), repeated(part), 2_000_000)


DISTANCES = [
    ("permit", "permit", 0.0),
    ("permit", "perrnit", 0.4),
    ("dredging", "clredging", 0.4),
    ("final", "fina1", 0.3),
    ("harbor", "harb0r", 0.3),
    ("center", "ccntcr", 1.0),
    ("pier", "pie", 1.0),
    ("pier", "piers", 1.0),
    ("pier", "xyzz", 4.0),
    ("", "pier", 4.0),
]


@pytest.mark.parametrize(("one", "other", "cost"), DISTANCES)
def test_shapes_that_look_alike_cost_little(one: str, other: str, cost: float) -> None:
    assert distance(one, other) == pytest.approx(cost)
    assert distance(other, one) == pytest.approx(cost)


def _bucket(day: int, id: str) -> int:
    return next(rows.message_buckets(day, id))


def test_rows_put_newer_days_first_and_undated_messages_last() -> None:
    days = [date(2021, 3, 2), date(2021, 3, 1), date(1, 1, 1)]
    order = [_bucket(day.toordinal(), id) for day in days for id in ("m1", "m2")]
    undated = [_bucket(0, id) for id in ("m1", "m2")]
    assert max(order[:2]) < min(order[2:4]) <= max(order[2:4]) < min(order[4:])
    assert max(order) < min(undated)
    assert max(undated) + (1 << rows.MESSAGE_COUNTER) < 1 << 63


@pytest.mark.parametrize("local", ["", "2021", "2021-02", "2021-02-30", "soon", "2021-1-1T10:00"])
def test_what_names_no_day_is_undated(local: str) -> None:
    assert rows.day_of(local) == 0


def test_a_range_of_days_holds_its_ends_and_nothing_else() -> None:
    first, last = date(2021, 3, 1).toordinal(), date(2021, 3, 3).toordinal()
    low, high = rows.day_range(first, last)
    for day in range(first - 1, last + 2):
        for id in map(str, range(40)):
            assert (low <= _bucket(day, id) <= high) == (first <= day <= last)
    assert not low <= _bucket(0, "m") <= high
    low, high = rows.day_range(0, last)
    assert low <= _bucket(1, "m") <= high
    assert not low <= _bucket(0, "m") <= high
    low, high = rows.day_range(0, 0)
    assert low <= _bucket(0, "m") <= high


def test_a_full_bucket_is_followed_by_the_others_of_its_day() -> None:
    day = date(2021, 3, 1).toordinal()
    low, high = rows.day_range(day, day)
    buckets = list(rows.message_buckets(day, "m"))
    assert len(set(buckets)) == len(buckets) == 16
    assert all(low <= bucket and bucket + (1 << rows.MESSAGE_COUNTER) - 1 <= high for bucket in buckets)
