"""The scorer of stamps, on pages whose score can be told by hand."""

from __future__ import annotations

from quality.stamps import score

TRUTH = {
    "pages": [
        {
            "file": "r/a.pdf",
            "page": 1,
            "scanned": True,
            "stamps": ["HPA-001", "Doc. No. 22.104.00045"],
            "text": "HPA-001",
        },
        {"file": "r/a.pdf", "page": 2, "scanned": True, "stamps": ["HPA-002"], "text": "Case C0500001"},
        {"file": "r/a.pdf", "page": 3, "scanned": False, "stamps": ["HPA-003"], "text": ""},
    ]
}


def row(page: int, stamps: list[str], *notes: tuple[str | None, str, str]) -> dict[str, object]:
    told = [{"printed": printed, "value": value, "state": state} for printed, value, state in notes]
    return {"file": "a.pdf", "page": page, "stamps": stamps, "stamps_read": told}


def test_everything_right() -> None:
    rows = [row(1, ["HPA-001", "22.104.00045"]), row(2, ["C0500001", "HPA-002"]), row(3, ["wrong"])]
    assert set(score(TRUTH, rows).values()) == {100.0}


def test_repaired_wrong_and_unmarked() -> None:
    rows = [
        row(1, ["HPA-001", "22.104.99999"], ("HPA-OO1", "HPA-001", "repaired")),
        row(2, ["HPA-008"], ("HPA-008", "HPA-008", "unproven")),
    ]
    assert score(TRUTH, rows) == {
        "right as read": 0.0,
        "right after repair": 100 / 3,
        "wrong ones marked": 50.0,
        "none wrong and unmarked": 100 - 100 / 3,
    }
