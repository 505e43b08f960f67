"""Viva Insights files by their own column names."""

import pandas as pd
import pytest

import kiemen
from kiemen.errors import DoubtfulInputWarning, FileFormatError

FRAME = pd.DataFrame(
    {
        "PrimaryCollaborator_PersonId": ["a", "a", "b", "c"],
        "SecondaryCollaborator_PersonId": ["b", "b", "c", "a"],
        "PrimaryCollaborator_Organization": ["HR", "HR", "IT", "IT"],
        "SecondaryCollaborator_Organization": ["IT", "IT", "IT", "HR"],
        "MetricDate": ["01/04/2023", "01/11/2023", "01/04/2023", "01/04/2023"],
        "Strong_tie_score": [0.2, 0.4, 0.5, 0],
        "Strong_tie_type": [1, 1, 2, 0],
    }
)


def test_scores_are_averaged_and_attributes_kept():
    with pytest.warns(DoubtfulInputWarning, match="row 5"):
        network = kiemen.read_viva(FRAME)
    assert network.ties["weight"].tolist() == pytest.approx([0.3, 0.5])
    assert network.people["Organization"].to_dict() == {"a": "HR", "b": "IT", "c": "IT"}
    assert str(network.ties["end"].iloc[0])[:10] == "2023-01-11"


def test_other_viva_files_are_named():
    groups = pd.DataFrame({"PrimaryCollaborator_Organization": ["HR"], "SecondaryCollaborator_Organization": ["IT"]})
    with pytest.raises(FileFormatError, match="group-to-group"):
        kiemen.read_viva(groups)
    with pytest.raises(FileFormatError, match="no person-to-person"):
        kiemen.read_viva(pd.DataFrame({"van": ["a"]}))
    with pytest.raises(FileFormatError, match="read_viva"):
        kiemen.read_viva_groups(FRAME)


@pytest.mark.oracle
def test_published_samples(shared):
    """Sizes as the package vivainsights 0.4.3 ships them."""
    folder = shared / "datasets" / "viva_insights_sample"
    network = kiemen.read_viva(folder / "p2p_data.csv")
    assert (network.n_nodes, network.n_ties) == (3783, 2014)
    assert network.ties["start"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2023-01-04"]
    groups = kiemen.read_viva_groups(folder / "g2g_data.csv")
    assert len(groups) == 150
    assert (groups["source"] == groups["target"]).sum() > 0
    assert not (groups["target"] == "Within Group").any()


def test_rows_in_which_nothing_was_measured_are_no_ties():
    frame = pd.DataFrame(
        {
            "PrimaryCollaborator_PersonId": list("aab"),
            "SecondaryCollaborator_PersonId": list("bcc"),
            "MetricDate": ["01/04/2023"] * 3,
            "Meeting_hours": ["0", "1.5", ""],
            "Chats": ["0", "0", "3"],
        }
    )
    with pytest.warns(DoubtfulInputWarning, match="every measure"):
        network = kiemen.read_viva(frame)
    assert network.ties[["source", "target"]].to_numpy().tolist() == [["a", "c"], ["b", "c"]]
    assert network.sources.iloc[0]["rows_set_aside"] == 1
    # Without measures a row is a tie.
    assert kiemen.read_viva(frame[frame.columns[:3]]).n_ties == 3
