"""Whoever refuses in one source is in none."""

import json

import pandas as pd
import pytest

import kiemen
from kiemen import read_graph, read_viva
from kiemen._copies import ALLOWED
from kiemen.read.objectors import survey_objectors, with_objectors
from kiemen.read.roster import lookup_of, read_roster

STAFF = pd.DataFrame({"id": ["01", "02", "03"], "naam": ["An de Vries", "Bram Jansen", "Chaima El Idrissi"]})
SURVEY = pd.DataFrame(
    {
        "respondent": ["An de Vries", "Bram Jansen"],
        "toestemming": ["ja", "nee"],
        "contact1": ["Bram Jansen", "An de Vries"],
    }
)


def test_who_gives_no_consent_is_found_before_anything_is_read():
    assert survey_objectors(SURVEY, read_roster(STAFF), {"consent": "toestemming", "nominations": "contact1"}) == {"02"}


def test_roster_without_objectors_still_recognises_them():
    roster = with_objectors(read_roster(STAFF), {"02"})
    assert roster.ids.tolist() == ["01", "03"]
    assert lookup_of(roster)["objects"].to_dict() == {"01": False, "02": True, "03": False}


@pytest.mark.parametrize("copying", [False, True])
@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
def test_project_leaves_them_out_of_every_file(tmp_path, copying):
    from kiemen.read.project import read_project

    STAFF.to_csv(tmp_path / "staff.csv", index=False)
    SURVEY.to_csv(tmp_path / "one.csv", index=False)
    later = SURVEY.assign(toestemming=["ja", "ja"])
    later.to_csv(tmp_path / "two.csv", index=False)
    joined = pd.DataFrame({"naam": ["Bram Jansen", "An de Vries"], "initiatief": ["Buurttuin", "Buurttuin"]})
    joined.to_csv(tmp_path / "joined.csv", index=False)
    survey = '[[read]]\nwith = "survey"\nrespondent = "respondent"\nnominations = "contact1"\nroster = true\n'
    (tmp_path / "kiemen.toml").write_text(
        '[[read]]\nwith = "roster"\nfile = "staff.csv"\n'
        '[[read]]\nwith = "memberships"\nfile = "joined.csv"\nroster = true\n'
        f'{survey}file = "two.csv"\nwave = "2"\n'
        f'{survey}file = "one.csv"\nwave = "1"\nconsent = "toestemming"\n'
    )
    token = ALLOWED.set(copying)
    network = read_project(tmp_path).network()
    ALLOWED.reset(token)
    assert network.ids.tolist() == ["01", "03"]
    assert network.n_ties == 0
    assert network.sources["file"].notna().all()
    assert set(network.waves.index) == {"1", "2"}
    assert network.memberships["person"].tolist() == ["01"]
    assert "Bram" not in "".join(frame.to_csv() for frame in network.to_frames().values())


ROSTER = pd.DataFrame(
    {
        "id": ["1", "2", "3"],
        "naam": ["An de Vries", "Bram Jansen", "Chaima Idrissi"],
        "email": ["an@x.nl", "bram@x.nl", "chaima@x.nl"],
        "bezwaar": ["", "ja", ""],
    }
)
NAMES = ROSTER["naam"].tolist()
DOORS = {
    "ties": {"van": NAMES[:2], "naar": NAMES[1:]},
    "memberships": {"naam": NAMES, "project": ["P", "P", "Q"]},
    "meetings": {"titel": ["Met Bram Jansen"] * 3, "deelnemer": NAMES},
    "mail": {"van": ["an@x.nl", "bram@x.nl"], "aan": ["bram@x.nl;chaima@x.nl", "an@x.nl"]},
    "adoptions": {"naam": NAMES, "datum": ["2025-01-01", "2025-01-02", "2025-01-03"]},
    "events": {"soort": ["actie"] * 3, "wie": NAMES, "wat": ["met Bram Jansen", "", ""]},
    "initiatives": {"initiatief": ["P"], "trekker": ["Bram Jansen"]},
    "survey": {"naam": NAMES, "contact1": ["Bram Jansen en Chaima Idrissi", "An de Vries", "geen"]},
}


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
@pytest.mark.parametrize("door", DOORS)
def test_every_door_passes_objections_on(door):
    read = getattr(kiemen, f"read_{door}")
    network = read(pd.DataFrame(DOORS[door]), roster=kiemen.read_roster(ROSTER))
    later = kiemen.read_ties(pd.DataFrame({"van": ["2", "Bram Jansen", "1"], "naar": ["1", "3", "3"]}))
    for made in (network, network.merge(later), later.merge(network)):
        assert not {"2", "Bram Jansen"} & set(made.ids)
        for name, frame in made.to_frames().items():
            assert "Bram" not in frame.reset_index().to_csv(), name


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("written", ["Cas Smit", "C. Smit", "Smit, Cas"])
def test_nobody_who_objects_comes_in_by_a_graph(tmp_path, written):
    import networkx as nx

    graph = nx.Graph()
    graph.add_node("3", label=written)
    graph.add_node("1", label="An de Vries")
    graph.add_node("2", label="Bo Mol")
    graph.add_edges_from([("1", "3"), ("1", "2"), ("2", "3")])
    nx.write_graphml(graph, tmp_path / "g.graphml")
    nx.write_gexf(graph, tmp_path / "g.gexf")
    (tmp_path / "g.json").write_text(json.dumps(nx.node_link_data(graph)), encoding="utf-8")
    named = nx.relabel_nodes(graph, {"1": "An de Vries", "2": "Bo Mol", "3": written})
    for source in (graph, named, *(tmp_path / f"g.{end}" for end in ("graphml", "gexf", "json"))):
        network = read_graph(source, roster=OBJECTING)
        assert network.ties[["source", "target"]].to_numpy().tolist() == [["1", "2"]]
        assert network.ids.tolist() == ["1", "2"]
        assert "Smit" not in everything(network)
        read, used, aside = network.sources[["rows_read", "rows_used", "rows_set_aside"]].iloc[-1]
        assert read == used + aside


@pytest.mark.filterwarnings("ignore")
def test_nobody_who_objects_comes_in_by_viva():
    metric = pd.DataFrame(
        {
            "PrimaryCollaborator_PersonId": ["1", "1", "3", "2"],
            "SecondaryCollaborator_PersonId": ["2", "3", "1", "1"],
            "MetricDate": "2025-01-05",
            "PrimaryCollaborator_Organization": ["A", "A", "Smit-team", "B"],
            "DiverseTieScore": [1.0, 2, 3, 1],
            "DiverseTieType": "Strong",
            "StrongTieScore": [1.0, 2, 3, 1],
            "StrongTieType": "Strong",
        }
    )
    network = read_viva(metric, roster=OBJECTING)
    assert network.ids.tolist() == ["1", "2"]
    assert set(network.ties["source"]) | set(network.ties["target"]) == {"1", "2"}
    assert "Smit" not in everything(network)


def everything(network):
    return " ".join(frame.reset_index().to_string() for frame in network.to_frames().values())


OBJECTING = pd.DataFrame(
    {"id": ["1", "2", "3"], "naam": ["An de Vries", "Bo Mol", "Cas Smit"], "bezwaar": ["", "", "ja"]}
)
