"""Docs and code do not part: generated parts are up to date, links lead somewhere, and what is named exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli.main import COMMANDS
from onrecord.messages.layouts import LAYOUTS
from onrecord.pipeline.executors import EXECUTORS
from onrecord.publish.exporters import EXPORTERS
from onrecord.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_generated_parts_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr + "\nrun: python -m docs.generate"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


def test_every_page_is_in_a_table_of_contents() -> None:
    named = re.findall(r"^((?:guide|howto|reference|design)/[\w-]+)$", (DOCS / "index.md").read_text(), re.MULTILINE)
    pages = {str(page.relative_to(DOCS).with_suffix("")) for page in DOCS.rglob("*.md")} - {"index"}
    assert pages == set(named)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_reference_and_in_the_readme(command: str) -> None:
    assert f"### onrecord {command}" in (DOCS / "reference" / "cli.md").read_text()
    assert f"onrecord {command}" in (ROOT / "README.md").read_text()


def test_every_setting_is_documented() -> None:
    text = (DOCS / "reference" / "settings.md").read_text()
    for name in Settings.__struct_fields__:
        assert f"`{name}`" in text, name


def test_every_seam_has_its_page_and_names_what_ships() -> None:
    text = "".join(page.read_text() for page in DOCS.rglob("*.md"))
    for name in (*LAYOUTS, *EXECUTORS, *EXPORTERS):
        assert f"`{name}`" in text, name


def test_commands_shown_in_the_docs_exist() -> None:
    for page in PAGES:
        for command in re.findall(r"^\$ onrecord(?: --case \S+)? ([a-z]+)", page.read_text(), re.MULTILINE):
            assert command in COMMANDS, (page, command)


def test_targets_named_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z]+)`", page.read_text()):
            assert target in targets, (page, target)
