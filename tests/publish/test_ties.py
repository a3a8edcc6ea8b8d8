"""The part of a network that is shown is counted from rows, and says what the whole graph says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import networkx
import numpy as np
import pytest

from onrecord import Case
from onrecord.publish import network, traffic
from onrecord.publish.communities import groups
from onrecord.publish.ties import betweenness, core
from onrecord.store.view import View


@pytest.fixture(scope="module")
def view(harbor: Path) -> Iterator[View]:
    """The example case."""
    with Case.open(harbor) as case:
        yield case.view()


def scopes(view: View) -> list[network.Scope]:
    """Scopes of every kind."""
    busy = sorted(view.people, key=lambda one: -len(one.seen))
    return [
        network.Scope(),
        network.Scope(since="2021-03", until="2021-05"),
        network.Scope(since="2021-06-10"),
        network.Scope(most=2),
        *(network.Scope(person=one.id) for one in busy[:4]),
        network.Scope(person=busy[1].id, since="2021-04", most=3),
        network.Scope(since="1999", until="1999"),
    ]


def test_the_core_says_what_the_graph_says(view: View) -> None:
    for scope in scopes(view):
        whole = network.network(view, scope)
        figures = network.figures(whole)
        found = core(view, scope, 400, 400)
        assert found.figures == figures
        assert list(found.standouts) == network.findings(whole, figures)
        assert (found.total, found.messages) == (len(figures), whole.messages)
        assert (found.circulars, found.blanked) == (whole.circulars, whole.blanked)
        ties = {(one.a, one.b): (one.there, one.back) for one in found.pairs}
        weights = {edge: data["weight"] for *edge, data in whole.graph.edges(data=True) for edge in [tuple(edge)]}
        assert ties == {
            pair: (weights.get(pair, 0), weights.get(pair[::-1], 0))
            for pair in {tuple(sorted(edge)) for edge in weights}
        }


def test_the_messages_of_a_tie_are_those_between_the_two(view: View) -> None:
    everything = traffic.everything(view)
    for pair in core(view, network.Scope(), 80, 400).pairs:
        between = traffic.between(everything, pair.a, pair.b)
        assert [everything[number] for number in pair.messages] == between


def test_of_many_people_and_ties_the_busiest_are_kept(view: View) -> None:
    whole, part = core(view, network.Scope(), 400, 400), core(view, network.Scope(), 5, 3)
    assert list(part.figures) == list(whole.figures)[:5] and len(part.pairs) == 3 < part.all_pairs
    assert part.total == whole.total and part.standouts == whole.standouts
    shown = set(part.figures)
    assert list(part.pairs) == [one for one in whole.pairs if {one.a, one.b} <= shown][:3]


@pytest.mark.parametrize("seed", range(6))
def test_betweenness_is_that_of_networkx(seed: int) -> None:
    size = (1, 2, 9, 40, 130, 60)[seed]
    graph = networkx.gnp_random_graph(size, 3 / size, seed=seed)
    expected = networkx.betweenness_centrality(graph)
    assert np.allclose(betweenness(networkx.to_numpy_array(graph)), [expected[n] for n in range(size)])


def test_groups_are_found_and_always_the_same() -> None:
    parts = [[f"{name}{n}" for n in range(6)] for name in "abc"]
    ties = {pair: 3.0 for part in parts for pair in combinations(part, 2)}
    ties |= {("a0", "b0"): 1.0, ("b1", "c0"): 1.0}
    people = [id for part in parts for id in part] + ["alone"]
    assert groups(people, ties) == [*parts, ["alone"]]
    shuffled = random.Random(1).sample(sorted(ties.items()), len(ties))
    assert groups(people[::-1], dict(shuffled)) == [*parts, ["alone"]]
    assert groups(["b", "a"], {}) == [["a"], ["b"]]


# the parts that are found are about as good as those of a known program
@pytest.mark.parametrize("seed", range(4))
def test_groups_have_the_modularity_that_networkx_finds(seed: int) -> None:
    graph = networkx.relabel_nodes(networkx.planted_partition_graph(5, 12, 0.5, 0.04, seed=seed), str)
    found = groups(graph, dict.fromkeys(((str(a), str(b)) for a, b in graph.edges), 1.0))
    theirs = networkx.community.louvain_communities(graph, seed=1)
    modularity = networkx.community.modularity
    assert modularity(graph, found) > modularity(graph, theirs) - 0.02
