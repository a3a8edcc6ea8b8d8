"""What passed between people over time: each message once, by week, with the silences worded as questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.publish import silence, timeline, traffic
from onrecord.store.view import View

ANA, BEN, CAL = (f"{name} <{name[0].lower()}{name.split()[1].lower()}@example.gov>" for name in
                 ("Ana Ruiz", "Ben Okonkwo", "Cal Lyle"))  # fmt: skip
FIRST = date(2022, 1, 4)  # a Tuesday
#: The weeks in which Ana writes to Ben; from the tenth to the seventeenth she is silent.
WEEKS = (*range(10), *range(18, 24))


def mail(number: int, day: date, sender: str, to: str, subject: str = "Piles") -> str:
    stamp = day.strftime("%a, %d %b %Y 10:00:00 +0000")
    head = f"From: {sender}\nTo: {to}\nDate: {stamp}\nSubject: {subject} {number}\nMessage-ID: <{number}@example.gov>"
    return f"{head}\n\nThe piles {number} are in, and number {number} is what they say.\n"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    folder = tmp_path_factory.mktemp("mails")
    mails = [mail(week, FIRST + timedelta(weeks=week), ANA, BEN) for week in WEEKS]
    mails += [mail(100 + week, FIRST + timedelta(weeks=week), CAL, BEN, "Re: Dredge") for week in (12, 13)]
    mails += [mail(200, FIRST, ANA, BEN).replace("Date: ", "X-Date: ")]
    for number, text in enumerate(mails):
        (folder / f"{number:03}.eml").write_text(text)
    # the same message from another release
    (folder / "again.eml").write_text(mails[0] + "\n")
    with Case.create(folder / "case") as case:
        case.add(sorted(folder.glob("[0-9]*.eml")), release="first")
        case.add([folder / "again.eml"], release="second")
        case.build(executor="serial")
        yield case.view()


def person(view: View, name: str) -> str:
    return next(one.id for one in view.people if name in one.name)


def test_copies_count_once_and_undated_messages_come_last(view: View) -> None:
    found = traffic.everything(view)
    assert len(found) == len(WEEKS) + 3
    assert [one.day for one in found[:2]] == ["2022-01-04", "2022-01-11"]
    assert found[-1].day == ""
    assert traffic.everything(view) is found


def test_a_period_takes_in_both_its_ends(view: View) -> None:
    found = traffic.everything(view)
    assert [one.day for one in traffic.within(found, "2022-01-11", "2022-01-18")] == ["2022-01-11", "2022-01-18"]
    assert len(list(traffic.within(found, until="2022-01"))) == 4
    assert len(list(traffic.within(found))) == len(found)


# an undated message is in no period: an open beginning let it in
def test_what_has_no_day_is_in_no_period(view: View) -> None:
    found = traffic.everything(view)
    assert all(one.day for one in traffic.within(found, until="2030"))
    assert all(one.day for one in traffic.within(found, since="2000"))


def test_messages_behind_a_tie_go_both_ways(view: View) -> None:
    ana, ben, cal = (person(view, name) for name in ("Ruiz", "Okonkwo", "Lyle"))
    found = traffic.everything(view)
    assert len(traffic.between(found, ben, cal)) == 2
    assert all(one.reply for one in traffic.between(found, ben, cal))
    assert traffic.between(found, cal, ana) == []


def test_who_wrote_with_whom_and_how_often(view: View) -> None:
    ana, ben, cal = (person(view, name) for name in ("Ruiz", "Okonkwo", "Lyle"))
    found = traffic.companions(traffic.everything(view), ben)
    assert [(one.person, one.sent, one.received) for one in found] == [(ana, 0, len(WEEKS) + 1), (cal, 0, 2)]
    # an undated message has no first day
    assert (found[0].first, found[0].last) == ("2022-01-04", "2022-06-14")
    assert [(one.person, one.sent) for one in traffic.companions(traffic.everything(view), ana)] == [
        (ben, len(WEEKS) + 1)
    ]


def test_the_timeline_has_every_week_and_says_what_is_undated(view: View) -> None:
    found = timeline.timeline(view, 1000)
    assert found.unit == "week"
    assert [bar.start for bar in found.bars[:2]] == ["2022-01-03", "2022-01-10"]
    assert len(found.bars) == 24
    assert all(a.end == b.start for a, b in zip(found.bars, found.bars[1:], strict=False))
    assert sum(bar.messages for bar in found.bars) == len(WEEKS) + 2
    assert found.undated >= 1


def test_a_run_of_empty_weeks_against_a_steady_rhythm_is_a_question(view: View) -> None:
    by_name = {one.person.name: one for one in silence.traffic(view)}
    ana = by_name["Ana Ruiz"]
    assert ana.messages == len(WEEKS)
    (quiet,) = ana.silences
    assert (quiet.since, quiet.until, quiet.weeks) == ("2022-03-14", "2022-05-08", 8)
    assert (quiet.active, quiet.around, quiet.others) == (16, 16, 2)
    assert quiet.question.endswith("?")
    assert "2 messages of others" in quiet.question


# Cal wrote twice in all: two weeks are no rhythm that could be broken
def test_a_few_messages_make_no_rhythm(view: View) -> None:
    assert all(not one.silences for one in silence.traffic(view) if one.person.name == "Cal Lyle")


@pytest.mark.parametrize(
    ("part", "empty", "told"),
    [
        (1.0, 3, True),  # a message every week, then three weeks without
        (0.5, 3, False),  # every other week: three empty ones come by themselves
        (0.5, 8, True),
        (0.2, 8, False),
    ],
)
def test_rare_writers_are_silent_longer_before_anybody_asks(part: float, empty: int, told: bool) -> None:
    weeks = [date(2022, 1, 3) + timedelta(weeks=round(number / part)) for number in range(12)]
    weeks += [weeks[-1] + timedelta(weeks=empty + 1 + round(number / part)) for number in range(12)]
    assert bool(silence.runs(weeks)) is told


def test_days_weeks_and_months() -> None:
    assert timeline.unit(["2022-01-01", "2022-02-01"]) == "day"
    assert timeline.unit(["2022-01-01", "2023-02-01"]) == "week"
    assert timeline.unit(["2012-01-01", "2023-02-01"]) == "month"


def test_nothing_has_no_timeline(tmp_path: Path) -> None:
    with Case.create(tmp_path / "empty") as case:
        found = timeline.timeline(case.view(), 1000)
    assert (found.bars, found.happenings, found.undated) == ((), (), 0)
