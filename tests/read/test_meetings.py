"""Meeting logs become weighted ties, whatever form they have."""

import pandas as pd
import pytest

import kiemen
from kiemen.errors import DoubtfulInputWarning, InputError
from kiemen.read.meetings import TOO_LARGE


def log(*rows):
    return pd.DataFrame(rows, columns=["vergadering", "tijd", "deelnemer"])


def weights(network):
    return {(s, t): w for s, t, w in network.ties[["source", "target", "weight"]].itertuples(index=False)}


ATTENDANCES = log(
    ("A", "13-03-2025 09:00", "An"), ("A", "13-03-2025 09:00", "Bram"), ("A", "13-03-2025 09:00", "Eva"),
    ("B", "14-03-2025 09:00", "An"), ("B", "14-03-2025 09:00", "Bram"),
)  # fmt: skip


def test_a_row_per_attendee_and_a_list_give_the_same():
    lists = pd.DataFrame(
        {
            "onderwerp": ["A", "B"],
            "tijd": ["13-03-2025 09:00", "14-03-2025 09:00"],
            "deelnemers": ["An; Bram; Eva", "Bram; An"],
        }
    )
    one, other = kiemen.read_meetings(ATTENDANCES), kiemen.read_meetings(lists)
    assert weights(one) == weights(other) == {("An", "Bram"): 1.5, ("An", "Eva"): 0.5, ("Bram", "Eva"): 0.5}
    assert one.fingerprint == other.fingerprint
    tie = one.ties.iloc[0]
    assert (str(tie["start"]), str(tie["end"])) == ("2025-03-13 09:00:00", "2025-03-14 09:00:00")


def test_one_title_at_two_times_is_two_meetings():
    network = kiemen.read_meetings(
        log(("start", "13-03-2025 09:00", "An"), ("start", "13-03-2025 09:00", "Bram"),
            ("start", "14-03-2025 09:00", "Eva"), ("start", "14-03-2025 09:00", "Daan"))
    )  # fmt: skip
    assert set(weights(network)) == {("An", "Bram"), ("Daan", "Eva")}
    assert network.events["event"].nunique() == 2


def test_minutes_of_coming_in_make_no_meetings_of_their_own():
    network = kiemen.read_meetings(
        log(
            ("demo", "13-03-2025 09:00", "An"),
            ("demo", "13-03-2025 09:02", "Bram"),
            ("demo", "13-03-2025 09:05", "Eva"),
        )
    )
    assert len(weights(network)) == 3
    assert "one meeting" in " ".join(network.assumptions["choice"])


def test_a_broadcast_makes_no_ties_and_is_said():
    crowd = log(
        *(("alle hens", "13-03-2025", f"p{i}") for i in range(12)),
        ("klein", "13-03-2025", "p1"),
        ("klein", "13-03-2025", "p2"),
    )
    with pytest.warns(DoubtfulInputWarning, match=f"{TOO_LARGE}.*alle hens: 12"):
        network = kiemen.read_meetings(crowd, largest=10)
    assert network.n_nodes == 12
    assert weights(network) == {("p1", "p2"): 1.0}


def test_rooms_the_absent_and_the_nameless():
    frame = pd.DataFrame(
        {"vergadering": ["m"] * 5 + [""], "deelnemer": ["An", "Bram", "Zaal 3", "Eva", "", "Daan"],
         "status": ["accepted", "accepted", "accepted", "Declined", "accepted", "accepted"]}
    )  # fmt: skip
    with pytest.warns(DoubtfulInputWarning) as said:
        network = kiemen.read_meetings(frame)
    assert weights(network) == {("An", "Bram"): 1.0}
    rows = network.sources[["rows_read", "rows_used", "rows_set_aside"]].to_numpy().tolist()
    assert rows == [[6, 2, 4]]
    assert len(said) == 1


def test_what_the_caller_says_is_no_person():
    with pytest.warns(DoubtfulInputWarning, match="you said"):
        network = kiemen.read_meetings(ATTENDANCES, exclude=["eva"])
    assert set(weights(network)) == {("An", "Bram")}


def test_whoever_is_on_the_roster_is_a_person():
    roster = pd.DataFrame({"id": ["1", "2"], "naam": ["Zoom Bakker", "An"]})
    frame = pd.DataFrame({"vergadering": ["m", "m"], "deelnemer": ["An", "Zoom Bakker"]})
    assert kiemen.read_meetings(frame, roster=roster).n_ties == 1


