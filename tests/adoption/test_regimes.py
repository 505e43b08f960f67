import numpy as np
import pytest

from kiemen.adoption.propensity import score_adopters
from kiemen.adoption.regimes import _before, innovations_in_order, latest_innovation
from kiemen.errors import NoSignalWarning
from tests.adoption.organisations import organisation


def test_times_known_gives_a_model_checked_on_unseen_groups():
    network, ready = organisation()
    found = score_adopters(network, draws=60)
    assert found.basis == "learned"
    assert set(found.table["basis"]) == {"learned"}
    assert found.check.verdict == "better than chance"
    assert found.check.settings["by"] is None or found.check.settings["by"] == "department"
    assert found.table["propensity"].between(0, 1).all()
    assert found.table["propensity"].corr(ready, method="spearman") > 0.5
    # Calibrated: as many early adopters are expected as there are.
    assert found.table["propensity"].mean() == pytest.approx(found.check.positives / found.check.n, abs=0.06)


def test_times_without_signal_are_not_learned_from():
    network, _ = organisation(signal=0.0, seed=3)
    with pytest.warns(NoSignalWarning, match="no better than chance"):
        found = score_adopters(network, draws=60)
    assert found.basis == "unit weights"
    assert found.check.verdict != "better than chance"
    assert any("no better than chance" in caution.say("en") for caution in found.cautions)


def test_only_positives_known():
    network, ready = organisation(adoptions="positives", innovations=1)
    found = score_adopters(network, draws=60)
    assert found.basis == "positive-unlabelled"
    assert found.check is None
    assert found.table["propensity"].between(0, 1).all()
    assert found.table["propensity"].corr(ready, method="spearman") > 0.5
    assert any("random part" in caution.say("en") for caution in found.cautions)
    bare, _ = organisation(adoptions="none")
    named = score_adopters(bare, positives=list(ready.nlargest(40).index), draws=60)
    assert named.basis == "positive-unlabelled"


def test_nothing_known_and_few_people_and_few_positives():
    network, _ = organisation(adoptions="none")
    assert score_adopters(network, draws=60).basis == "unit weights"
    small, _ = organisation(n=24)
    found = score_adopters(small, draws=60)
    assert found.basis == "unit weights"
    assert any("fewer than 30" in caution.say("en") for caution in found.cautions)
    few, _ = organisation(n=60)
    assert score_adopters(few, draws=60).basis == "unit weights"
    bare, ready = organisation(adoptions="none")
    assert score_adopters(bare, positives=list(ready.nlargest(5).index), draws=60).basis == "unit weights"


def test_behaviour_for_training_comes_from_before_the_outcome():
    network, _ = organisation()
    assert innovations_in_order(network) == ["n0", "n1"]
    assert latest_innovation(network) == "n1"
    scores = np.zeros((network.n_nodes, 3))
    earlier = _before(network, scores, "n1", memberships=True)
    times = network.adoption_times("n0")
    adopted = np.isfinite(times).to_numpy()
    assert np.corrcoef(earlier[adopted, 1], times[adopted])[0, 1] < -0.9
    assert np.isnan(_before(network, scores, "n0", memberships=True)[:, 1]).all(), "nothing came before the first"


def test_position_counts_only_where_it_earns_its_place():
    network, _ = organisation()
    found = score_adopters(network, draws=60)
    if not any("named counts" in caution.say("en") for caution in found.cautions):
        assert "network" not in found.settings
