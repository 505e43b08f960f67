"""A survey export to a Network, in the forms that tools write and people fill in."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiemen.errors import ColumnError, DoubtfulInputWarning, InputError, KiemenError, LowResponseWarning
from kiemen.network import Network
from kiemen.read.roster import read_roster
from kiemen.read.scales import Scale
from kiemen.read.survey import read_survey

ROSTER = pd.DataFrame(
    {
        "id": ["01", "02", "03", "04", "05"],
        "naam": ["An de Vries", "Bram Jansen", "Chaima El Idrissi", "Daan van den Berg", "Zoë Müller"],
        "email": ["an@x.nl", "bram@x.nl", "chaima@x.nl", "daan@x.nl", "zoe@x.nl"],
        "afdeling": ["HR", "IT", "IT", "Sales", "HR"],
    }
)


@pytest.fixture(autouse=True)
def quiet():
    """Most surveys here are doubtful on purpose; tests of warnings ask for them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DoubtfulInputWarning)
        warnings.simplefilter("ignore", LowResponseWarning)
        yield


def pairs(network, relation=None):
    ties = network.ties
    chosen = ties if relation is None else ties[ties["relation"] == relation]
    return sorted(zip(chosen["source"], chosen["target"], strict=True))


def balanced(network):
    rows = network.sources
    return bool((rows["rows_read"] == rows["rows_used"] + rows["rows_set_aside"]).all())


