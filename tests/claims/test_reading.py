"""Claims of whole articles, with what is carried from one to another."""

from __future__ import annotations

from onrecord.claims import families, hedges, is_uncertain, read
from onrecord.model import Article, Block, BlockKind, Citation, Claim, Span, Text, page_key

FILE = "f" * 64
PAGE = page_key(FILE, 1)


def article(text: str, outlet: str = "Bay Courier", id: str = "a1") -> Article:
    """An article whose first line is its title and whose further lines are paragraphs."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(BlockKind.TEXT if at else BlockKind.TITLE, (Span(PAGE, at, at + len(line)),)))
        at += len(line) + 1
    title = text.split("\n", maxsplit=1)[0]
    span = Span(PAGE, 0, len(title))
    return Article(
        id=id,
        citation=Citation((span,), title),
        file=FILE,
        page_start=1,
        page_end=1,
        layout="plain",
        title=Text(title, (span,)),
        outlet=outlet,
        blocks=tuple(blocks),
    )


def claims(text: str, outlet: str = "Bay Courier") -> list[Claim]:
    found = read(article(text, outlet), {PAGE: text})
    for claim in found:
        # the quote equals the page text, and so do the words of the content
        assert claim.citation.quote == "\n".join(text[span.start : span.end] for span in claim.citation.spans)
        assert " … ".join(text[span.start : span.end] for span in claim.content.spans) == claim.content.printed
    return found


def test_an_unnamed_source_is_carried_over_only_where_the_text_leans_on_it() -> None:
    found = claims(
        "Pier report\n"
        "The pier was known to be rotten, according to two officials who spoke to the Harbor Ledger.\n"
        "But the board was not told at once.\n"
        "The ferry runs every hour."
    )
    assert [[source.text[:13] for source in claim.sources] for claim in found] == [
        ["two officials"],
        ["two officials"],
        [],
    ]
    assert [claim.sources[0].count for claim in found[:2]] == [2, 2]
    assert not found[0].sources[0].inferred
    assert found[1].sources[0].inferred
    assert [[relay.outlet for relay in claim.relay] for claim in found] == [["the Harbor Ledger"]] * 2 + [[]]


def test_a_named_person_is_not_carried_over() -> None:
    found = claims("Pier\nAna Ruiz said that the pier was safe. She has led the board since 2016.")
    assert [len(claim.sources) for claim in found] == [1, 0]


def test_the_article_is_no_relay_of_itself_and_speaks_of_itself_without_claiming() -> None:
    found = claims("Pier\nAn official told the Courier that the pier was rotten.\nThe Courier has not seen the report.")
    assert len(found) == 1
    assert found[0].relay == ()
    assert found[0].sources[0].count == 1


def test_a_denial_denies_the_one_claim_that_it_speaks_of() -> None:
    found = claims(
        "Pier\n"
        "The divers were sent home early, two inspectors said.\n"
        "The report was kept in a drawer, two inspectors said.\n"
        "Ana Ruiz, a spokeswoman, denied that any report had been held back. “That is simply not true,” she said."
    )
    denial, again = found[2:4]
    assert denial.stance == again.stance == "denies"
    assert denial.denies == again.denies == (found[1].id,)
    assert again.quote
    assert again.sources[0].stands_for == "Ana Ruiz"


def test_who_keeps_silent_declines() -> None:
    found = claims("Pier\nAna Ruiz declined to comment.\nThe authority did not respond to questions.")
    assert [claim.stance for claim in found] == ["declines", "declines"]


def test_a_headline_may_stand_on_a_report() -> None:
    found = claims("Harbor Chief Knew of Rotten Piles — Report\nNothing is said here of it.")
    assert found[0].sources[0].text == "Report"
    assert not found[0].sources[0].named


def test_a_sentence_may_state_and_deny() -> None:
    found = claims("Pier\nThe chief may be planning to resign, although Ruiz later denied that he wants to go.")
    assert [claim.stance for claim in found] == ["asserts", "denies"]
    assert [hedge.printed for hedge in found[0].hedges] == ["may"]
    assert found[1].denies == (found[0].id,)


def test_families_hold_together_what_repeats_one_word() -> None:
    ledger = "Pier\nTwo officials said that the pier was rotten.\nAna Ruiz, a spokeswoman, said that it was safe."
    courier = "Pier\nThe pier was rotten, per the Ledger, which cited two officials.\n“It was safe,” Ana Ruiz said."
    articles = {
        "a1": article(ledger, "Harbor Ledger", "a1"),
        "a2": article(courier, "Bay Courier", "a2"),
    }
    found = [*read(articles["a1"], {PAGE: ledger}), *read(articles["a2"], {PAGE: courier})]
    assert sorted(len(family.claims) for family in families(found, articles)) == [2, 2]


def test_hedges() -> None:
    text = "He allegedly knew in May and may resign, possibly at least partially."
    assert [text[start:end] for start, end in hedges(text)] == ["allegedly", "may", "possibly", "at least partially"]


def test_an_article_without_text_claims_nothing() -> None:
    assert claims("Pier") == []


def test_general_statements_are_uncertain_when_nobody_in_particular_makes_them() -> None:
    assert is_uncertain("It is considered one of the finest piers of the coast.")
    assert is_uncertain("Some engineers hold that the piles were probably rotten.")
    assert not is_uncertain("The pier has some 200 piles.")
    assert not is_uncertain("It was built in May 1931.")


def test_a_pronoun_stays_open_when_somebody_else_may_be_meant() -> None:
    found = claims("Pier\nAna Ruiz said that it was safe. Her deputy, Jo, ran the tests. “It was not,” she said.")
    assert [source.stands_for for claim in found for source in claim.sources] == ["", ""]


def test_marks_alone_are_no_claim() -> None:
    claims("Pier\n“,” Ana Ruiz said.\n“ ” — ... said.")


def test_words_that_two_verbs_introduce_are_one_claim_by_the_nearer_verb() -> None:
    found = claims(
        "Berth\n"
        'Deputy Harbor Director Cole published an open letter in the Harbor Record, saying: "After we have picked a'
        ' berth, we intend to ask for bids."'
    )
    quoted = [claim for claim in found if claim.quote]
    assert [claim.content.printed for claim in quoted] == ["After we have picked a berth, we intend to ask for bids."]
    assert quoted[0].cue is not None
    assert quoted[0].cue.printed == "saying"
    assert len({claim.id for claim in found}) == len(found)


def test_a_clause_that_tells_of_the_source_does_not_claim_its_words_twice() -> None:
    found = claims(
        "Berth\n"
        "A contrary view is offered by Rosa Imbert, a harbor engineer at Lowell College, who stated, “Old piles rarely"
        " fail all at once”."
    )
    assert [claim.cue and claim.cue.printed for claim in found if claim.quote] == ["stated"]
    assert len({claim.id for claim in found}) == len(found)
