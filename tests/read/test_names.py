"""Certain names are matched, doubtful ones go to the review list, and nothing is guessed."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.read.decisions import read_decisions
from kiemen.read.namebook import NameBook
from kiemen.read.names import match_names

ROSTER = pd.DataFrame(
    {
        "person": ["1", "2", "3", "4", "5", "0012"],
        "name": ["Jan de Vries", "Joke de Vries", "Daan van den Berg", "Zoë Müller", "Chaima El Idrissi", "An Bakker"],
        "email": ["jan@x.nl", "joke@x.nl", "daan@x.nl", "zoe@x.nl", "chaima@x.nl", "an@x.nl"],
        "department": ["IT", "HR", "IT", "HR", "IT", "HR"],
    }
)


def found(written, roster=ROSTER, **options):
    row = match_names([written], roster, **options).table.iloc[0]
    return row["status"], row["person"]


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Vries, de, Jan", "1"),
        ("Vries, Joke de", "2"),
        ("D. v.d. Berg", "3"),
        ("van den Berg, Daan", "3"),
        ("ZOE MULLER", "4"),
        ("Zoe\u0308 Mu\u0308ller\u200b", "4"),
        ("El Idrissi, Chaima", "5"),
        ("Chaima El Idrisi", "5"),
        ("0012", "0012"),
        ("12", "0012"),
        ("Jan@X.nl", "1"),
        ("J. Pieterse <daan@x.nl>", "3"),
        ("Jan de Vries (IT)", "1"),
        ("J. (Jan) de Vries", "1"),
    ],
)
def test_certain(written, person):
    assert found(written) == ("certain", person)


@pytest.mark.parametrize("written", ["J. de Vries", "de Vries", "Daan", "Jan de Vries (HR)", "A. Baker", "Jan Bakker"])
def test_never_certain(written):
    assert found(written)[0] != "certain"


def test_an_initial_that_fits_two_people_names_both():
    row = match_names(["J. de Vries"], ROSTER).table.iloc[0]
    assert row["status"] == "doubtful"
    assert "Jan de Vries" in row["candidates"]
    assert "Joke de Vries" in row["candidates"]


def test_two_people_with_one_name_stay_two():
    twins = pd.DataFrame({"person": ["1", "2"], "name": ["Leila Bouzidi", "Leila Bouzidi"]})
    assert found("Leila Bouzidi", twins)[0] == "doubtful"
    with_department = twins.assign(department=["Zorg", "IT"])
    assert found("Leila Bouzidi (Zorg)", with_department) == ("certain", "1")


def test_word_order_decides_between_swapped_names():
    roster = pd.DataFrame({"person": ["1", "2"], "name": ["Thomas Willem", "Willem Thomas"]})
    assert found("Willem Thomas", roster) == ("certain", "2")
    assert found("Willem, Thomas", roster) == ("certain", "1")


def test_codes_that_look_alike_are_different_people():
    roster = pd.DataFrame({"person": ["P001", "P002"], "name": ["", ""]})
    assert found("P003", roster) == ("unmatched", "")
    assert found("p002", roster) == ("certain", "P002")


def test_nicknames_only_if_told():
    roster = pd.DataFrame({"person": ["1"], "name": ["Johannes Bakker"]})
    assert found("Hans Bakker", roster)[0] != "certain"
    assert found("Hans Bakker", roster, nicknames={"Hans": "Johannes"}) == ("certain", "1")


def test_decisions_go_before_everything(tmp_path):
    matches = match_names(["J. de Vries", "J. de Vries", "Oscar", "de buurvrouw"], ROSTER, where=["a", "b", "c", "d"])
    review = matches.review()
    assert review["written"].tolist() == ["J. de Vries"]
    assert review["where"].tolist() == ["a, b"]
    path = matches.write_review(tmp_path / "review.csv")
    filled = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    filled["decision"] = "2"
    filled.to_csv(path, sep=";", index=False)
    again = match_names(["j. DE vries"], ROSTER, decisions=read_decisions(path)).table
    assert again[["person", "status"]].to_numpy().tolist() == [["2", "certain"]]


@pytest.mark.parametrize("said", ["2", "anna DE vries", "2 Anna de Vries (0,89)", "2 Anna de Vries (0.89)"])
def test_who_is_meant_may_be_told_by_number_or_name(said):
    roster = pd.DataFrame({"person": ["1", "2"], "name": ["Jan de Vries", "Anna de Vries"]})
    assert found("de Vries", roster, decisions={"de Vries": said}) == ("certain", "2")


@pytest.mark.parametrize("said", ["Anna", "Jan de Vries", "1 Jan de Vries (0.9); 2 Jan de Vries (0.9)"])
def test_a_decision_that_does_not_tell_one_person_is_refused(said):
    roster = pd.DataFrame({"person": ["1", "2", "3"], "name": ["Jan de Vries", "Jan de Vries", "Anna de Vries"]})
    with pytest.raises(InputError, match="whole name of one person"):
        match_names(["de Vries"], roster, decisions={"de Vries": said})


@pytest.mark.parametrize(
    ("said", "hint"), [("Ana de Vries", r" Did you mean 'Anna de Vries'\?$"), ("Zz", "'several'.$")]
)
def test_a_misspelt_decision_is_told_who_is_called_nearly_so(said, hint):
    roster = pd.DataFrame({"person": ["100", "200"], "name": ["Anna de Vries", "Bo Kok"]})
    with pytest.raises(InputError, match=hint):
        match_names(["de Vries"], roster, decisions={"de Vries": said})


def test_a_decision_for_somebody_unknown_is_refused():
    with pytest.raises(InputError, match="not an id or the whole name"):
        match_names(["x y"], ROSTER, decisions={"x y": "99"})


def test_a_network_is_a_roster_too():
    network = Network.from_frames(people=ROSTER)
    matches = match_names(["Jan de Vries"], network)
    assert matches.table["person"].tolist() == ["1"]
    assert matches.provenance.network == network.fingerprint


def test_an_objector_is_recognised_and_not_told():
    book = NameBook(ROSTER.set_index("person").assign(objects=[True, False, False, False, False, False]))
    assert book.find("Jan de Vrees").objects
    assert book.find("Jan de Vries").candidates == ()
    # The initial fits Joke just as well: only she is shown.
    assert [who for who, _ in book.find("J. de Vries").candidates] == ["2"]


def test_row_order_and_roster_order_do_not_matter():
    names = ["Vries, de, Jan", "J. de Vries", "Oscar", "Daan"]
    one = match_names(names, ROSTER).table.set_index("written")
    other = match_names(names[::-1], ROSTER[::-1]).table.set_index("written")
    pd.testing.assert_frame_equal(one.sort_index(), other.sort_index())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_is_answered(written):
    table = match_names(written, ROSTER).table
    assert len(table) == len(written)
    assert set(table["status"]) <= {"certain", "doubtful", "unmatched"}
    assert ((table["person"] != "") == (table["status"] == "certain")).all()


def name_mix():
    """The generator of misspelt names beside this file."""
    if "name_mix" not in sys.modules:
        spec = importlib.util.spec_from_file_location("name_mix", Path(__file__).parent / "name_mix.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["name_mix"] = module
        spec.loader.exec_module(module)
    return sys.modules["name_mix"]


@pytest.mark.oracle
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_precision_and_recall_on_generated_dutch_names(shared, seed):
    """Real family names, 1,500 colleagues, 3,000 written names in the mix of errors stated in `name_mix.MIX`."""
    mix = name_mix()
    given_names, family = mix.real_names(shared / "datasets" / "dutch_names")
    rng = np.random.default_rng(seed)
    people = mix.make_people(1500, rng, given_names, family)
    names = {person.full for person in people}
    strangers = [one for one in mix.make_people(500, rng, given_names, family) if one.full not in names]
    written = mix.make_written(people, 3000, rng, strangers)
    roster = pd.DataFrame({"person": [f"P{i}" for i in range(len(people))], "name": [p.full for p in people]})
    table = match_names(written["written"], roster).table
    truth = pd.Series([f"P{i}" if i >= 0 else "" for i in written["truth"]])
    certain = table["status"] == "certain"
    right = certain & (table["person"] == truth)
    assert right.sum() / certain.sum() >= 0.99
    assert (right & written["unambiguous"]).sum() / written["unambiguous"].sum() >= 0.95
    # Whatever is unambiguous and not certain stands on the review list with the right person as a candidate.
    rest = table[written["unambiguous"] & ~right]
    listed = [truth[i] in row["candidates"] for i, row in rest.iterrows()]
    assert np.mean(listed) >= 0.9
