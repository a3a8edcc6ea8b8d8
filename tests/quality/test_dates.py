"""The figures of the scorer of expressions of time are read as it prints them."""

from __future__ import annotations

import pytest

from quality import dates

PRINTED = """[all] docs 2 gold 12 pred 11
  strict  P  63.6 R  58.3 F1  60.9
  value   P 100.0 R  91.7 F1  95.7
  day-precise gold values resolved to the right day: 9/12 = 0.750
[dates only] docs 2 gold 8 pred 8
  strict  P  50.0 R  50.0 F1  50.0
  value   P  75.0 R  75.0 F1  75.0
  day-precise gold values resolved to the right day: 9/12 = 0.750
"""


def test_the_figures_of_all_expressions_are_read_and_not_those_of_dates_only() -> None:
    found = dates.read(PRINTED)
    assert (found["strict/F1"], found["value/P"], found["value/R"], found["days right"]) == (60.9, 100.0, 91.7, 75.0)
    assert len(found) == 7


def test_output_without_figures_is_an_error() -> None:
    with pytest.raises(AssertionError):
        dates.read("[all] docs 0\n")
