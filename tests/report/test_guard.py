"""Reading what a file really holds."""

import base64
import copy
import gzip
import io
import json
import pickle
import zipfile

import pandas as pd
import pytest

from kiemen._files import excel_bytes
from kiemen.errors import PrivacyError
from kiemen.network import Network
from kiemen.report.build import build_report
from kiemen.report.guard import fold, found_in, guard_for, ordinary_names, signs_of, texts_in
from kiemen.report.workbook import workbook_bytes


@pytest.fixture
def town() -> Network:
    people = pd.DataFrame(
        {
            "person": ["p-017", "12", "100234", "Jan"],
            "name": ["Zoë  Müller", "An de Vries", "Bo", "Jan"],
            "mail": ["zoe@x.example", "", None, "jan@x.example"],
        }
    )
    return Network.from_frames(people)


def kinds(words: str, network: Network) -> set[str]:
    return {sign.kind for sign in found_in(fold(words), signs_of(network))}


def test_names_are_found_whatever_the_writing(town):
    for words in ("zoë müller", "ZOË MÜLLER", "Zoe\u0308 Mu\u0308ller", "Zoë\u00a0Müller", "<td>Zoë Müller</td>"):
        assert kinds(words, town) == {"name"}, words
    assert kinds("Zoë Müllerstraat", town) == set()


def test_short_numbers_are_counts_and_long_ones_are_ids(town):
    assert kinds("12 people", town) == set()
    assert kinds("number 100234 again", town) == {"id"}
    assert kinds("x=3.100234", town) == set()
    assert kinds("p-017", town) == {"id"}


def test_escapes_archives_and_pictures_are_undone(town):
    def everything(data: bytes) -> str:
        return " ".join(words for _, words in texts_in(data, "file"))

    name = "Zoë Müller"
    assert fold(name) in everything(json.dumps({"n": name}).encode())
    assert fold(name) in everything(name.encode("ascii", "xmlcharrefreplace"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.txt", "x")
    assert fold(name) in everything(packed.getvalue())
    uri = b"data:text/plain;base64," + base64.b64encode(f"hello {name}, how are you".encode())
    assert fold(name) in everything(uri)
    assert fold(name) in everything(gzip.compress(name.encode()))
    assert fold(name) in everything(name.encode("utf-16"))


def test_the_guard_refuses_without_naming(town):
    with pytest.raises(PrivacyError, match="1 person") as refused:
        guard_for(town, "management").check("Zoë Müller".encode(), "the page")
    assert "Müller" not in str(refused.value)
    assert guard_for(town, "analyst").check(b"p-017", "the page") == b"p-017"
    assert guard_for(town, "team", ["p-017"]).check(b"p-017", "the page") == b"p-017"


def test_a_name_cut_in_pieces_by_markup_is_found(town):
    def found(data: bytes) -> set[str]:
        return {sign.words for _, words in texts_in(data, "file") for sign in found_in(words, signs_of(town))}

    runs = "<w:r><w:t>Zoë Mü</w:t></w:r><w:r><w:t>ller</w:t></w:r>"
    for words in (runs, "<b>Zoë</b> Müller", "<td>Zoë</td><td>Müller</td>", "Zo\u200bë M\u00adüller"):
        assert found(words.encode()) == {"zoë müller"}, words
    for form in ("utf-16-le", "utf-16-be", "cp1252"):
        assert found("naam;afdeling\nZoë Müller;Zorg".encode(form)) == {"zoë müller"}, form


@pytest.mark.parametrize("name", ["Max", "May", "Een", "Lang", "Grid", "Svg"])
@pytest.mark.parametrize("audience", ["management", "team"])
def test_a_name_that_is_an_ordinary_word_does_not_stop_a_report(name, audience):
    people = pd.DataFrame({"person": [f"p-{n:03d}" for n in range(12)], "name": [f"Zq{n} Wv{n}" for n in range(12)]})
    people.loc[3, ["person", "name"]] = [name.casefold(), name]
    report = build_report(Network.from_frames(people), audience=audience, language="nl")
    assert "Zq1" not in report.html()
    assert ordinary_names(Network.from_frames(people)) == 1


def test_whom_the_organisation_names_itself_may_be_read(town):
    guard = guard_for(town, "management", stated=["Vragen: Zoë Müller", "jan@x.example"])
    assert guard.check(b"ask Zo\xc3\xab M\xc3\xbcller", "the page")
    with pytest.raises(PrivacyError):
        guard.check(b"ask An de Vries", "the page")


def test_a_guard_does_not_travel_with_the_names_it_keeps(town):
    with pytest.raises(PrivacyError, match="pickled"):
        pickle.dumps(guard_for(town, "management"))
    assert copy.copy(guard_for(town, "analyst")).audience == "analyst"


@pytest.mark.parametrize(
    "written", ["Groep Vries, An de", "Trekker A: de Vries, An", "Vries An de", "Kring A. de Vries", "Vries, A. de"]
)
def test_a_title_with_a_name_written_another_way_is_refused(town, written):
    people = town.people.reset_index()
    titled = Network.from_frames(people, initiatives=pd.DataFrame({"initiative": ["i1"], "name": [written]}))
    page = f"<h3>{written}</h3>".encode()
    with pytest.raises(PrivacyError, match="it would name 1 person"):
        guard_for(titled, "team", ["p-017"]).check(page, "the page")
    assert guard_for(titled, "team", ["p-017", "12"]).check(page, "the page") == page


def test_names_side_by_side_are_no_third_name():
    names = {"a": "Kees Jansen", "b": "An Bos", "c": "An Jansen"}
    network = Network.from_frames(pd.DataFrame({"person": list(names), "name": list(names.values())}))
    page = b"<td>Kees Jansen</td><td>An Bos</td>"
    assert guard_for(network, "team", ["a", "b"]).check(page, "the page") == page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("team,person,note\nzorg,100234,yes", {"id"}),
        ("zorg,zoe@x.example,ja", {"e-mail"}),
        ("[1,100234,2]", {"id"}),
        ("1.zoë müller", {"name"}),
        ("100.100234 7", set()),  # the decimals of a place in a picture
        ("100234.5", set()),
        ("a.zoe@x.example", set()),
        ("anna-zoë müller", set()),
    ],
)
def test_what_stands_right_before_or_behind_makes_another_word_or_does_not(town, words, found):
    assert kinds(words, town) == found


