"""Questions that the tables answer on their own: waves, response, answers, groups."""

import copy

import numpy as np
import pandas as pd
import pytest

from kiemen._holdings import Holdings
from kiemen.errors import ColumnError, InputError
from kiemen.network import Network


def two_waves() -> Network:
    return Network.from_frames(
        pd.DataFrame({"person": ["a", "b", "c"], "team": ["x", "x", None], "level": [1, 2, 2]}),
        waves=pd.DataFrame({"wave": ["start", "end"], "date": ["2025-01-01", "2025-09-01"]}),
        participation=pd.DataFrame(
            {
                "person": ["a", "b", "a"],
                "wave": ["start", "start", "end"],
                "status": ["answered"] * 2 + ["not answered"],
            }
        ),
        items=pd.DataFrame({"item": ["q", "why"], "scale": ["room", ""], "kind": ["scale", "text"]}),
        responses=pd.DataFrame(
            {"person": ["a", "b", "a"], "wave": ["start", "start", "end"], "item": ["q"] * 3, "value": [1.0, 2.0, 5.0]}
        ),
        adoptions=pd.DataFrame({"person": ["a", "b"], "innovation": ["x", "y"], "time": [1, 2]}),
    )


def test_ids_that_are_numbers_are_found_as_they_came():
    people = pd.DataFrame({"person": [1.0, 2.0, 10.0]})
    network = Network.from_frames(people)
    for ids in (people["person"], [1.0, 2, "10"], np.array([1, 2, 10]), people["person"].astype("float32")):
        assert network.ids[network.positions(ids)].tolist() == ["1", "2", "10"]
    for wrong in (5, True, None):
        with pytest.raises(InputError, match="pass a list of ids"):
            network.positions(wrong)
    with pytest.raises(InputError, match=r"no person '1\.5'"):
        network.positions([1.5])


def test_times_with_a_zone_are_the_times_on_the_clock():
    people = pd.DataFrame(
        {"person": ["a", "b"], "since": pd.to_datetime(["2020-01-01 09:00", None]).tz_localize("CET")}
    )
    network = Network.from_frames(people)
    assert network.people["since"].tolist()[0] == pd.Timestamp("2020-01-01 09:00")
    assert network.fingerprint == Network.from_frames(network.people).fingerprint


def test_a_renamed_column_of_the_file_is_pointed_at():
    choices = pd.DataFrame([("roster", "column for location", "Office")], columns=["source", "subject", "choice"])
    people = pd.DataFrame({"person": ["a", "b"], "location": ["North", "South"]})
    network = Network.from_frames(people=people, assumptions=choices)
    with pytest.raises(ColumnError, match="kept as 'location'; give that name"):
        network.group_column("office")
    for odd in (3, ["location"], ("location",)):
        with pytest.raises(ColumnError, match="no column"):
            network.group_column(odd)


def test_the_latest_wave_is_the_default():
    network = two_waves()
    assert isinstance(network, Holdings)
    assert network.default_wave == "end"
    assert network.answers().loc["a", "q"] == 5
    assert network.answers("start")["q"].tolist()[:2] == [1, 2]
    assert "why" not in network.answers()
    assert network.response_rate() == 0.0
    assert np.isnan(network.response_rate("start")), "nobody knows whether c was asked"
    with pytest.raises(InputError, match="no wave 'stat'"):
        network.response("stat")


def test_groups_are_text():
    network = two_waves()
    assert network.group_column() == "team"
    assert network.groups("level").tolist() == ["1", "2", "2"]
    assert network.groups("inside").unique().tolist() == ["inside"]
    with pytest.raises(ColumnError, match="pass by="):
        Network.from_frames(pd.DataFrame({"person": ["a"]})).groups()


def test_scales_and_innovations_must_be_named():
    network = two_waves()
    assert network.scale_items("room") == ["q"]
    with pytest.raises(InputError, match="Did you mean 'room'"):
        network.scale_items("rooms")
    with pytest.raises(InputError, match="must be named"):
        network.adoption_times()
    assert network.adoption_times("x")["a"] == 1
    assert np.isnan(network.adoption_times("x")["b"])


def test_a_survey_without_a_list_of_those_asked_has_no_response_rate():
    people = pd.DataFrame({"person": ["a", "b"]})
    answered = pd.DataFrame({"person": ["a"], "wave": ["start"], "status": ["answered"]})
    network = Network.from_frames(people, participation=answered)
    assert np.isnan(network.response_rate())
    assert "No response rate" in network.summary("en")
    assert "Geen responspercentage" in network._repr_html_() or "No response rate" in network._repr_html_()
    everybody = pd.concat([answered, answered.assign(person="b", status="not asked")])
    assert Network.from_frames(people, participation=everybody).response_rate() == 1.0
    silent = pd.concat([answered, answered.assign(person="b", status="not answered")])
    assert Network.from_frames(people, participation=silent).response_rate() == 0.5


def test_nothing_can_be_taken_away_or_renamed():
    network = two_waves()
    with pytest.raises(AttributeError, match="never changes"):
        del network._ties
    network.ids.name = "somebody"
    assert network.people.index.name == "person"
    assert Network.from_frames(**network.to_frames()).fingerprint == network.fingerprint
    assert copy.copy(network) is network
    assert copy.deepcopy(network) is network


def test_one_text_is_not_a_list_of_ids():
    with pytest.raises(InputError, match="a list of ids"):
        two_waves().positions("a")


def test_what_was_worked_out_is_kept_with_the_network_and_only_there():
    network = two_waves()
    first = network.remember("here", list)
    assert network.remember("here", dict) is first
    assert two_waves().remember("here", dict) == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda people: people.assign(team=["Zorg", "Wijken"]),
        lambda people: people.assign(since=pd.to_datetime(["2024-01-01", "2024-01-03"])),
        lambda people: people.assign(age=[30, 42]),
        lambda people: people.rename(columns={"team": "unit"}),
        lambda people: people.rename(index={"b": "c"}),
        lambda people: people.assign(team=[np.nan, "Zorg"]),
    ],
)
def test_the_fingerprint_differs_when_anything_does(change):
    people = pd.DataFrame(
        {
            "team": ["Zorg", "Zorg"],
            "since": pd.to_datetime(["2024-01-01", "2024-01-02"]),
            "age": [30, 41],
        },
        index=pd.Index(["a", "b"], name="person"),
    )
    same = people.iloc[::-1].assign(since=lambda frame: frame["since"].astype("datetime64[s]"))
    made = Network.from_frames(people).fingerprint
    assert Network.from_frames(same).fingerprint == made
    assert Network.from_frames(change(people)).fingerprint != made
