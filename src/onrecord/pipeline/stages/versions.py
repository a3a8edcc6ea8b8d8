"""Versions: files that were published again with other content, and what changed in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.gaps import versions
from onrecord.pipeline.run import Run, places_by_file
from onrecord.pipeline.stages import whole
from onrecord.store.protocol import Record, Store

STAGE = "versions"


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(run, STAGE, versions.VERSION, ("inspect", "read"), lambda: _find(run))


def _find(run: Run) -> Iterator[Record]:
    return versions.find(list(_volumes(run)), lambda file: _leaves(run.store, file))


def _volumes(run: Run) -> Iterator[versions.Volume]:
    """Every file that has pages, in the order in which its release was received."""
    order = {release.name: place for place, release in enumerate(run.store.releases())}
    places = places_by_file(run.store)
    for file, pages in sorted(run.store.extents().items()):
        if known := places.get(file):
            stamps = run.store.page_stamps(file, 1, pages)
            yield versions.Volume(
                file,
                tuple(sorted({place.path for place in known})),
                known[0].release,
                order.get(known[0].release, 0),
                tuple(found[0] for _, found in sorted(stamps.items())),
            )


def _leaves(store: Store, file: str) -> Sequence[versions.Leaf]:
    return [
        versions.Leaf(page.key, page.stamps[0] if page.stamps else "", page.text, len(page.redactions))
        for page in store.pages(file)
    ]
