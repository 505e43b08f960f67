"""Who can give room: Dutch and English words, the user's own, contacts outside."""

import pandas as pd
import pytest

from kiemen.diagnosis.pokers import find_pokers
from kiemen.errors import InputError
from kiemen.network import Network


def kinds(written, *, inside=True, **more):
    people = pd.DataFrame({"person": [f"p{i}" for i in range(len(written))], "role": written, "inside": inside})
    return find_pokers(Network.from_frames(people), **more).tolist()


def test_words():
    written = ["Directeur", "afdelingshoofd", "Teamleider Wmo", "wethouder", "raadslid", "consulent", "", "Team lead"]
    assert kinds(written) == ["director", "head", "team lead", "administrator", "council", "", "", "team lead"]
    # parts of other words do not count
    assert kinds(["hoofdredacteur", "directiesecretaresse", "beleidsmedewerker"]) == ["", "", ""]


def test_who_works_for_such_a_person_is_none():
    written = ["Assistent van de directeur", "adviseur directie", "project manager", "System administrator"]
    assert kinds(written) == [""] * 4
    assert kinds(["hoofd ondersteuning", "manager", "adjunct directeur"]) == ["head", "head", "director"]


def test_innovators_are_outside():
    assert kinds(["ondernemer"], inside=False) == ["innovator"]
    assert kinds(["ondernemer"], inside=True) == [""]


def test_own_words_and_columns():
    assert kinds(["Kwartiermaker", "baas"], roles={"head": ["kwartiermaker"]}) == ["head", ""]
    with pytest.raises(InputError, match="no column 'rang'"):
        kinds(["x"], column="rang")
    assert find_pokers(Network.from_frames(pd.DataFrame({"person": ["a"]}))).tolist() == [""]


def test_roles_that_are_codes_are_nobodys():
    assert kinds([1.0, None, 3.0]) == ["", "", ""]
    assert kinds(pd.Categorical(["hoofd", None, "hoofd"])) == ["head", "", "head"]


def test_an_innovator_outside_may_hold_another_post_inside():
    assert kinds(["ondernemer, directeur"], inside=True) == ["director"]
