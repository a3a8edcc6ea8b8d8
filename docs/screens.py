"""Take the pictures of the reading room in the guide from the example case: ``python -m docs.screens CASE [OUT]``.

A server of its own shows the case to Chromium (``$ONRECORD_CHROMIUM``, else the one that is found), which takes what it
shows. Look at each afterwards. The folder's name is the name of the case in the pictures: let it be ``harbor``.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord import Case
from onrecord.model import CopySet, Message
from onrecord.web.app import create_app

IMAGES = Path(__file__).parent / "images"
WIDTH = 1280
#: Where the browser is; another one can be named.
CHROMIUM = os.environ.get("ONRECORD_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS: tuple[str, ...] = ("--no-sandbox", "--disable-background-networking", "--no-first-run")
#: WebGL without a graphics card: the network is drawn with it.
ARGUMENTS += ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
#: Milliseconds for pictures to be drawn in.
DRAWING = 1500


def addresses(case: Case) -> dict[str, tuple[str, int]]:
    """What is taken: the name of the picture, the address, and the height in pixels."""
    hidden = _hidden(case)
    page = case.page("HPA-000001")
    copies = next(one for one in case.store.findings(CopySet) if hidden.id in one.members)
    other = next(id for id in copies.members if id != hidden.id)
    return {
        "web-overview": ("/", 640),
        "web-search": ("/search?q=pier+report", 900),
        "web-page": (f"/p/{page.file}/{page.number}?q=bent", 820),
        "web-message": (f"/m/{hidden.id}", 860),
        "web-compare": (f"/compare?a={hidden.id}&b={other}", 440),
        "web-chronology": ("/chronology", 900),
        "web-network": ("/network", 900),
        "review": ("/review", 900),
    }


def _hidden(case: Case) -> Message:
    """A message of which a copy hides what it shows."""
    for message in case.messages():
        if "critical rating" in message.body:
            return message
    raise SystemExit("this is not the example case: make it with python -m examples.demo")


@contextmanager
def served(case: str | Path) -> Iterator[str]:
    """The address of a server of the case on this machine, until the end of the block."""
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(case), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise SystemExit("the server of the case did not start")
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def main(case_path: str, out: str = "") -> None:
    """Take them all."""
    from PIL import Image

    folder = Path(out) if out else IMAGES
    with Case.open(case_path) as case:
        wanted = addresses(case)
    with served(case_path) as site, chromium() as browser:
        for name, (address, height) in wanted.items():
            tab = browser.new_page(viewport={"width": WIDTH, "height": height})
            tab.goto(site + address, wait_until="networkidle")
            tab.wait_for_timeout(DRAWING)
            picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
            picture.quantize(128).save(folder / f"{name}.png", optimize=True)
            tab.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
