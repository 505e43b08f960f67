"""The fire model: its limits, its six ingredients, its refusals."""

import itertools
import pickle

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire, Impulse
from kiemen.diffusion.simulation import simulate_spread
from kiemen.errors import InputError
from kiemen.network import Network

RING = Network.from_networkx(nx.circulant_graph(60, [1, 2, 3]))
START = [str(i) for i in range(6)]


def mean(model, network=RING, adopters=START, horizon=12, runs=800, **options):
    return simulate_spread(
        network, adopters=adopters, model=model, horizon=horizon, runs=runs, rng=3, progress=False, **options
    ).mean


def markov_pair(model, horizon):
    """Follow two tied people exactly: chances of the four states, period by period."""
    states = {(1, 0): 1.0}
    light = 1 - np.exp(-model.fuel * model.ignition * model.oxygen * (1 / model.need) ** model.reinforcement)
    for _ in range(horizon):
        new = {}
        for (a, b), chance in states.items():

            def on(me, other):
                return 1 - model.cooling / (1 + model.company * other) if me else light * other

            for x in (0, 1):
                for y in (0, 1):
                    p = (on(a, b) if x else 1 - on(a, b)) * (on(b, a) if y else 1 - on(b, a))
                    new[x, y] = new.get((x, y), 0.0) + chance * p
        states = new
    return sum((a + b) * chance for (a, b), chance in states.items())


def test_two_people_follow_their_markov_chain():
    model = Fire(ignition=0.2, fuel=1, threshold=1, cooling=0.3, company=1.0)
    pair = Network.from_networkx(nx.path_graph(2))
    runs = 60_000
    found = mean(model, pair, ["0"], horizon=4, runs=runs)
    assert found == pytest.approx(markov_pair(model, 4), abs=4.5 * 0.8 / np.sqrt(runs))


def chain(graph, model, starters, horizon):
    """Follow every state of a tiny network exactly: chances of each set of active people after each period."""
    people = sorted(graph)
    rate = model.fuel * model.ignition * model.oxygen
    states = {frozenset(starters): 1.0}
    course = [float(len(starters))]
    for _ in range(horizon):
        after = {}
        for active, chance in states.items():
            on = {}
            for v in people:
                heat = sum(model.pokers.get(str(w), 1.0) for w in graph[v] if w in active)
                if v in active:
                    on[v] = 1 - model.cooling / (1 + model.company * heat)
                else:
                    on[v] = 1 - np.exp(-rate * (heat / model.need) ** model.reinforcement - model.outside)
            for bits in itertools.product((0, 1), repeat=len(people)):
                p = chance * np.prod([on[v] if bit else 1 - on[v] for v, bit in zip(people, bits, strict=True)])
                if p > 0:
                    key = frozenset(v for v, bit in zip(people, bits, strict=True) if bit)
                    after[key] = after.get(key, 0.0) + p
        states = after
        course.append(sum(len(active) * p for active, p in states.items()))
    gone = states.get(frozenset(), 0.0)
    return np.array(course), 1.0 - gone


@pytest.mark.parametrize(
    ("graph", "starters", "model"),
    [
        (nx.path_graph(4), (0,), Fire(ignition=0.15, threshold=1, cooling=0.3)),
        (nx.complete_graph(4), (0, 1), Fire(ignition=0.05, threshold=2, reinforcement=3, cooling=0.4, company=2)),
        (nx.cycle_graph(5), (0, 2), Fire(ignition=0.1, threshold=1, reinforcement=1, cooling=0.2, outside=0.05)),
        (nx.star_graph(4), (1,), Fire(ignition=0.1, threshold=1, cooling=0.25, matches=0.3, pokers={"0": 2.5})),
        (nx.barbell_graph(3, 0), (0, 1, 2), Fire(ignition=0.08, oxygen=1.5, fuel=2, cooling=0.15, company=0.5)),
    ],
)
def test_agrees_with_the_exact_chain_of_a_tiny_network(graph, starters, model):
    runs = 40_000
    spread = simulate_spread(
        Network.from_networkx(graph), adopters=[str(v) for v in starters], model=model, horizon=5, runs=runs, rng=8
    )
    course, alive = chain(graph, model, starters, 5)
    error = spread.worlds.std().to_numpy() / np.sqrt(runs)
    assert (np.abs(spread.table["mean"].to_numpy() - course) <= 4.5 * error + 1e-9).all()
    assert spread.table["survival"].iloc[-1] == pytest.approx(alive, abs=4.5 * 0.5 / np.sqrt(runs))


