"""People in running text: where their names stand, what they are, who is none."""

from __future__ import annotations

import pytest

from onrecord.people import gazetteer, prose, titles


def names(text: str, *marked: str) -> list[str]:
    marks = [(text.index(word), text.index(word) + len(word), True) for word in marked]
    return [found.name for found in prose.find(text, marks) if not found.weak and not found.unnamed]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On Monday Harbor Director Tomas Belmonte met Ben Okonkwo.", ["Tomas Belmonte", "Ben Okonkwo"]),
        # a surname counts once a full name has explained it, and without its possessive
        ("Andrew Ruiz wrote. Later Ruiz’s office called.", ["Andrew Ruiz", "Ruiz"]),
        ("They asked Secretary Okonkwo to come.", ["Okonkwo"]),
        ("a letter from [HPA] Secretary Okonkwo", ["Okonkwo"]),
        # the Ruiz administration is a body
        ("Andrew Ruiz spoke. The Ruiz administration denied it.", ["Andrew Ruiz"]),
        # an outlet that a parser takes for a person
        ("two officials who spoke to Politico said", []),
        ("Mary Blanche Okonkwo came.", ["Mary Blanche Okonkwo"]),
        ("He wrote to Theresa May in May.", ["Theresa May"]),
        # a street
        ("They met at the Thomas Hall Drive entrance of the port.", []),
    ],
)
def test_names_stand_where_they_stand(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_headline_runs_on() -> None:
    """Capitalised verbs of a headline are no part of the name that the text gives."""
    text = "Andrew Ruiz Pushed Port Inspectors To Leave\n\nAndrew Ruiz, the harbor master, pushed them.\n"
    assert names(text, "Andrew Ruiz Pushed") == ["Andrew Ruiz", "Andrew Ruiz"]


def test_a_word_that_only_the_parser_takes_for_a_person_is_weak() -> None:
    text = "In the evening Brindle called."
    (found,) = prose.find(text, [(15, 22, True)])
    assert found.weak


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ruiz’s assistant called.", "Ruiz’s assistant"),
        ("an assistant to Harbor Director Andrew Ruiz called.", "an assistant to Harbor Director Andrew Ruiz"),
    ],
)
def test_somebody_without_a_name_is_tied_to_one_with(text: str, words: str) -> None:
    found = [one for one in prose.find("Andrew Ruiz wrote. " + text) if one.unnamed]
    assert [(one.name, one.principal.split()[-1]) for one in found] == [(words, "Ruiz")]


@pytest.mark.parametrize(
    ("text", "title", "office", "status"),
    [
        ("then-Attorney General Andrew Ruiz", "Attorney General", "Department of Justice", "former"),
        ("DOJ White House Liaison Andrew Ruiz", "DOJ White House Liaison", "Department of Justice", ""),
        ("former Secretary Andrew Ruiz", "Secretary", "", "former"),
        ("acting FBI Director Andrew Ruiz", "FBI Director", "Federal Bureau of Investigation", "acting"),
        ("campaign manager Andrew Ruiz", "campaign manager", "", ""),
        ("Andrew Ruiz, leader of the Pier Union, said", "leader of the Pier Union", "Pier Union", ""),
        ("Andrew Ruiz, a 33-year-old White House policy aide, said", "White House policy aide", "White House", ""),
        ("Ben Okonkwo’s chief of staff, Andrew Ruiz", "chief of staff", "", ""),
        # the title belongs to the next in the list, or there is none
        ("Andrew Ruiz, Harbor Director Ben Okonkwo and others", None, "", ""),
        ("Andrew Ruiz, and others exchanged mail about the director", None, "", ""),
        ("Andrew Ruiz, who told the director", None, "", ""),
    ],
)
def test_titles_are_read(text: str, title: str | None, office: str, status: str) -> None:
    start = text.index("Andrew")
    found = titles.of(text, start, start + len("Andrew Ruiz"))
    if title is None:
        assert found is None
    else:
        assert found is not None
        assert (found.words, found.office, found.status) == (title, office, status)
        assert titles.bare(text[found.start : found.end]) == title


def test_every_body_of_the_gazetteer_is_found_under_each_name() -> None:
    for body in set(gazetteer.bodies().values()):
        assert gazetteer.body(body.name) is not None, body
        assert not body.of or gazetteer.body(body.of), body


def test_what_the_grammar_alone_takes_for_a_name_in_a_title_is_none() -> None:
    """The words of a title are all capitalised: "Cap Repair - Scope" was a person."""
    title = "Pier 9 East Apron - Fender and Cap Repair - Scope of Work\nThe work is to be done at night."
    assert names(title, "Cap Repair - Scope") == []
    assert names(title, "Cap Repair") == []
    minutes = "Meeting Notes of Drusilla Okonkwo and Ngozi Imre\nNgozi Imre opened the meeting."
    assert names(minutes, "Ngozi Imre", "Ngozi Imre opened")[-1] == "Ngozi Imre"
    assert "Andrew Ruiz" in names("Interview With Andrew Ruiz About Repairs\nHe said little.", "Andrew Ruiz")
