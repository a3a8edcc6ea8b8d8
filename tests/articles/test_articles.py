"""Published texts: which pages are some, and what they are made of."""

from __future__ import annotations

from itertools import pairwise

import pytest

from onrecord.articles import furniture
from onrecord.articles.layouts import layouts
from onrecord.articles.layouts.protocol import Layout
from onrecord.model import ArticleKind, BlockKind
from tests.articles.published import kinds, plain_page, read, web_page
from tests.timing import assert_linear, repeated

PROSE = [
    "The water board of Ellsmere knew in March that two of its wells would fail, "
    "according to letters that it released on Monday.",
    "The letters show that an engineer asked for pumps in April, and that nobody answered him before the drought "
    "began in June.",
    "“We were told to wait until the vote was over,” one former member of the board told the Gazette. “So we waited.”",
    "The board’s lawyer, Ottilie Brandvold, denied that anybody had been told to wait. She declined to answer further "
    "questions.",
]
REPORT = "\n\n".join(
    [
        "Wells Were Failing Before Drought, Letters Show",
        "By Mara Ekdahl | March 4, 2021",
        *PROSE[:2],
        "Ottilie Brandvold\nPhoto by Jens Aldous/Getty Images",
        *PROSE[2:],
        "Mara Ekdahl is a reporter who covers water for the Gazette.",
        "Follow Us On: Facebook and Twitter",
    ]
)
CHRONOLOGY = "\n\n".join(
    [
        "Ellsmere Water Board Records on Failing Wells",
        "Records released by the board in response to a public records request.",
        "Records received May 2021",
        "In the Documents",
        "On March 3, engineer Piet Solano asked the board’s director, Anneke Rudd, for two pumps.",
        "Two days later, Rudd wrote to Solano: “Not before the vote.”",
        "On March 9, Solano sent Rudd a report on the wells.",
        "On April 2, Rudd forwarded the report to the board’s lawyer.",
    ]
)


def test_a_report_as_plain_text() -> None:
    page = plain_page(REPORT)
    article = read(page)
    assert article is not None
    assert (article.kind, article.layout) == (ArticleKind.ARTICLE, "plain")
    assert article.title is not None and article.title.printed == "Wells Were Failing Before Drought, Letters Show"
    assert (article.author, article.published, article.url) == ("Mara Ekdahl", "2021-03-04", "")
    assert [kind for kind, _ in kinds(article, [page])] == [
        "title", "byline", "text", "text", "caption", "text", "text", "bio", "follow",
    ]  # fmt: skip
    assert article.citation.quote == article.title.printed


def test_a_chronology_is_a_release_page() -> None:
    article = read(plain_page(CHRONOLOGY))
    assert article is not None
    assert (article.kind, article.layout) == (ArticleKind.RELEASE_PAGE, "release_page")
    assert [str(block.kind) for block in article.blocks][:4] == ["title", "text", "heading", "heading"]
    assert len(article.paragraphs) == 5


def test_a_web_page_keeps_its_furniture_and_what_it_declares() -> None:
    paragraphs = "".join(f"<p>{one}</p>" for one in PROSE)
    page = web_page(
        '<html><head><title>Wells failing</title><meta property="og:site_name" content="The Ellsmere Gazette">'
        '<link rel="canonical" href="https://gazette.example.org/wells"><meta name="author" content="Mara Ekdahl">'
        '<meta property="article:published_time" content="2021-03-04"></head><body>'
        f"<nav>Home | News | Water | Sport</nav><article><h1>Wells failing</h1>{paragraphs}</article>"
        "<footer><p>More from the Gazette</p><p>© 2021 Gazette</p></footer></body></html>"
    )
    article = read(page)
    assert article is not None
    assert (article.outlet, article.author, article.published) == ("The Ellsmere Gazette", "Mara Ekdahl", "2021-03-04")
    assert article.url == "https://gazette.example.org/wells"
    assert [kind for kind, _ in kinds(article, [page])] == ["navigation", "title", *["text"] * 4, "related", "legal"]


