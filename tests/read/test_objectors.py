"""Whoever refuses in one source is in none."""

import pandas as pd
import pytest

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


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
def test_project_leaves_them_out_of_every_file(tmp_path):
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
    network = read_project(tmp_path).network()
    assert network.ids.tolist() == ["01", "03"]
    assert network.n_ties == 0
    assert network.memberships["person"].tolist() == ["01"]
    assert "Bram" not in "".join(frame.to_csv() for frame in network.to_frames().values())
