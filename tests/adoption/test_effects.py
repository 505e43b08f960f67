import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from kiemen.adoption.effects import Evidence, earliness, gather_evidence, score_person_effects, shrunk_effects
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network


def test_normal_scores_of_mid_ranks():
    """Four people: 1, 2 and two who did not adopt, who share ranks 3 and 4."""
    found = earliness(np.array([1, 2, np.inf, np.inf, np.nan]))
    np.testing.assert_allclose(found[:4], -norm.ppf([0.125, 0.375, 0.75, 0.75]))
    assert np.isnan(found[4])


def test_formula_of_the_shrinkage():
    rng = np.random.default_rng(1)
    z = rng.normal(size=(400, 1)) * 0.8 + rng.normal(size=(400, 6)) * 0.6
    evidence = Evidence(np.full(400, 6.0), z.sum(axis=1), (z**2).sum(axis=1), np.zeros(400), 6)
    effect, variance, within, between = shrunk_effects(evidence)
    assert within == pytest.approx(0.36, rel=0.1)
    assert between == pytest.approx(0.64, rel=0.2)
    np.testing.assert_allclose(effect, z.sum(axis=1) / within / (6 / within + 1 / between))
    np.testing.assert_allclose(variance, 1 / (6 / within + 1 / between))


def test_one_innovation_is_pulled_halfway_and_said():
    network = Network.from_arrays([f"p{i}" for i in range(9)], [0], [1])
    times = pd.DataFrame({"one": np.arange(9.0)}, index=network.ids)
    found = score_person_effects(network, times=times)
    np.testing.assert_allclose(found.table["effect"], np.sort(earliness(np.arange(9.0)))[::-1] / 2)
    assert "one practice only" in found.cautions[0].say("en")


def by_hand(network: Network, people: int) -> np.ndarray:
    """Memberships as full columns of times: start dates, everybody else last."""
    total = np.zeros(network.n_nodes)
    for _, rows in network.memberships.groupby("initiative"):
        times = np.full(network.n_nodes, np.inf)
        times[network.positions(rows["person"])] = rows["start"].to_numpy(dtype="datetime64[D]").astype(float)
        total += earliness(times)
    return total


def test_memberships_count_as_innovations_everybody_could_join():
    rng = np.random.default_rng(3)
    ids = [f"p{i:02d}" for i in range(40)]
    rows = [
        {"person": person, "initiative": f"i{m}", "start": pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(day))}
        for m in range(6)
        for person, day in zip(rng.choice(ids, 8, replace=False), rng.integers(0, 60, 8), strict=True)
    ]
    network = Network.from_frames(pd.DataFrame({"person": ids}), memberships=pd.DataFrame(rows))
    evidence = gather_evidence(network)
    np.testing.assert_allclose(evidence.total, by_hand(network, 40), atol=1e-9)
    assert set(evidence.number) == {6}
    assert evidence.joined.sum() == 48


def test_only_memberships_before_a_date_count_and_undated_ones_share_the_middle():
    rows = pd.DataFrame(
        {"person": ["a", "b", "c"], "initiative": "x", "start": ["2024-01-01", None, "2024-05-01"]}
    ).assign(start=lambda t: pd.to_datetime(t["start"]))
    network = Network.from_frames(pd.DataFrame({"person": list("abcdef")}), memberships=rows)
    whole = gather_evidence(network)
    assert whole.total[0] > whole.total[1] > whole.total[2] > whole.total[3]
    early = gather_evidence(network, before="2024-03-01")
    assert early.joined.tolist() == [1, 0, 0, 0, 0, 0]


def test_intervals_hold_the_true_effect_nine_times_in_ten():
    """50 simulated organisations of 100 people with unequal numbers of innovations."""
    rng = np.random.default_rng(8)
    hits = []
    for _ in range(50):
        theta = rng.normal(0, 0.7, 100)
        number = rng.integers(1, 8, 100)
        z = [theta[i] + rng.normal(0, 0.7, number[i]) for i in range(100)]
        evidence = Evidence(
            number.astype(float), np.array([v.sum() for v in z]), np.array([(v**2).sum() for v in z]), np.zeros(100), 8
        )
        effect, variance, _, _ = shrunk_effects(evidence)
        hits.append((np.abs(effect - theta) <= 1.6449 * np.sqrt(variance)).mean())
    assert 0.88 <= np.mean(hits) <= 0.92


def test_nothing_to_learn_from_and_wrong_times():
    network = Network.from_arrays(list("ab"), [0], [1])
    with pytest.raises(TooLittleDataError, match="neither"):
        score_person_effects(network)
    with pytest.raises(InputError, match="DataFrame"):
        score_person_effects(network, times=pd.Series([1.0, 2.0], index=network.ids))


def test_several_innovations_of_the_network():
    adoptions = pd.DataFrame(
        {"person": list("abcab"), "innovation": ["x", "x", "x", "y", "y"], "time": [1, 2, 3, 1, 2]}
    )
    network = Network.from_frames(pd.DataFrame({"person": list("abcd")}), adoptions=adoptions)
    found = score_person_effects(network).table
    assert found.index[0] == "a"
    assert found.loc["d", "practices"] == 0
    assert np.isnan(found.loc["d", "effect"])
    assert score_person_effects(network, innovations=["y"]).table.loc["c", "practices"] == 0


def test_an_innovation_nobody_took_up_does_not_stop_the_rest():
    network = Network.from_arrays(list("abcd"), [0], [1])
    times = pd.DataFrame({"one": [1.0, 2, 3, 4]}, index=list("abcd"))
    alone = score_person_effects(network, times=times)
    more = score_person_effects(network, times=times.assign(none=np.inf, unknown=np.nan))
    pd.testing.assert_frame_equal(more.table, alone.table)
    with pytest.raises(InputError, match="zz"):
        score_person_effects(network, times=pd.DataFrame({"none": [np.inf]}, index=["zz"]))


def test_before_is_a_date():
    rows = pd.DataFrame({"person": ["a", "b"], "initiative": "x", "start": ["2024-01-01", "2024-06-01"]})
    network = Network.from_frames(pd.DataFrame({"person": list("abcd")}), memberships=rows)
    with pytest.raises(InputError, match="before must be a date"):
        score_person_effects(network, before="soon")
    plain = score_person_effects(network, before="2024-03-01").table
    aware = score_person_effects(network, before=pd.Timestamp("2024-03-01", tz="Europe/Amsterdam")).table
    pd.testing.assert_frame_equal(plain, aware)
