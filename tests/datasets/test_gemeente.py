"""The municipality: the plant has the strength that was promised, and nothing else gives it away."""

import numpy as np
import pytest
from scipy.stats import rankdata

from .conftest import table


def auc(scores, labels):
    ranks = rankdata(scores)
    early = labels.sum()
    return (ranks[labels.to_numpy()].sum() - early * (early + 1) / 2) / (early * (len(labels) - early))


def mean_over(towns, measure):
    return float(np.mean([measure(town) for town in towns]))


@pytest.mark.parametrize("scale", ["innovativeness", "opinion_leadership", "room", "barriers"])
@pytest.mark.parametrize("strength", ["normal", "none"])
def test_scales_are_as_reliable_as_real_ones(towns, scale, strength):
    low = 0.75 if strength == "normal" else 0.7
    assert low <= mean_over(towns(strength), lambda town: town.alpha(scale)) <= 0.85


def correlation(name):
    def measure(town):
        seen = town.observables()[name]
        return np.corrcoef(seen, town.readiness[seen.index])[0, 1]

    return measure


def test_answers_correlate_one_half_with_the_truth(towns):
    assert 0.45 < mean_over(towns("normal"), correlation("innovativeness")) < 0.55
    assert 0.2 < mean_over(towns("weak"), correlation("innovativeness")) < 0.3


@pytest.mark.parametrize("name", ["joining", "nominations"])
def test_behaviour_and_nominations_relate_moderately(towns, name):
    assert 0.3 < mean_over(towns("normal"), correlation(name)) < 0.45


def test_a_quarter_does_not_answer_and_that_depends_on_attitude(towns):
    silent = mean_over(towns("normal"), lambda town: 1 - len(town.survey) / len(town.staff))
    assert 0.2 < silent < 0.3
    attitude = mean_over(
        towns("none"),
        lambda t: np.corrcoef(t.observables()["answering"], t.truth["self_image"].astype(float))[0, 1],
    )
    assert attitude > 0.15


def test_with_no_signal_nothing_that_can_be_seen_tells(towns):
    """Over twenty towns the mean AUC of every observable is one half within three standard errors."""
    seen = [(town.observables(), town.early) for town in towns("none")]
    for name in seen[0][0]:
        found = np.array([auc(values[name], early[values[name].index]) for values, early in seen])
        assert abs(found.mean() - 0.5) < 3 * found.std(ddof=1) / np.sqrt(len(found)), name


def test_strength_changes_nothing_of_the_structure(towns):
    for strong, none in zip(towns("normal")[:5], towns("none")[:5], strict=True):
        for path in ("truth/walls.csv", "truth/blocked.csv", "truth/lonely.csv", "truth/bridge.csv", "medewerkers.csv"):
            assert strong.files[path] == none.files[path]


def test_walls_show_in_the_true_ties(towns):
    """Between the two sides of a wall there is at most a tenth of the usual density across departments."""
    for town in towns("normal"):
        department = town.staff["Afdeling"]
        sizes = department.value_counts()
        a, b = town.ties["source"].map(department), town.ties["target"].map(department)
        across = (a != b).sum() / ((600**2 - (sizes**2).sum()) / 2)
        for left, right in table(town.files["truth/walls.csv"], ",").to_numpy():
            between = (((a == left) & (b == right)) | ((a == right) & (b == left))).sum()
            assert between / (sizes[left] * sizes[right]) < 0.2 * across


@pytest.mark.parametrize(("scale", "direction"), [("barriers", 1), ("room", -1)])
def test_blocked_departments_have_barriers_and_no_room(towns, scale, direction):
    """On the scale from 1 to 5: two thirds of a point apart on average, in each of the forty departments a quarter."""
    gaps = []
    for town in towns("normal"):
        blocked = table(town.files["truth/blocked.csv"], ",")["department"].tolist()
        scores = town.items(scale).mean(axis=1) * direction
        means = scores.groupby(town.staff["Afdeling"].reindex(scores.index)).mean()
        gaps += (means[blocked] - means.drop(blocked).mean()).tolist()
    assert np.mean(gaps) > 0.6
    assert min(gaps) > 0.2


def test_lonely_group_knows_only_itself_and_holds_early_adopters(towns):
    for town in towns("normal"):
        lonely = set(table(town.files["truth/lonely.csv"], ",")["person"])
        inside = town.ties["source"].isin(lonely) == town.ties["target"].isin(lonely)
        assert inside.all()
        assert town.early[sorted(lonely)].all()


def test_bridge_has_many_times_the_usual_ties(towns):
    for town in towns("normal"):
        bridge = table(town.files["truth/bridge.csv"], ",")["person"][0]
        degree = town.observables()["degree"]
        assert degree.idxmax() == bridge
        assert degree[bridge] > 3 * degree.mean()


def test_size_is_as_documented(towns):
    town = towns("normal")[0]
    assert len(town.staff) == 600
    assert town.staff["Afdeling"].nunique() == 14
    assert town.early.sum() == 84
    assert len(table(town.files["initiatieven.csv"])) == 40
    assert town.staff["Naam"].duplicated().sum() == 2
    assert not town.staff["E-mail"].duplicated().any()
    assert not town.staff["Enquêtecode"].duplicated().any()
