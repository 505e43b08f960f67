"""Choosing on reverse-reachable sets: greedy, bounds, certificates that hold."""

import itertools

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.reverse import ReverseSampler, ReverseSets
from kiemen.diffusion.selection import Constraints, certify, choose, exchanged, greedy_cover, lower_bound, upper_bound
from kiemen.network import Network

NOBODY = np.empty(0, np.int64)


def limits(n, k, **changes):
    base = {
        "k": k, "allowed": np.ones(n, bool), "price": np.ones(1), "budget": np.inf, "group": np.zeros(n, np.int32),
        "quota": np.array([n], np.int64),
    }  # fmt: skip
    return Constraints(**{**base, **changes})


def sampled(graph, chance, seed=3):
    return ReverseSampler.of(gather_contacts(Network.from_networkx(graph)), IndependentCascade(chance), seed)


def naive_greedy(lists, n, k):
    chosen, covered = [], set()
    for _ in range(k):
        gains = [sum(v in one for i, one in enumerate(lists) if i not in covered) for v in range(n)]
        for v in chosen:
            gains[v] = -1
        best = int(np.argmax(gains))
        chosen.append(best)
        covered |= {i for i, one in enumerate(lists) if best in one}
    return chosen, len(covered)


@pytest.mark.parametrize("seed", range(3))
def test_greedy_equals_greedy_by_hand_and_bounds_every_choice(seed):
    graph = nx.gnm_random_graph(14, 25, seed=seed)
    sets = sampled(graph, 0.3, seed).draw(400)
    lists = [set(sets.members[a:b].tolist()) for a, b in zip(sets.ptr[:-1], sets.ptr[1:], strict=True)]
    people, covered, upper = greedy_cover(sets, limits(14, 3), np.zeros(sets.size, bool))
    by_hand = naive_greedy(lists, 14, 3)
    assert (people.tolist(), covered) == by_hand
    best = max(sum(bool(one & set(trio)) for one in lists) for trio in itertools.combinations(range(14), 3))
    assert covered <= best <= upper


def test_limits_are_kept():
    graph = nx.barabasi_albert_graph(40, 3, seed=1)
    sets = sampled(graph, 0.2).draw(2000)
    none = np.zeros(sets.size, bool)
    group = (np.arange(40) % 2).astype(np.int32)
    people, _, _ = greedy_cover(sets, limits(40, 6, group=group, quota=np.array([2, 4])), none)
    assert np.bincount(group[people]).tolist() == [2, 4]
    allowed = np.ones(40, bool)
    allowed[:10] = False
    people, _, _ = greedy_cover(sets, limits(40, 6, allowed=allowed), none)
    assert people.min() >= 10
    price = np.where(np.arange(40) < 10, 5.0, 1.0)
    people, _, _ = greedy_cover(sets, limits(40, 40, price=price, budget=7.0), none)
    assert price[people].sum() <= 7.0
    order = np.arange(40)
    assert limits(40, 40, price=price, budget=7.0).pick(order).tolist() == [0, 10, 11]


def exact(graph, chance, people):
    arcs = list(graph.to_directed().edges())
    total = 0.0
    for live in itertools.product((0, 1), repeat=len(arcs)):
        world = nx.DiGraph([arc for arc, on in zip(arcs, live, strict=True) if on])
        world.add_nodes_from(graph)
        reached = set(people).union(*(nx.descendants(world, v) for v in people))
        total += float(np.prod([chance if on else 1 - chance for on in live])) * len(reached)
    return total


def test_certificates_hold_as_often_as_they_promise():
    graph = nx.Graph([(0, 1), (1, 2), (2, 3), (3, 0), (3, 4), (4, 5)])
    truth = {pair: exact(graph, 0.4, pair) for pair in itertools.combinations(range(6), 2)}
    optimum = max(truth.values())
    wrong = 0
    for seed in range(60):
        sampler = sampled(graph, 0.4, seed)
        choice = choose(sampler, limits(6, 2), {}, NOBODY, epsilon=0.1, delta=0.1, progress=False)
        found = choice.certificate
        spread = truth[tuple(sorted(choice.people.tolist()))]
        wrong += not (found.low <= spread <= found.high and optimum <= found.optimum_high)
        assert spread >= 0.9 * optimum
    assert wrong <= 6


def test_bounds_close_in():
    assert lower_bound(0, 1.0, 0.01) == 0.0
    for covered in (10, 1000, 100_000):
        assert lower_bound(covered, 1.0, 0.01) < covered < upper_bound(covered, 1.0, 0.01)
    assert upper_bound(100_000, 1.0, 0.01) - lower_bound(100_000, 1.0, 0.01) < 0.03 * 100_000


def test_a_given_set_is_certified_against_the_best():
    graph = nx.star_graph(30)
    sampler = sampled(graph, 0.3)
    leaf = certify(sampler, np.array([5]), limits(31, 1), NOBODY, epsilon=0.01, delta=0.05).certificate
    centre = certify(sampler, np.array([0]), limits(31, 1), NOBODY, epsilon=0.01, delta=0.05).certificate
    place = Network.from_networkx(graph).positions(["0"])[0]
    assert place == 0
    assert centre.spread == pytest.approx(1 + 30 * 0.3, rel=0.05)
    assert centre.ratio > 0.9
    assert leaf.ratio < centre.ratio


