"""Compare: what the copies of each message hide, show and print otherwise, one copy set to a unit of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from onrecord.model import Comparison, CopySet, Differing, Message, Page, SourceFile, Word, page_key, stable_id
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline import keys
from onrecord.pipeline.run import WHOLE, Run
from onrecord.pipeline.tasks import Placed, PlaceTask
from onrecord.threads import blanks, compare
from onrecord.threads.grams import CODE

STAGE = "compare"
#: Copy sets that are compared together.
TOGETHER = 64
#: In sets of more members each is compared with the first one only.
ALL_PAIRS = 12


def perform(run: Run) -> None:
    """Run the stage."""
    finished = run.writer.keys(STAGE)
    work = _work_by_file(run)
    wanted = {found.id: (found, _key(found, work)) for found in run.store.findings(CopySet)}
    with run.writer.transaction():
        for scope in sorted({scope for scope, _ in finished} - set(wanted)):
            run.writer.prune(STAGE, scope, ())
    todo = [found for found, key in wanted.values() if not run.is_settled(finished.get((found.id, WHOLE)), key)]
    if not todo:
        return
    files = {file.id[:FILE_DIGITS]: file for file in run.store.files()}
    run.progress.start(STAGE, len(todo))
    for together in (todo[at : at + TOGETHER] for at in range(0, len(todo), TOGETHER)):
        results = list(_compared(run, together, files))
        with run.writer.transaction():
            for found, comparisons in results:
                run.writer.replace(STAGE, found.id, WHOLE, wanted[found.id][1], _records(found, comparisons))
        run.progress.advance(len(together))
    run.progress.finish()


def _work_by_file(run: Run) -> dict[str, str]:
    """A digest of all that was read and split of each file, by the beginning of its id."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for stage in ("read", "split"):
        for (scope, unit), key in run.writer.keys(stage).items():
            found[scope[:FILE_DIGITS]].append(f"{stage}:{unit}={key}")
    return {scope: keys.digest(*sorted(parts)) for scope, parts in found.items()}


def _key(found: CopySet, work: Mapping[str, str]) -> str:
    """Members carry their places in their ids; what was read there is in the digests of the files of their pairs."""
    files = sorted({file for file in found.files if file in work})
    return keys.case_key(STAGE, f"{compare.VERSION}", [*found.members, *(work[file] for file in files)])


def _compared(
    run: Run, sets: Sequence[CopySet], files: Mapping[str, SourceFile]
) -> Iterator[tuple[CopySet, list[Comparison]]]:
    messages = {id: message for found in sets for id in found.members if (message := run.store.message(id))}
    pages = {key: page for key in _page_keys(messages.values()) if (page := run.store.page(key))}
    words = _words(run, [page for page in pages.values() if page.redactions or CODE.search(page.text)], files)
    sheets = {key: blanks.Sheet.of(page, words.get(key, ())) for key, page in pages.items()}
    sides = {id: _side(message, sheets) for id, message in messages.items()}
    for found in sets:
        members = [id for id in found.members if id in sides]
        pairs = combinations(members, 2) if len(members) <= ALL_PAIRS else ((members[0], id) for id in members[1:])
        comparisons = (compare.compare(sides[a], sides[b]) for a, b in pairs)
        yield found, [one for one in comparisons if one.differences]


def _page_keys(messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        yield from dict.fromkeys(span.page for span in (*message.citation.spans, *message.body_spans))


def _words(run: Run, pages: Sequence[Page], files: Mapping[str, SourceFile]) -> dict[str, tuple[Word, ...]]:
    """The places of the words on pages with boxes or codes. A page whose places cannot be found has none."""
    found = {page.key: page.words for page in pages if page.words}
    tasks = [PlaceTask(files[page.file[:FILE_DIGITS]], page) for page in pages if not page.words]
    for batch in run.batches(tasks):
        for outcome in batch:
            assert isinstance(outcome.task, PlaceTask)
            placed = (outcome.answers or (Placed(),))[0]
            assert isinstance(placed, Placed)
            found[page_key(outcome.task.page.file, outcome.task.page.number)] = placed.words
    return found


def _side(message: Message, sheets: Mapping[str, blanks.Sheet]) -> compare.Side:
    damaged = any(compare.is_damaged(sheets[key].page) for key in _page_keys([message]) if key in sheets)
    return compare.side(message, blanks.find(message, sheets), damaged)


def _records(found: CopySet, comparisons: Sequence[Comparison]) -> list[Differing]:
    if not comparisons:
        return []
    id = stable_id("d", found.id)
    return [Differing(id=id, citation=found.citation, copy_set=found.id, comparisons=tuple(comparisons))]
