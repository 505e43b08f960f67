import pytest

from kiemen.adoption.propensity import score_adopters
from kiemen.errors import NoSignalWarning
from tests.adoption.organisations import organisation


def test_times_known_gives_a_model_checked_on_unseen_groups():
    network, ready = organisation(apart=20)
    found = score_adopters(network, draws=60)
    assert found.basis == "learned"
    assert set(found.table["basis"]) == {"learned"}
    assert found.check.verdict == "better than chance"
    assert found.check.settings["by"] == "department", "compared within communities too"
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
    assert found.check.verdict == "better than chance"
    assert found.table["propensity"].between(0, 1).all()
    assert found.table["propensity"].corr(ready, method="spearman") > 0.5
    assert any("random part" in caution.say("en") for caution in found.cautions)
    bare, _ = organisation(adoptions="none")
    named = score_adopters(bare, positives=list(ready.nlargest(40).index), draws=60)
    assert named.basis == "positive-unlabelled"


def test_confirmed_adopters_like_anybody_else_are_not_learned_from():
    network, _ = organisation(adoptions="none")
    with pytest.warns(NoSignalWarning, match="confirmed adopters"):
        found = score_adopters(network, positives=list(network.ids[::7]), draws=60)
    assert found.basis == "unit weights"


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


def test_position_counts_only_where_it_earns_its_place():
    network, _ = organisation(apart=20)
    found = score_adopters(network, draws=60)
    if not any("named counts" in caution.say("en") for caution in found.cautions):
        assert "network" not in found.settings["weights"]


def test_behaviour_that_cannot_be_from_before_is_not_learned_from():
    """Both innovations on one clock and no dates: what somebody did may be of after the adoption."""
    network, _ = organisation(n=500)
    found = score_adopters(network, draws=60)
    assert found.basis == "learned"
    assert abs(found.settings["weights"]["behaviour"]) < 1e-9
    assert any("behaviour does not count" in caution.say("en") for caution in found.cautions)
