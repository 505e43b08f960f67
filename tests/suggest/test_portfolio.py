import networkx as nx
import numpy as np

from kiemen.adoption.adopters import StartingSet
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.network import Network
from kiemen.suggest.growth import Portfolio, Worlds
from kiemen.suggest.portfolio import mixed_models, named_models, search_portfolio, survival
from kiemen.suggest.search import FIRST_WORLDS, Effort, search_plan
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import Setting, Wishes

ONE = StartingSet(np.array([1], np.int32), np.empty(0), 1)


def test_the_cascades_lie_on_both_sides_of_the_tipping_point(organisation):
    contacts = gather_contacts(organisation)
    models = mixed_models(contacts, ONE, seed=1)
    degree = contacts.in_degree.astype(float)
    branching = (degree**2).sum() / degree.sum() - 1
    below, above = (models[f"cascade {side} tipping"].probability for side in ("below", "above"))
    assert below * branching < 1 < above * branching


def test_models_of_one_kind_get_names_of_their_own(organisation):
    models = named_models(
        [IndependentCascade(0.1), IndependentCascade(0.2)], gather_contacts(organisation), ONE, seed=1
    )
    assert len(models) == 2


def test_a_portfolio_does_well_under_every_model(organisation, adopters):
    setting = Setting.of(organisation, Wishes(adopters=adopters, model=["cascade", "fire"], rng=1), Limits())
    fields = setting.fields()
    found, best = search_portfolio(fields, setting.board, setting.likely, top=5, seed=1, arcs=setting.board.tied.nnz)
    assert len(found.plan) == 5
    assert set(best) == {"cascade", "fire"}
    assert found.gain > 0.5
    silent = np.ones(organisation.n_nodes, dtype=bool)
    lasting = survival(fields, found.plan, seed=1, missing=0.1, silent=silent)
    assert lasting.share.shape == (5,)
    assert set(lasting.votes) == {"cascade", "fire", "missing ties"}
    assert np.allclose(lasting.share, (lasting.votes["cascade"] + lasting.votes["fire"]) / 2)
    alone = survival(fields, found.plan, seed=1, missing=0.1, silent=silent, n_jobs=1)
    assert np.array_equal(alone.share, lasting.share)


def test_over_all_models_no_plan_for_one_of_them_does_better():
    network = Network.from_networkx(nx.watts_strogatz_graph(160, 8, 0.1, seed=5))
    starters = [str(i) for i in range(5, 160, 20)]
    setting = Setting.of(network, Wishes(adopters=starters, rng=2), Limits())
    fields = setting.fields()
    found, best = search_portfolio(fields, setting.board, setting.likely, top=12, seed=2, arcs=setting.board.tied.nnz)
    # Luck decides most in cascades, so many worlds of them are looked at.
    judged = Portfolio(list(fields.values()), [max(gain, 0.1) for gain in best.values()], [4, 4, 2, 1])
    worlds = Worlds(40 * FIRST_WORLDS, 1_000)
    mixed = judged.gain(found.plan, worlds)
    own = [
        search_plan(one, setting.board, setting.likely, top=12, seed=2, effort=Effort.suiting(one, quick=True)).plan
        for one in fields.values()
    ]
    assert mixed > 0.95 * max(judged.gain(plan, worlds) for plan in own)
    # Nor does it live by one model alone: under each it brings a good part of what that model's own plan brings.
    shares = [one.gain(found.plan, worlds) / scale for one, scale in zip(judged.fields, judged.scales, strict=True)]
    assert min(shares) > 0.25


def test_thresholds_and_fire_leave_something_to_win(organisation):
    contacts = gather_contacts(organisation)
    starters = StartingSet(np.arange(12, dtype=np.int32), np.empty(0), 12)
    for name in ("threshold", "fire"):
        model = mixed_models(contacts, starters, seed=3)[name]
        base = Engine(contacts, model=model, starters=starters, runs=200, seed=9).sizes().mean()
        assert base < 0.75 * contacts.n_counted, name
