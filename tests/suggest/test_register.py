import pandas as pd
import pytest

from kiemen.errors import ColumnError, InputError
from kiemen.suggest.register import Register, read_register, write_register


def test_the_last_decision_counts_whatever_the_order_of_the_two():
    register = Register().record([("b", "a")], "passed").record([("a", "b")], "done")
    assert register.pairs("done") == [("a", "b")]
    assert register.pairs("passed") == []


def test_nothing_is_changed_in_place():
    first = Register()
    first.record([("a", "b")], "done")
    assert first.table.empty


def test_faults_are_named():
    with pytest.raises(ColumnError, match="decision"):
        Register(pd.DataFrame({"person": ["a"], "other": ["b"]}))
    with pytest.raises(InputError, match="maybe"):
        Register().record([("a", "b")], "maybe")
    with pytest.raises(InputError, match="themselves"):
        Register().record([("a", "a")], "done")
    with pytest.raises(InputError, match="row 2"):
        Register(pd.DataFrame({"person": ["a", None], "other": ["b", "c"], "decision": ["done", "done"]}))


def test_a_file_brings_back_what_was_written(tmp_path):
    register = Register().record([("007", "=cmd"), ("b", "1.0")], "forbidden", note="-not now; \u2013 \u00ebver")
    register = register.record_meeting(["x", "NA", "z"], "passed")
    path = write_register(register, tmp_path / "register.csv")
    pd.testing.assert_frame_equal(read_register(path).table, register.table)
    assert "\n'=cmd" not in path.read_text(encoding="utf-8").replace("'=cmd", "")
    with pytest.raises(InputError, match="already exists"):
        write_register(register, path)
    write_register(register.record([("b", "1.0")], "done"), path, overwrite=True)
    assert read_register(path).pairs("done") == [("1.0", "b")]


def test_files_that_are_no_register_are_refused(tmp_path):
    with pytest.raises(InputError, match="no register"):
        read_register(tmp_path / "none.csv")
    path = tmp_path / "other.csv"
    path.write_text("person,other\na,b\n", encoding="utf-8")
    with pytest.raises(ColumnError, match="decision"):
        read_register(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read_register(path)
    path.write_text("person;other;decision\na;b;done\nb;a;passed\n", encoding="utf-8-sig")
    assert read_register(path).pairs("passed") == [("a", "b")]


def test_a_meeting_is_every_pair_at_the_table():
    assert Register().record_meeting(["c", "a", "b"], "done").pairs("done") == [("a", "b"), ("a", "c"), ("b", "c")]


def test_one_pair_or_one_text_is_not_taken_apart_into_letters():
    for pairs in (("An", "Bo"), "An – Bo", [("An", "Bo", "Cas")], [7]):
        with pytest.raises(InputError, match=r"\[\('An', 'Bo'\)\]"):
            Register().record(pairs, "passed")
    with pytest.raises(InputError, match="members"):
        Register().record_meeting("An, Bo, Cas", "done")


def test_rows_of_a_table_are_pairs():
    rows = pd.DataFrame({"person": ["a", "b"], "other": ["c", "d"]})
    assert Register().record(rows, "done").pairs("done") == [("a", "c"), ("b", "d")]


def test_a_decision_typed_in_a_spreadsheet_is_understood():
    rows = pd.DataFrame({"person": ["a"], "other": ["b"], "decision": [" Done "]})
    assert Register(rows).pairs("done") == [("a", "b")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_a_register_saved_again_by_a_spreadsheet_is_read(tmp_path, encoding, sep):
    path = tmp_path / "register.csv"
    rows = [("person", "other", "decision", "note"), ("Zo\u00eb", "007", "Done", "caf\u00e9")]
    path.write_bytes("\r\n".join(sep.join(row) for row in rows).encode(encoding))
    assert read_register(path).pairs("done") == [("007", "Zo\u00eb")]


@pytest.mark.parametrize("odd", [{"person": ["a"]}, None, 5])
def test_what_is_no_table_or_list_is_refused_by_name(odd):
    with pytest.raises(InputError, match="register must be a table"):
        Register(odd)
    if not isinstance(odd, dict):
        with pytest.raises(InputError, match="people must be a list of ids"):
            Register().record_meeting(odd, "done")
        with pytest.raises(InputError, match="pairs must be a list of pairs"):
            Register().record(odd, "done")
