"""Extract the text of every PDF in a folder with one peer: ``python peers.py NAME FOLDER`` prints pages and characters.

Runs in the peers' own environment, so it imports nothing of ours. Each peer gets both cores where it can use them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

WORKERS = 2


def pypdfium2(path: str) -> int:
    """Plain text extraction, the floor under every tool that reads the text layer with PDFium."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    size = 0
    for page in document:
        text = page.get_textpage()
        size += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return size


def kreuzberg(path: str) -> int:
    """Kreuzberg (Rust) with its defaults."""
    from kreuzberg import extract_file_sync

    return len(extract_file_sync(path).content)


def extractous(path: str) -> int:
    """Apache Tika, compiled, through extractous."""
    from extractous import Extractor

    text, _ = Extractor().set_extract_string_max_length(1 << 30).extract_file_to_string(path)
    return len(text)


def markitdown(path: str) -> int:
    """MarkItDown, which reads PDF with pdfminer."""
    from markitdown import MarkItDown

    return len(MarkItDown().convert(path).text_content)


def pdftotext(path: str) -> int:
    """Poppler's command."""
    return len(subprocess.run([shutil.which("pdftotext") or "", path, "-"], capture_output=True, check=True).stdout)


def kreuzberg_batch(paths: list[str]) -> int:
    """Kreuzberg's own batch call, which spreads files over its threads."""
    from kreuzberg import batch_extract_files_sync

    return sum(len(result.content) for result in batch_extract_files_sync(list(paths)))


ONE_BY_ONE: dict[str, Callable[[str], int]] = {
    "pypdfium2": pypdfium2,
    "kreuzberg": kreuzberg,
    "extractous": extractous,
    "markitdown": markitdown,
    "pdftotext": pdftotext,
}
IN_BATCH: dict[str, Callable[[list[str]], int]] = {"kreuzberg (its batch call)": kreuzberg_batch}


def main() -> None:
    """Read the folder and print what was read, as JSON."""
    name, folder = sys.argv[1:]
    paths = sorted(str(path) for path in Path(folder).rglob("*.pdf"))
    if name in IN_BATCH:
        size = IN_BATCH[name](paths)
    else:
        with ProcessPoolExecutor(WORKERS) as pool:
            size = sum(pool.map(ONE_BY_ONE[name], paths))
    print(json.dumps({"characters": size}))


if __name__ == "__main__":
    main()
