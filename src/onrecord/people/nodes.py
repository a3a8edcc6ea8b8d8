"""The distinct names and addresses of many uses, numbered in an order that does not depend on that of the uses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from onrecord.people import forms
from onrecord.people.forms import Form, Kind
from onrecord.people.likeness import skeleton
from onrecord.people.uses import Uses

HEADER = frozenset({"from", "to", "cc", "bcc", "behalf"})
_TAIL = re.compile(r"[^\w.-]+$")


def address_key(address: str) -> str:
    """An address in lower case without debris and without dots that stand together."""
    return _TAIL.sub("", re.sub(r"\.{2,}", ".", address.lower().replace(" ", "").replace("©", "@")))


class Nodes:
    """Nodes of names (``n:``), words (``w:``), groups (``g:``) and addresses (``a:``).

    `name_of[i]` and `address_of[i]` are the nodes of use i, or -1. `together` counts the uses of a name or word node
    with an address node.
    """

    def __init__(self, uses: Uses) -> None:
        self.uses = uses
        spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
        parsed: dict[str, Form] = {}
        names: dict[tuple[str, int], str] = {}
        for written, count in Counter(zip(uses.name, uses.group, strict=True)).items():
            key, form = _name_key(*written)
            names[written] = key
            if key:
                spelled[key][form.shown or written[0]] += count
                parsed[key] = _richer(parsed.get(key), form)
        addresses = _addresses(Counter(uses.address))
        for address, (key, count) in addresses.items():
            if key:
                spelled[key][address_key(address)] += count
        self.keys = sorted(spelled)
        self.number = {key: number for number, key in enumerate(self.keys)}
        self.number[""] = -1
        self.spelled = [spelled[key] for key in self.keys]
        self.counts = [counter.total() for counter in self.spelled]
        self.labels = [_most(counter) for counter in self.spelled]
        self.form = [parsed.get(key) or _address_form(key) for key in self.keys]
        self.name_of = [self.number[names[written]] for written in zip(uses.name, uses.group, strict=True)]
        self.address_of = [self.number[addresses[address][0]] for address in uses.address]
        self.together = Counter(
            (name, address) for name, address in zip(self.name_of, self.address_of, strict=True) if name >= 0 <= address
        )

    def of_kind(self, prefix: str) -> list[int]:
        """The nodes whose key starts with `prefix`."""
        return [number for number, key in enumerate(self.keys) if key.startswith(prefix)]

    def local(self, node: int) -> str:
        """The part before the at sign of an address node."""
        return self.keys[node][2:].partition("@")[0]


def _name_key(name: str, group: int) -> tuple[str, Form]:
    form = forms.read(name) if name else forms.NOBODY
    if group and form.kind is not Kind.NONE:
        return "g:" + forms.fold(name), form._replace(kind=Kind.GROUP)
    if form.kind is Kind.FULL:
        return "n:" + form.key, form
    if form.kind is Kind.WORD:
        return "w:" + form.family, form
    if form.kind is Kind.GROUP:
        return "g:" + form.family, form
    return "", form


def _richer(known: Form | None, form: Form) -> Form:
    """Of two readings of one key that which knows more; the order of reading does not count."""
    if known is None:
        return form
    nicks = tuple(sorted({*known.nicks, *form.nicks}))
    return min(known, form, key=lambda f: (not f.sure, f.shown, f.office))._replace(
        nicks=nicks, sure=known.sure or form.sure, office=min(filter(None, (known.office, form.office)), default="")
    )


def _most(counter: Counter[str]) -> str:
    return min(counter, key=lambda text: (-counter[text], text))


def _address_form(key: str) -> Form | None:
    """ "ana.ruiz@..." reads as a full name; any other way of making addresses does not."""
    if not key.startswith("a:"):
        return None
    local = re.sub(r"\d+$", "", key[2:].partition("@")[0]).rstrip(".-_")
    if forms.is_shared(local):
        return None
    form = forms.read(re.sub(r"[-_]", ".", local) if "." not in local else local)
    return form if form.kind is Kind.FULL and not forms.is_group(local.replace(".", " ")) else None


def _addresses(counts: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """For every address as printed the key of its node, empty for none, and how often it is printed."""
    read = {address: address_key(address) if address else "" for address in counts}
    by_key: Counter[str] = Counter()
    for address, count in counts.items():
        if address:
            by_key[read[address]] += count
    main = _main_addresses(by_key)
    found = {address: main.get(key, "") for address, key in read.items()}
    return {address: ("a:" + best if best else "", counts[address]) for address, best in found.items()}


def _main_addresses(counts: Mapping[str, int]) -> dict[str, str]:
    """For every address key the address it is a misreading of, or itself.

    One is a misreading of another when both look alike to OCR and it is at most a third as frequent.
    """
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for address in counts:
        local, _, domain = address.partition("@")
        alike[skeleton(local) + "@" + _domain(domain)].append(address)
    main = {}
    for group in alike.values():
        best = min(group, key=lambda address: (-counts[address], address))
        for address in group:
            rare = counts[address] * 3 <= counts[best] or address.partition("@")[0] == best.partition("@")[0]
            main[address] = best if rare else address
    return main


def _domain(domain: str) -> str:
    """What is left of a domain that OCR cannot change: all but the last label as strokes, and its first letter."""
    labels = re.sub(r"[^a-z0-9.-]", "", domain).split(".")
    return skeleton("".join(labels[:-1])) + "." + skeleton(labels[-1][:1])
