"""What is measured on each corpus."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from examples.press import synth

from onrecord import Case
from onrecord.publish.rows.common import Row
from quality import (
    attachments,
    attributions,
    chronology,
    claims,
    contacts,
    copies,
    coref,
    dates,
    identity,
    interactions,
    links,
    mailboxes,
    meantime,
    predict,
    reading,
)
from quality import redactions as boxes
from quality import stamps as stamped
from quality.corpora import ROOT, SHARED, Corpus, Scores, export, flat, load_json, run_scorer
from quality.messages import score

DATA = SHARED / "data"
SCORING = SHARED / "scoring"
SEEDS, GOLD = SHARED / "seeds", SHARED / "gold"

#: Seeds of generated cases that use the part of the pools which no rule was ever tuned on.
SCORING_SEEDS = (101, 102)


#: In a scorer's text output: a name and its number, with the fraction that some print in between.
_FIGURE = re.compile(r"([A-Za-z_]\w*)\s+(?:\d+/\d+ = )?(\d+(?:\.\d+)?)(?=\s|$)")

#: Lines of scorers' output that are not pinned: counts, and fields that a corpus of this form does not print.
_LEFT_OUT = ("documents", "predicted", "extra", "mails", "zones", "field")


def example(work: Path) -> Scores:
    """The hand-written example case, built end to end."""
    return _generated(work, [])


def unseen(work: Path) -> Scores:
    """Generated cases from the pools kept for scoring: the mean over the seeds, end to end."""
    found = [
        _generated(work / str(seed), ["--size", "150", "--seed", str(seed), "--scoring", "--scan-level", "clean"])
        for seed in SCORING_SEEDS
    ]
    return _mean(found)


def logs(work: Path) -> Scores:
    """Generated logs of calls, visits, texts, chats and calendars, pools kept for scoring: the mean over seeds."""
    return _mean([_logs(work / str(seed), seed) for seed in SCORING_SEEDS])


def _logs(work: Path, seed: int) -> Scores:
    records = work / "records"
    options = ["--logs", "40", "--seed", str(seed), "--scoring", "--scan-level", "clean"]
    command = [sys.executable, "-m", "examples.generate", str(records), *options]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    with Case.create(work / "case") as case:
        case.add([records / "release-1"], release="first")
        case.build()
        return flat(contacts.score(load_json(records / "truth" / "truth.json"), case.export("contacts")))


def scanned_stamps(work: Path) -> Scores:
    """Stamps on a generated scanned production: right as read, right after repair, wrong without a mark."""
    records = work / "records"
    options = ["--pages", "60", "--seed", "11", "--scoring", "--scan-level", "clean", "--scan-share", "1"]
    command = [sys.executable, "-m", "examples.generate", str(records), *options]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    with Case.create(work / "case") as case:
        case.add([records / "release-1"], release="first")
        case.build()
        return stamped.score(load_json(records / "truth" / "truth.json"), case.export("pages"))


def _mean(found: list[Scores]) -> Scores:
    return {
        name: sum(scores[name] for scores in found) / len(found)
        for name in found[0]
        if all(name in scores for scores in found)
    }


def _generated(work: Path, options: list[str]) -> Scores:
    work.mkdir(exist_ok=True)
    records = work / "records"
    command = [sys.executable, "-m", "examples.generate", str(records), *options]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    releases = sorted(path for path in records.iterdir() if path.name.startswith("release"))
    with Case.create(work / "case") as case:
        for release in releases:
            case.add([release], release=release.name)
        case.build()
        rows = list(case.export("messages"))
        truth = load_json(records / "truth" / "truth.json")
        who = identity.generated_scores(case, truth)
        sent_along = flat({"attachments": attachments.score(truth, case.export("attachments"))})
    return flat(score(truth, rows)) | sent_along | who


def redactions(work: Path) -> Scores:
    """Boxes, codes and failed redactions of the generated cases of the pools kept for scoring: the mean over seeds.

    Half of the printings bear boxes, and a fifth of the documents are scans.
    """
    found = []
    for seed in SCORING_SEEDS:
        records = work / str(seed)
        synth.print_all(synth.Plan(records, seed, 250, 0, True, "clean", 0.2, 0.5))
        found.append(boxes.score(load_json(records / "truth" / "truth.json"), boxes.read(records)))
    return _mean(found)


def xray(work: Path) -> Scores:
    """Failed redactions of court filings, and false alarms, against what the peer tool's own tests expect."""
    del work
    return boxes.court_filings(DATA / "xray-redaction-pdfs")


