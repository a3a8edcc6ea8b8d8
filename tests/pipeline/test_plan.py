"""What a build plans: tasks of reading that become smaller towards the end, and lose nothing by that."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from onrecord import Case
from onrecord.model import Failure, SourceFile
from onrecord.pipeline import plan
from onrecord.pipeline.plan import PART_PAGES, SHARE, parts_of, reading_tasks
from onrecord.pipeline.stages.read import _Pieces
from onrecord.pipeline.tasks import Outcome, Part, ReadPart, ReadTask, weight


def parts(*pages: int, media: str = "pdf") -> list[Part]:
    """The parts of files of so many pages, each page with a number of its own from a load file."""
    found: list[Part] = []
    for number, count in enumerate(pages):
        file = SourceFile(id=f"{number:064x}", size=1, media=media)
        found += parts_of(file, count, {page: f"N{number}-{page}" for page in range(1, count + 1)})
    return found


def pages_of(tasks: list[ReadTask]) -> list[tuple[str, int, str]]:
    return [
        (part.file.id, number, part.stamps[number - part.first])
        for task in tasks
        for part in task.parts
        for number in range(part.first, part.last + 1)
    ]


@pytest.mark.parametrize("files", [(1,), (5,), (33,), (1, 1, 1), (24, 3, 700), (1,) * 400, (32,) * 40, (100, 1, 100)])
def test_every_page_is_in_one_task_in_order(files: tuple[int, ...]) -> None:
    tasks = list(reading_tasks(parts(*files)))
    assert pages_of(tasks) == pages_of([ReadTask(tuple(parts(*files)))])


@pytest.mark.parametrize("files", [(24,), (700,), (32,) * 40, (1,) * 400])
def test_no_task_is_long_beside_what_is_left(files: tuple[int, ...]) -> None:
    left = sum(files)
    for task in reading_tasks(parts(*files)):
        assert weight(task) <= max(1, left // SHARE)
        left -= weight(task)


def test_tasks_are_of_whole_parts_while_much_is_left() -> None:
    planned = parts(*(40,) * 100)
    tasks = list(reading_tasks(planned))
    whole = [task for task in tasks if all(part in planned for part in task.parts)]
    assert sum(map(weight, whole)) >= 4000 - 2 * SHARE * PART_PAGES
    assert len(tasks) < 4000 / PART_PAGES + 40


def test_files_whose_pages_take_no_time_are_not_cut() -> None:
    planned = parts(100, 20, media="mbox")
    assert [part for task in reading_tasks(planned) for part in task.parts] == planned


@pytest.mark.parametrize("files", [(24,), (50, 3), (9, 40, 1)])
def test_pieces_are_put_together_in_whatever_order_they_come(files: tuple[int, ...]) -> None:
    planned = parts(*files)
    tasks = list(reading_tasks(planned))
    assert any(part not in planned for task in tasks for part in task.parts)
    pieces = _Pieces(planned)
    whole: list[tuple[Part, ReadPart]] = []
    for task in reversed(tasks):
        answers = tuple(ReadPart(lost=part.first <= 3 <= part.last) for part in task.parts)
        whole += pieces.whole([Outcome(task, answers)])
    assert sorted((part for part, _ in whole), key=lambda part: (part.file.id, part.first)) == planned
    assert all(answer.lost == (part.first == 1 and part.last >= 3) for part, answer in whole)


def test_a_file_that_cannot_be_opened_says_so_once() -> None:
    planned = parts(20)
    said = Failure(stage="read", file=planned[0].file.id, path="", page=0, what="it is encrypted", next_step="open it")
    answer = ReadPart(failures=(said,))
    pieces, tasks = _Pieces(planned), list(reading_tasks(planned))
    outcomes = [Outcome(task, tuple(answer for _ in task.parts)) for task in tasks]
    assert len(tasks) > 2
    assert list(pieces.whole(outcomes)) == [(planned[0], answer)]


def test_pages_read_in_pieces_are_the_pages_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = canvas.Canvas(str(tmp_path / "record.pdf"))
    for number in range(1, 41):
        sheet.drawString(72, 700, f"Log of pier {number}: the gate was open.")
        sheet.showPage()
    sheet.save()
    found = []
    for share in (1, 1000):
        monkeypatch.setattr(plan, "SHARE", share)
        with Case.create(tmp_path / f"case-{share}") as case:
            case.add([tmp_path / "record.pdf"], release="first")
            case.build(until="read", executor="serial")
            found.append(list(case.pages()))
    assert found[0] == found[1]
    assert [page.number for page in found[0]] == list(range(1, 41))
