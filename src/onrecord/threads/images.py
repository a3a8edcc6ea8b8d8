"""Whether two pieces of page images show the same print: what tells a misreading from a change."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onrecord.model import Box

#: Height in pixels to which both pieces are brought.
_HEIGHT = 24
#: Ink is darker than this.
_DARK = 0.4
#: Prints of one word in one face agree from here on; of two words they rarely reach half of it.
AGREE = 0.6


def likeness(a: bytes, box_a: Box, b: bytes, box_b: Box, dpi: float) -> float:
    """How well the ink in two boxes (points, of PNG page images drawn at `dpi`) agrees, -1 to 1.

    Pieces are trimmed to their ink and brought to one size. 0 when one of them is empty paper.
    """
    x, y = _ink(a, box_a, dpi), _ink(b, box_b, dpi)
    if x is None or y is None:
        return 0.0
    width = max(4, (x.shape[1] + y.shape[1]) // 2)
    first, second = (_sized(one, width) for one in (x, y))
    first, second = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / scale if scale else 0.0


def _ink(png: bytes, box: Box, dpi: float) -> NDArray[np.float64] | None:
    """The darkness in a box, 0 to 1, trimmed to what is dark and brought to the common height."""
    with Image.open(BytesIO(png)) as image:
        edges = [round(edge * dpi / 72) for edge in (box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1)]
        piece = np.asarray(image.convert("L").crop((edges[0], edges[1], edges[2], edges[3])), dtype=np.float64)
    dark = 1 - piece / 255
    if not dark.size or dark.max() <= _DARK:
        return None
    rows, columns = np.flatnonzero(dark.max(axis=1) > _DARK), np.flatnonzero(dark.max(axis=0) > _DARK)
    trimmed = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _resized(trimmed, max(4, round(trimmed.shape[1] * _HEIGHT / trimmed.shape[0])), _HEIGHT)


def _sized(piece: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    return _resized(piece, width, _HEIGHT)


def _resized(piece: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
    image = Image.fromarray((piece * 255).astype(np.uint8))
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR), dtype=np.float64) / 255
