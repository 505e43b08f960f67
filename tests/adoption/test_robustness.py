import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.robustness import default_measures, profile_robustness, top_overlap, without_reports
from kiemen.errors import InputError, LowResponseWarning, TooLittleDataError
from kiemen.network import Network


def survey(share: float, n=80, seed=1) -> Network:
    rng = np.random.default_rng(seed)
    ids = [f"p{i:02d}" for i in range(n)]
    answered = rng.random(n) < share
    source = np.repeat(np.flatnonzero(answered), 5)
    target = (n * rng.random(len(source)) ** 2).astype(int)
    keep = source != target
    ties = pd.DataFrame(
        {"source": np.array(ids)[source[keep]], "target": np.array(ids)[target[keep]], "relation": "advice"}
    )
    status = pd.DataFrame({"person": ids, "status": np.where(answered, "answered", "not answered")})
    relations = pd.DataFrame({"relation": ["advice"], "asked": [True]})
    return Network.from_frames(pd.DataFrame({"person": ids}), ties, participation=status, relations=relations)


def test_the_observed_share_is_one_of_the_rows():
    network = survey(0.8)
    found = profile_robustness(network, draws=20)
    observed = found.table[found.table["observed"]]
    assert np.allclose(observed["missing"], 1 - network.response_rate())
    assert found.individual_claims
    assert set(found.table.index) == {"in-degree", "out-degree", "constraint", "betweenness"}
    assert (found.table["low"] <= found.table["correlation"]).all()


def test_below_seventy_percent_no_claims_about_single_people():
    with pytest.warns(LowResponseWarning, match="do not name single people"):
        found = profile_robustness(survey(0.5), draws=20)
    assert not found.individual_claims
    assert any("do not name" in caution.say("en") for caution in found.cautions)


def test_in_degree_is_more_stable_than_betweenness_at_every_level():
    """Costenbader and Valente (2003), doi:10.1016/S0378-8733(03)00012-1, in-degree is the most stable measure."""
    table = profile_robustness(survey(1.0, 120), missing=[0.1, 0.3, 0.5], draws=40).table
    for share in (0.1, 0.3, 0.5):
        level = table[table["missing"] == share]["correlation"]
        assert level["in-degree"] > level["betweenness"]
    falling = table.loc["in-degree", "correlation"].to_numpy()
    assert (np.diff(falling) < 0).all()


def test_missing_respondents_take_their_reports_but_stay_named():
    matrix = Network.from_arrays(list("abc"), [0, 1, 2], [1, 2, 0]).adjacency()
    assert without_reports(matrix, np.array([0]), whole=False).toarray().tolist() == [[0, 0, 0], [0, 0, 1], [1, 0, 0]]
    assert without_reports(matrix, np.array([0]), whole=True).toarray().sum() == 1
    assert matrix.nnz == 3, "the shared matrix is not touched"


def test_overlap_shares_ties():
    values = np.arange(20.0)
    assert top_overlap(values, values) == 1.0
    assert top_overlap(values, -values) == 0.0
    assert top_overlap(values, np.zeros(20)) == pytest.approx(0.1)


def test_own_measures_seed_and_bad_input():
    network = survey(0.9)
    own = {"degree": lambda matrix: np.asarray(matrix.sum(axis=0) + matrix.sum(axis=1)).ravel()}
    one = profile_robustness(network, measures=own, missing=[0.2], draws=20, rng=3).table
    pd.testing.assert_frame_equal(one, profile_robustness(network, measures=own, missing=[0.2], draws=20, rng=3).table)
    for wrong in ([], [0], [1.0]):
        with pytest.raises(InputError, match="missing"):
            profile_robustness(network, missing=wrong)
    with pytest.raises(TooLittleDataError, match="have ties"):
        profile_robustness(Network.from_arrays(list("ab"), [0], [1]))


def test_it_stops_when_the_numbers_are_precise():
    """Degree of a large survey hardly moves; the number of draws is told, and more of them say the same."""
    network = survey(0.9, 150)
    degree = {"degree": lambda matrix: np.asarray(matrix.sum(axis=0)).ravel()}
    few = profile_robustness(network, measures=degree, missing=[0.1, 0.5], draws=2000)
    assert (few.table["draws"] >= 40).all()
    assert (few.table["draws"] < 400).all()
    many = profile_robustness(network, measures=degree, missing=[0.1, 0.5], draws=few.table["draws"].iloc[0], rng=5)
    for column in ("correlation", "overlap", "low", "high"):
        assert np.allclose(few.table[column], many.table[column], atol=0.05), column


def test_no_bar_when_none_is_wanted(capsys):
    profile_robustness(survey(0.9), missing=[0.1], draws=20, progress=False)
    assert capsys.readouterr().err == ""


def test_compiled_and_plain_roads_agree():
    network = survey(0.9)
    matrix = network.adjacency(weight=None)
    for name, measure in default_measures(80).items():
        again = default_measures(80, repeats=10**6)[name](matrix)
        assert np.allclose(measure(matrix), again, equal_nan=True), name


def test_one_share_will_do_and_a_measure_is_per_person():
    rng = np.random.default_rng(2)
    network = Network.from_arrays([f"p{i}" for i in range(30)], rng.integers(30, size=90), rng.integers(30, size=90))
    one = profile_robustness(network, missing=0.2, draws=20, progress=False)
    pd.testing.assert_frame_equal(one.table, profile_robustness(network, missing=[0.2], draws=20, progress=False).table)
    with pytest.raises(InputError, match="one number per person"):
        profile_robustness(network, measures={"mine": lambda _: 3}, draws=20, progress=False)
