"""A report from results: whole, the same twice, in both languages, and for one audience."""

import io
import pickle
import re
import subprocess
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest

from kiemen.errors import InputError, PrivacyError
from kiemen.measures.walls import find_walls
from kiemen.network import Network
from kiemen.report import build_report, write_report
from kiemen.report.build import consenting_people
from kiemen.report.findings import PARTS, declared_adopters
from tests.report.conftest import make, suggestions_of


def test_an_audience_must_be_named(network):
    with pytest.raises(TypeError):
        build_report(network)
    with pytest.raises(PrivacyError, match="analyst"):
        build_report(network, audience="everybody")
    with pytest.raises(PrivacyError, match="write_personal_reports"):
        build_report(network, audience="participant")


def test_same_input_same_bytes(network, suggestions):
    one, other = (
        build_report(
            network, audience="analyst", language="nl", suggestions=suggestions, adopters=list(network.ids[:4])
        )
        for _ in range(2)
    )
    assert one.html() == other.html()
    assert one.content.sections[0].actions


def test_rows_in_another_order_give_the_same_page(network):
    frames = network.to_frames()
    shuffled = Network.from_frames(**{name: frame.sample(frac=1, random_state=3) for name, frame in frames.items()})
    pages = [build_report(one, audience="analyst", language="en").html() for one in (network, shuffled)]
    assert pages[0] == pages[1]


def test_the_hash_seed_does_not_matter(tmp_path):
    code = (
        "import sys; sys.path.insert(0, '.');"
        "from tests.report.conftest import make, suggestions_of;"
        "from kiemen.report import build_report; n = make();"
        "sys.stdout.buffer.write(build_report(n, audience='analyst', language='en',"
        " suggestions=suggestions_of(n)).html().encode())"
    )
    pages = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert pages[0] == pages[1]
    assert len(pages[0]) > 10_000