def test_without_company_a_lone_adopter_goes_out_at_the_cooling_rate():
    network = Network.from_frames(
        pd.DataFrame({"person": ["a", "b", "c"]}), pd.DataFrame({"source": ["b"], "target": ["c"]})
    )
    spread = simulate_spread(network, adopters=["a"], model=Fire(cooling=0.25), horizon=3, runs=40_000, rng=1)
    np.testing.assert_allclose(spread.table["mean"], 0.75 ** np.arange(4), atol=4.5 * 0.5 / 200)
    assert spread.table["survival"].iloc[-1] == pytest.approx(0.75**3, abs=0.012)


def test_every_ingredient_helps():
    base = Fire(ignition=0.02, cooling=0.2)
    low = mean(base)
    assert mean(Fire(ignition=0.02, cooling=0.2, oxygen=2.0)) > low
    assert mean(Fire(ignition=0.02, cooling=0.2, matches=0.4)) > low
    assert mean(Fire(ignition=0.02, cooling=0.2, fuel=8)) > low
    assert mean(Fire(ignition=0.02, cooling=0.2, stoking=(Impulse(4), Impulse(8)))) > low
    assert mean(Fire(ignition=0.02, cooling=0.2, pokers={"2": 5.0})) > low
    assert mean(Fire(ignition=0.02, cooling=0.2, company=3.0)) > low
    assert mean(Fire(ignition=0.02, cooling=0.2, outside=0.05)) > low


def test_reinforcement_is_wider_than_linear():
    star = nx.star_graph(4)
    network = Network.from_networkx(star)
    model = Fire(ignition=0.05, fuel=1, threshold=1, cooling=0.0)
    one = simulate_spread(network, adopters=["1"], model=model, horizon=1, runs=40_000, rng=1).people["active"]["0"]
    two = simulate_spread(network, adopters=["1", "2"], model=model, horizon=1, runs=40_000, rng=1).people["active"][
        "0"
    ]
    assert one == pytest.approx(1 - np.exp(-0.05), abs=0.006)
    assert two == pytest.approx(1 - np.exp(-0.2), abs=0.01)


def test_oxygen_is_a_factor_per_team():
    people = pd.DataFrame(
        {"person": [str(i) for i in range(60)], "team": ["in" if i < 30 else "out" for i in range(60)]}
    )
    ties = pd.DataFrame(
        [(str(a), str(b)) for a, b in nx.circulant_graph(60, [1, 2, 3]).edges()], columns=["source", "target"]
    )
    network = Network.from_frames(people, ties)
    model = Fire(ignition=0.1, oxygen={"out": 0.0})
    spread = simulate_spread(
        network, adopters=START, model=model, by="team", direction="both", horizon=12, runs=100, rng=1
    )
    assert spread.groups.loc["out", "active"] == 0.0
    assert spread.groups.loc["in", "active"] > 6
    with pytest.raises(InputError, match="oxygen names the group 'outt'"):
        simulate_spread(network, adopters=START, model=Fire(oxygen={"outt": 1}), by="team", runs=2)


def test_an_impulse_brings_named_people_back():
    network = Network.from_networkx(nx.path_graph(4))
    model = Fire(ignition=0.0, cooling=1.0, company=0.0, stoking=(Impulse(3, ("1", "2")),))
    spread = simulate_spread(network, adopters=["0"], model=model, horizon=4, runs=5, rng=1)
    assert spread.table["mean"].tolist() == [1, 0, 0, 2, 0]
    half = Fire(ignition=0.0, cooling=1.0, company=0.0, stoking=(Impulse(2, chance=0.5),))
    spread = simulate_spread(network, adopters=["0"], model=half, horizon=2, runs=4000, rng=1)
    assert spread.mean == pytest.approx(0.5, abs=0.04)


def test_an_impulse_keeps_alight_who_would_go_out():
    network = Network.from_networkx(nx.path_graph(2))
    model = Fire(ignition=0.0, cooling=1.0, company=0.0, stoking=(Impulse(1),))
    spread = simulate_spread(network, adopters=["0"], model=model, horizon=2, runs=5, rng=1)
    assert spread.table["mean"].tolist() == [1, 1, 0]


