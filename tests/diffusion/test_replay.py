"""Starters judged by simulation, on worlds that did not choose them."""

import networkx as nx
import numpy as np

from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.replay import Replay
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network

NOBODY = np.empty(0, np.int64)
NETWORK = Network.from_networkx(nx.star_graph(40))
CONTACTS = gather_contacts(NETWORK)


def test_replay_judges_on_fresh_worlds():
    replay = Replay.of(NETWORK, CONTACTS, Threshold(contacts=1, noise=0), NOBODY, horizon=None, seed=1, n_jobs=None)
    assert replay.sizes(np.array([5]), judging=True).tolist() == [41] * 1000
    choice = replay.choice(np.array([5]))
    assert choice.certificate.spread == 41
    assert np.isnan(choice.certificate.ratio)
    assert replay.curve(np.array([5, 6]))["spread"].tolist() == [41, 41]
    assert replay.interval([np.array([5])]) == [41, 41, 41]