@pytest.mark.parametrize("audience", ["analyst", "team", "management"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_are_sound(network, suggestions, audience, language):
    page = build_report(
        network, audience=audience, language=language, suggestions=suggestions, consenting=list(network.ids[:12])
    ).html()
    assert f'<html lang="{language}">' in page
    assert not re.search(r'(?:src|href)\s*=\s*["\']?(?:https?:)?//', page)
    assert "@import" not in page
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", page)
    keys = re.findall(r'\sid="([^"]+)"', re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))
    assert len(keys) == len(set(keys))
    for target in re.findall(r'href="#([^"]+)"', page.split("<main", 1)[0]):
        assert target in keys
    heads = re.findall(r"<th(?:\s[^>]*)?>", page)
    assert heads
    assert all("scope=" in head for head in heads)


def test_dutch_pages_hold_no_english_of_the_report_itself(network):
    page = build_report(network, audience="management", language="nl").html()
    for words in ("In short", "What we see", "Groups of fewer", "Purpose", "Who sees what"):
        assert words not in page
    assert "In het kort" in page


def test_excel_and_csv_hold_the_tables(network, suggestions, tmp_path):
    report = build_report(network, audience="analyst", language="en", suggestions=suggestions)
    book = openpyxl.load_workbook(report.write_excel(tmp_path / "r.xlsx"))
    assert book.sheetnames[0] == "The story"
    assert "Suggestions" in book.sheetnames
    folder = report.write_csv(tmp_path / "tables")
    assert {"story.csv", "suggestions.csv"} <= {path.name for path in folder.iterdir()}
    figures = report.write_figures(tmp_path / "figures")
    assert {"collective.png", "collective.svg"} <= {path.name for path in figures.iterdir()}


def test_an_existing_report_is_kept_unless_asked(network, tmp_path):
    path = write_report(tmp_path / "r.html", network, audience="analyst")
    before = path.read_bytes()
    with pytest.raises(InputError, match="overwrite=True"):
        write_report(path, network, audience="management")
    assert path.read_bytes() == before
    write_report(path, network, audience="management", overwrite=True)
    assert path.read_bytes() != before
    with pytest.raises(InputError, match=r"\.html or \.xlsx"):
        write_report(tmp_path / "r.pdf", network, audience="analyst")


def test_results_must_be_results(network):
    with pytest.raises(InputError, match="walls must be an answer"):
        build_report(network, audience="analyst", walls=pd.DataFrame())
    with pytest.raises(InputError, match="Did you mean 'purpose'"):
        build_report(network, audience="analyst", about={"purposes": "x"})
    with pytest.raises(InputError, match="Did you mean"):
        build_report(network, audience="analyst", adopters=["ID-7001"])
    with pytest.raises(PrivacyError, match="at least 5"):
        build_report(network, audience="management", minimum_group=3)


@pytest.mark.parametrize("travelled", [False, True])
@pytest.mark.parametrize("audience", ["analyst", "team", "management"])
def test_results_from_before_somebody_left_are_refused(network, suggestions, audience, travelled):
    """Who introduces two others stands in the reasons for them, and no guard knows who left."""
    left = network.without([str(network.ids[12])], reason="objects")
    given = pickle.loads(pickle.dumps(suggestions)) if travelled else suggestions  # noqa: S301  our own bytes
    with pytest.raises(InputError, match=r"suggestions: .* compute it again") as refused:
        build_report(left, audience=audience, suggestions=given, consenting=list(left.ids))
    assert "Kanarie" not in str(refused.value)
    assert build_report(left, audience=audience, suggestions=suggestions_of(left)).content.sections


def test_results_of_the_same_people_are_taken(network, suggestions):
    walls = find_walls(network.select(relation="tie"), by="department", rng=0)
    more = network.replace(people=network.people.assign(team=["x", "y"] * 20))
    for there in (more, more.select(relation="tie"), pickle.loads(pickle.dumps(more))):  # noqa: S301  our own bytes
        found = {"suggestions": suggestions, "walls": walls}
        report = build_report(there, audience="analyst", by="team", **found)
        assert {section.key for section in report.content.sections} >= set(found)


def test_results_of_another_network_or_function_are_refused(network, suggestions):
    other = make(20, groups=("Xafdeling", "Yafdeling"))
    with pytest.raises(InputError, match=r"walls: .* compute it again"):
        build_report(network, audience="management", walls=find_walls(other, rng=0))
    for part in [part for part in PARTS if part != "suggestions"]:
        with pytest.raises(InputError, match=rf"{part} must be an answer of .*, not of suggest_connections"):
            build_report(network, audience="analyst", **{part: suggestions})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": 2025}, "title must be a str, not int"),
        ({"about": "a course"}, "about must give texts by heading"),
        ({"consenting": 0}, "pass a list of ids, not 0"),
        ({"adopters": 5}, "pass a list of ids, not 5"),
        ({"relation": 5}, "relation must be a name"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(network, wrong, said):
    with pytest.raises(InputError, match=said):
        build_report(network, audience="analyst", **wrong)


def test_a_path_is_no_network_and_nothing_released_is_nothing(network):
    with pytest.raises(InputError, match="network must be a Network"):
        build_report("survey.csv", audience="analyst")
    assert build_report(network, audience="management", released=None).content.sections


def test_ids_read_as_decimal_numbers_are_those_of_the_network():
    people = pd.DataFrame({"person": [float(n) for n in range(1, 31)], "department": "A"})
    network = Network.from_frames(people)
    report = build_report(network, audience="team", adopters=[1.0, 2.0], consenting=people["person"], language="en")
    assert consenting_people(network, people["person"]) == set(network.ids)
    assert declared_adopters(network, [1.0, 2]) == {"1", "2"}
    assert report.content.sections


def test_a_name_that_nobody_sees_is_no_name():
    people = pd.DataFrame({"person": [f"p{n}" for n in range(10)], "name": ["\u200b", *["An Vos"] * 9]})
    network = Network.from_frames(people)
    assert "<main" in build_report(network, audience="team", consenting=list(network.ids)).html()


def test_consent_is_only_given_by_yes():
    people = pd.DataFrame({"person": list("abcd"), "Mag_genoemd worden": ["ja", "", None, "nee"]})
    assert consenting_people(Network.from_frames(people), None) == {"a"}
    assert consenting_people(Network.from_frames(people), ["b"]) == {"b"}
    assert consenting_people(make(4), None) == frozenset()


@pytest.mark.parametrize("column", ["consent", "toestemming", "informed consent"])
def test_consent_to_take_part_names_nobody_unless_it_is_declared_to(column):
    network = Network.from_frames(pd.DataFrame({"person": list("abcd"), column: ["ja", "", None, "nee"]}))
    assert consenting_people(network, None) == frozenset()
    assert consenting_people(network, column) == {"a"}


def test_too_few_people_for_anybody_but_the_analyst():
    small = make(4)
    with pytest.raises(PrivacyError, match="only the analyst"):
        build_report(small, audience="management")
    assert "4" in build_report(small, audience="analyst").html()


def test_one_person_and_nobody_at_all():
    one = Network.from_frames(pd.DataFrame({"person": ["a"]}))
    assert "<main" in build_report(one, audience="analyst").html()
    nobody = Network.from_frames(pd.DataFrame({"person": []}))
    assert "<main" in build_report(nobody, audience="analyst").html()


def test_the_workbook_says_nothing_about_who_made_it(network):
    from kiemen.report.workbook import workbook_bytes

    data = workbook_bytes(build_report(network, audience="analyst").content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "Kanarie" not in core
    assert not re.search(r"<dc:creator>[^<]", core)


def test_the_notebook_card_is_small_and_escaped(nasty):
    card = build_report(nasty, audience="analyst", suggestions=suggestions_of(nasty))._repr_html_()
    assert "<script" not in card
    assert len(card) < 20_000
