"""People named in titles and texts that others wrote."""

import pandas as pd
import pytest

from kiemen.privacy.mentions import mentioned, replaced, reworded, spelled, whole_names


def known(*names):
    return dict.fromkeys(whole_names(names), "…")


@pytest.mark.parametrize(
    "text",
    [
        "Cas van der Vos",
        "cas v.d. vos!",
        "Cas vd Vos",
        "Vos, Cas van der",
        "Van der Vos, Cas",
        "(CAS@X.NL)",
        "Cas van der Vos's",
        "Càs  VAN\u00a0DER Vos.",
        "'Cas van der Vos'",
        "‘Cas van der Vos’",
        "-Cas van der Vos",
        "1.Cas van der Vos",
        "...Cas van der Vos-fonds",
        "Cas_van_der_Vos",
        "cas.van.der.vos",
        "Cas-van-der-Vos",
        "Cas vander Vos",
        "Cas v.der Vos",
        "Cas vdr Vos",
        "Cas van der Voss",
        "C\u00adas van der V\u200bos",
        "Ca\u0300s van der Vos",
    ],
)
def test_every_usual_form_is_found(text):
    bare = replaced(f"Team {text} Zorg", known("Cas van der Vos", "cas@x.nl")).casefold()
    assert "vos" not in bare
    assert "cas" not in bare
    assert bare.startswith("team ")
    assert bare.endswith(" zorg")


@pytest.mark.parametrize(
    "text", ["", "Cas", "van der Vos", "Cas van den Vos", "Lucas van der Vos", "Cas van der Vossen"]
)
def test_other_texts_stay(text):
    assert replaced(text, known("Cas van der Vos", "Cas")) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann-Sophie Mulder", "Ann\u2011Sophie Mulder"),
        ("Ann-Sophie Mulder", "Ann Sophie Mulder"),
        ("Khadija El Bakkali", "Khadija El-Bakkali"),
        ("J.P. de Vries", "J. P. de Vries"),
        ("Jan van 't Hof", "Jan van het Hof"),
        ("Jan van het Hof", "Hof, Jan van ’t"),
        ("Fatima Jansen", "Fatima Jansens"),
    ],
)
def test_a_name_is_found_however_its_parts_are_joined(name, text):
    assert replaced(f"Tafel {text}: plan", known(name)) == "Tafel …: plan"


def test_what_makes_a_word_somebodys_own_is_not_the_prefix_of_a_surname():
    assert replaced("voor Gravesande, Jan ’s en Jan 's Gravesande's", known("Jan 's Gravesande")) == "voor … en …"


def test_the_longest_name_is_taken_and_the_rest_of_the_text_stays():
    words = {spelled("An de Wit"): "k1", spelled("An de Wit Bos"): "k2", spelled("A/17"): "k3"}
    assert replaced("an de wit bos; An de Wit,  (a/17)", words) == "k2; k1,  (k3)"
    assert mentioned("an de wit bos, Bos", words) == {spelled("An de Wit Bos")}


def test_titles_that_become_the_same_are_one_and_other_tables_are_left():
    frames = {name: pd.DataFrame() for name in ("events", "innovations", "adoptions", "items", "responses", "ledger")}
    frames |= {"assumptions": pd.DataFrame(), "people": pd.DataFrame({"name": ["Bo Smit"], "team": ["Team Bo Smit"]})}
    told = {"initiative": ["Tuin Bo Smit", "Tuin van Bo"], "trekker": ["Smit, Bo", None], "jaar": [2025, 2026]}
    frames["initiatives"] = pd.DataFrame(told).set_index("initiative")
    frames["memberships"] = pd.DataFrame({"initiative": ["Tuin Bo Smit", "Tuin Smit, Bo"], "role": ["lid", "lid"]})
    changed = reworded(frames, dict.fromkeys(whole_names(["Bo Smit"]), "k1"))
    assert sorted(changed) == ["initiatives", "memberships", "people"]
    assert changed["initiatives"]["initiative"].tolist() == ["Tuin k1", "Tuin van Bo"]
    assert changed["initiatives"]["trekker"].tolist()[0] == "k1"
    assert changed["memberships"]["initiative"].tolist() == ["Tuin k1", "Tuin k1"]
    assert changed["people"].iloc[0].tolist() == ["Bo Smit", "Team k1"]
