"""Series of stamps, and single stamps of which the page text is not the whole truth."""

from __future__ import annotations

from onrecord.model import StampReading, StampSeries, page_number
from onrecord.publish.rows.common import Row, citation_row
from onrecord.store.view import View


def series_row(view: View, series: StampSeries) -> Row:
    """One series: its numbers, the pages that bear them, and what is missing, with what it is counted against."""
    skipped = sum(last - first + 1 for first, last in series.skipped)
    counted = series.last - series.first + 1
    return {
        "id": series.id,
        "prefix": series.prefix,
        "width": series.width,
        "unit": series.unit,
        "total": series.total or None,
        "first": series.label(series.first),
        "last": series.label(series.last),
        "pages": series.pages,
        "bearing": series.bearing,
        "denominator": f"{skipped} of {counted} numbers from {series.first} to {series.last} are on no page;"
        f" {series.bearing} of {series.pages} pages bear one; it numbers {_units(series.unit)}",
        "skipped": [[series.label(first), series.label(last)] for first, last in series.skipped],
        "repeated": [series.label(number) for number in series.repeated],
        "backward": list(series.backward),
        "runs": [
            {
                "file": view.location(run.file).path,
                "page_start": run.first_page,
                "page_end": run.last_page,
                "first": series.label(run.first),
                "last": series.label(run.last),
            }
            for run in series.runs
        ],
        "citation": citation_row(view, series.citation),
    }


def _units(unit: str) -> str:
    return {"page": "pages", "document": "documents"}.get(unit, "pages or documents: too few tell")


def reading_row(view: View, reading: StampReading) -> Row:
    """One stamp: what was printed on the page as read, what must stand there, and why."""
    file = view.file_with_prefix(reading.page.rpartition("/")[0])
    return {
        "id": reading.id,
        "file": view.location(file).path,
        "page": page_number(reading.page),
        "printed": reading.printed or None,
        "value": reading.value,
        "state": reading.state,
        "reason": reading.reason,
        "series": reading.series,
        "sha256": file,
        "citation": citation_row(view, reading.citation),
    }
