from __future__ import annotations

import pytest

from onrecord.pages.readers import html as html_reader
from onrecord.pages.readers import markup
from tests.pages.readers.conftest import ReadBytes
from tests.timing import assert_linear, repeated

SENTENCE = (
    "<p>The water board knew in week %d that the wells would fail, said two officials who asked not to be named.</p>"
)
ARTICLE = (
    "<!DOCTYPE html><html><head><title>Wells ran dry | The Gazette</title>"
    '<meta property="og:title" content="Wells ran dry, records show"><meta name="author" content="Mara Ek">'
    '<meta property="article:published_time" content="2021-03-04T10:00:00Z"></head>'
    '<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Wells ran dry, records show</h1>'
    + "".join(SENTENCE % week for week in range(12))
    + "</article><footer>Subscribe now!</footer><script>var tracker = 1</script></body></html>"
)


def text(read_bytes: ReadBytes, data: bytes) -> str:
    pages, failures = read_bytes(data, "html")
    assert failures == []
    assert len(pages) == 1
    return pages[0].text


def test_an_article_keeps_all_that_is_seen_and_knows_its_main_text(read_bytes: ReadBytes) -> None:
    pages, _ = read_bytes(ARTICLE.encode(), "html")
    page = pages[0]
    assert "Subscribe" in page.text and "tracker" not in page.text
    assert page.web is not None
    assert (page.web.title, page.web.author, page.web.published) == (
        "Wells ran dry, records show",
        "Mara Ek",
        "2021-03-04",
    )
    main = [page.text[start:end] for start, end in page.web.main]
    assert all(any(f"in week {week} that" in line for line in main) for week in range(12))
    assert not any("Subscribe" in line or "Home" in line for line in main)


def test_a_date_that_is_not_declared_is_not_made_up(read_bytes: ReadBytes) -> None:
    undated = ARTICLE.replace('<meta property="article:published_time" content="2021-03-04T10:00:00Z">', "")
    web = read_bytes(undated.encode(), "html")[0][0].web
    assert web is not None and web.published == ""


def test_printed_mail_keeps_every_line(read_bytes: ReadBytes) -> None:
    head = "<b>From:</b> Ann Lee<br><b>Sent:</b> Monday<br><b>To:</b> Bo Ray<br><b>Subject:</b> Wells"
    printed = f"<div>{head}</div><p>Bo, call me.</p>"
    assert (
        text(read_bytes, printed.encode()) == "From: Ann Lee\nSent: Monday\nTo: Bo Ray\nSubject: Wells\n\nBo, call me."
    )


@pytest.mark.parametrize(
    "trap",
    [
        # a reference to a control character, or very deep markup, makes the library return nothing
        "<p>before &#1; after the break</p>",
        "<p>before \x01 after the break</p>",
        "<div>" * 5_000 + "before after the break",
    ],
)
def test_traps_of_the_library_lose_no_words(read_bytes: ReadBytes, trap: str) -> None:
    found = text(read_bytes, f"<html><body>{trap}</body></html>".encode())
    assert "before" in found
    assert "after the break" in found


# fifty thousand attributes stall the library for minutes
def test_what_would_stall_the_library_is_not_given_to_it(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []
    monkeypatch.setattr("trafilatura.bare_extraction", lambda html, **_: given.append(html))

    def page(attributes: int) -> bytes:
        return b"<p " + b" ".join(b"a%d=x" % n for n in range(attributes)) + b">before after the break</p>"

    read_bytes(page(10), "html")
    assert len(given) == 1
    assert text(read_bytes, page(50_000)) == "before after the break"
    assert len(given) == 1
    assert_linear(lambda data: read_bytes(data, "html"), page, 50_000)


def test_where_the_library_finds_little_the_page_is_no_article(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_reader, "SHARE", 0.99)
    page = read_bytes(ARTICLE.encode(), "html")[0][0]
    assert page.web is None
    assert "in week 11" in page.text


def test_whatever_the_library_raises_all_text_is_read(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("trafilatura.bare_extraction", burst)
    assert "Subscribe now!" in text(read_bytes, ARTICLE.encode())


def test_lines_that_come_back_many_times_take_linear_time(read_bytes: ReadBytes) -> None:
    page = repeated("<p>The wells ran dry again.</p>", "<html><body><article>", "</article></body></html>")
    assert_linear(lambda data: read_bytes(data, "html"), lambda length: page(length).encode(), 300_000)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_encodings_of_pages(read_bytes: ReadBytes, encoding: str) -> None:
    charset = {"cp1252": "iso-8859-1"}.get(encoding, encoding)
    page = f'<html><head><meta charset="{charset}"></head><body>caf\u00e9 \u201cx\u201d</body></html>'
    assert text(read_bytes, page.encode(encoding)) == "caf\u00e9 \u201cx\u201d"


def test_a_page_beyond_the_limit_is_a_failure(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_reader, "HTML_BYTES", 100)
    pages, failures = read_bytes(b"<p>" + b"x" * 200, "html")
    assert pages == []
    assert [failure.page for failure in failures] == [0]


def test_a_text_longer_than_any_page_is_cut_with_a_failure(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.pages.readers.bounds.PAGE_CHARACTERS", 50)
    pages, failures = read_bytes(b"<p>" + b"word " * 100, "html")
    assert len(pages[0].text) == 50
    assert "only the first 50" in failures[0].what


PLAIN = [
    ("<p>one<p>two", "one\n\ntwo"),
    ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
    ("<div>one</div><div>two</div>", "one\ntwo"),
    # white space of the source is not seen, that of a no-break space is
    ("a\n   b &nbsp; c", "a b   c"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>", "a\tb\nc\td"),
    ("<ul><li>one<li>two</ul>", "one\ntwo"),
    ("<pre>  a\n    b</pre>after", "  a\n    b\n\nafter"),
    ("a<script>x</script><style>y</style><!-- z --><template>t</template>b", "ab"),
    ("<b>bo</b>ld", "bold"),
    ("&lt;a@example.org&gt; &amp; more", "<a@example.org> & more"),
    ("<title>unseen</title>seen", "seen"),
    # ends without starts, starts without ends
    ("</div></p>a</b><i>b", "ab"),
    ("", ""),
    ("<", "<"),
]


@pytest.mark.parametrize(("markup_text", "seen"), PLAIN, ids=range(len(PLAIN)))
def test_what_a_reader_sees(markup_text: str, seen: str) -> None:
    assert markup.plain(markup_text) == seen


@pytest.mark.parametrize(
    "unit", ["<p", "<", "<!--", "<p>a", "&amp;", "&#1;", "&#", "<td>", "<pre>\n", "<script>", "\x00", "<a b="]
)
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    assert_linear(markup.plain, repeated(unit), 300_000)
