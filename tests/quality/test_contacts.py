"""The scorer of contacts: truth against itself is right, and each kind of mistake counts where it should."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from quality.contacts import errors, score

CALL: dict[str, Any] = {
    "file": "release-1/calls.csv",
    "page": 1,
    "channel": "call",
    "start": "2021-03-05T09:05",
    "end": None,
    "duration": 720,
    "direction": "out",
    "parties": [{"role": "from", "name": "Vance, Marisol"}, {"role": "to", "number": "(202) 555-0112"}],
    "subject": None,
    "text": None,
    "place": None,
}
VISIT = {**CALL, "channel": "visit", "start": "2021-03-05T10:00", "duration": None, "direction": None, "subject": "Bid"}
TRUTH = {"contacts": [CALL, VISIT]}


def predicted(**changes: Any) -> list[dict[str, Any]]:
    call = {**deepcopy(CALL), "file": "r/calls.csv", **changes}
    return [call, {**deepcopy(VISIT), "file": "r/calls.csv"}]


def test_the_truth_itself_is_right() -> None:
    found = score(TRUTH, predicted())
    assert found["contacts"] == {"P": 100.0, "R": 100.0, "F1": 100.0}
    assert found["fields"]["duration"] == 100.0 and found["fields"]["end"] is None
    assert found["parties"]["F1"] == 100.0 and found["roles"] == 100.0
    assert list(errors(TRUTH, predicted())) == []


def test_another_spelling_of_a_name_or_number_is_the_same() -> None:
    parties = [{"role": "from", "name": "Marisol Vance"}, {"role": "to", "number": "202.555.0112", "name": None}]
    assert score(TRUTH, predicted(parties=parties))["parties"]["F1"] == 100.0


def test_mistakes_count_where_they_are_made() -> None:
    assert score(TRUTH, predicted(start="2021-03-05T09:06"))["contacts"] == {"P": 50.0, "R": 50.0, "F1": 50.0}
    assert score(TRUTH, predicted(channel="visit"))["contacts"]["P"] == 50.0
    assert score(TRUTH, predicted(page=2))["contacts"]["R"] == 50.0
    assert score(TRUTH, predicted(duration=60))["fields"]["duration"] == 0.0
    # a value where the log prints none
    assert score(TRUTH, predicted(place="Room 2"))["fields"]["place"] == 0.0
    swapped = [{**party, "role": "to"} for party in CALL["parties"]]
    found = score(TRUTH, predicted(parties=swapped))
    assert (found["parties"]["F1"], found["roles"]) == (100.0, 75.0)


def test_one_prediction_pairs_with_one_truth() -> None:
    assert score({"contacts": [CALL, CALL]}, [predicted()[0]])["contacts"] == {"P": 100.0, "R": 50.0, "F1": 66.67}
