"""Real mail of which only the file tells the thread, poured into one case: do its threads come out again?

The annotated Enron mails (each file one mail with what it quotes) and the threads annotated for coreference (tokens,
put together to mails again) are added as ``.eml`` files under numbers for names. The true thread of a message is the
file that it came from. Copies of one mail lie in several files of the corpus: joining them is right, and counts as
wrong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from onrecord import Case
from quality.copies import b_cubed
from quality.messages import Figures

_HEADER = re.compile(r"(?P<name>[A-Z][A-Za-z]*(?: - [A-Za-z]+)*) : ?(?P<value>.*)")
_NATIVE = ("Date", "From", "To", "Cc", "Bcc", "Subject")


def mails(quagga: Path, coreference: Path) -> Iterator[tuple[str, str]]:
    """A name and the text of every mail."""
    for path in sorted(quagga.rglob("*.txt")):
        yield path.name, path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(coreference.glob("*.conll")):
        yield path.name, untokenised(path.read_text(encoding="utf-8", errors="replace"))


def untokenised(rows: str) -> str:
    """A thread of the coreference corpus as a mail: its first header lines become headers, the rest its body."""
    lines = [_line(block) for block in rows.split("\n\n")]
    lines = [line for line in lines if line]
    head: list[str] = []
    while lines and (match := _HEADER.fullmatch(lines[0])):
        name = match["name"].replace(" - ", "-")
        head.append(f"{name}: {_tidy(match['value'])}" if name in _NATIVE else f"X-{name}: -")
        lines.pop(0)
    return "\n".join([*head, "", *map(_shown, lines)])


def _line(block: str) -> str:
    words = [row.split("\t")[0] for row in block.split("\n") if row and not row.startswith("#")]
    return " ".join(words)


def _shown(line: str) -> str:
    if line.replace("-", "").strip() == "Original Message":
        return " -----Original Message-----"
    return _tidy(line)


def _tidy(text: str) -> str:
    text = re.sub(r" ([,;:.?!)'’])", r"\1", text)
    return re.sub(r"([(]) ", r"\1", text)


def score(quagga: Path, coreference: Path, work: Path) -> Figures:
    """B-cubed of threads against files."""
    folder, names = work / "mail", {}
    folder.mkdir(parents=True)
    for number, (name, text) in enumerate(mails(quagga, coreference)):
        (folder / f"{number:04d}.eml").write_text(text, encoding="utf-8")
        names[f"{number:04d}.eml"] = name
    with Case.create(work / "case") as case:
        case.add([folder], release="mail")
        case.build()
        rows = list(case.export("messages"))
    return b_cubed([(str(row["file"]).rpartition("/")[2], str(row["thread"])) for row in rows])