def test_a_paragraph_that_a_page_break_cuts_is_one() -> None:
    lines = ["Wells Were Failing Before Drought", "By Mara Ekdahl | March 4, 2021", *PROSE[:2]]
    first = plain_page("\n\n".join([*lines, "The pumps were ordered in the week after"]))
    second = plain_page(f"the vote, and came in May.\n\n{PROSE[3]}", number=2)
    blocks = kinds(read(first, second), [first, second])
    assert ("text", "The pumps were ordered in the week after the vote, and came in May.") in blocks


def test_hard_wrapped_lines_make_paragraphs() -> None:
    def wrapped(text: str, width: int = 72) -> str:
        words, lines = text.split(), [""]
        for word in words:
            if len(lines[-1]) + len(word) > width:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        return "\n".join(lines)

    lines = ["Wells Were Failing Before Drought", "By Mara Ekdahl | March 4, 2021", *map(wrapped, PROSE)]
    page = plain_page("\n".join(lines))
    assert [kind for kind, _ in kinds(read(page), [page])].count("text") == len(PROSE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n ",
        # mail
        "From: Ann Lee\nSent: Monday\nTo: Bo Ray\nSubject: Wells\n\n" + "\n\n".join(PROSE),
        # a letter of two paragraphs
        "Dear Ms. Rudd:\n\nThank you for your letter of March 3.\n\nSincerely,\nPiet Solano",
        # a list
        "Wells\n\n1\n\n2\n\n3",
    ],
)
def test_what_is_no_article(text: str) -> None:
    assert read(plain_page(text)) is None


def test_a_paper_without_an_address_is_no_article() -> None:
    assert read(plain_page(REPORT, origin=-1, engine="pdfium")) is None
    printed = f"{REPORT}\n\nhttps://gazette.example.org/2021/wells 1/2"
    assert read(plain_page(printed, origin=-1, engine="pdfium")) is not None


FURNITURE = [
    ("Photo by Jens Aldous/Getty Images", "caption"),
    ("The wells in June. (AP Photo/Jens Aldous)", "caption"),
    ("Photo: Courtesy of the water board", "caption"),
    ("Follow Us On: Facebook and Twitter", "follow"),
    ("Sign up for our newsletter", "follow"),
    ("Tags: water, wells, drought", "tags"),
    ("Filed under: Water", "tags"),
    ("Read more: Five wells you should know", "related"),
    ("Home | News | Water | Sport", "navigation"),
    ("1 2 3 Next", "navigation"),
    ("Page 1 of 3", "navigation"),
    ("© 2021 The Ellsmere Gazette. All rights reserved.", "legal"),
    # sentences that only begin like furniture
    ("Follow the money, he said, and the answer was in the third letter that the board sent.", None),
    ("The photo showed a dry well.", None),
    ("Related cases were closed in May.", None),
    ("Share prices fell by half.", None),
]


@pytest.mark.parametrize(("text", "kind"), FURNITURE)
def test_furniture(text: str, kind: str | None) -> None:
    found = furniture.kind_of(text, late=False)
    assert found == (BlockKind(kind) if kind else None)


def test_syndicated_reports_name_their_agency() -> None:
    text = REPORT.replace("The water board", "ELLSMERE (Reuters) - The water board", 1)
    article = read(plain_page(text))
    assert article is not None and article.syndicated == "Reuters"


def test_spans_are_places_of_the_page() -> None:
    page = plain_page(REPORT)
    article = read(page)
    assert article is not None
    ends = [span for block in article.blocks for span in block.spans]
    assert all(one.end <= two.start for one, two in pairwise(ends))
    assert "".join(page.text[span.start : span.end] for span in ends).replace("\n", "") == REPORT.replace("\n", "")


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_every_layout_keeps_the_contract(layout: Layout) -> None:
    assert isinstance(layout, Layout)
    for text in ("", "x", REPORT, CHRONOLOGY):
        pages = [plain_page(text or " ")]
        assert 0.0 <= layout.score(pages) <= 1.0
        article = layout.read(pages)
        assert article is None or (article.layout, article.layout_version) == (layout.name, layout.version)


@pytest.mark.parametrize(
    "piece", ["a ", "Photo by ", "\n", " |", "On March 3, ", "By A B and ", "is a ", "\n\n.", "© "]
)
def test_linear(piece: str) -> None:
    text = repeated(piece, before="Title of it\n\n")
    assert_linear(read, lambda length: plain_page(text(length)), 120_000)
