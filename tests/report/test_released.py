"""Two reports together give nobody away: what the earlier ones showed is kept, and held against the next."""

import json

import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.ingredients import profile_ingredients
from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.report import build_report
from kiemen.report.released import known_from, remember_released
from tests.diagnosis.scenes import with_scale
from tests.report.conftest import make


def test_two_reports_together_give_nobody_away(tmp_path):
    """Eleven colleagues, and later the same with one of them in another group: the difference would be one person."""
    ids = [f"p{i}" for i in range(30)]
    first = pd.DataFrame({"person": ids, "department": ["A"] * 15 + ["B"] * 15})
    later = first.assign(department=["A"] * 14 + ["B"] * 16)
    before = build_report(Network.from_frames(first), audience="management")
    record = before.write_released(tmp_path / "released.json")
    assert sorted(map(len, json.loads(record.read_text())["shown"])) == [15, 15, 30]
    alone = build_report(Network.from_frames(later), audience="management")
    assert len(alone.content.shown_groups) == 3
    after = build_report(Network.from_frames(later), audience="management", released=record)
    assert len(after.content.shown_groups) == 1
    with pytest.raises(InputError, match="write_released"):
        build_report(Network.from_frames(later), audience="management", released=tmp_path / "none.json")


@pytest.mark.parametrize("audience", ["management", "team"])
def test_who_objects_after_a_report_cannot_be_told_from_the_next(tmp_path, audience):
    """The totals tell that one person left; a mean of the group with and without would tell what that person said."""
    network = make(48)
    record = build_report(network, audience=audience).write_released(tmp_path / "released.json")
    left = network.without([str(network.ids[0])], reason="objected")
    after = build_report(left, audience=audience, released=record, language="en")
    assert sorted(map(len, after.content.shown_groups)) == [12, 12, 12, 47]
    assert not [label for _, label in after.content.sections[0].numbers if "know each other" in label]
    again = build_report(network, audience=audience, released=record)
    assert len(again.content.shown_groups) == 5


def test_what_another_measurement_showed_cannot_be_subtracted(tmp_path):
    network = make(48)
    file = tmp_path / "shown.json"
    remember_released(file, build_report(network, audience="management").content, wave="spring")
    left = network.without([str(network.ids[0])], reason="left")
    assert len(build_report(left, audience="management", released=file).content.shown_groups) == 5
    remember_released(file, build_report(network, audience="management").content, wave=network.default_wave)
    assert len(build_report(left, audience="management", released=file).content.shown_groups) == 4
    assert set(json.loads(file.read_text())["waves"]) == {"", "spring"}


def asked(network, silent):
    """The same people with ties to answers, a scale, and who did not answer."""
    ids = [str(person) for person in network.ids]
    status = ["not answered" if person in silent else "answered" for person in ids]
    score = pd.Series([1.0 + (7 * n) % 5 for n in range(len(ids))], index=ids).drop(list(silent))
    told = network.replace(participation=pd.DataFrame({"person": ids, "wave": "", "status": status}))
    return with_scale(told, "room", score)


def reported(network, **more):
    profile = profile_ingredients(network)
    return build_report(network, audience="management", language="en", ingredients=profile, **more)


def shown_of(report):
    """The figures of each group by section."""
    frames = {section.key: section.tables[0].frame.set_index("Group") for section in report.content.sections[1:3]}
    return frames["groups"], frames["ingredients"]


def test_one_late_answer_cannot_be_told_from_the_report_before(tmp_path):
    """Of eleven in Zorg five answered, then six: the means with and without tell what the sixth said.

    Those of the other groups tell whom the sixth named, who got a contact more by that.
    """
    network = make(44)
    zorg = [str(person) for person in network.ids[::4]]
    silent = set(zorg[:6])
    record = reported(asked(network, silent)).write_released(tmp_path / "released.json")
    late = asked(network, silent - {zorg[0]})
    assert not np.isnan(shown_of(reported(late))[0].loc["Zorg", "Contacts per person"])
    after = reported(late, released=record)
    table, levels = shown_of(after)
    assert table.drop(columns="People").isna().all(axis=None)
    assert table["People"].tolist() == [11, 11, 11, 11]
    assert levels.loc["Zorg"].isna().all()
    assert levels["Oxygen"].drop(index="Zorg").notna().all()
    assert [label for _, label in after.content.sections[0].numbers] == ["people"]
    assert "86%" not in after.html()
    assert all("since an earlier report" in section.tables[0].note for section in after.content.sections[1:3])


def test_the_same_report_again_and_one_with_many_more_answers_show_all(tmp_path):
    network = make(60)
    zorg = [str(person) for person in network.ids[::4]]
    first = reported(asked(network, set(zorg[:7])))
    record = first.write_released(tmp_path / "released.json")
    again = reported(asked(network, set(zorg[:7])), released=record)
    assert again.content.shown_cells == first.content.shown_cells
    assert again.html() == first.html()
    assert all(one.equals(other) for one, other in zip(shown_of(first), shown_of(again), strict=True))
    more = reported(asked(network, set()), released=record)
    assert shown_of(more)[0].notna().all(axis=None)
    assert shown_of(more)[1]["Oxygen"].notna().all()
    assert len(more.content.sections[0].numbers) == 3