def write(tmp_path, text, name="survey.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_wide_with_roster():
    frame = pd.DataFrame(
        {
            "naam": ["An de Vries", "Bram Jansen"],
            "c1": ["Jansen, Bram", "C. El Idrissi"],
            "c2": ["geen", "Oscar Extern"],
        }
    )
    network = read_survey(frame, respondent="naam", nominations=["c1", "c2"], roster=ROSTER)
    assert pairs(network) == [("01", "02"), ("02", "03"), ("02", "Oscar Extern")]
    assert not network.people.loc["Oscar Extern", "inside"]
    assert network.response().to_dict() == {
        "01": "answered",
        "02": "answered",
        "03": "not answered",
        "04": "not answered",
        "05": "not answered",
        "Oscar Extern": "unknown",
    }
    assert network.relations.loc["nomination"].to_dict() == {"directed": True, "asked": True}
    assert network.people.loc["01", "department"] == "HR"
    assert balanced(network)


def test_response_is_said():
    frame = pd.DataFrame({"naam": ["An de Vries"], "c1": ["Bram Jansen"]})
    with pytest.warns(LowResponseWarning, match=r"1 of 5 people answered \(20\.0%\)"):
        network = read_survey(frame, respondent="naam", nominations="c1", roster=ROSTER)
    assert network.response_rate() == pytest.approx(0.2)


def test_relations_by_shared_code_and_by_mapping(tmp_path):
    text = (
        '\ufeff"id";"submitdate";"lastpage";"startlanguage";"token";"samen[SQ001]";"samen[SQ002]";"advies[SQ001]"\r\n'
        '"1";"2025-03-04 10:00:00";"4";"nl";"an@x.nl";"Bram Jansen";"Daan vd Berg";"Zoe Muller"\r\n\r\n'
    )
    path = write(tmp_path, text)
    told = {"samenwerking": "samen", "advies": "advies"}
    network = read_survey(path, respondent="token", nominations=told, roster=ROSTER)
    assert pairs(network, "samenwerking") == [("01", "02"), ("01", "04")]
    found = read_survey(path, roster=ROSTER)
    assert pairs(found, "advies") == [("01", "05")]
    assert "limesurvey" in found.assumptions["choice"].tolist()


def test_several_names_in_one_field():
    cells = [
        "Bram Jansen;Chaima El Idrissi;",
        "Bram Jansen, Chaima El Idrissi",
        "Jansen, Bram, El Idrissi, Chaima",
        "Bram Jansen en Chaima El Idrissi",
        "1. Bram Jansen 2. Chaima El Idrissi",
        "Bram Jansen\nChaima El Idrissi",
        "Bram Jansen & Chaima El Idrissi",
    ]
    for cell in cells:
        frame = pd.DataFrame({"naam": ["An de Vries"], "wie": [cell]})
        assert pairs(read_survey(frame, respondent="naam", multi="wie", roster=ROSTER)) == [("01", "02"), ("01", "03")]
        assert pairs(read_survey(frame, respondent="naam", nominations="wie", roster=ROSTER)) == [
            ("01", "02"),
            ("01", "03"),
        ]


def test_a_comma_inside_a_name_is_no_separator():
    frame = pd.DataFrame({"naam": ["An de Vries"], "wie": ["Berg, van den, Daan"]})
    assert pairs(read_survey(frame, respondent="naam", multi="wie", roster=ROSTER)) == [("01", "04")]


def test_doubtful_names_make_no_tie_until_decided():
    roster = pd.DataFrame({"id": ["1", "2", "3"], "naam": ["Jan de Vries", "Joke de Vries", "Eva Bakker"]})
    frame = pd.DataFrame({"naam": ["Eva Bakker"], "c1": ["J. de Vries"]})
    how = {"respondent": "naam", "nominations": "c1", "roster": roster}
    with pytest.warns(DoubtfulInputWarning, match="Jan de Vries"):
        assert read_survey(frame, **how).n_ties == 0
    assert pairs(read_survey(frame, **how, decisions={"J. de Vries": "2"})) == [("3", "2")]
    assert read_survey(frame, **how, decisions={"J. de Vries": "outside"}).n_contacts == 1
    assert read_survey(frame, **how, decisions={"J. de Vries": "nobody"}).n_nodes == 3


def test_self_and_repeated_nominations_are_listed():
    frame = pd.DataFrame({"naam": ["An de Vries"], "c1": ["an de vries"], "c2": ["Bram Jansen"], "c3": ["B. Jansen"]})
    network = read_survey(frame, respondent="naam", nominations=["c1", "c2", "c3"], roster=ROSTER)
    assert pairs(network) == [("01", "02")]
    aside = network.ledger[network.ledger["action"] == "set aside"]
    assert aside["column"].tolist() == ["c1", "c3"]
    assert aside["row"].tolist() == [2, 2]


def test_without_roster_the_respondents_are_known():
    frame = pd.DataFrame(
        {"naam": ["An de Vries", "Bram Jansen"], "c1": ["B. Jansen", "Zoë"], "c2": ["Eva Bakker", "bakker, eva"]}
    )
    network = read_survey(frame, respondent="naam", nominations=["c1", "c2"])
    assert pairs(network) == [
        ("An de Vries", "Bram Jansen"),
        ("An de Vries", "Eva Bakker"),
        ("Bram Jansen", "Eva Bakker"),
        ("Bram Jansen", "Zoë"),
    ]
    assert network.response()["Eva Bakker"] == "unknown"


def test_ids_of_several_columns():
    frame = pd.DataFrame(
        {"city": ["1", "1", "2"], "id": ["1", "2", "1"], "net1": ["2", "0", "7"], "net2": ["", "9", "1"]}
    )
    network = read_survey(frame, respondent=["city", "id"], nominations={"advice": ["net1", "net2"]})
    assert pairs(network) == [("1-1", "1-2"), ("1-2", "1-9"), ("2-1", "2-7")]
    assert network.response()[["1-9", "2-7"]].tolist() == ["unknown", "unknown"]


@pytest.mark.oracle
def test_medical_innovation(shared):
    """294 distinct ties among 125 doctors and 912 nominations: README of the data, netdiffuseR."""
    path = shared / "datasets" / "medical_innovation" / "survey_wide.csv"
    told = {name: [f"net{k}_{i}" for i in (1, 2, 3)] for k, name in enumerate(["advice", "discuss", "friend"], start=1)}
    network = read_survey(path, respondent=["city", "id"], nominations=told, attributes=["city"])
    answered = network.response()
    surveyed = set(answered.index[answered == "answered"])
    ties = network.ties
    among = ties[ties["source"].isin(surveyed) & ties["target"].isin(surveyed)]
    assert len(surveyed) == 125
    assert len(among.drop_duplicates(["source", "target"])) == 294
    assert (network.n_ties, len(among)) == (912, 450)


def test_consent_and_objection():
    frame = pd.DataFrame(
        {
            "naam": ["An de Vries", "Bram Jansen", "Chaima El Idrissi", "Daan van den Berg"],
            "toestemming": ["ja", "nee", "", "Ja, ik geef toestemming"],
            "c1": ["Bram Jansen", "An de Vries", "An de Vries", "B. Janssen"],
            "vraag": ["Ik werk graag met Bram Jansen", "", "", "leren schrijven"],
        }
    )
    network = read_survey(
        frame, respondent="naam", nominations="c1", consent="toestemming", asks="vraag", roster=ROSTER
    )
    assert sorted(network.ids) == ["01", "04", "05"]
    assert network.n_ties == 0
    everything = "".join(table.to_csv() for table in network.to_frames().values())
    for word in ("Bram", "Jans", "Chaima", "Idrissi", "bram@x.nl", "02", "03"):
        assert word not in everything.replace("2025", "")
    assert network.responses["text"].tolist() == ["leren schrijven"]


def test_a_blank_objection_is_none_and_lists_count():
    frame = pd.DataFrame(
        {"naam": ["An de Vries", "Bram Jansen"], "bezwaar": ["", "ja"], "c1": ["Bram Jansen", "Zoë Müller"]}
    )
    network = read_survey(frame, respondent="naam", nominations="c1", roster=ROSTER, objectors=["Zoë Müller"])
    assert sorted(network.ids) == ["01", "03", "04"]


def test_objection_on_the_roster_counts_in_the_survey():
    roster = ROSTER.assign(bezwaar=["", "ja", "", "", ""])
    frame = pd.DataFrame({"naam": ["An de Vries"], "c1": ["Bram Jansen"], "c2": ["Brm Jansen"]})
    network = read_survey(frame, respondent="naam", nominations=["c1", "c2"], roster=roster)
    assert "02" not in network.ids
    assert "Jansen" not in "".join(table.to_csv() for table in network.to_frames().values())


def test_the_last_finished_answer_counts(tmp_path):
    text = (
        "id;submitdate;lastpage;startlanguage;token;c1\n"
        "1;2025-03-04 10:00:00;4;nl;an@x.nl;Bram Jansen\n"
        "2;2025-03-05 10:00:00;4;nl;an@x.nl;Zoë Müller\n"
        "3;;2;nl;an@x.nl;Daan van den Berg\n"
        "4;;2;nl;bram@x.nl;Halverwege Gestopt\n"
    )
    network = read_survey(write(tmp_path, text), nominations="c1", roster=ROSTER)
    assert pairs(network) == [("01", "05")]
    aside = network.ledger[network.ledger["part"] == "row"]
    assert sorted(aside["row"]) == [2, 4, 5]
    assert network.response()["02"] == "not answered"
    partly = read_survey(write(tmp_path, text), nominations="c1", roster=ROSTER, partial=True)
    assert partly.response()["02"] == "partial"
    assert balanced(network)


def test_previews_tests_and_anonymous_answers():
    frame = pd.DataFrame(
        {
            "StartDate": ["2025-03-04"] * 5,
            "EndDate": ["2025-03-04"] * 5,
            "Status": ["IP Address", "Survey Preview", "0", "1", "0"],
            "ResponseId": list("abcde"),
            "RecipientEmail": ["an@x.nl", "bram@x.nl", "chaima@x.nl", "daan@x.nl", ""],
            "c1": ["Bram Jansen"] * 5,
        }
    )
    network = read_survey(frame, nominations="c1", roster=ROSTER)
    assert pairs(network) == [("01", "02"), ("03", "02")]
    assert sorted(network.ledger.loc[network.ledger["part"] == "row", "row"]) == [3, 5, 6]


def test_long_form():
    frame = pd.DataFrame(
        {
            "wie": ["An de Vries", "An de Vries", "An de Vries", "Bram Jansen", "Bram Jansen"],
            "vraag": ["samen", "samen", "q1", "q1", "samen"],
            "antwoord": ["Bram Jansen", "geen", "mee eens", "7", "An de Vries"],
        }
    )
    how = {"respondent": "wie", "question": "vraag", "answer": "antwoord", "likert": "q1", "scale": (1, 5)}
    network = read_survey(frame, nominations={"samen": "samen"}, roster=ROSTER, **how)
    assert pairs(network) == [("01", "02"), ("02", "01")]
    assert network.answers()["q1"].loc[["01", "02"]].tolist()[0] == 4
    aside = network.ledger[network.ledger["action"] == "set aside"].set_index("row")["value"].to_dict()
    assert aside == {3: "geen", 5: "7"}
    assert network.sources["rows_read"].loc["table"] == 5
    assert balanced(network)


def test_scales_and_open_questions(tmp_path):
    text = (
        "naam;vern[SQ001];vern[SQ002];leren;helpen\n"
        "An de Vries;A5;A1;Buurtbudgetten;Schrijven\n"
        "Bram Jansen;A3;;geen idee;\n"
    )
    scale = Scale("innovativeness", "vern", 1, 5, reversed=[2], label="Vernieuwingsgezindheid")
    network = read_survey(write(tmp_path, text), respondent="naam", scales=[scale], asks="leren", offers="helpen")
    items = network.items
    assert network.scale_items("innovativeness") == ["vern[SQ001]", "vern[SQ002]"]
    assert items.loc["vern[SQ002]", ["low", "high", "reversed"]].tolist() == [1, 5, True]
    assert items.loc["leren", ["kind", "scale"]].tolist() == ["text", "asks"]
    assert network.answers().loc["An de Vries"].tolist() == [5, 1]
    assert np.isnan(network.answers().loc["Bram Jansen", "vern[SQ002]"])
    assert network.responses.loc[network.responses["text"] != "", "text"].tolist() == ["Schrijven", "Buurtbudgetten"]


def test_answers_outside_the_scale_are_listed_or_refused():
    few = pd.DataFrame({"naam": [f"p{i}" for i in range(20)], "q1": ["5"] * 18 + ["6", "99"]})
    with pytest.warns(DoubtfulInputWarning, match="'q1', rows 20, 21"):
        network = read_survey(few, respondent="naam", likert="q1", scale=(1, 5))
    assert network.answers()["q1"].max() == 5
    many = pd.DataFrame({"naam": [f"p{i}" for i in range(20)], "q1": ["5"] * 10 + ["7"] * 10})
    with pytest.raises(InputError, match=r"column 'q1', rows 12, 13.*10 of 20 answers"):
        read_survey(many, respondent="naam", likert="q1", scale=(1, 5))


def test_waves_join():
    one = pd.DataFrame({"naam": ["An de Vries"], "c1": ["Bram Jansen"]})
    two = pd.DataFrame({"naam": ["Bram Jansen"], "c1": ["An de Vries"]})
    how = {"respondent": "naam", "nominations": "c1", "roster": ROSTER}
    first = read_survey(one, **how, wave="1", date="2025-03-04", name="one")
    second = read_survey(two, **how, wave="2", date="2025-12-01", name="two")
    both = first.merge(second)
    assert both.default_wave == "2"
    assert both.response("1")["01"] == "answered"
    assert both.response("2")["01"] == "not answered"
    assert sorted(both.sources.index) == ["one", "table", "two"]
    assert not both.ledger.duplicated().any()


def test_whoever_refuses_in_one_source_is_kept_out_of_what_is_joined():
    frame = pd.DataFrame(
        {"naam": ["An de Vries", "Bram Jansen"], "toestemming": ["ja", "nee"], "c1": ["Zoë Müller", ""]}
    )
    survey = read_survey(frame, respondent="naam", nominations="c1", roster=ROSTER)
    other = Network.from_frames(ties=pd.DataFrame({"source": ["02", "01"], "target": ["01", "05"]}))
    assert "02" not in survey.merge(other).ids
    assert "02" not in other.merge(survey).ids


def test_survey_and_roster_that_disagree():
    frame = pd.DataFrame({"naam": ["An de Vries"], "afd": ["Sales"], "c1": ["Bram Jansen"]})
    network = read_survey(frame, respondent="naam", nominations="c1", attributes={"afd": "department"}, roster=ROSTER)
    assert network.people.loc["01", "department"] == "HR"
    assert (network.ledger["value"] == "Sales").any()


def test_errors_say_what_to_do():
    frame = pd.DataFrame({"naam": ["An"], "contact1": ["Bram"]})
    with pytest.raises(ColumnError, match="Did you mean 'contact1'"):
        read_survey(frame, respondent="naam", nominations=["contact", "contakt1"])
    with pytest.raises(ColumnError, match="name it with respondent="):
        read_survey(pd.DataFrame({"foo": ["a"], "bar": ["b"]}))
    with pytest.raises(InputError, match="tool must be one of"):
        read_survey(frame, tool="forms")


def test_row_order_does_not_matter():
    frame = pd.DataFrame(
        {
            "naam": ["An de Vries", "Bram Jansen", "Zoë Müller"],
            "c1": ["Oscar X", "oscar x", "Oscar X"],
            "q": ["1", "2", "3"],
        }
    )
    how = {"respondent": "naam", "nominations": "c1", "likert": "q", "scale": (1, 5), "roster": ROSTER}
    assert read_survey(frame, **how).fingerprint == read_survey(frame[::-1], **how).fingerprint


@pytest.mark.parametrize("language_of_header", ["en", "nl"])
def test_microsoft_forms(tmp_path, language_of_header):
    heads = {
        "en": ["ID", "Start time", "Completion time", "Email", "Name", "Met wie?", "Ik deel graag kennis"],
        "nl": ["Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Met wie?", "Ik deel graag kennis"],
    }
    rows = [
        ["1", "2025-03-04 09:00", "2025-03-04 09:10", "an@x.nl", "An de Vries", "Bram Jansen;Zoë Müller;", "Mee eens"],
        ["2", "2025-03-04 09:00", "2025-03-04 09:12", "bram@x.nl", "Bram Jansen", "", "Neutraal"],
    ]
    path = tmp_path / "forms.xlsx"
    pd.DataFrame(rows, columns=heads[language_of_header]).to_excel(path, index=False)
    network = read_survey(path, roster=ROSTER)
    assert pairs(network) == [("01", "02"), ("01", "05")]
    assert network.answers()["Ik deel graag kennis"].dropna().tolist() == [4, 3]


def test_google_forms(tmp_path):
    text = (
        'Tijdstempel,E-mailadres,Met wie werk je samen?,"Ik probeer graag iets nieuws"\n'
        '04-03-2025 9:15:00,an@x.nl,"Bram Jansen, Zoë Müller",Helemaal mee eens\n'
        "04-03-2025 9:20:00,bram@x.nl,An de Vries,Mee oneens\n"
    )
    network = read_survey(write(tmp_path, text), roster=ROSTER)
    assert pairs(network) == [("01", "02"), ("01", "05"), ("02", "01")]
    assert network.answers().iloc[:2, 0].tolist() == [5, 2]
    assert "google" in network.assumptions["choice"].tolist()


def test_surveymonkey(tmp_path):
    text = (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,"
        "Met wie werk je samen?,,Ik deel kennis\n"
        ",,,,,,,,Naam 1,Naam 2,Response\n"
        "1,9,03/04/2025 09:00:00 AM,03/04/2025 09:10:00 AM,1.2.3.4,an@x.nl,An,de Vries,Bram Jansen,Zoë Müller,Agree\n"
        "2,9,03/04/2025 09:00:00 AM,03/04/2025 09:10:00 AM,1.2.3.4,bram@x.nl,Bram,Jansen,,,Neutral\n"
    )
    network = read_survey(write(tmp_path, text), roster=ROSTER)
    assert pairs(network) == [("01", "02"), ("01", "05")]
    assert network.answers().loc["01"].tolist() == [4]
    assert network.sources.loc["survey", "rows_read"] == 2


def test_polinode(tmp_path):
    path = tmp_path / "poli.xlsx"
    nodes = pd.DataFrame({"Name": ["An de Vries", "Bram Jansen"], "Department": ["HR", "IT"]})
    edges = pd.DataFrame({"Source": ["An de Vries"], "Target": ["Bram Jansen"], "Question": ["Advice"]})
    with pd.ExcelWriter(path) as book:
        nodes.to_excel(book, sheet_name="Nodes", index=False)
        edges.to_excel(book, sheet_name="Edges", index=False)
    network = read_survey(path)
    assert pairs(network, "Advice") == [("An de Vries", "Bram Jansen")]
    assert network.people["department"].tolist() == ["HR", "IT"]


STAFF = read_roster(ROSTER)
NASTY = [
    "An de Vries",
    "x",
    "",
    "0",
    "Bram;An",
    "1.5",
    "ja",
    "nee",
    "A3",
    "=1+1",
    "\x00",
    "ï»¿",
    "'",
    '"',
    "None",
    "nan",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), min_size=4, max_size=4), max_size=6),
    st.sampled_from([None, "limesurvey", "qualtrics", "msforms", "google", "surveymonkey", "plain"]),
)
def test_any_cells_give_a_network_or_an_error_of_the_house(rows, tool):
    frame = pd.DataFrame(rows, columns=["naam", "contact1", "toestemming", "q1"], dtype=str)
    try:
        network = read_survey(frame, tool=tool, roster=STAFF)
    except KiemenError:
        return
    assert balanced(network)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_give_a_network_or_an_error_of_the_house(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    try:
        network = read_survey(path)
    except KiemenError:
        return
    assert balanced(network)


def test_limesurvey_headers_with_code_and_text(tmp_path):
    text = (
        'id,submitdate,lastpage,startlanguage,"token. Toegangscode","G1[SQ001]. Met wie? [Naam 1]",'
        '"G1[SQ002]. Met wie? [Naam 2]","G2[1]. Ik deel kennis"\n'
        "1,2025-03-04,4,nl,an@x.nl,Bram Jansen,Zoe Muller,Helemaal mee eens\n"
        "2,2025-03-04,4,nl,bram@x.nl,An de Vries,,Neutraal\n"
    )
    network = read_survey(write(tmp_path, text), roster=ROSTER)
    assert pairs(network, "G1") == [("01", "02"), ("01", "05"), ("02", "01")]
    assert network.items["label"].tolist() == ["Ik deel kennis"]
    assert pairs(read_survey(write(tmp_path, text), nominations={"samen": "G1"}, roster=ROSTER), "samen") == pairs(
        network
    )


def test_answers_that_are_all_anonymous_say_nothing_about_who_is_silent():
    frame = pd.DataFrame(
        {"Email": ["anonymous", "anonymous"], "Start time": "x", "Completion time": "y", "wie": "Bram"}
    )
    network = read_survey(frame, nominations="wie", roster=ROSTER)
    assert set(network.response()) == {"unknown"}
    assert network.sources.loc["table", "rows_set_aside"] == 2


def test_repeated_headers_are_all_meant(tmp_path):
    path = write(tmp_path, "naam;contact;contact\nAn de Vries;Bram Jansen;Zoë Müller\n")
    for nominations in ("contact", ["contact", "contact (2)"]):
        network = read_survey(path, respondent="naam", nominations=nominations, roster=ROSTER)
        assert pairs(network) == [("01", "02"), ("01", "05")]


def test_a_respondent_with_another_address_is_known_by_the_name_in_it():
    frame = pd.DataFrame({"Email": ["bram.jansen@x.nl", "eva.smit@elders.nl"], "wie": ["An de Vries", ""]})
    network = read_survey(frame, respondent="Email", nominations="wie", roster=ROSTER)
    assert pairs(network) == [("02", "01")]
    # In another domain it is somebody else.
    assert not network.people.loc["eva.smit@elders.nl", "inside"]


def test_the_same_survey_from_frames_and_files(tmp_path):
    import polars as pl
    import pyarrow as pa

    frame = pd.DataFrame({"naam": ["An de Vries", "Bram Jansen"], "contact1": ["Bram Jansen", ""], "q": ["4", "5"]})
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "b.csv", index=False, sep=";", encoding="utf-16")
    frame.to_excel(tmp_path / "c.xlsx", index=False)
    frame.to_parquet(tmp_path / "d.parquet", index=False)
    frame.to_json(tmp_path / "e.json", orient="records")
    sources = [frame, pl.from_pandas(frame), pa.Table.from_pandas(frame)]
    sources += [tmp_path / name for name in ("a.csv", "b.csv", "c.xlsx", "d.parquet", "e.json")]
    how = {"respondent": "naam", "nominations": "contact1", "likert": "q", "scale": (1, 5), "roster": ROSTER}
    made = [read_survey(source, **how, name="one") for source in sources]
    assert len({network.fingerprint for network in made}) == 1


