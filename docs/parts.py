"""Parts of the documentation that are made from the code, printed as Markdown for cog."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
from functools import partial
from pathlib import Path
from typing import Any

import click
import cog

from onrecord.cli.main import COMMANDS, cli
from onrecord.errors import Exit
from onrecord.publish import rows
from onrecord.publish.rows.findings import OWN_STATE, ROWS, judged_row
from onrecord.settings import ENVIRONMENT_PREFIX, Settings

ROOT = Path(__file__).parent.parent

#: The peer that the speed of a build is set against.
PEER = "kreuzberg"

#: What the README shows of the pinned scores: corpus, name of the score, and what it says.
SUMMARY = (
    ("example case", "messages/text/all/F1", "messages right in place, time and sender (F1), text pages"),
    ("example case", "messages/scanned/all/F1", "the same, scanned pages"),
    ("NIH 2021", "messages all/F1", "messages found (F1) in 1,311 pages of OCR text"),
    ("NIH 2021", "on matched all/sender where printed", "their senders, where printed"),
    ("NIH 2021", "on matched all/to/F1", "their recipients (F1)"),
)

EXIT_MEANINGS = {
    Exit.DONE: "done",
    Exit.INTERNAL: "internal error; run again with `--debug` and report it",
    Exit.USAGE: "the command was called with something that cannot be meant",
    Exit.NO_CASE: "there is no case where one was looked for",
    Exit.NOT_FOUND: "nothing bears the name that was asked for",
    Exit.FAILURES_LISTED: "finished, with failures that `onrecord status` lists",
    Exit.CASE_BUSY: "another process is writing to the case",
    Exit.CASE_VERSION: "the case was made by a newer version",
    Exit.SERVER_GONE: "the server that keeps the records cannot be reached, or refuses the login",
    Exit.DISK: "writing failed: disk full, or the case folder cannot be written",
    Exit.MISSING_EXTRA: "an optional package is not installed",
    Exit.CASE_DAMAGED: "the store of the case cannot be read",
    Exit.CLUSTER: "the Dask cluster does not answer, or has no workers",
    Exit.INTERRUPTED: "interrupted; what was done is kept",
}


def exit_codes() -> None:
    """A table of all exit codes."""
    cog.outl("| code | meaning |\n| --- | --- |")
    for code in Exit:
        cog.outl(f"| {int(code)} | {EXIT_MEANINGS[code]} |")


def commands() -> None:
    """The help of every command."""
    os.environ["COLUMNS"] = "100"
    context = click.Context(cli, info_name="onrecord", terminal_width=100, max_content_width=100)
    _help("onrecord", cli, context)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        _help(f"onrecord {name}", command, click.Context(command, info_name=name, parent=context, terminal_width=100))


def _help(title: str, command: click.Command, context: click.Context) -> None:
    cog.outl(f"### {title}\n\n```text\n{command.get_help(context)}\n```\n")


def settings() -> None:
    """A table of all settings with their defaults and meanings, read from the docstring of `Settings`."""
    meanings = _meanings(inspect.getdoc(Settings) or "")
    cog.outl("| setting | environment | default | meaning |\n| --- | --- | --- | --- |")
    for name, default in zip(Settings.__struct_fields__, Settings.__struct_defaults__, strict=True):
        variable = f"{ENVIRONMENT_PREFIX}{name.upper()}"
        cog.outl(f"| `{name}` | `{variable}` | `{default}` | {meanings[name]} |")


def _meanings(doc: str) -> dict[str, str]:
    """For each name in back-quotes before a colon: the words up to the next such name."""
    text = " ".join(doc.split())
    parts = re.split(r"((?:`\w+`(?:, | and )?)+): ", text)
    found = {}
    for names, meaning in zip(parts[1::2], parts[2::2], strict=True):
        for name in re.findall(r"\w+", names.replace(" and ", " ")):
            found[name] = meaning.strip().rstrip(".").replace("``", "`")
    return found


def exports() -> None:
    """For every kind: its fields, read from the function that makes its rows."""
    for kind, function in sorted(rows.KINDS.items()):
        judged = [name for name in _fields(judged_row) if name != "state"] if isinstance(function, partial) else []
        judged[:0] = ["decision" if kind in OWN_STATE else "state"] if judged else []
        fields = ", ".join(f"`{name}`" for name in (*_fields(function), *judged))
        cog.outl(f"## {kind}\n\n{fields}\n")


def _fields(function: object) -> list[str]:
    """The keys of the longest dict that the function, or one of the row functions it calls, writes down."""
    if isinstance(function, partial):
        function = ROWS[function.keywords["kind"]]
    tree = ast.parse(inspect.getsource(function))  # type: ignore[arg-type]
    dicts = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    if dicts:
        longest = max(dicts, key=lambda node: len(node.keys))
        return [str(key.value) for key in longest.keys if isinstance(key, ast.Constant)]
    called = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    (name,) = {name for name in called if name.endswith("_row")}
    return _fields(getattr(rows, name))


def summary() -> None:
    """The few figures that the README shows, from pinned scores and measured speeds; what is not there is left out."""
    cog.outl("| measured on | what | figure |\n| --- | --- | --- |")
    floors = _pinned("quality/floors.json")
    for corpus, name, what in SUMMARY:
        if (score := floors.get(corpus, {}).get("scores", {}).get(name)) is not None:
            cog.outl(f"| {corpus} | {what} | {score:.1f} % |")
    if build := _pinned("benchmarks/figures.json").get("build"):
        times = build["tools"]["onrecord"]["seconds"] / build["tools"][PEER]["seconds"]
        what = f"whole build, against text extraction alone by {PEER}"
        cog.outl(
            f"| {build['pages']:,} generated pages, {build['cores']} cores | {what} | {times:.1f} times its wall time |"
        )


def accuracy() -> None:
    """Every pinned score, by corpus, with the corpus' digest."""
    for corpus, pinned in _pinned("quality/floors.json").items():
        cog.outl(f"### {corpus}\n\nDigest of the corpus: `{pinned['digest']}`\n\n| score | per cent |\n| --- | ---: |")
        for name, value in pinned["scores"].items():
            cog.outl(f"| {name} | {value:.2f} |")
        cog.outl("")