def fbi(work: Path) -> Scores:
    """Letters, sheets and gaps of six interim releases, end to end, scored by ``score_release_gaps.py``."""
    folder, found = DATA / "fbi-burge", work / "found.json"
    with Case.create(work / "case") as case:
        case.add([folder / "muckrock-ocr"], release="quality")
        case.build()
        rows = {"releases": list(case.export("releases")), "gaps": list(case.export("gaps"))}
    found.write_text(json.dumps(rows), encoding="utf-8")
    return _figures(run_scorer("score_release_gaps.py", folder / "truth.json", found))


#: Real mail of which the file tells the thread.
QUAGGA = DATA / "quagga" / "Datasets" / "Enron" / "annotated_all"
COREFERENCE = DATA / "emailcoref" / "data" / "LREC" / "train"
#: Settings of generated cases for copies: clean pages only, and one release of the two scanned.
CLEAN = ("--size", "400")
SCANNED = ("--size", "40", "--scan-level", "clean", "--scan-share", "1")


def related(work: Path) -> Scores:
    """Copies, differences, threads and gaps of generated cases from the scoring pools: the mean over the seeds."""
    found = [_related(work / str(seed), [*CLEAN, "--seed", str(seed), "--scoring"]) for seed in SCORING_SEEDS]
    return {
        name: sum(scores[name] for scores in found) / len(found)
        for name in found[0]
        if all(name in scores for scores in found)
    }


def told_example(work: Path) -> Scores:
    """What the mails of the hand-written example case do."""
    return _told(work, [], planted=False)


def told(work: Path) -> Scores:
    """What mails do in generated cases from the scoring pools: the mean over the seeds."""
    options = [[*CLEAN, "--seed", str(seed), "--scoring"] for seed in SCORING_SEEDS]
    return _mean([_told(work / some[-2], some, planted=True) for some in options])


def _told(work: Path, options: list[str], *, planted: bool) -> Scores:
    truth, exports = _produced(work, options, ("messages", "interactions"))
    return flat(interactions.score(truth, exports, planted=planted))


def related_scans(work: Path) -> Scores:
    """The same of a generated case of which one release was scanned."""
    return _related(work, [*SCANNED, "--seed", str(SCORING_SEEDS[0]), "--scoring"])


def related_example(work: Path) -> Scores:
    """The same of the hand-written example case."""
    return _related(work, [])


def _related(work: Path, options: list[str]) -> Scores:
    return flat(copies.score(*_produced(work, options, ("messages", "copies", "gaps"))))


def _produced(work: Path, options: list[str], kinds: Sequence[str]) -> tuple[dict[str, object], dict[str, list[Row]]]:
    """The truth of a case generated with `options`, and what a build of it exports of `kinds`."""
    work.mkdir(exist_ok=True)
    records = work / "records"
    command = [sys.executable, "-m", "examples.generate", str(records), *options]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    with Case.create(work / "case") as case:
        for release in sorted(path for path in records.iterdir() if path.name.startswith("release")):
            case.add([release], release=release.name)
        case.build()
        exports = {kind: list(case.export(kind)) for kind in kinds}
    return load_json(records / "truth" / "truth.json"), exports


def mailbox_threads(work: Path) -> Scores:
    """B-cubed of threads: annotated Enron mails and coreference threads poured into one case."""
    return flat(mailboxes.score(QUAGGA, COREFERENCE, work))


def nih(work: Path) -> Scores:
    """The NIH production, from its file to exported messages, scored by ``score_messages.py``."""
    folder = DATA / "nih-2021"
    rows = export("messages", [folder / "pages.jsonl.gz"], work)
    return flat(json.loads(run_scorer("score_messages.py", folder / "truth.json", rows, "--json")))


