"""People named in titles and texts that others wrote."""

import pandas as pd
import pytest

from kiemen.privacy.mentions import (
    Names,
    initialled,
    mentioned,
    replaced,
    reworded,
    short_names,
    spelled,
    whole_names,
    without_prefix,
)


def known(*names):
    return Names(dict.fromkeys(whole_names(names), "…"))


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
    assert replaced("an de wit bos; An de Wit,  (a/17)", Names(words)) == "k2; k1,  (k3)"
    assert mentioned("an de wit bos, Bos", words) == {spelled("An de Wit Bos")}


def test_no_name_has_no_initials():
    assert not short_names("") | short_names(" ")


def test_titles_that_become_the_same_are_one_and_other_tables_are_left():
    frames = {name: pd.DataFrame() for name in ("events", "innovations", "adoptions", "items", "responses", "ledger")}
    frames |= {"assumptions": pd.DataFrame(), "people": pd.DataFrame({"name": ["Bo Smit"], "team": ["Team Bo Smit"]})}
    told = {"initiative": ["Tuin Bo Smit", "Tuin van Bo"], "trekker": ["Smit, Bo", None], "jaar": [2025, 2026]}
    frames["initiatives"] = pd.DataFrame(told).set_index("initiative")
    frames["memberships"] = pd.DataFrame({"initiative": ["Tuin Bo Smit", "Tuin Smit, Bo"], "role": ["lid", "lid"]})
    changed = reworded(frames, Names(dict.fromkeys(whole_names(["Bo Smit"]), "k1")))
    assert sorted(changed) == ["initiatives", "memberships", "people"]
    assert changed["initiatives"]["initiative"].tolist() == ["Tuin k1", "Tuin van Bo"]
    assert changed["initiatives"]["trekker"].tolist()[0] == "k1"
    assert changed["memberships"]["initiative"].tolist() == ["Tuin k1", "Tuin k1"]
    assert changed["people"].iloc[0].tolist() == ["Bo Smit", "Team k1"]


@pytest.mark.parametrize(
    "text",
    [
        "C. van der Vos",
        "C.J. v.d. Vos",
        "C van der Vos",
        "Vos, C. van der",
        "C. Vos",
        "Cas Vos",
        "Cas J. van der Vos",
        "Vos, Cas J.P. van der",
        "cas.vandervos@elders.example",
        "c.vos+werk@elders.example",
        "Cas\u200bvan der Vos",
        "Cas van\u3164der\u034f Vo\u200bs",
        "C\u200ba\u200bs\u200bvan\u200bder\u200bVos",
        "C.\u200bvan der\ufe0f Vos",
        "Casvan der Vos",
        "CasvanderVos",
    ],
)
def test_names_cut_short_and_with_letters_that_nobody_sees_are_found(text):
    name = "Cas van der Vos"
    short = dict.fromkeys(initialled(name), "…")
    names = Names(dict.fromkeys(whole_names([name]) | without_prefix(name), "…"), short)
    assert replaced(f"Plan 10 {text} (Zorg)", names) == "Plan 10 … (Zorg)"


@pytest.mark.parametrize(
    "text",
    [
        "Zone A Bos en Park",
        "Bos en Park",
        "a. bos",
        "An en Bos",
        "bos@x.nl",
        "Deel B. Bos",
        "Bo\u200bs",
        "An 1 Bos",
        "anbos",
    ],
)
def test_ordinary_words_are_no_name_cut_short(text):
    names = Names(dict.fromkeys(whole_names(["An Bos"]), "…"), dict.fromkeys(initialled("An Bos"), "…"))
    assert replaced(text, names) == text
