import pandas as pd

from kiemen.network import Network
from kiemen.suggest.topics import question_about, shared_topic, stems, whole_word, wishes


def test_words_are_cut_to_a_common_beginning():
    assert stems("Ik wil graag leren: subsidies aanvragen") == {
        "subsidi": "subsidies",
        "aanvrag": "aanvragen",
    }


def test_words_that_say_nothing_about_what_are_no_topic():
    assert stems("Een informatiesysteem slimmer gebruiken zonder gedoe") == {"informa": "informatiesysteem"}
    assert stems("Hoe je een bewonersavond begeleidt") == {"bewoner": "bewonersavond"}
    assert stems("Working with residents without experience") == {"residen": "residents"}


def test_a_topic_needs_two():
    asks = {"a": {"subsidi": "subsidies"}, "b": {"subsidi": "subsidie", "straten": "straten"}}
    offers = {"c": {"straten": "straten"}}
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
    assert whole_word("bestemm", ["a", "b"], asks, offers) == "bestemmingsplan"


def test_a_topic_is_shown_in_the_form_that_was_written_most_never_cut_off():
    asks = {"a": {"subsidi": "subsidies"}, "b": {"subsidi": "subsidies"}, "c": {"subsidi": "subsidie"}}
    assert whole_word("subsidi", "abc", asks, {}) == "subsidies"
    assert whole_word("subsidi", "bc", asks, {}) == "subsidie"
    assert whole_word("straten", "abc", asks, {}) == "straten"


def test_a_question_is_told_as_somebody_at_the_table_wrote_it():
    items = pd.DataFrame({"item": ["vraag", "aanbod"], "kind": ["text", "text"]})
    said = pd.DataFrame(
        {
            "person": ["a", "b", "c", "d"], "item": ["vraag", "vraag", "aanbod", "vraag"],
            "text": ["Ik wil leren omgaan met klachten", "Omgaan met klachten.", "Klachten", "klacht"],
        }
    )  # fmt: skip
    network = Network.from_frames(pd.DataFrame({"person": list("abcd")}), items=items, responses=said)
    assert question_about(network, ["a", "b", "c"], "klachten") == "Omgaan met klachten."
    assert question_about(network, ["c", "d"], "klachten") == ""