def speed() -> None:
    """The measured speeds: the build against its peers, and searches by class."""
    figures = _pinned("benchmarks/figures.json")
    if "build" in figures:
        _build_speed(figures["build"])
    if "search" in figures:
        _search_speed(figures["search"])
    if "web" in figures:
        _web_speed(figures["web"])


def _build_speed(build: dict[str, Any]) -> None:
    base = build["tools"][PEER]["seconds"]
    cog.outl(f"## Build: {build['pages']:,} generated pages on {build['cores']} cores\n")
    cog.outl(
        f"| tool | seconds | pages a second | time, {PEER} = 1 | peak memory, MB |\n| --- | ---: | ---: | ---: | ---: |"
    )
    for name, row in sorted(build["tools"].items(), key=lambda item: item[1]["seconds"]):
        rate = build["pages"] / row["seconds"]
        cog.outl(
            f"| {name} | {row['seconds']:.2f} | {rate:,.0f} | {row['seconds'] / base:.2f} | {row['megabytes']:,.0f} |"
        )


def _search_speed(search: dict[str, Any]) -> None:
    cog.outl(f"\n## Search: {search['messages']:,} generated messages\n")
    cog.outl("| queries | found, at most | median, ms | 95th percentile, ms |\n| --- | ---: | ---: | ---: |")
    for name, row in search["classes"].items():
        cog.outl(f"| {name} | {row['most']:,} | {row['p50']:.0f} | {row['p95']:.0f} |")


def _web_speed(web: dict[str, Any]) -> None:
    cog.outl(f"\n## Reading room: {web['messages']:,} generated messages, a page to each\n")
    cog.outl(
        "Milliseconds of CPU time that the server takes for a page; the last column is for the first request after a"
    )
    cog.outl("decision on a finding, the slowest of a few.\n")
    cog.outl("| page | median | 95th percentile | after a decision |\n| --- | ---: | ---: | ---: |")
    for name, row in web["pages"].items():
        cog.outl(f"| {name} | {row['p50_cpu']:.0f} | {row['p95_cpu']:.0f} | {row['decided']:.0f} |")


def _pinned(path: str) -> dict[str, Any]:
    """What was measured and kept in `path`; nothing before the first time."""
    file = ROOT / path
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found
