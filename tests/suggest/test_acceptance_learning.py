import numpy as np
import pandas as pd
import pytest

from kiemen.errors import TooLittleDataError
from kiemen.network import Network
from kiemen.suggest import acceptance_learning as learning
from kiemen.suggest.acceptance import fit_acceptance
from kiemen.suggest.acceptance_learning import learn, prolonged
from kiemen.suggest.history import History
from kiemen.suggest.proximity import pair_proximity
from tests.suggest.conftest import dated, moments_of, waves


def after_a_burst(seed, until=300.0):
    """Give two hundred people who met eight times as often in the first forty days as ever after."""
    rng = np.random.default_rng(seed)
    day = np.concatenate([rng.random(1_000) * 40, 40 + rng.random(1_600) * 520])
    ends = rng.integers(0, 200, (2, len(day)))
    chosen = (day <= until) & (ends[0] != ends[1])
    start = pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")
    ties = pd.DataFrame({"source": ends[0].astype(str), "target": ends[1].astype(str), "start": start})
    return Network.from_frames(ties=ties[chosen])


def pairs(network):
    """Give the ids of the pairs that are tied."""
    one, other = network.adjacency(direction="both").nonzero()
    names = network.ids.to_numpy()
    return set(zip(names[one[one < other]], names[other[one < other]], strict=True))


@pytest.mark.parametrize("times", [0.5, 1.0, 7.0])
def test_a_prolonged_chance_is_that_of_at_least_once(times):
    odds = np.array([-12.0, -3.0, 0.0, 4.0])
    chance = 1 / (1 + np.exp(-odds))
    assert 1 / (1 + np.exp(-prolonged(odds, times))) == pytest.approx(1 - (1 - chance) ** times)


def test_prolonging_keeps_order_and_stays_finite():
    odds = np.array([-2_000.0, -600.0, -40.0, 40.0, 600.0, 2_000.0])
    found = prolonged(odds, 5.0)
    assert np.isfinite(found).all()
    assert (np.diff(found) > 0).all()


def test_a_long_period_is_learned_from_the_recent_past():
    network = after_a_burst(1)
    history = History.of(network)
    fitted = learn(history, network, period=250.0, until=history.last, rng=np.random.default_rng(1))
    seen = history.last - history.start.min()
    assert fitted.times == pytest.approx(250.0 / (0.2 * seen), rel=0.01)
    assert min(moments_of(history, 0.2 * seen, history.last)) >= history.start.min() + 0.1 * seen


def test_what_came_later_changes_nothing():
    ties = dated(60, 1_200).ties
    start = ties["start"]
    later = pd.Timestamp("2025-09-01")
    whole, past = (Network.from_frames(ties=one) for one in (ties, ties[start <= later]))
    assert whole.ids.equals(past.ids)
    until = History.of(past).last
    found = [
        learn(History.of(one), one, period=20.0, until=until, rng=np.random.default_rng(1)) for one in (whole, past)
    ]
    assert found[0].level == found[1].level
    assert (found[0].regression.weight == found[1].regression.weight).all()
    assert found[0].shift == found[1].shift


def test_a_night_teaches_nothing():
    # Meetings of one morning a week, forecast by the day: six days of seven are empty.
    rng = np.random.default_rng(1)
    start = pd.Timestamp("2025-01-06 09:00") + pd.to_timedelta(np.repeat(np.arange(0, 84, 7), 60), unit="D")
    ends = rng.integers(0, 80, (2, len(start)))
    kept = ends[0] != ends[1]
    ties = pd.DataFrame({"source": ends[0].astype(str), "target": ends[1].astype(str), "start": start})[kept]
    later = pd.DataFrame({"source": ["0"], "target": ["1"], "start": [pd.Timestamp("2025-03-28")]})
    history = History.of(Network.from_frames(ties=pd.concat([ties, later])))
    found = moments_of(history, 1.0, history.last)
    # Twelve days back there were two such mornings, and the one contact at the end.
    assert [len(history.formed(moment, moment + 1.0)) > 5 for moment in found] == [False, True, True]
    fitted = learn(history, Network.from_frames(ties=ties), period=1.0, until=history.last, rng=rng)
    assert fitted.level.wide


def test_an_early_burst_does_not_raise_what_is_expected():
    # Two hundred and fifty days at the pace of the last two hundred and sixty, from a network that began with a burst.
    ratio = []
    for seed in range(3):
        before, after = after_a_burst(seed), after_a_burst(seed, until=550.0)
        model = fit_acceptance(before, horizon=250.0, rng=1)
        left, right = np.triu_indices(before.n_nodes, 1)
        untied = np.asarray(before.adjacency(direction="both")[left, right]).ravel() == 0
        odds = model.log_odds(before, left[untied], right[untied])
        came = len(pairs(after) - pairs(before))
        ratio.append((1 / (1 + np.exp(-odds))).sum() / came)
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.25)


