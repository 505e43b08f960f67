"""Every row of a source is used or listed with a reason."""

import json

import pandas as pd
import pytest

import kiemen
from kiemen.errors import DoubtfulInputWarning
from kiemen.read.account import SPELLED, Account, checksum
from kiemen.read.headers import TITLE
from kiemen.read.rawtable import Note, RawTable
from kiemen.read.roster import read_roster
from kiemen.read.survey import read_survey


def account(rows=4, **more):
    frame = pd.DataFrame({"a": ["x"] * rows}, index=pd.RangeIndex(2, rows + 2), dtype="str")
    return Account(RawTable(frame, "bron", file="bron.csv", kind="csv", **more))


def test_rows_add_up():
    made = account(notes=(Note(1, "set aside", TITLE, part="row"),))
    made.set_aside([3, 4], "no name", column="a", values=["", ""])
    made.set_aside([4], "bad weight")
    made.set_aside_cells([2], "a room", column="a")
    made.count_aside(2, "outside")
    row = made.frames()["sources"].iloc[0]
    assert (row["rows_read"], row["rows_used"], row["rows_set_aside"]) == (5, 0, 5)


def test_settle_lists_rows_of_which_nothing_was_used():
    made = account()
    made.set_aside([2], "no name")
    made.settle([3, 3])
    assert made.rows_set_aside == 3


def test_the_tables_fit_a_network():
    made = account(settings={"encoding": "utf-8"})
    made.doubt([2], "look", column="a", values=["x"])
    made.remark("about all of it")
    made.assume("separator", "comma")
    made.assume("separator", "comma")
    network = kiemen.Network.from_frames(**made.frames())
    settings = json.loads(network.sources["settings"].iloc[0])
    assert settings == {"encoding": "utf-8", "content": checksum(made.table.frame)}
    assert network.ledger["row"].isna().sum() == 1
    assert len(network.assumptions) == 1


def test_one_warning_with_counts_five_rows_and_values():
    made = account(rows=9)
    made.set_aside(range(2, 9), "the weight is not a number", column="gewicht", values=["veel"] * 7)
    with pytest.warns(DoubtfulInputWarning) as said:
        made.warn()
    assert len(said) == 1
    text = str(said[0].message)
    assert "bron.csv" in text
    assert "7 rows not used (column 'gewicht', rows 2, 3, 4, 5, 6 …): the weight is not a number: 'veel'" in text


def test_what_was_only_changed_or_a_title_is_no_reason_to_warn():
    made = account(notes=(Note(1, "set aside", TITLE, part="row"),))
    made.change([2], "the same name in another spelling", column="a")
    made.warn()


def test_a_header_without_rows_is_said():
    assert any("no rows" in line for line in account(rows=0).lines("en"))


def test_lines_speak_dutch():
    made = account()
    made.set_aside([3], "there is no name", column="naar")
    assert "rij 3" in made.lines("nl")[0]


def test_a_checksum_knows_the_cells_and_not_their_order():
    frame = pd.DataFrame({"a": ["1", "2"], "b": ["3", "4"]})
    assert checksum(frame) == checksum(frame.iloc[::-1][["b", "a"]])
    assert checksum(frame) != checksum(frame.assign(b=["4", "3"]))
    assert checksum(frame.iloc[:0]) == "b" * 12


def test_groups_are_spelled_as_most_wrote_them_and_what_changed_is_listed(tmp_path):
    groups = ["Zorg", "zorg", "ZORG ", "Zorg", "Financien", "Financiën", "Financiën", ""]
    names = [f"An Bos{chr(97 + n)}" for n in range(8)]
    rows = [f"{name};{group}" for name, group in zip(names, groups, strict=True)]
    (tmp_path / "mensen.csv").write_text("\n".join(["naam;afdeling", *rows]), encoding="utf-8")
    asked = [f"{name};{group};{names[at - 1]}" for at, (name, group) in enumerate(zip(names, groups, strict=True))]
    (tmp_path / "vragen.csv").write_text("\n".join(["naam;afdeling;contact1", *asked]), encoding="utf-8")
    for network in (read_roster(tmp_path / "mensen.csv"), read_survey(tmp_path / "vragen.csv")):
        assert network.people["department"].dropna().value_counts().to_dict() == {"Zorg": 4, "Financiën": 3}
        changed = network.ledger[network.ledger["reason"] == SPELLED]
        assert changed["action"].eq("changed").all()
        assert [value.split() for value in sorted(changed["value"])] == [
            ["Financien", "→", "Financiën"],
            ["ZORG", "→", "Zorg"],
            ["zorg", "→", "Zorg"],
        ]
