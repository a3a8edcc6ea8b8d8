"""Draw the picture of the README from the example case: ``python -m docs.picture CASE OUT.png``.

A page as released on the left, with the header of every message that was found on it; the messages on the right. The
places are those of the citations, nothing is drawn by hand.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from onrecord import Case
from onrecord.model import Message, Page, Word
from onrecord.publish.rows import party_text

STAMP = "HPA-000001"
DPI = 110
COLOURS = ("#b23a2e", "#2b5f8a", "#3d7a3f", "#8a5a12", "#6b3f87", "#1f7a78")
PANEL, GAP, LINE = 640, 28, 19


def main(case_path: str, out: str) -> None:
    """Draw and save."""
    with Case.open(case_path) as case:
        page = case.page(STAMP)
        picture = Image.open(io.BytesIO(case.image(page, DPI))).convert("RGB")
        messages, words = case.messages_on(page), case.words(page)
        canvas = Image.new("RGB", (picture.width + PANEL, picture.height), "#faf9f6")
        canvas.paste(picture, (0, 0))
        draw = ImageDraw.Draw(canvas)
        draw.line([(picture.width, 0), (picture.width, picture.height)], fill="#c9c5bb")
        top = GAP
        for message, colour in zip(messages, COLOURS, strict=False):
            _mark(draw, page, words, message, colour)
            top = _describe(draw, case, message, colour, picture.width + GAP, top)
    canvas.quantize(64).save(out, optimize=True)


def _mark(draw: ImageDraw.ImageDraw, page: Page, words: tuple[Word, ...], message: Message, colour: str) -> None:
    """A frame around the words of the message's header on this page."""
    spans = [span for span in message.citation.spans if span.page == page.key]
    boxes = [word.box for word in words for span in spans if span.start <= word.start < span.end]
    if boxes:
        scale = DPI / 72
        left, top = min(box[0] for box in boxes) - 4, min(box[1] for box in boxes) - 2
        right, bottom = max(box[2] for box in boxes) + 4, max(box[3] for box in boxes) + 2
        draw.rectangle([left * scale, top * scale, right * scale, bottom * scale], outline=colour, width=2)


def _describe(draw: ImageDraw.ImageDraw, case: Case, message: Message, colour: str, left: int, top: int) -> int:
    """The message's facts below one another; where the next may begin."""
    sender = party_text(message.sender) if message.sender else None
    readers = "; ".join(party_text(party) or "[redacted]" for party in message.to)
    lines = [
        (sender or "[redacted]", 17, colour),
        (f"to {readers}", 13, "#444444"),
        (message.subject.printed if message.subject else "", 14, "#111111"),
        (
            f"{(message.sent.iso if message.sent else '').replace('T', ' ')}   depth {message.depth} in the chain",
            13,
            "#444444",
        ),
        (_where(message), 12, "#8a8679"),
    ]
    draw.rectangle([left - 12, top, left - 8, top + LINE * len(lines)], fill=colour)
    for text, size, ink in lines:
        draw.text((left, top), _fitted(text, size), fill=ink, font=ImageFont.load_default(size))
        top += LINE + (4 if size == 17 else 0)
    return top + GAP


def _fitted(text: str, size: int) -> str:
    font = ImageFont.load_default(size)
    while text and font.getlength(text) > PANEL - 2 * GAP:
        text = text[:-2].rstrip("… ") + "…"
    return text


def _where(message: Message) -> str:
    span = message.citation.spans[0]
    return f"{STAMP}  ·  page {message.page_start}, characters {span.start}-{span.end}  ·  {message.file[:12]}…"


if __name__ == "__main__":
    main(sys.argv[1], str(Path(sys.argv[2])))