def test_impulses_after_the_horizon_are_told():
    late = Fire(stoking=[Impulse(3), Impulse(30)])
    told = simulate_spread(RING, adopters=START, model=late, horizon=12, runs=2, rng=1).summary("en")
    assert "after the horizon of 12 periods change nothing: 1 of 2" in told


def test_starters_who_leave_do_not_come_back():
    engine = Engine.of(
        RING, model=Fire(ignition=0.0, cooling=0.0, stoking=(Impulse(5),)), adopters=START, horizon=8, runs=4, rng=1
    )
    assert engine.sizes().tolist() == [6] * 4
    assert engine.sizes_after_leaving(3).tolist() == [0] * 4


def test_outside_rate_lights_people_without_contacts():
    spread = simulate_spread(
        RING, adopters=["0"], model=Fire(ignition=0.0, cooling=0.0, outside=0.1), horizon=3, runs=4000, rng=1
    )
    assert spread.mean == pytest.approx(1 + 59 * (1 - np.exp(-0.3)), abs=0.3)


def test_pokers_and_stokers_must_exist():
    with pytest.raises(InputError, match="pokers names 'nobody'"):
        simulate_spread(RING, adopters=START, model=Fire(pokers={"nobody": 2}), runs=2)
    with pytest.raises(InputError, match="stoking names 'nobody'"):
        simulate_spread(RING, adopters=START, model=Fire(stoking=(Impulse(1, ("nobody",)),)), runs=2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ignition", -1), ("threshold", 0), ("reinforcement", 0.5), ("cooling", 1.5), ("company", -1), ("matches", 1.0),
        ("fuel", -2), ("oxygen", -1), ("oxygen", {"Zorg": -1}), ("pokers", {"a": -1}), ("outside", float("inf")),
        ("oxygen", "much"), ("oxygen", None), ("pokers", ["a"]), ("pokers", 2), ("stoking", 3), ("stoking", [3, 6]),
        ("stoking", Impulse(3)), ("stoking", "often"),
    ],
)  # fmt: skip
def test_refuses_parameters_by_name(name, value):
    with pytest.raises(InputError, match=name.rstrip("s")):
        Fire(**{name: value})


def test_refuses_impulses_that_are_none():
    with pytest.raises(InputError, match="period of an impulse"):
        Impulse(0)
    with pytest.raises(InputError, match="chance of an impulse"):
        Impulse(1, chance=2)
    with pytest.raises(InputError, match="people of an impulse"):
        Impulse(1, "anna")


def test_takes_numbers_and_tables_as_analysts_have_them():
    assert Fire(oxygen=np.int64(2)).oxygen == 2.0
    assert dict(Fire(oxygen=pd.Series({"Zorg": 0.5})).oxygen) == {"Zorg": 0.5}
    assert Impulse(1, ["a", "b"]).people == ("a", "b")


def test_travels_to_other_processes_and_says_what_it_assumes():
    model = Fire(oxygen={"Zorg": 2.0}, pokers={"a": 3.0}, stoking=[Impulse(2)])
    again = pickle.loads(pickle.dumps(model))  # noqa: S301 - our own object
    assert again.oxygen == model.oxygen
    assert hash(again) == hash(model)
    said = model.describe("en")
    for word in ("oxygen", "matches", "fuel", "stoking", "pokers", "assumption"):
        assert word in said
    assert Fire(cooling=0).lasting
    assert not Fire().lasting


def test_pokers_count_in_the_reproduction_number():
    """On a star whose centre weighs three times as much, K is 3β one way and β the other, over cooling."""
    network = Network.from_networkx(nx.star_graph(4))
    model = Fire(ignition=0.001, fuel=1, threshold=1, reinforcement=1, cooling=0.2, company=0, pokers={"0": 3.0})
    contacts = gather_contacts(network)
    matrix = model.reproduction(contacts, {person: place for place, person in enumerate(network.ids)}).toarray()
    assert matrix[1, 0] == pytest.approx((1 - np.exp(-0.003)) / 0.2)
    assert matrix[0, 1] == pytest.approx((1 - np.exp(-0.001)) / 0.2)