def test_where_one_came_and_another_went_the_group_is_not_shown(tmp_path):
    ids = [f"p{i}" for i in range(36)]
    first = pd.DataFrame({"person": ids, "department": ["A"] * 6 + ["B"] * 15 + ["C"] * 15})
    ties = pd.DataFrame({"source": ids[1:], "target": [*ids[2:], ids[1]]})
    later = first.assign(person=["new", *ids[1:]])
    before = build_report(Network.from_frames(first, ties), audience="management")
    record = before.write_released(tmp_path / "released.json")
    after = build_report(Network.from_frames(later, ties), audience="management", released=record, language="en")
    assert sorted(map(len, after.content.shown_groups)) == [15, 15, 36]
    assert not [label for _, label in after.content.sections[0].numbers if "know each other" in label]


def test_a_measurement_written_otherwise_is_the_same(tmp_path):
    file = tmp_path / "shown.json"
    content = build_report(make(48), audience="management").content
    for wave in ("Meting 1", "meting  1"):
        remember_released(file, content, wave=wave)
    assert set(json.loads(file.read_text())["waves"]) == {"Meting 1"}
    groups, cells = known_from(file, "METING 1")
    assert set(groups) == set(content.shown_groups)
    assert {column: set(people) for column, people in cells.items()} == {
        column: set(people) for column, people in content.shown_cells.items()
    }
    assert known_from(file, "meting 2") == ((), {})


def test_a_file_of_one_report_goes_on_as_a_file_of_many(tmp_path):
    network = make(48)
    report = build_report(network, audience="management")
    file = report.write_released(tmp_path / "shown.json")
    remember_released(file, report.content, wave="spring")
    assert set(known_from(file, "autumn")[0]) == set(report.content.shown_groups)
    file.write_text(json.dumps({"waves": {"spring": [["a", "b"]]}}))
    assert known_from(file, "spring") == ((frozenset("ab"),), {})
    file.write_text('{"waves": [1]}')
    with pytest.raises(InputError, match="write_released"):
        remember_released(file, report.content, wave="spring")


@pytest.mark.parametrize("change", ["answers late", "leaves"])
def test_whom_one_person_knows_cannot_be_told_from_the_ingredients_of_other_groups(tmp_path, change):
    """Ten can give room; with the eleventh's ties the level of each group grows by whom that one named there."""
    plain = make(60)
    ids = [str(person) for person in plain.ids]
    roles = ["directeur" if n % 6 == 1 else "" for n in range(60)]
    network = plain.replace(people=plain.people.drop(columns="inside").assign(role=roles).reset_index())
    first = asked(network, {ids[1]} if change == "answers late" else set())
    record = reported(first).write_released(tmp_path / "released.json")
    then = asked(network, set()) if change == "answers late" else first.without([ids[1]], reason="left")
    assert shown_of(reported(then))[1]["Pokers"].notna().any()
    levels = shown_of(reported(then, released=record))[1]
    assert levels["Pokers"].isna().all()
    assert levels["Oxygen"].drop(index="Wijken", errors="ignore").notna().all()
    assert shown_of(reported(first, released=record))[1]["Pokers"].notna().any()


def test_a_file_from_before_these_cells_were_kept_protects_all_the_same(tmp_path):
    network = make(60)
    record = reported(asked(network, set())).write_released(tmp_path / "released.json")
    kept = json.loads(record.read_text())
    kept["cells"] = {key: people for key, people in kept["cells"].items() if "everybody" not in key}
    record.write_text(json.dumps(kept))
    left = asked(network, set()).without([str(network.ids[1])], reason="left")
    assert "Contacts per person" not in shown_of(reported(left, released=record))[0].dropna(axis=1).columns


@pytest.mark.parametrize("asked_too", [False, True])
def test_what_bears_no_measurement_is_held_against_every_measurement(tmp_path, asked_too):
    """Somebody leaves between spring and autumn: with and without, "stoking" tells whether that one took part."""
    plain = make(60)
    ids = [str(person) for person in plain.ids]
    members = pd.DataFrame({"person": ids[::3], "initiative": "garden"})
    done = pd.DataFrame({"event": ["e1"], "initiative": ["garden"], "kind": ["action"], "date": ["2026-01-01"]})
    network = plain.replace(memberships=members, events=done)
    if asked_too:
        network = with_scale(network, "doing", pd.Series(np.resize([1.0, 3.0, 4.0], 60), index=ids))
    file = tmp_path / "shown.json"
    remember_released(file, reported(network).content, wave="spring")
    later = reported(network.without([ids[0]], reason="left"), released=file)
    levels = later.content.sections[2].tables[0].frame.set_index("Group")["Stoking"]
    assert bool(np.isnan(levels["Zorg"])) is not asked_too
    assert levels.drop(index="Zorg").notna().all()