def test_organiser_window_and_repeats():
    frame = ATTENDANCES.assign(organisator="Daan")
    with pytest.warns(DoubtfulInputWarning):
        network = kiemen.read_meetings(frame, window=("2025-03-14", "2025-03-14"))
    assert weights(network) == {("An", "Bram"): 0.5, ("An", "Daan"): 0.5, ("Bram", "Daan"): 0.5}
    with pytest.raises(InputError, match="time="):
        kiemen.read_meetings(ATTENDANCES.drop(columns="tijd"), window=("2025-03-14", None))


def test_names_with_commas_are_one_person():
    frame = pd.DataFrame({"vergadering": ["m", "m"], "deelnemer": ["Vries, de, An", "Berg, van den, Daan"]})
    assert kiemen.read_meetings(frame).n_nodes == 2


def test_a_calendar_with_date_and_hour_in_two_columns():
    frame = pd.DataFrame(
        {
            "Onderwerp": ["Overleg"],
            "Begindatum": ["23-4-2025"],
            "Begintijd": ["14:00"],
            "Organisator van de vergadering": ["An de Vries"],
            "Vereiste deelnemers": ["Bram Jansen; Eva Bakker"],
        }
    )
    network = kiemen.read_meetings(frame)
    assert sorted(network.people["name"]) == ["An de Vries", "Bram Jansen", "Eva Bakker"]
    assert str(network.events["date"].min())[:10] == "2025-04-23"


OUTLOOK = {
    "Subject": ["Start", "Vervolg"],
    "Start Date": ["2025-01-06", "2025-01-13"],
    "Meeting Organizer": ["An", "An"],
    "Required Attendees": ["An;Bram", "An;Chaima"],
    "Optional Attendees": ["Daan;Eva", ""],
}


def test_optional_attendees_are_listed_or_counted():
    with pytest.warns(DoubtfulInputWarning, match="free to come"):
        network = kiemen.read_meetings(pd.DataFrame(OUTLOOK))
    assert network.ids.tolist() == ["An", "Bram", "Chaima"]
    listed = network.ledger[network.ledger["column"] == "Optional Attendees"]
    assert listed[["row", "action", "value"]].to_numpy().tolist() == [[2, "set aside", ""]]
    counted = kiemen.read_meetings(pd.DataFrame(OUTLOOK), optional="Optional Attendees")
    assert counted.ids.tolist() == ["An", "Bram", "Chaima", "Daan", "Eva"]
    assert counted.ties["weight"].tolist() == [1 / 3, 1, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3]


@pytest.mark.parametrize(
    "wrong", [{"window": 5}, {"window": "25"}, {"exclude": 5}, {"exclude": "An"}, {"decisions": 5}]
)
def test_what_is_of_another_kind_is_refused_by_name(wrong):
    frame = pd.DataFrame({"vergadering": ["m", "m"], "deelnemer": ["An", "Bo"], "datum": ["2025-01-01"] * 2})
    roster = pd.DataFrame({"id": ["1"], "naam": ["An"]})
    with pytest.raises(InputError, match=next(iter(wrong))):
        kiemen.read_meetings(frame, roster=roster, **wrong)


def test_lists_of_one_title_on_several_days():
    frame = pd.DataFrame(
        {"datum": ["25-3-2025", "26-3-2025"], "vergadering": ["Overleg"] * 2, "aanwezig": ["An, Bram, Cas", "An, Bram"]}
    )
    network = kiemen.read_meetings(frame)
    assert list(network.ids) == ["An", "Bram", "Cas"]
    assert network.ties["weight"].tolist() == [1.5, 0.5, 0.5]


def test_meetings_that_were_cancelled_are_set_aside(both_roads, assert_same, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("vergadering,deelnemer\nOverleg,An\nOverleg,Bo\nGeannuleerd: Bila,An\nCanceled: 1:1,Cas\n")
    with pytest.warns(DoubtfulInputWarning, match="2 rows not used.*cancelled"):
        memory, disk = both_roads(kiemen.read_meetings, path)
    assert_same(memory, disk)
    assert memory.n_ties == 1
    assert "Cas" not in memory.ids