def test_ids_like_the_places_and_colours_of_a_workbook_do_not_stop_a_report():
    """A10 is a cell, 50000 and 16095 stand in the theme and window of every workbook, rId3 points at a sheet."""
    ids = ["A10", "B2", "C12", "16095", "50000", "rId3", *(f"q{n:03d}" for n in range(14))]
    people = pd.DataFrame({"person": ids, "department": ["Zorg", "Wonen"] * 10})
    ties = pd.DataFrame({"source": ids, "target": [*ids[1:], ids[0]]})
    report = build_report(Network.from_frames(people, ties), audience="management", language="nl")
    data = report.guard.check(workbook_bytes(report.content), "the workbook")
    # Where it stands in a cell it is somebody's.
    told = excel_bytes({"A": pd.DataFrame({"who": ["A10", "50000"]})})
    for made in (data, told):
        signs = report.guard.forbidden
        found = {sign.words for _, words in texts_in(made, "report.xlsx") for sign in found_in(words, signs)}
        assert found == ({"a10", "50000"} if made is told else set())


def test_quotation_marks_and_letters_in_two_halves_are_undone():
    name = 'Johannes "Hans" de Vries \U0001f642'
    for written in (json.dumps(name), f'"{name.replace(chr(34), chr(34) * 2)}"'):
        assert fold(name) in " ".join(words for _, words in texts_in(written.encode(), "file"))


def test_title_and_waves_are_judged_and_the_card_of_a_report_is_too(town):
    more = Network.from_frames(pd.DataFrame({"person": [f"q{n:03d}" for n in range(9)]}))
    title = "Path of A. de Vries"
    report = build_report(town.merge(more), audience="team", language="en", title=title, consenting=["Jan"])
    with pytest.raises(PrivacyError):
        report.html()
    assert "Vries" not in report._repr_html_()
    measured = pd.DataFrame({"wave": ["Round of de Vries, An"]})
    ties = pd.DataFrame({"source": ["12"], "target": ["Jan"], "wave": measured["wave"]})
    guard = guard_for(Network.from_frames(town.people.reset_index(), ties, waves=measured), "management")
    with pytest.raises(PrivacyError):
        guard.check(b"<p>Round of de Vries, An</p>", "the page")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nr;score\n12345;3", {"0012345"}),
        ("nr;score\n204417.0;3", {"204417"}),
        ("<v>204417.00</v>", {"204417"}),
        ("K0031, k-0032", {"K-0031", "K0032"}),
        ("Zoe en MULLER", {"a", "b"}),
        ("204417.05 204417.0.1 1.12345 123, K00311, K-31, K31, Mull, Zoes", set()),
        ("K-0033 of K0033", {"K0033", "K-0033"}),
    ],
)
def test_ids_and_single_names_are_found_as_a_spreadsheet_or_a_colleague_rewrites_them(words, found):
    ids = ["0012345", "204417", "00123", "K-0031", "K0032", "K0033", "K-0033", "a", "b", "c"]
    names = ["An Bos", "Bo Kok", "Cas Vos", "Dia Smit", "Eva Bos", "Fe Kok", "Gé Vos", "Zoë", "Müller", "Één"]
    network = Network.from_frames(pd.DataFrame({"person": ids, "name": names}))
    signs = signs_of(network)
    assert {sign.person for _, text in texts_in(words.encode(), "x") for sign in found_in(text, signs)} == found
    if found:
        with pytest.raises(PrivacyError):
            guard_for(network, "management").check(words.encode(), "the page")