def chances_now(network, found):
    """Give the chance of every pair that is not tied in the last wave."""
    left, right = np.triu_indices(network.n_nodes, 1)
    tied = np.asarray(network.adjacency(weight=None, direction="both")[left, right]).ravel() > 0
    return (1 / (1 + np.exp(-found.log_odds(network, left, right))))[~tied]


def test_the_sum_of_the_chances_is_the_number_expected():
    network = dated(60, 400)
    history = History.of(network)
    for period in (30.0, 150.0):
        fitted = learn(history, network, period=period, until=history.last, rng=np.random.default_rng(1))
        chance = chances_now(network, fit_acceptance(network, horizon=period, rng=1))
        assert chance.sum() == pytest.approx(fitted.level.expected, rel=0.02)


def test_what_caution_took_is_half_given_back():
    rng = np.random.default_rng(6)
    table = pd.DataFrame({"adamic-adar": rng.normal(size=4_000)})
    formed = rng.random(4_000) < 1 / (1 + np.exp(1.5 - 2.0 * table["adamic-adar"].to_numpy()))
    lesson = learning.Lesson(table, formed, np.ones(4_000))
    plain = learning.fitted([lesson], fading=1.0, crossed=False, rng=rng)
    half = learning._tempered(plain, [lesson], 1.0)
    best = np.polyfit(plain.log_odds(table), table["adamic-adar"] * 2.0, 1)[0]
    assert (half.weight / plain.weight)[0] ** 2 == pytest.approx(best, rel=0.1)


def test_a_network_that_stays_as_busy_is_expected_to_form_as_many_ties():
    ratio = []
    for seed in range(4):
        everything = waves(seed, more=0)
        before = Network.from_frames(ties=everything[everything["wave"] < "3"])
        after = Network.from_frames(ties=everything[everything["wave"] == "3"])
        came = len(pairs(after) - pairs(before.select(wave="2")))
        ratio.append(chances_now(before, fit_acceptance(before, rng=1)).sum() / came)
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.1)


def test_with_hardly_any_new_ties_the_order_is_that_of_shared_contacts():
    # A ring of eight cliques; six pairs across became tied, of the many that shared a contact or not.
    rng = np.random.default_rng(5)
    cliques = [(f"p{8 * c + i:02d}", f"p{8 * c + j:02d}") for c in range(8) for i in range(8) for j in range(i)]
    kept = [pair for pair in cliques if rng.random() < 0.7]
    new = [("p00", "p09"), ("p10", "p19"), ("p20", "p29"), ("p30", "p39"), ("p40", "p49"), ("p50", "p59")]
    rows = [(*pair, "1") for pair in kept] + [(*pair, "2") for pair in kept + new]
    network = Network.from_frames(ties=pd.DataFrame(rows, columns=["source", "target", "wave"]))
    found = fit_acceptance(network, rng=1)
    assert found.formed == 6
    left, right = np.triu_indices(64, 1)
    tied = network.adjacency(weight=None, direction="both")
    untied = np.asarray(tied[left, right]).ravel() == 0
    left, right = left[untied], right[untied]
    from scipy.stats import spearmanr

    shared = pair_proximity(tied, left, right, method="adamic-adar")
    near = shared > 0
    # The new ties spoke against shared contacts, and six are not enough to turn the order around.
    assert spearmanr(found.log_odds(network, left, right)[near], shared[near]).statistic > 0.5


def test_what_never_varied_gets_no_weight():
    ties = waves(count=2)
    people = pd.DataFrame({"person": [f"p{i:02d}" for i in range(30)], "team": ["a"] * 29 + ["b"]})
    network = Network.from_frames(people, ties[ties["source"].ne("p29") & ties["target"].ne("p29")])
    found = fit_acceptance(network, rng=1).learner.regression
    place = found.columns.index("same team")
    assert (found.weight[place] == 0) == (found.low[place] == found.high[place])
    usual = found.columns.index("tied before") if "tied before" in found.columns else None
    assert usual is None or found.weight[usual] == pytest.approx(1.5 * found.scale[usual])