def test_qualtrics_with_three_header_rows_and_a_preview(tmp_path):
    head = ["StartDate", "Status", "Finished", "ResponseId", "Q1", "Q2_1", "Q2_2", "Q2_3", "Q9"]
    asked = ["Start Date", "Response Type", "Finished", "Response ID", "Wat is je naam?", *["Met wie?"] * 3]
    marks = [f'"{{""ImportId"":""{name}""}}"' for name in head]
    rows = [
        ",".join(head),
        ",".join([*asked, "Geef je toestemming?"]),
        ",".join(marks),
        "2025-03-04 09:00:00,Survey Preview,True,R_1,Test,x,y,,Ja",
        "2025-03-04 09:01:00,IP Address,True,R_2,An,Bo,Cas,,Ja",
        "2025-03-04 09:02:00,IP Address,True,R_3,Bo,An,,,Ja",
        "2025-03-04 09:03:00,IP Address,True,R_4,Dirk,An,,,Nee",
    ]
    network = read_survey(write(tmp_path, "\n".join(rows)))
    # Cas did not answer and stands in a field without anybody known; Dirk gave no consent.
    assert pairs(network) == [("An", "Bo"), ("An", "Cas"), ("Bo", "An")]
    assert network.ids.tolist() == ["An", "Bo", "Cas"]
    assert network.sources[["rows_read", "rows_used", "rows_set_aside"]].to_numpy().tolist() == [[4, 2, 2]]
    assert sorted(network.ledger["row"].dropna()) == [4, 7]


