"""Pseudonyms hide what points at a person and turn back only with the key."""

import stat

import pandas as pd
import pytest

from kiemen.errors import InputError, PrivacyError
from kiemen.network import Network
from kiemen.privacy.pseudonyms import pseudonym, pseudonymise, read_key, reidentify, write_key

KEY = b"0123456789abcdef0123456789abcdef"


def network() -> Network:
    table = pd.DataFrame(
        {
            "person": ["p1", "p2", "p3", "p4"],
            "name": ["An de Vries", "Bram Jansen", "Chaima El Idrissi", "Daan Bakker"],
            "email": [f"{x}@x.example" for x in "abcd"],
            "department": ["Zorg", "Zorg", "Wijken", "Wijken"],
        }
    )
    ties = pd.DataFrame({"source": ["p1", "p2"], "target": ["p2", "p3"]})
    memberships = pd.DataFrame({"person": ["p1"], "initiative": ["Tuin"]})
    return Network.from_frames(table, ties, memberships=memberships)


def test_pseudonyms_hide_everything_that_points_at_a_person():
    original = network()
    hidden = pseudonymise(original, key=KEY)
    everything = "".join(frame.to_csv() for frame in hidden.to_frames().values())
    for word in ("An de Vries", "Jansen", "@x.example", "p1,", "p3"):
        assert word not in everything
    assert "Zorg" in everything
    assert "email" in set(hidden.assumptions["subject"])
    assert hidden.n_ties == original.n_ties


def test_pseudonyms_turn_back_only_with_the_key():
    original = network()
    hidden = pseudonymise(original, key=KEY)
    assert sorted(reidentify(hidden.ids, original, key=KEY)) == ["p1", "p2", "p3", "p4"]
    with pytest.raises(PrivacyError, match="not made from"):
        reidentify(hidden.ids, original, key=b"another key of sixteen bytes")
    assert pseudonym("p1", key=KEY) != pseudonym("p1", key=b"another key of sixteen bytes")


def test_who_leads_whom_is_a_pseudonym_too_and_other_people_are_left_out():
    """Managers and mentors lead several, so that they are not told by being there once."""
    ids = [f"00{n}1" for n in range(6)]
    people = pd.DataFrame({"person": ids, "name": [f"Naam {n}" for n in range(6)], "team": ["Zorg", "Groen"] * 3})
    people["manager"] = ["0001", "0001", "0011", "0011", "Naam 2", "9999"]
    people["mentor"] = ["Naam 0", "Naam 0", "Naam 1", "Naam 1", "Naam 1", None]
    hidden = pseudonymise(Network.from_frames(people), key=KEY)
    led = hidden.people["manager"]
    back = reidentify(led.dropna(), Network.from_frames(people), key=KEY)
    assert sorted(back) == ["0001", "0001", "0011", "0011", "0021"]
    assert led.isna().sum() == 1
    assert "mentor" not in hidden.people.columns
    assert set(hidden.people["team"]) == {"Zorg", "Groen"}


def test_keys_are_kept_apart(tmp_path, monkeypatch):
    path = write_key(tmp_path / "key.txt")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(read_key(path)) == 32
    with pytest.raises(InputError, match="already exists"):
        write_key(path)
    with pytest.raises(PrivacyError, match="too short"):
        read_key(b"short")
    with pytest.raises(InputError, match="no key file"):
        read_key(tmp_path / "none")
    with pytest.raises(InputError, match="environment variable"):
        read_key("env:KIEMEN_NO_SUCH_KEY")
    monkeypatch.setenv("KIEMEN_TEST_KEY", "a password of some length")
    assert read_key("env:KIEMEN_TEST_KEY") == b"a password of some length"


def test_who_leads_an_initiative_is_a_pseudonym_also_among_other_words():
    people = pd.DataFrame({"person": ["007602", "009063", "12"], "name": ["An de Vries", "Bo Smit", "Cas Mol"]})
    initiatives = pd.DataFrame(
        {
            "initiative": ["i1", "i2", "i3"],
            "name": ["Tuin van Bo Smit", "Wijkbus 12", "Buurthuis"],
            "leader": ["007602", "an de vries, 009063", None],
            "year": [2024, 2025, 2026],
        }
    )
    network = Network.from_frames(people=people, initiatives=initiatives)
    hidden = pseudonymise(network, key=b"0123456789abcdef").initiatives
    an, bo = (pseudonym(one, key=b"0123456789abcdef") for one in ("007602", "009063"))
    assert hidden["leader"].tolist()[:2] == [an, f"{an}, {bo}"]
    assert hidden["leader"].isna().tolist() == [False, False, True]
    assert hidden["name"].tolist() == [f"Tuin van {bo}", "Wijkbus 12", "Buurthuis"]
    assert hidden["year"].tolist() == [2024, 2025, 2026]


@pytest.mark.parametrize(
    "said",
    ["Trekker: Bo Smit.", "Bo  Smit", "Smit, Bo", "BO SMIT!", "Bo Smit's tuin", "(bo@x.nl)", "Bó Smit 009063."],
)
def test_no_usual_way_to_write_somebody_stays_in_titles_and_texts(said):
    people = pd.DataFrame({"person": ["007602", "009063"], "name": ["An de Vries", "Bo Smit"]})
    people["email"], people["team"] = ["an@x.nl", "bo@x.nl"], said
    network = Network.from_frames(
        people=people,
        memberships=pd.DataFrame({"person": ["007602"], "initiative": [said], "role": [said]}),
        innovations=pd.DataFrame({"innovation": [said], "label": [said]}),
        adoptions=pd.DataFrame({"person": ["007602"], "innovation": [said], "status": ["adopted"]}),
        items=pd.DataFrame({"item": ["q"], "label": [said]}),
    )
    hidden = pseudonymise(network, key=KEY)
    everything = "".join(frame.reset_index().to_csv() for frame in hidden.to_frames().values()).casefold()
    assert not any(sign in everything for sign in ("smit", "bo@", "009063"))
    assert pseudonym("009063", key=KEY) in hidden.memberships["initiative"].iloc[0]
    assert hidden.memberships["initiative"].isin(hidden.initiatives.index).all()
    assert hidden.adoptions["innovation"].isin(hidden.innovations.index).all()


def test_names_cut_short_become_pseudonyms_and_what_two_may_be_called_nobodys():
    people = pd.DataFrame({"person": ["a", "b", "c"], "name": ["Bo van der Smit", "Els de Wit", "Eva de Wit"]})
    told = ["Kring Smit, B. van der", "Plan B.J. van der Smit", "Team Bo Smit", "Tuin E. de Wit", "Zone B Smit"]
    network = Network.from_frames(people=people, initiatives=pd.DataFrame({"initiative": list("12345"), "name": told}))
    bo = pseudonym("a", key=KEY)
    hidden = pseudonymise(network, key=KEY).initiatives["name"].tolist()
    assert hidden == [f"Kring {bo}", f"Plan {bo}", f"Team {bo}", "Tuin …", "Zone B Smit"]