def test_no_wave_between_and_all_at_once_are_answered():
    one = [(f"p{i}", f"p{i + 1}", "1") for i in range(8)]
    same = pd.DataFrame([(a, b, w) for w in "12" for a, b, _ in one], columns=["source", "target", "wave"])
    with pytest.raises(TooLittleDataError, match="0 ties formed"):
        fit_acceptance(Network.from_frames(ties=same))
    every = [(f"p{i}", f"p{j}", "2") for i in range(9) for j in range(i)]
    full = Network.from_frames(ties=pd.DataFrame(one + every, columns=["source", "target", "wave"]))
    assert fit_acceptance(full, rng=1).predict(full, [("p0", "p5")]).between(0.5, 1.0).all()
    with pytest.raises(TooLittleDataError, match="waves"):
        fit_acceptance(Network.from_frames(ties=same[same["wave"] == "1"]))


def test_a_wave_in_which_the_relation_was_not_asked_is_none():
    ties = waves()
    extra = pd.DataFrame({"source": ["p01"], "target": ["p02"], "wave": ["1a"], "relation": ["lunch"]})
    mixed = Network.from_frames(ties=pd.concat([ties.assign(relation="advice"), extra]))
    plain = Network.from_frames(ties=ties.assign(relation="advice"))
    pairs = [("p03", "p04"), ("p00", "p20"), ("p07", "p11")]
    one, other = (fit_acceptance(net, relation="advice", rng=1).predict(net, pairs) for net in (mixed, plain))
    assert one.to_numpy() == pytest.approx(other.to_numpy())


def test_products_join_only_where_they_foresee_better(monkeypatch):
    monkeypatch.setattr(learning, "MANY_TIES", 100)
    rng = np.random.default_rng(3)

    def lessons(crossing):
        found = []
        for _ in range(3):
            table = rng.normal(size=(3_000, 2))
            odds = -2.5 + (1.5 * table[:, 0] * table[:, 1] if crossing else 0.75 * table[:, 0])
            formed = rng.random(3_000) < 1 / (1 + np.exp(-odds))
            found.append(learning.Lesson(pd.DataFrame(table, columns=["adamic-adar", "y"]), formed, np.ones(3_000)))
        return found

    assert learning._crossing_pays(lessons(True), 0.5, rng)
    assert not learning._crossing_pays(lessons(False), 0.5, rng)


def test_row_order_and_names_do_not_matter():
    ties = waves()
    network = Network.from_frames(ties=ties)
    other = Network.from_frames(ties=ties.sample(frac=1.0, random_state=1))
    pairs = [("p03", "p04"), ("p00", "p20"), ("p07", "p11")]
    first = fit_acceptance(network, rng=1).predict(network, pairs)
    assert (first == fit_acceptance(other, rng=1).predict(other, pairs)).all()
    renamed = Network.from_frames(ties=ties.replace({"p03": "zz", "p20": "a0"}))
    named = [("zz", "p04"), ("p00", "a0"), ("p07", "p11")]
    again = fit_acceptance(renamed, rng=1).predict(renamed, named)
    assert again.to_numpy() == pytest.approx(first.to_numpy(), rel=1e-6)


def test_pairs_near_and_far_form_more_nearly_as_often_as_lately():
    # Those who share no contact met at first and hardly do now.
    rng = np.random.default_rng(7)

    def lesson(back, far):
        near = np.arange(8_000) < 2_000
        table = pd.DataFrame({"any shared contact": near.astype(float), "adamic-adar": near * rng.random(8_000)})
        return learning.Lesson(table, rng.random(8_000) < np.where(near, 0.05, far), np.ones(8_000), back)

    sets = [lesson(1, 0.01), lesson(2, 0.02), lesson(3, 0.03), lesson(4, 0.04)]
    plain = learning.fitted(sets, fading=0.7, crossed=False, rng=rng)
    last = sets[0]
    far = last.features["any shared contact"].to_numpy() == 0
    over = []
    for one in (plain, learning._tempered(plain, sets, 0.7)):
        odds = one.log_odds(last.features)
        chance = 1 / (1 + np.exp(-odds - learning._missing(odds, last.weight, last.new)))
        over.append(chance[far].sum() / last.formed[far].sum())
    assert over[0] > 1.7
    assert over[1] < 1.4


def test_where_everybody_shares_a_contact_nothing_is_set_apart():
    rng = np.random.default_rng(7)
    table = pd.DataFrame({"any shared contact": np.ones(500), "adamic-adar": rng.random(500)})
    sets = [learning.Lesson(table, rng.random(500) < 0.1, np.ones(500))]
    plain = learning.fitted(sets, fading=0.7, crossed=False, rng=rng)
    assert learning._apart(plain, [plain.log_odds(table)], sets) is plain
