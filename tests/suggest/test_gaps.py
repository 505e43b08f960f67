import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.contacts import gather_contacts
from kiemen.network import Network
from kiemen.suggest.gaps import LEFT_OUT, missing_share, redrawn, silent_people

NOTHING = np.empty((0, 2), np.int64)


def keys(contacts):
    source = np.repeat(np.arange(contacts.n), np.diff(contacts.indptr))
    return set((source * contacts.n + contacts.indices).tolist())


def test_a_tenth_is_left_out_and_as_many_added_as_are_missing(organisation):
    contacts = gather_contacts(organisation)
    everybody = np.ones(contacts.n, dtype=bool)
    left_out, added = [], []
    for number in range(30):
        other = redrawn(contacts, missing=0.2, silent=everybody, plan=NOTHING, seed=3, number=number)
        before, after = keys(contacts), keys(other)
        left_out.append(len(before - after) / len(before))
        added.append(len(after - before) / len(before))
        assert all((k % contacts.n) * contacts.n + k // contacts.n in after for k in after)
        assert (np.diff(other.indptr) >= 0).all()
    assert np.mean(left_out) == pytest.approx(LEFT_OUT, abs=0.02)
    assert np.mean(added) == pytest.approx(0.25, abs=0.01)


def test_added_ties_touch_the_silent_and_never_the_plan(organisation):
    contacts = gather_contacts(organisation)
    silent = np.zeros(contacts.n, dtype=bool)
    silent[:6] = True
    plan = np.column_stack(np.triu_indices(6, 1)).astype(np.int64)
    other = redrawn(contacts, missing=0.3, silent=silent, plan=plan, seed=3, number=0)
    fresh = np.array(sorted(keys(other) - keys(contacts)))
    ends = np.column_stack([fresh // contacts.n, fresh % contacts.n])
    assert len(fresh)
    assert silent[ends].any(axis=1).all()
    assert not silent[ends].all(axis=1).any()


def test_what_is_missing_follows_the_answers():
    ties = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    asked = pd.DataFrame({"person": list("abcd"), "status": ["answered", "partial", "not answered", "answered"]})
    network = Network.from_frames(ties=ties, participation=asked)
    assert missing_share(network) == pytest.approx(1 - network.response_rate())
    assert silent_people(network).tolist() == [False, False, True, False]
    unknown = Network.from_frames(ties=ties)
    assert missing_share(unknown) == 0.1
    assert silent_people(unknown).all()
