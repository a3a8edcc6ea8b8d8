"""A data journalist's first hour with a case: who wrote how often, in which month, and where each message stands.

python examples/who_wrote_when.py CASE
"""

from __future__ import annotations

import sys
from collections import Counter

from onrecord import Case


def main(path: str) -> None:
    """Print the busiest senders by month, and the first message of the busiest with its citation."""
    with Case.open(path) as case:
        months: Counter[tuple[str, str]] = Counter()
        first: dict[str, str] = {}
        for message in case.messages():
            if message.sender is None or message.sender.redacted or message.sent is None or not message.sent.local:
                continue
            months[message.sender.name, message.sent.local[:7]] += 1
            first.setdefault(message.sender.name, message.id)
        for (name, month), count in sorted(months.items(), key=lambda item: (-item[1], item[0]))[:10]:
            print(f"{month}  {count:3}  {name}")
        busiest = case.message(first[max(months, key=lambda key: (months[key], key))[0]])
        print(f"\nfirst message of {busiest.sender.name if busiest.sender else ''}: {busiest.id}")
        print(f"page {busiest.page_start}, stamp {busiest.stamp_start or 'none'}")
        print(busiest.citation.quote)


if __name__ == "__main__":
    main(sys.argv[1])
