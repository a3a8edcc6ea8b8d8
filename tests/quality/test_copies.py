"""The scorer of copies, threads and gaps: a right answer scores 100, and every kind of wrong answer costs."""

from __future__ import annotations

from typing import Any

from quality.copies import b_cubed, score

Record = dict[str, Any]


def message(id: str, mail: str, file: str, minute: int) -> Record:
    return {
        "id": id,
        "mail": mail,
        "depth": 0,
        "kind": "email",
        "from": "Vance, Marisol",
        "to": ["Ostler, Graham"],
        "cc": [],
        "sent": f"2021-03-01T09:{minute}",
        "subject": "Pier 9",
        "body": f"The divers finished bent {minute} this afternoon.",
        "attachments": [],
        "file": file,
        "page": 1,
        "page_start": 1,
        "scanned": False,
    }


PRINTS = [("x", "1-1-0", "a.pdf", 10), ("y", "1-1-0", "b.pdf", 10), ("z", "1-2-0", "c.pdf", 20)]
HIDDEN = {"text": "The divers finished", "place": "body", "hidden_in": "x", "codes": ["(b)(5)"], "kind": "hidden"}


def truth() -> Record:
    threads = [{"thread": id, "file": file, "messages": [message(id, mail, file, m)]} for id, mail, file, m in PRINTS]
    return {
        "messages": {"dontcare": [], "threads": threads},
        "blanks": [],
        "copies": [{"a": "x", "b": "y", "mail": "1-1-0", "differences": [HIDDEN]}],
        "gaps": [{"kind": "skipped_stamps", "stamp_start": "A-1", "stamp_end": "A-2"}],
    }


def exports() -> dict[str, list[Record]]:
    rows = [message(f"m{id}", mail, file, minute) | {"thread": f"t{mail}"} for id, mail, file, minute in PRINTS]
    found = HIDDEN | {"hidden_in": "mx"}
    gap = {"id": "g", "kind": "skipped_stamps", "stamp_start": "A-1", "stamp_end": "A-2", "records": []}
    return {"messages": rows, "copies": [{"a": "mx", "b": "my", "differences": [found]}], "gaps": [gap]}


def figures(given: dict[str, list[Record]]) -> dict[str, float | None]:
    scores = score(truth(), given)
    return {
        "copies": scores["copies"]["F1"],
        "differences": scores["differences"]["F1"],
        "threads": scores["threads"]["F1"],
        "gaps": scores["gaps"]["skipped_stamps"]["F1"],
    }


def test_a_right_answer_scores_100() -> None:
    assert figures(exports()) == {"copies": 100.0, "differences": 100.0, "threads": 100.0, "gaps": 100.0}


def test_a_pair_too_many_and_a_pair_missed_cost() -> None:
    given = exports()
    given["copies"].append({"a": "mx", "b": "mz", "differences": []})
    assert figures(given)["copies"] == 66.67
    assert figures(exports() | {"copies": []})["copies"] == 0.0


def test_the_wrong_copy_the_wrong_code_and_invented_words_cost() -> None:
    for wrong in ({"hidden_in": "my"}, {"codes": ["(b)(6)"]}, {"text": "something else entirely"}):
        given = exports()
        given["copies"][0]["differences"] = [HIDDEN | {"hidden_in": "mx"} | wrong]
        assert (figures(given)["differences"] or 0) < 70


def test_noise_called_a_change_is_counted() -> None:
    given, known = exports(), truth()
    for thread in known["messages"]["threads"]:
        thread["messages"][0]["scanned"] = True
    given["copies"][0]["differences"].append({"kind": "text", "text": "bent", "hidden_in": None, "codes": []})
    assert score(known, given)["differences"]["noise"] == 1


def test_threads_that_swallow_or_part_cost() -> None:
    assert b_cubed([("a", "1"), ("a", "1"), ("b", "2")])["F1"] == 100.0
    assert (b_cubed([("a", "1"), ("a", "1"), ("b", "1")])["P"] or 0) < 60
    assert (b_cubed([("a", "1"), ("a", "2"), ("b", "3")])["R"] or 0) < 70


def test_a_false_gap_and_a_missed_one_cost() -> None:
    given = exports()
    given["gaps"].append(given["gaps"][0] | {"stamp_end": "A-9"})
    assert figures(given)["gaps"] == 66.67
    assert figures(exports() | {"gaps": []})["gaps"] == 0.0
