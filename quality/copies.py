"""Score copies, threads and gaps of a generated production against its exact truth.

Messages are paired with those of the truth as `quality.messages` does; everything else is scored over these pairs.

`copies`: P, R and F1 of pairs of copies. The truth's pairs whose message was not read as one count as missed; a pair
that was found counts as wrong unless the truth has it, and is left out where neither message is in the truth (pages of
letters and attachments can be printed twice too).
`differences`: P, R and F1 of what one copy hides and the other shows, or hides under another code, over the pairs of
copies that were found. A true one is right when a difference that was found says the same hiding copy, all its codes,
and its words (nine in ten of its letters; two sentences under one box may be found as one; a name for the local part
of its address, where the layout prints names). One that was found is wrong
when less than half of its letters are in true ones. The code of blank paper without a label is printed nowhere, and
not asked for, nor is a name or an address that the
other copy does not print either. `changes`: how many differences were called really different text,
and `noise`: how many of those, or of wrong ones, stand between copies of which one was scanned.
`threads`: B-cubed over the paired messages; the true thread of a message is that of the mail it prints.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from examples.press import story

from onrecord.threads.people import fits, key
from quality.corpora import ROOT
from quality.messages import Figures, compare, grams, person, prf, squeeze

Record = dict[str, Any]

#: Kinds of differences that the truth has; what lies under blank paper without a label is only left out.
SAID = ("hidden", "code_changed", "left_out")
#: Part of the letters of a true difference that has to be found.
COVERED = 0.9


def matched(truth: Mapping[str, Any], messages: Iterable[Record]) -> dict[str, Record]:
    """For the id of every message that was found and is in the truth: what the truth says of it."""
    return {found.source["id"]: true.source for true, found in compare(truth, messages).pairs}


def copies(truth: Mapping[str, Any], known: Mapping[str, Record], rows: Iterable[Record]) -> Figures:
    """P, R and F1 of pairs of copies. `known` is what `matched` gives, `rows` the export ``copies``."""
    place = {true["id"]: id for id, true in known.items()}
    wanted = {frozenset((place.get(pair["a"], ""), place.get(pair["b"], ""))) for pair in truth["copies"]}
    found = {frozenset((row["a"], row["b"])) for row in rows if row["a"] in known or row["b"] in known}
    return prf(len(wanted & found), len(found), len(truth["copies"]))


def differences(
    truth: Mapping[str, Any], known: Mapping[str, Record], rows: Iterable[Record], messages: Iterable[Record]
) -> Record:
    """The figures of differences; see the module."""
    printed = {row["id"]: row for row in messages}
    found = {frozenset((row["a"], row["b"])): row for row in rows}
    place = {true["id"]: id for id, true in known.items()}
    scanned = {id for id, true in known.items() if true.get("scanned")}
    blanks = [one["hidden"] for one in truth["blanks"]]
    counts: Counter[str] = Counter()
    for pair in truth["copies"]:
        ids = frozenset((place.get(pair["a"], ""), place.get(pair["b"], "")))
        if row := found.get(ids):
            said = [one for one in row["differences"] if one["kind"] in SAID]
            asked = [one for one in pair["differences"] if _is_printed(one, pair, place, printed)]
            right = [one for one in asked if any(_agrees(one, other, place, blanks) for other in said)]
            wrong = [one for one in said if not _true(one, pair["differences"], place)]
            changes = sum(one["kind"] == "text" for one in row["differences"])
            counts.update(true=len(asked), right=len(right), found=len(said), wrong=len(wrong))
            counts.update(changes=changes, noise=(changes + len(wrong)) * bool(ids & scanned))
    hits = counts["right"]
    return {
        **prf(hits, hits + counts["wrong"], counts["true"]),
        "changes": counts["changes"],
        "noise": counts["noise"],
        "true": counts["true"],
    }


def _is_printed(true: Record, pair: Record, place: Mapping[str, str], printed: Mapping[str, Record]) -> bool:
    """Whether the copy that does not hide a name or an address prints it: many layouts print names alone."""
    if true["kind"] != "hidden" or true["place"] == "body":
        return True
    other = place[pair["b"] if true["hidden_in"] == pair["a"] else pair["a"]]
    field = printed[other].get(true["place"]) or []
    shown = [field] if isinstance(field, str) else field
    return any(person(true["text"]) == person(one) or squeeze(true["text"]) in squeeze(one) for one in shown)


def _agrees(true: Record, found: Record, place: Mapping[str, str], blanks: Sequence[str]) -> bool:
    """Whether a difference that was found says what a true one says."""
    if true["kind"] != found["kind"] and (true["kind"], found["kind"]) != ("hidden", "left_out"):
        return False
    if true["kind"] == "code_changed":
        return {_codes(one) for one in true["codes"]} == {_codes(one) for one in found["codes"]}
    unprinted = not found["codes"] and _unprinted(true["text"], blanks)
    if place.get(true["hidden_in"]) != found["hidden_in"]:
        return False
    if not (unprinted or _codes(true["codes"]) <= _codes(found["codes"])):
        return False
    return _names(true["text"], found["text"]) or _covered(true["text"], found["text"]) >= COVERED


def _names(true: str, found: str) -> bool:
    """Whether two texts are one name, or one is the address of the other or its local part."""
    return person(true) == person(found) or fits(true, key(found)) or fits(found.partition("@")[0], key(true))


def _unprinted(text: str, blanks: Sequence[str]) -> bool:
    """Whether what is hidden lies under blank paper without a code."""
    return any(_names(text, one) for one in blanks) or _covered(text, " ".join(blanks)) >= COVERED


def _true(found: Record, true: Iterable[Record], place: Mapping[str, str]) -> bool:
    """Whether a difference that was found stands on true ones."""
    if found["kind"] == "code_changed":
        return any(_agrees(one, found, place, ()) for one in true)
    texts = [one["text"] for one in true if place.get(one["hidden_in"]) == found["hidden_in"]]
    if any(_names(text, found["text"]) for text in texts):
        return True
    return _covered(found["text"], " ".join(texts)) >= 0.5


def _covered(part: str, whole: str) -> float:
    """How much of the 4-grams of `part` is in `whole`."""
    wanted = grams(part)
    return (wanted & grams(whole)).total() / wanted.total() if wanted else 1.0


def _codes(codes: Iterable[str]) -> frozenset[str]:
    """Codes without their form: (b)(7)(C), b7C and B7C are one."""
    return frozenset(re.sub(r"[^0-9a-z]", "", code.lower()) for code in codes)


@cache
def _parents() -> dict[str, str]:
    """The parents of the mails of the hand-written case."""
    return {mail.id: mail.parent for mail in story.load(ROOT / "examples" / "harbor").mails.values()}


def true_thread(mail: str) -> str:
    """The thread of a mail: of a synthetic one its id tells, of a hand-written one its oldest ancestor."""
    if mail.count("-") == 2:
        return mail.rpartition("-")[0]
    while parent := _parents().get(mail):
        mail = parent
    return mail


def b_cubed(pairs: Sequence[tuple[str, str]]) -> Figures:
    """How much of each message's thread, as found and as true, agrees. `pairs` are (true thread, found thread)."""
    if not pairs:
        return prf(0, 0, 0)
    true, found, both = Counter(a for a, _ in pairs), Counter(b for _, b in pairs), Counter(pairs)
    precision = sum(both[pair] / found[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / true[pair[0]] for pair in pairs) / len(pairs)
    whole = 2 * precision * recall / (precision + recall)
    return {"P": round(100 * precision, 2), "R": round(100 * recall, 2), "F1": round(100 * whole, 2)}


def threads(known: Mapping[str, Record], messages: Iterable[Record]) -> Figures:
    """B-cubed of threads over the messages that are in the truth."""
    return b_cubed([(true_thread(known[row["id"]]["mail"]), row["thread"]) for row in messages if row["id"] in known])


#: Kinds of gaps that are planted and that whole cases tell of.
KINDS = ("missing_parent", "quoted_only", "attachment_not_produced", "skipped_stamps", "missing_release")


def gaps(truth: Mapping[str, Any], known: Mapping[str, Record], rows: Sequence[Record]) -> Record:
    """P, R and F1 of planted gaps by kind; messages are known by their mails, attachments by name, runs by stamps."""
    home = {id: str(true["mail"]) for id, true in known.items()}
    mails = {str(true["id"]): str(true["mail"]) for true in known.values()}
    figures = {}
    for kind in KINDS:
        wanted = {key for one in truth["gaps"] if one["kind"] == kind and (key := _true_gap(one, mails))}
        found = {_found_gap(row, home) for row in rows if row["kind"] == kind} - {""}
        if wanted or found:
            figures[kind] = prf(len(wanted & found), len(found), len(wanted))
    return figures


def _true_gap(gap: Record, mails: Mapping[str, str]) -> str:
    """What a planted gap is known by; a reply without a parent by the mail that its message prints."""
    if gap["kind"] == "skipped_stamps":
        return f"{gap['stamp_start']} {gap['stamp_end']}"
    if gap["kind"] in ("attachment_not_produced", "missing_release"):
        return squeeze(gap.get("detail") or gap["release"])
    return mails.get(gap["message"], gap["message"]) if gap["kind"] == "missing_parent" else str(gap["mail"])


def _found_gap(row: Record, home: Mapping[str, str]) -> str:
    """The same of a gap that was found; empty where it speaks of messages that the truth does not have."""
    if row["kind"] == "skipped_stamps":
        return f"{row['stamp_start']} {row['stamp_end']}"
    if row["kind"] in ("attachment_not_produced", "missing_release"):
        return squeeze(row["detail"] if row["kind"] != "missing_release" else row["release"])
    return next((home[id] for id in row["records"] if id in home), "")


def score(truth: Mapping[str, Any], exports: Mapping[str, Sequence[Record]]) -> Record:
    """All figures. `exports` are the rows of ``messages``, ``copies`` and ``gaps`` by kind."""
    known = matched(truth, exports["messages"])
    return {
        "copies": copies(truth, known, exports["copies"]),
        "differences": differences(truth, known, exports["copies"], exports["messages"]),
        "threads": threads(known, exports["messages"]),
        "gaps": gaps(truth, known, exports["gaps"]),
    }


def missed(truth: Mapping[str, Any], exports: Mapping[str, Sequence[Record]]) -> Iterable[str]:
    """A line for every pair of copies that was missed or made up, and every thread that is not the true one."""
    known = matched(truth, exports["messages"])
    place = {true["id"]: id for id, true in known.items()}
    found = {frozenset((row["a"], row["b"])) for row in exports["copies"]}
    true = {frozenset((place.get(pair["a"], ""), place.get(pair["b"], ""))): pair for pair in truth["copies"]}
    for pair, record in true.items():
        if pair not in found:
            yield f"MISSED  {record['mail']}: {record['a']} and {record['b']} ({' '.join(sorted(pair))})"
    for pair in found - set(true):
        if any(id in known for id in pair):
            mails = " and ".join(known[id]["mail"] if id in known else "a stranger" for id in sorted(pair))
            yield f"MADE UP {mails} ({' '.join(sorted(pair))})"
    yield from _wrong_differences(truth, place, exports["copies"])
    yield from _wrong_threads(known, exports["messages"])
    yield from _wrong_gaps(truth, known, exports["gaps"])


def _wrong_gaps(truth: Mapping[str, Any], known: Mapping[str, Record], rows: Sequence[Record]) -> Iterable[str]:
    home = {id: str(true["mail"]) for id, true in known.items()}
    mails = {str(true["id"]): str(true["mail"]) for true in known.values()}
    for kind in KINDS:
        wanted = {_true_gap(one, mails) for one in truth["gaps"] if one["kind"] == kind}
        found = {_found_gap(row, home): row for row in rows if row["kind"] == kind}
        yield from (f"NO GAP  {kind} {key}" for key in wanted - set(found))
        yield from (f"FALSE   {kind} {key} {found[key]['id']}" for key in set(found) - wanted if key)


def _wrong_differences(truth: Mapping[str, Any], place: Mapping[str, str], rows: Iterable[Record]) -> Iterable[str]:
    found = {frozenset((row["a"], row["b"])): row for row in rows}
    for pair in truth["copies"]:
        row = found.get(frozenset((place.get(pair["a"], ""), place.get(pair["b"], ""))))
        said = row["differences"] if row else []
        blanks = [one["hidden"] for one in truth["blanks"]]
        for one in pair["differences"] if row else ():
            if not any(_agrees(one, other, place, blanks) for other in said):
                yield f"UNSEEN  {pair['a']} {pair['b']} {one} hidden in {place.get(one['hidden_in'])}"
        for one in said:
            kind = one["kind"]
            if kind == "text" or (kind in SAID and not _true(one, pair["differences"], place)):
                yield f"SAID    {pair['a']} {pair['b']} { ({k: v for k, v in one.items() if k != 'spans'}) }"


def _wrong_threads(known: Mapping[str, Record], messages: Iterable[Record]) -> Iterable[str]:
    parts: defaultdict[str, set[str]] = defaultdict(set)
    wholes: defaultdict[str, set[str]] = defaultdict(set)
    for row in messages:
        if row["id"] in known:
            true = true_thread(known[row["id"]]["mail"])
            parts[true].add(row["thread"])
            wholes[row["thread"]].add(true)
    yield from (f"PARTED  {true}: {' '.join(sorted(found))}" for true, found in parts.items() if len(found) > 1)
    yield from (f"JOINED  {found}: {' '.join(sorted(true))}" for found, true in wholes.items() if len(true) > 1)
