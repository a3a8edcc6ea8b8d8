"""The script libraries are those that the lock names: as committed, as licensed, as built again."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
ASSETS = ROOT / "assets"
VENDOR = Path(str(resources.files("onrecord") / "web/static/vendor"))
PERMISSIVE = {"0BSD", "ISC", "MIT", "BSD-3-Clause", "Apache-2.0"}


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    return found


def locked() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return found


def test_files_are_those_of_the_manifest() -> None:
    listed = manifest()["files"]
    assert {path.name for path in VENDOR.iterdir()} == {*listed, "manifest.json"}
    for name, facts in listed.items():
        bytes_ = (VENDOR / name).read_bytes()
        assert (hashlib.sha256(bytes_).hexdigest(), len(bytes_)) == (facts["sha256"], facts["bytes"]), name


def test_every_package_is_locked_by_hash_and_comes_with_a_permissive_licence() -> None:
    licences = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    for name, facts in manifest()["packages"].items():
        lock = locked()[f"node_modules/{name}"]
        assert lock["version"] == facts["version"]
        assert lock["integrity"].startswith("sha512-")
        assert facts["license"] in PERMISSIVE, name
        assert f"{name} {facts['version']} ({facts['license']})" in licences


def test_every_file_says_what_is_in_it() -> None:
    found = manifest()
    inside = {package for facts in found["files"].values() for package in facts["packages"]}
    assert inside == set(found["packages"])
    assert "sigma" in found["files"]["graph.js"]["packages"]
    assert "@observablehq/plot" in found["files"]["plot.js"]["packages"]


def test_the_lock_names_no_host() -> None:
    lock = (ASSETS / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    assert '"resolved"' not in lock


@pytest.mark.slow
def test_a_new_build_gives_the_same_bytes(tmp_path: Path) -> None:
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node and npm are not here")
    work = tmp_path / "assets"
    shutil.copytree(ASSETS, work, ignore=shutil.ignore_patterns("node_modules"))
    installed = subprocess.run(
        ["npm", "ci", "--no-progress"], cwd=work, capture_output=True, text=True, timeout=300, check=False
    )
    if installed.returncode:
        pytest.skip(f"npm cannot fetch the packages: {installed.stderr.strip()[-200:]}")
    built = tmp_path / "vendor"
    subprocess.run(["node", "build.mjs", str(built)], cwd=work, check=True, capture_output=True, timeout=120)
    assert {path.name for path in built.iterdir()} == {path.name for path in VENDOR.iterdir()}
    for path in built.iterdir():
        assert path.read_bytes() == (VENDOR / path.name).read_bytes(), path.name
