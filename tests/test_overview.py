"""What an analyst sees at a glance, in two languages."""

import pandas as pd

from kiemen._overview import sentences, tables
from kiemen.network import Network


def test_sentences_and_tables():
    network = Network.from_frames(
        pd.DataFrame({"person": ["a", "b"], "inside": [True, False]}),
        pd.DataFrame({"source": ["a", "a"], "target": ["b", "a"]}),
        participation=pd.DataFrame({"person": ["a"], "wave": ["1"], "status": ["answered"]}),
        sources=pd.DataFrame({"source": ["survey"], "rows_read": [3], "rows_used": [1], "rows_set_aside": [2]}),
    )
    assert sentences(network, "en") == [
        "1 person inside the organisation.",
        "1 contact outside it.",
        "Wave 1: 100% of the people asked answered.",
    ]
    assert sentences(network, "nl")[0] == "1 collega in de organisatie."
    shown = dict(tables(network, "nl"))
    assert shown["ledger"].index.tolist() == ["een verbinding van iemand met zichzelf"]
    assert shown["sources"]["terzijde gelegd"].tolist() == [2]


def test_an_empty_network_shows_only_its_size():
    assert sentences(Network.from_frames(), "en") == ["0 people inside the organisation."]
    assert tables(Network.from_frames(), "en") == []
