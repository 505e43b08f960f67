"""Attendance reports of Teams and Zoom."""

import pytest

from kiemen.read.check import check_file
from kiemen.read.meetings import read_meetings

REPORT = """1. Summary
Meeting title\tWeekstart
Attended participants\t3
Start time\t3/13/25, 9:00:00 AM
Meeting duration\t30m

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
An de Wit\t3/13/25, 9:00:01 AM\t3/13/25, 9:30:00 AM\t29m\tan@x.nl\tan@x.nl\tOrganizer
Bo Smit\t3/13/25, 9:01:01 AM\t3/13/25, 9:30:00 AM\t28m\tbo@x.nl\tbo@x.nl\tPresenter
Cas Vos\t3/13/25, 9:05:01 AM\t3/13/25, 9:30:00 AM\t25m\tcas@x.nl\tcas@x.nl\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
An de Wit\t3/13/25, 9:00:01 AM\t3/13/25, 9:30:00 AM\t29m\tan@x.nl\tOrganizer
"""
DUTCH = """1. Samenvatting
Titel van vergadering\tWeekstart
Begintijd\t13-3-2025 09:00

2. Deelnemers
Naam\tEerste deelname\tLaatste vertrek\tDuur in vergadering\tE-mail\tRol
An de Wit\t13-3-2025 09:00\t13-3-2025 09:30\t29m\tan@x.nl\tOrganisator
Bo Smit\t13-3-2025 09:01\t13-3-2025 09:30\t28m\tbo@x.nl\tPresentator
"""
OLDER = """Meeting Summary
Total Number of Participants\t2
Meeting Title\tWeekstart
Meeting Start Time\t3/13/2025, 9:00:00 AM
Meeting End Time\t3/13/2025, 9:30:00 AM

Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
An de Wit\t3/13/2025, 9:00:01 AM\t3/13/2025, 9:30:00 AM\t29m\tan@x.nl\tOrganizer
Bo Smit\t3/13/2025, 9:01:01 AM\t3/13/2025, 9:30:00 AM\t28m\tbo@x.nl\tPresenter
"""
ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123 456,Weekstart,03/13/2025 09:00:00 AM,03/13/2025 09:30:00 AM,an@x.nl,30,2

Name (Original Name),User Email,Total Duration (Minutes),Guest
An de Wit,an@x.nl,30,No
Bo Smit,bo@x.nl,28,No
"""


@pytest.mark.filterwarnings("ignore::kiemen.errors.DoubtfulInputWarning")
@pytest.mark.parametrize(("text", "people", "rows"), [(REPORT, 3, 12), (DUTCH, 2, 6), (OLDER, 2, 7), (ZOOM, 2, 4)])
def test_the_participants_met(tmp_path, text, people, rows):
    path = tmp_path / "report.csv"
    path.write_bytes(text.encode("utf-16"))
    network = read_meetings(path)
    assert network.n_people == people
    assert network.ties["weight"].tolist() == [1 / (people - 1)] * (people * (people - 1) // 2)
    assert network.events["date"].dt.strftime("%Y-%m-%d %H").unique().tolist() == ["2025-03-13 09"]
    source = network.sources.iloc[0]
    assert source["rows_read"] == rows == source["rows_used"] + source["rows_set_aside"]
    assert source["rows_used"] == people
    assert check_file(path).settings["kind"] == "meetings"


def test_a_table_with_a_join_time_is_no_report(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("vergadering,naam,join time\nWeekstart,An,2025-03-13 09:00\nWeekstart,Bo,2025-03-13 09:00\n")
    assert read_meetings(path).n_ties == 1