@pytest.mark.parametrize("wrong", [3, object(), {"a": 3}, [3], b"x"], ids=lambda value: type(value).__name__)
@pytest.mark.parametrize(
    "part",
    ["nominations", "multi", "ratings", "likert", "asks", "offers", "consent", "opt_out", "respondent", "attributes",
     "scale", "nicknames", "decisions", "wave"],
)  # fmt: skip
def test_arguments_of_another_kind_are_refused_by_name(part, wrong):
    frame = pd.DataFrame({"naam": ["An", "Bo"], "q1": ["1", "2"]})
    if part == "decisions" and isinstance(wrong, dict):
        wrong = {"a": [3, 4]}
    with pytest.raises(InputError, match=rf"{part}|low|column"):
        read_survey(frame, **{"respondent": "naam", "likert": ["q1"], part: wrong})


@pytest.mark.parametrize("wrong", ["q1", 3, b"x", ["q1"], [None], {"naam": "x"}, pd.DataFrame(), Scale("a", ["q1"])])
def test_scales_of_another_kind_are_refused_by_name(wrong):
    frame = pd.DataFrame({"naam": ["An", "Bo"], "q1": ["1", "2"]})
    with pytest.raises(InputError, match=r"scales must be a list of Scale"):
        read_survey(frame, respondent="naam", scales=wrong)


def test_answers_that_were_replaced_still_tell_what_a_column_holds():
    frame = pd.DataFrame(
        {
            "Naam": ["An de Vries", "Bo Mol", "Bo Mol"],
            "Met wie?": ["Bo Mol;Cas Smit;", "An de Vries;", "Cas Smit;"],
        }
    )
    assert pairs(read_survey(frame, respondent="Naam")) == [
        ("An de Vries", "Bo Mol"),
        ("An de Vries", "Cas Smit"),
        ("Bo Mol", "Cas Smit"),
    ]
