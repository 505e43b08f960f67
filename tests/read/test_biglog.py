"""What meeting and mail logs on disk share."""

import pandas as pd
import pytest

from kiemen.read.account import Account
from kiemen.read.attendance import exploded, list_separator
from kiemen.read.biglog import big_log
from kiemen.read.diskfile import NotSimpleError, head_of

CELLS = ["An; Bo", "An, de Wit", "a@x.nl, b@x.nl", "An | Bo", "An", "", " ;Cas;; ", "'Dirk';Eva", "x,y,z"]

PAIRS = [
    "Vries, An de",
    "An de Wit, Bo Jansen",
    "Cas Vos",
    "Bo Jansen, Dirk Mol",
    "",
    "Eva Bos, Cas Vos",
    "Bo Bo, An An",
]


def log_of(folder, cells):
    path = folder / "x.parquet"
    pd.DataFrame({"wie": cells, "nr": ["1"] * len(cells)}).to_parquet(path)
    account = Account(head_of(path))
    return big_log(path, account, {"who": "wie"})


@pytest.mark.parametrize("cells", [CELLS, CELLS[1:3], CELLS[3:6], CELLS[4:6], CELLS[-1:], CELLS[1:2], PAIRS, PAIRS[1:]])
@pytest.mark.parametrize("one_row_each", [True, False])
def test_lists_are_parted_as_in_memory(tmp_path, cells, one_row_each):
    values = pd.Series(cells, dtype="str")
    sign = list_separator(values, one_row_each=one_row_each)
    with log_of(tmp_path, cells) as log:
        assert log.separator("who", "log", one_row_each=one_row_each) == sign
        log.run(f"create temp table parted as select unnest({log.people_in('who', sign)}) as who from log")  # noqa: S608
        people = log.columns("select who from parted")["who"]
    assert people.tolist() == exploded(values, sign).tolist()


def test_ragged_files_are_not_simple(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("wie;nr\nAn;1\nBo;2;3\n", encoding="utf-8")
    with pytest.raises(NotSimpleError), big_log(path, Account(head_of(path)), {"who": "wie"}):
        pass


def test_rows_are_counted_without_blank_ones(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("wie;nr\nAn;1\n;\nBo;2\n", encoding="utf-8")
    account = Account(head_of(path))
    with big_log(path, account, {"who": "wie"}) as log:
        assert log.columns("select row from log order by row")["row"].tolist() == [2, 4]
    assert account.rows_read == 2