def state(work: Path) -> Scores:
    """Header fields and release marks of State Department documents, scored by ``score_clinton.py``."""
    folder, rows = DATA / "state-clinton", work / "documents.jsonl"
    predict.write(predict.state_documents(folder), rows)
    aliases = sorted((folder / "names").glob("*.csv"))
    return _figures(run_scorer("score_clinton.py", folder / "truth.csv", rows, *aliases))


def enron(work: Path) -> Scores:
    """Message boundaries in Enron mails, scored by ``score_email_zones.py``."""
    return _zones(DATA / "quagga" / "Datasets" / "Enron" / "annotated_all" / "eval", work)


def enron_training(work: Path) -> Scores:
    """The same in the part of the Enron mails that models are trained on; nothing here is."""
    return _zones(DATA / "quagga" / "Datasets" / "Enron" / "annotated_all" / "train", work)


def lists(work: Path) -> Scores:
    """Message boundaries in mailing-list mails, scored by ``score_email_zones.py``."""
    return _zones(DATA / "quagga" / "Datasets" / "ASF" / "eval", work)


def threads(work: Path) -> Scores:
    """People in mail threads whose mentions are given, names only, scored by ``score_email_coref.py``."""
    folder, rows = DATA / "emailcoref" / "data" / "LREC" / "train", work / "coref.jsonl"
    predict.write(coref.predict(folder), rows)
    text = run_scorer("score_email_coref.py", folder, rows)
    match = re.search(r"names only.*B3 P ([\d.]+) R ([\d.]+) F1 ([\d.]+)", text)
    assert match is not None, text
    return dict(zip(("B3/P", "B3/R", "B3/F1"), map(float, match.groups()), strict=True))


def documents_people(work: Path) -> Scores:
    """People in two published documents, from files to exported people, scored by ``score_people.py``."""
    rows = export("people", sorted(SEEDS.glob("*.txt")), work)
    text = run_scorer("score_people.py", GOLD / "people_part1.json", rows)
    match = re.search(r"people (\d+)/(\d+)  span P ([\d.]+) R ([\d.]+) F ([\d.]+)  false merges (\d+)", text)
    assert match is not None, text
    found, all_people, precision, recall, f1, merged = map(float, match.groups())
    return {
        "people found": 100 * found / all_people,
        "span/P": 100 * precision,
        "span/R": 100 * recall,
        "span/F1": 100 * f1,
        "nobody merged": 100.0 * (merged == 0),
    }


def state_names(_: Path) -> Scores:
    """B-cubed of the names in State Department headers against the alias lists of the corpus."""
    folder = DATA / "state-clinton"
    return identity.state_scores(folder, sorted((folder / "names").glob("*.csv")))


def nih_people(work: Path) -> Scores:
    """Recipients of the NIH production after resolution, and its graph beside that of the truth."""
    folder = DATA / "nih-2021"
    return identity.nih_scores(folder, work)


def _zones(folder: Path, work: Path) -> Scores:
    rows = work / "zones.jsonl"
    predict.write(predict.zones(folder), rows)
    return _figures(run_scorer("score_email_zones.py", folder, rows))


def _figures(text: str) -> Scores:
    """The figures in a scorer's text output, shares as per cent. Counts (``n``) are left out."""
    found: Scores = {}
    for line in text.splitlines():
        figures = list(_FIGURE.finditer(line))
        if not figures or line.startswith(_LEFT_OUT):
            continue
        label = line[: figures[0].start()].strip()
        for name, value in ((match[1], float(match[2])) for match in figures):
            if name != "n":
                share = value <= 1 and name.endswith("acc")
                found[f"{label}/{name}" if label else name] = 100 * value if share else value
    return found


