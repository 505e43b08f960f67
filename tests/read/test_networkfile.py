"""A saved Network comes back as it was, and nothing else is taken for one."""

import json
import zipfile

import pandas as pd
import pytest

import kiemen
from kiemen.errors import FileFormatError, InputError
from kiemen.read.networkfile import DESCRIPTION, guarded, kinds_of, unguarded


@pytest.fixture
def saved(tmp_path):
    people = pd.DataFrame(
        {"person": ["1", "2", "=1+1", "'=1+1", "'t"], "name": ["An", "Zoë\nMüller", "=1+1", "'=1+1", "'t Hart"],
         "hired": pd.to_datetime(["2020-01-01", None, None, None, None]), "age": [1, 2, 3, 4, 5],
         "hours": [1.5, None, 3.0, 0.1 + 0.2, 5.0], "team": ["x", None, "=cmd", "0012", ""]}
    )  # fmt: skip
    ties = pd.DataFrame(
        {"source": ["1", "2", "1"], "target": ["2", "=1+1", "2"], "weight": [0.1 + 0.2, 2, 1 / 3],
         "relation": ["a", "b", "b"], "wave": ["", "t1", ""], "start": pd.to_datetime(["2020-01-01", None, None])}
    )  # fmt: skip
    network = kiemen.Network.from_frames(
        people, ties, memberships=pd.DataFrame({"person": ["1"], "initiative": ["Groen"]}),
        responses=pd.DataFrame({"person": ["1"], "item": ["q"], "value": [3], "text": ['-ja;\n"a"']}),
    )  # fmt: skip
    return network, kiemen.write_network(network, tmp_path / "x.zip", audience="analyst")


def test_all_tables_come_back(saved):
    network, path = saved
    again = kiemen.read_network(path)
    assert again.fingerprint == network.fingerprint
    for name, frame in network.to_frames().items():
        assert again.to_frames()[name].to_csv() == frame.to_csv()


def altered(path, change):
    with zipfile.ZipFile(path) as old:
        parts = {member: old.read(member) for member in old.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as new:
        for member, data in parts.items():
            new.writestr(member, data)
    return path


def described(parts, **changes):
    parts[DESCRIPTION] = json.dumps({**json.loads(parts[DESCRIPTION]), **changes}).encode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda parts: parts.pop(DESCRIPTION), "no saved network"),
        (lambda parts: parts.update({"../../evil.py": b"x"}), "no table"),
        (lambda parts: described(parts, version=99), "later version"),
        (lambda parts: described(parts, format="other"), "does not describe"),
        (lambda parts: described(parts, kinds=[]), "does not describe"),
        (lambda parts: described(parts, kinds={"people": {"name": "number"}}), "not every value"),
        (lambda parts: parts.update({"people.csv": b'a,b\n1,2,3\n"'}), "damaged"),
        (lambda parts: parts.update({"people.csv": b"\xff\xfe"}), "damaged"),
    ],
)
def test_what_was_tampered_with_is_refused(saved, change, says):
    with pytest.raises(FileFormatError, match=says):
        kiemen.read_network(altered(saved[1], change))


def test_tables_that_contradict_each_other_are_refused(saved):
    def drop(parts):
        parts["people.csv"] = b"person,name,inside\nx,x,true\n"

    with pytest.raises(InputError, match="not in the people table"):
        kiemen.read_network(altered(saved[1], drop))


def test_a_guard_is_taken_off_exactly_once():
    for text in ["=1+1", "'=1+1", "''=1", "'t Hart", "", "An", " =x", "-", "@a", "\t=1", "'"]:
        assert unguarded(guarded(text)) == text
    assert guarded("=1+1").startswith("'")


def test_kinds_of_columns():
    frame = pd.DataFrame({"a": ["x"], "b": [1], "c": [1.0], "d": [True], "e": pd.to_datetime(["2025-01-01"])})
    assert list(kinds_of(frame).values()) == ["text", "whole", "number", "flag", "date"]


def test_other_things_are_no_network(tmp_path):
    with pytest.raises(FileFormatError, match="no tables of a network"):
        kiemen.read_network(tmp_path)
    path = tmp_path / "x.txt"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(FileFormatError):
        kiemen.read_network(path)
    with pytest.raises(InputError, match="no such file"):
        kiemen.read_network(tmp_path / "none.zip")


@pytest.mark.parametrize("where", ["saved", "saved.zip", "saved.xlsx"])
def test_signs_of_other_systems_come_back_as_they_were_written(tmp_path, where):
    odd = ["R&amp;D", "&#39;", "1;#12;#", "An\r\nBo", "Totaal: 3"]
    people = pd.DataFrame({"person": odd, "name": odd, "team": odd[::-1]})
    network = kiemen.Network.from_frames(people=people, ties=pd.DataFrame({"source": odd[:-1], "target": odd[1:]}))
    write = kiemen.write_network if where.endswith(".zip") else kiemen.write_tables
    path = write(network, tmp_path / where, audience="analyst")
    assert kiemen.read_network(path).fingerprint == network.fingerprint


def test_a_number_is_no_path():
    with pytest.raises(InputError, match="not int"):
        kiemen.read_network(123)
