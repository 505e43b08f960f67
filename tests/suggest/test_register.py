import pandas as pd
import pytest

from kiemen.errors import ColumnError, InputError
from kiemen.suggest.register import Register


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