CORPORA = (
    Corpus(name="example case", inputs=(ROOT / "examples" / "harbor",), measure=example),
    Corpus(name="generated, scoring pools", inputs=(ROOT / "examples" / "press",), measure=unseen, slow=True),
    Corpus(name="logs, scoring pools", inputs=(ROOT / "examples" / "press",), measure=logs, slow=True),
    Corpus(name="redactions, scoring pools", inputs=(ROOT / "examples" / "press",), measure=redactions, slow=True),
    Corpus(name="court filings", inputs=(DATA / "xray-redaction-pdfs",), measure=xray),
    Corpus(name="FBI releases", inputs=(DATA / "fbi-burge", SCORING / "score_release_gaps.py"), measure=fbi, slow=True),
    Corpus(name="example case: copies, threads, gaps", inputs=(ROOT / "examples" / "harbor",), measure=related_example),
    Corpus(name="example case: acts", inputs=(ROOT / "examples" / "harbor",), measure=told_example),
    Corpus(name="generated: acts", inputs=(ROOT / "examples" / "press",), measure=told, slow=True),
    Corpus(name="generated: copies, threads, gaps", inputs=(ROOT / "examples" / "press",), measure=related, slow=True),
    Corpus(
        name="generated, a release scanned: copies",
        inputs=(ROOT / "examples" / "press",),
        measure=related_scans,
        slow=True,
    ),
    Corpus(
        name="mail of Enron: threads",
        inputs=(QUAGGA, COREFERENCE),
        measure=mailbox_threads,
    ),
    Corpus(name="NIH 2021", inputs=(DATA / "nih-2021", SCORING / "score_messages.py"), measure=nih),
    Corpus(name="State Department", inputs=(DATA / "state-clinton", SCORING / "score_clinton.py"), measure=state),
    Corpus(
        name="people in threads",
        inputs=(DATA / "emailcoref" / "data" / "LREC" / "train", SCORING / "score_email_coref.py"),
        measure=threads,
    ),
    Corpus(
        name="people in documents",
        inputs=(SEEDS, GOLD / "people_part1.json", SCORING / "score_people.py"),
        measure=documents_people,
    ),
    Corpus(name="State Department, people", inputs=(DATA / "state-clinton",), measure=state_names),
    Corpus(name="NIH 2021, people", inputs=(DATA / "nih-2021", SCORING / "score_messages.py"), measure=nih_people),
    Corpus(
        name="Enron mails",
        inputs=(DATA / "quagga" / "Datasets" / "Enron" / "annotated_all" / "eval", SCORING / "score_email_zones.py"),
        measure=enron,
    ),
    Corpus(
        name="PolNeAR, dev",
        inputs=(attributions.POLNEAR, SCORING / "score_attribution.py"),
        measure=attributions.polnear,
    ),
    Corpus(
        name="hedged sentences, dev",
        inputs=(attributions.UNCERTAIN, SCORING / "score_hedge.py"),
        measure=attributions.wikipedia,
    ),
    Corpus(name="dates in TimeBank", inputs=(dates.TIMEBANK, SCORING / "score_timex.py"), measure=dates.timebank),
    Corpus(name="dates in AQUAINT", inputs=(dates.AQUAINT, SCORING / "score_timex.py"), measure=dates.aquaint),
    Corpus(name="dates in MEANTIME", inputs=(meantime.CORPUS, SCORING / "score_timex.py"), measure=meantime.times),
    Corpus(name="people in MEANTIME", inputs=(meantime.CORPUS,), measure=meantime.people),
    Corpus(name="news report", inputs=(claims.SEED, claims.GOLD, SCORING / "score_claims.py"), measure=claims.report),
    Corpus(name="example case, claims", inputs=(ROOT / "examples" / "harbor" / "articles",), measure=claims.example),
    Corpus(name="release page, chronology", inputs=chronology.INPUTS, measure=chronology.page),
    Corpus(name="two documents, links", inputs=links.INPUTS, measure=links.documents),
    Corpus(name="example case, links", inputs=(ROOT / "examples" / "harbor",), measure=links.example),
    Corpus(
        name="Enron mails, training part",
        inputs=(DATA / "quagga" / "Datasets" / "Enron" / "annotated_all" / "train", SCORING / "score_email_zones.py"),
        measure=enron_training,
    ),
    Corpus(
        name="mailing lists",
        inputs=(DATA / "quagga" / "Datasets" / "ASF" / "eval", SCORING / "score_email_zones.py"),
        measure=lists,
    ),
    Corpus(
        name="page images",
        inputs=(ROOT / "examples" / "press", SCORING / "degrade.py"),
        measure=reading.words_right,
        slow=True,
    ),
    Corpus(name="stamps on scans", inputs=(ROOT / "examples" / "press",), measure=scanned_stamps, slow=True),
)
