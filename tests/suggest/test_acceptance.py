"""Acceptance: calibrated where ties form by a known rule, better than shared contacts on published data."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network
from kiemen.suggest.acceptance import (
    default_acceptance,
    fit_acceptance,
    in_units,
    learned_if_known,
    said_of_learning,
)
from tests.suggest.conftest import dated, growing


def test_the_chances_are_those_by_which_ties_form():
    network, chance, left, right = growing()
    model = fit_acceptance(network, rng=1)
    untied = np.asarray(network.adjacency(direction="both")[left, right]).ravel() == 0
    found = 1 / (1 + np.exp(-model.log_odds(network, left[untied], right[untied])))
    # With so few new ties the fit is shrunk hard: groups keep their order and their sum, not their full distance.
    assert found[chance[untied] == 0.04].mean() > 2 * found[chance[untied] == 0.005].mean()
    assert found.sum() == pytest.approx(chance[untied].sum(), rel=0.35)


def test_prediction_is_by_id_and_symmetric():
    network = growing()[0]
    model = fit_acceptance(network, rng=1)
    chance = model.predict(network, [("p01", "p09"), ("p09", "p01")])
    assert chance.iloc[0] == chance.iloc[1]
    assert chance.between(0, 1).all()


def test_too_few_new_ties_are_refused():
    ties = pd.DataFrame({"source": ["a", "b", "a"], "target": ["b", "c", "c"], "wave": ["1", "1", "2"]})
    with pytest.raises(TooLittleDataError, match="at least 5"):
        fit_acceptance(Network.from_frames(ties=ties))


def test_the_default_is_what_it_says(organisation):
    left, right = np.array([0, 0]), np.array([60, 61])
    stranger = default_acceptance(organisation, np.array([61]), np.array([30]))
    assert stranger[0] == pytest.approx(1 / 4, abs=0.01)
    same = default_acceptance(organisation, left, right, group=np.zeros(62, np.int64))
    assert (same > default_acceptance(organisation, left, right)).all()


def test_it_is_learned_unasked_only_where_there_is_something_to_learn():
    network = growing()[0]
    found = learned_if_known(network, None, rng=np.random.default_rng(1))
    assert found is not None
    assert found.formed >= 100
    assert not said_of_learning(found)
    assert learned_if_known(network.select(wave="1"), None, rng=np.random.default_rng(1)) is None
    little = learned_if_known(growing(3, n=24)[0], None, rng=np.random.default_rng(1))
    assert "only" in said_of_learning(little)[0].say("en")
    assert "maar" in said_of_learning(little)[0].say("nl")
    assert not said_of_learning(None)


@given(st.integers(0, 6), st.booleans())
def test_the_default_grows_with_what_two_people_share(shared, together):
    ties = pd.DataFrame(
        [(end, f"c{k}") for k in range(shared + 1) for end in ("a", "b")] + [("x", "y")], columns=["source", "target"]
    )
    network = Network.from_frames(ties=ties)
    fewer = Network.from_frames(ties=ties[ties["target"] != f"c{shared}"], people=network.people.reset_index())
    group = np.zeros(network.n_nodes, np.int64) if together else None
    chance = [
        default_acceptance(one, one.positions(["a"]), one.positions(["b"]), group=group)[0] for one in (fewer, network)
    ]
    assert 0.05 <= chance[0] <= chance[1] <= 0.95
    odds = chance[1] / (1 - chance[1]) / (chance[0] / (1 - chance[0]))
    assert odds == pytest.approx(np.exp(0.35) if shared < 4 else 1.0)


def test_ties_that_form_for_no_reason_are_told_and_the_default_holds():
    rng = np.random.default_rng(8)
    rows = [(f"p{a:02d}", f"p{b:02d}", str(w)) for w in range(4) for a, b in rng.integers(0, 60, (90, 2)) if a != b]
    network = Network.from_frames(ties=pd.DataFrame(rows, columns=["source", "target", "wave"]))
    model = fit_acceptance(network, rng=1)
    assert not model.learner.signal
    assert learned_if_known(network, None, rng=np.random.default_rng(1)) is None
    assert "better than chance" in " ".join(fact.say("en") for fact in said_of_learning(model))
    assert "dan toeval" in " ".join(fact.say("nl") for fact in model.facts)
    # The chances are still those of a network in which about as many ties form as did.
    assert model.expected["low"] < 90 < model.expected["high"]


def test_what_was_learned_is_said_in_both_languages():
    model = fit_acceptance(growing()[0], rng=1)
    assert f"Learned from {model.formed} ties that formed, for the next wave." in model._repr_html_()
    assert repr(model) == f"<AcceptanceModel: learned from {model.formed} new ties>"
    dutch = [fact.say("nl") for fact in model.facts]
    assert "voor de volgende meting" in dutch[0]
    assert "worden" in dutch[1]
    assert "90%" in dutch[1]
    assert model.expected["low"] < model.expected["expected"] < model.expected["high"]


def test_what_cannot_be_judged_is_told():
    network = growing()[0]
    model = fit_acceptance(network, rng=1)
    assert np.isnan(model.predict(network, [("p01", "p01")]).iloc[0])
    with pytest.raises(InputError, match="70 people and this one has 2"):
        model.predict(network.select(people=["p01", "p02"]), [("p01", "p02")])
    with pytest.raises(InputError, match="no relation 'lunch'"):
        fit_acceptance(network, relation="lunch")


def test_ties_without_a_date_are_told():
    ties = dated().ties[["source", "target", "start"]]
    undated = pd.DataFrame({"source": ["0", "3"], "target": ["1", "4"], "start": pd.NaT})
    model = fit_acceptance(Network.from_frames(ties=pd.concat([ties, undated])), rng=1)
    told = [fact.say("en") for fact in model.facts]
    assert any("2 pairs have a tie without a usable date or wave and are not learned from" in one for one in told)
    assert any("2 tweetallen met een verbinding zonder bruikbare datum" in fact.say("nl") for fact in model.facts)
    assert not any("without a usable date" in fact.say("en") for fact in fit_acceptance(dated(), rng=1).facts)


def test_a_moment_is_foreseen_from_longer_periods():
    network = dated()
    hour = fit_acceptance(network, horizon=1 / 24, rng=1)
    day = fit_acceptance(network, horizon=1.0, rng=1)
    assert 0 < hour.expected["expected"] < day.expected["expected"] / 5
    pairs = [("1", "2"), ("5", "9"), ("30", "70")]
    assert hour.predict(network, pairs).rank().tolist() == day.predict(network, pairs).rank().tolist()


def test_what_was_learned_of_others_is_refused():
    network = growing()[0]
    model = fit_acceptance(network, rng=1)
    others = network.to_frames()
    for table, columns in (("people", ["person"]), ("ties", ["source", "target"])):
        frame = others[table].reset_index() if table == "people" else others[table]
        others[table] = frame.assign(**{one: frame[one].replace("p00", "zz") for one in columns})
    left = Network.from_frames(people=others["people"], ties=others["ties"])
    assert left.n_nodes == network.n_nodes
    with pytest.raises(InputError, match="other people"):
        model.predict(left, [("p01", "p09")])
    with pytest.raises(InputError, match="no pair"):
        model.predict(network, ["ab"])


@pytest.mark.parametrize(
    ("days", "said"),
    [(1.0, ("days", 1)), (45.4, ("days", 45)), (1.54, ("days", 1.5)), (0.1, ("hours", 2.4)), (0.94, ("hours", 23)),
     (0.999, ("days", 1)), (1 / 24, ("hours", 1)), (0.01, ("minutes", 14)), (1e-6, ("minutes", 1))],
)  # fmt: skip
def test_a_time_is_said_in_a_unit_that_fits(days, said):
    assert in_units(days) == said


def test_a_horizon_is_not_finer_than_the_dates():
    exact = dated()
    model = fit_acceptance(exact, rng=1, horizon=0.25)
    assert model.period == 0.25
    assert "de komende 6 uur" in model.facts[0].say("nl")
    ties = exact.to_frames()["ties"]
    ties["start"] = ties["start"].dt.normalize()
    model = fit_acceptance(Network.from_frames(ties=ties), rng=1, horizon=0.25)
    assert model.period == 1.0
    assert "the next day" in model.facts[0].say("en")


def test_a_horizon_is_a_number_of_whole_waves():
    network = growing()[0]
    half, one = (fit_acceptance(network, rng=1, horizon=horizon) for horizon in (0.5, None))
    assert half.period == one.period == 1.0
    assert half.expected.equals(one.expected)


def test_no_pairs_have_no_chances():
    network = growing()[0]
    found = fit_acceptance(network, rng=1).predict(network, [])
    assert found.empty
    assert found.index.names == ["person", "other"]


def test_a_time_in_which_nothing_forms_is_not_said_to_vary():
    for horizon in (1e-9, 30.0):
        model = fit_acceptance(dated(), horizon=horizon, rng=1)
        told = " ".join(fact.say("en") for fact in model.facts)
        some = bool(round(model.expected["high"]))
        assert ("times as many" in told) == (some and model.learner.level.wide)


def test_without_a_whole_period_before_it_says_what_to_do():
    network = growing(waves=2)[0]
    with pytest.raises(TooLittleDataError, match=r"shorter horizon.*two to learn and three to check"):
        fit_acceptance(network, horizon=2)