def test_never_worse_than_the_best_connected_on_a_heavy_tail():
    rng = np.random.default_rng(1)
    pull = np.minimum(rng.pareto(1.3, 3000) + 0.2, 120)
    ends = rng.choice(3000, (15_000, 2), p=pull / pull.sum())
    arcs = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    network = Network.from_arrays([f"p{i:04d}" for i in range(3000)], arcs[:, 0], arcs[:, 1])
    contacts = gather_contacts(network)
    sampler = ReverseSampler.of(contacts, IndependentCascade(0.05), 1)
    wishes = limits(3000, 50)
    degree = wishes.pick(np.argsort(-np.diff(contacts.indptr), kind="stable"))
    choice = choose(sampler, wishes, {"degree": degree}, NOBODY, epsilon=0.02, delta=0.01, progress=False)
    fresh = ReverseSampler.of(contacts, IndependentCascade(0.05), 2).draw(2**18)
    assert choice.certificate.sets >= 2**15
    assert fresh.covered(choice.people).sum() >= 0.995 * fresh.covered(degree).sum()


def test_where_people_differ_in_price_gain_alone_competes():
    graph = nx.disjoint_union(nx.star_graph(30), nx.path_graph(2))
    centre, pair = Network.from_networkx(graph).positions(["0", "31"])
    price = np.ones(33)
    price[centre], price[pair] = 10.0, 0.9  # more per price from one of the pair, after whom the centre is too dear
    allowed = np.isin(np.arange(33), [centre, pair])
    wishes = limits(33, 2, allowed=allowed, price=price, budget=10.0)
    sampler = sampled(graph, 0.5)
    assert greedy_cover(sampler.draw(4096), wishes, np.zeros(4096, bool))[0].tolist() == [pair]
    choice = choose(sampler, wishes, {}, NOBODY, epsilon=0.1, delta=0.1, progress=False)
    assert choice.people.tolist() == [centre]


def test_what_the_given_people_reach_does_not_count_again():
    graph = nx.disjoint_union(nx.star_graph(20), nx.star_graph(10))
    choice = choose(
        sampled(graph, 0.5),
        limits(32, 1),
        {},
        Network.from_networkx(graph).positions(["0"]),
        epsilon=0.1,
        delta=0.1,
        progress=False,
    )
    assert Network.from_networkx(graph).ids[choice.people[0]] == "21"


@pytest.mark.parametrize("seed", range(4))
def test_under_a_budget_the_bound_holds_for_every_set_that_it_buys(seed):
    rng = np.random.default_rng(seed)
    sets = sampled(nx.gnm_random_graph(10, 16, seed=seed), 0.3, seed).draw(400)
    lists = [set(sets.members[a:b].tolist()) for a, b in zip(sets.ptr[:-1], sets.ptr[1:], strict=True)]
    price = rng.uniform(1.0, 4.0, 10)
    group = (np.arange(10) % 2).astype(np.int32)
    wishes = limits(10, 4, price=price, budget=6.0, group=group, quota=np.array([2, 2]))
    people, covered, upper = greedy_cover(sets, wishes, np.zeros(sets.size, bool))
    assert price[people].sum() <= 6.0
    bought = (
        some for size in range(1, 5) for some in itertools.combinations(range(10), size)
        if price[list(some)].sum() <= 6.0 and np.bincount(group[list(some)], minlength=2).max() <= 2
    )  # fmt: skip
    best = max(sum(bool(one & set(some)) for one in lists) for some in bought)
    assert covered <= best <= upper
    loose = greedy_cover(sets, limits(10, 4), np.zeros(sets.size, bool))[2]
    assert upper <= loose


def test_where_the_budget_buys_one_person_the_search_ends_at_what_can_be_proved():
    """Everybody costs more than half the budget, so the relaxation buys nearly twice what any choice can."""
    graph = nx.cycle_graph(33)
    wishes = limits(33, 4, price=np.linspace(5.1, 5.2, 33), budget=10.0)
    found = choose(sampled(graph, 0.2), wishes, {}, NOBODY, epsilon=0.02, delta=0.01, progress=False).certificate
    assert found.sets <= 2**20
    assert 0.45 < found.ratio < 0.55


def test_among_equals_the_search_ends_and_says_so():
    graph = nx.circulant_graph(600, [1, 2])
    choice = choose(sampled(graph, 0.1), limits(600, 5), {}, NOBODY, epsilon=0.02, delta=0.01, progress=False)
    assert choice.certificate.sets <= 2**20
    assert choice.alike <= 0.02
    assert choice.certificate.ratio > 0.85
    centre = choose(
        sampled(nx.star_graph(30), 0.3), limits(31, 1), {}, NOBODY, epsilon=0.02, delta=0.01, progress=False
    )
    assert np.isnan(centre.alike)


def test_exchange_betters_what_greedy_steps_missed():
    """Greedy takes the person in four sets first; the two who are in three sets each cover all six between them."""
    rows = [[0, 1], [0, 1], [1], [0, 2], [0, 2], [2]]
    ptr = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    sets = ReverseSets(ptr, np.concatenate(rows).astype(np.int32), 3, 3)
    nobody = np.empty(0, np.int64)
    limits = Constraints(2, np.ones(3, bool), np.ones(1), np.inf, np.zeros(3, np.int32), np.array([3]))
    people, covered, _ = greedy_cover(sets, limits, np.zeros(6, bool))
    assert covered == 5
    found = exchanged(sets, people, limits, nobody)
    assert sorted(found.tolist()) == [1, 2]
    one_each = Constraints(2, np.ones(3, bool), np.ones(1), np.inf, np.array([0, 1, 1], np.int32), np.array([1, 1]))
    assert exchanged(sets, people, one_each, nobody)[0] == 0
    dear = Constraints(2, np.ones(3, bool), np.array([1.0, 2.0, 2.0]), 3.0, np.zeros(3, np.int32), np.array([3]))
    assert 0 in exchanged(sets, people, dear, nobody)
