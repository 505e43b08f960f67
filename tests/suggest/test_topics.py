import pandas as pd

from kiemen.network import Network
from kiemen.suggest.topics import shared_topic, stems, wishes


def test_words_are_cut_to_a_common_beginning():
    assert stems("Ik wil graag leren: subsidies aanvragen") == {"subsidi", "aanvrag"}


def test_a_topic_needs_two():
    asks, offers = {"a": {"subsidi"}, "b": {"subsidi", "straten"}}, {"c": {"straten"}}
    assert shared_topic(["a", "b", "c"], asks, offers) == ("straten", 1, 1)
    assert shared_topic(["a"], asks, offers) == ("", 0, 0)


def test_wishes_are_read_from_the_survey():
    items = pd.DataFrame({"item": ["vraag", "aanbod", "leeftijd"], "kind": ["text", "text", "number"]})
    said = pd.DataFrame(
        {
            "person": ["a", "b"],
            "item": ["vraag", "aanbod"],
            "text": ["Hulp bij bestemmingsplan", "Bestemmingsplan lezen"],
        }
    )
    network = Network.from_frames(pd.DataFrame({"person": ["a", "b"]}), items=items, responses=said)
    asks, offers = wishes(network)
    assert shared_topic(["a", "b"], asks, offers)[0] == "bestemm"
