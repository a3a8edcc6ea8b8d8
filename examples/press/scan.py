"""Turning printed pages into scans: a picture of the page with the marks of a scanner, copier or fax, and no text.

The effects are those that released scans show: a slightly crooked page, soft type, low contrast, grain and specks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from math import cos, radians, sin

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from examples.press.flow import PAGE, Box

DPI = 200


@dataclass(frozen=True, slots=True)
class Level:
    """How bad: largest skew in degrees, blur radius, contrast, black level, grain, share of specks, black and white."""

    skew: float
    blur: float
    gain: float
    lift: float
    grain: float
    specks: float = 0.0
    bitonal: bool = False


#: The levels: an office scanner, a copy of a copy, a fax.
LEVELS = {
    "clean": Level(0.6, 0.5, 0.90, 15, 8),
    "noisy": Level(1.2, 0.9, 0.75, 45, 22, 0.004),
    "fax": Level(1.2, 0.9, 0.75, 45, 22, 0.004, True),
}


def degrade(image: Image.Image, level: Level, seed: int) -> tuple[Image.Image, float]:
    """The scan of a clean page image, and the angle by which it was turned (degrees, counterclockwise)."""
    rng = np.random.default_rng(seed)
    angle = float(rng.uniform(-level.skew, level.skew))
    grey = image.convert("L").rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    soft = np.asarray(grey.filter(ImageFilter.GaussianBlur(level.blur)), dtype=np.float32)
    paper = soft * level.gain + level.lift + rng.standard_normal(soft.shape, dtype=np.float32) * level.grain
    if level.specks:
        chance = rng.random(soft.shape, dtype=np.float32)
        paper[chance < level.specks] = 0
        paper[chance > 1 - level.specks] = 255
    if level.bitonal:
        return Image.fromarray(paper > 140), angle
    return Image.fromarray(paper.clip(0, 255).astype(np.uint8)), angle


def encoded(image: Image.Image) -> BytesIO:
    """The image as a file: JPEG for grey, PNG for black and white."""
    out = BytesIO()
    if image.mode == "1":
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=72)
    out.seek(0)
    return out


def scans(pdf: bytes, level: str, seed: int) -> Iterator[tuple[BytesIO, float]]:
    """The scan of every page of `pdf` and its angle."""
    document = pdfium.PdfDocument(pdf)
    try:
        for number, page in enumerate(document):
            image = page.render(scale=DPI / 72, grayscale=True).to_pil()
            scan, angle = degrade(image, LEVELS[level], seed + number)
            yield encoded(scan), angle
    finally:
        document.close()


def turned(box: Box, angle: float) -> Box:
    """The upright rectangle around a box on a page turned by `angle` degrees counterclockwise about its middle."""
    cx, cy = PAGE[0] / 2, PAGE[1] / 2
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    corners = [(x - cx, y - cy) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    xs = [cx + x * cosine + y * sine for x, y in corners]
    ys = [cy - x * sine + y * cosine for x, y in corners]
    return replace(box, x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys))
