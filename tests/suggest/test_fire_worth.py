"""What a tie would bring in a fire: the worlds are the simulation's, and over one period the worth is exact."""

import numpy as np
import pytest

from kiemen.diffusion.base import Added
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire
from kiemen.suggest.growth import Field, Worlds


def test_the_quick_exponential_is_close():
    from kiemen._kernels.fire_worth import _faded

    small, large = np.linspace(0.0, 1.0, 50), np.linspace(1.0, 200.0, 50)
    assert np.abs([_faded(x) - np.exp(-x) for x in small]).max() < 1e-6
    assert np.abs([_faded(x) - np.exp(-x) for x in large]).max() < 1e-4


def burnt(field, worlds):
    """Look at a fire as `worthwhile_pairs` does, without a plan."""
    from kiemen._kernels.fire_worth import fire_worth

    machine, engine = field.engine.machine, field.engine
    contacts, model, n = engine.contacts, machine.model, field.n
    lit = np.zeros((worlds.count, engine.horizon, n), np.uint8)
    pull = np.zeros((worlds.count, engine.horizon, n), np.float32)
    none = np.empty(0, np.int64)
    ptr, starts = engine.starters.of(worlds.numbers, engine.seed)
    fire_worth(
        contacts.indptr, contacts.indices, machine.weight, none, none, none, np.empty(0), ptr, starts, worlds.numbers,
        engine.seed, engine.horizon, machine.glow, model.fuel * model.ignition * machine.air,
        np.full(n, float(model.need)), model.reinforcement, np.full(n, model.cooling), model.company, model.outside,
        1.0, contacts.counted.astype(np.int64), lit, pull,
    )  # fmt: skip
    return lit, pull


def test_fires_looked_at_are_those_of_the_simulation(organisation, adopters):
    starters = organisation.positions(adopters)
    model = Fire(ignition=0.05, cooling=0.2)
    field = Field(Engine(gather_contacts(organisation), model=model, starters=starters, seed=4))
    lit, _ = burnt(field, Worlds(0, 20))
    counts = field.engine.run(np.arange(20), Added.none())
    inside = lit[:, :, field.engine.contacts.counted].sum(axis=2)
    assert (inside == counts.active[:, :-1, :-1].sum(axis=2)).all()


def test_over_one_period_the_worth_of_a_tie_in_a_fire_is_exact(organisation, adopters):
    contacts, starters = gather_contacts(organisation), organisation.positions(adopters)
    model = Fire(ignition=0.1, cooling=0.4)
    field = Field(Engine(contacts, model=model, starters=starters, horizon=1, seed=4))
    lit, pull = burnt(field, Worlds(0, 1))
    tied = contacts.matrix().toarray() > 0
    start = starters[0]
    other = next(j for j in range(field.n) if j not in starters and not tied[start, j] and contacts.counted[j])
    gain = field.gains(np.array([[start, other]]), Worlds(0, 20_000))
    assert lit[0, 0, start] * pull[0, 0, other] == pytest.approx(gain.mean(), abs=4 * gain.std() / np.sqrt(20_000))
