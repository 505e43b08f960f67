"""Errors say what is wrong and where, all at once, and subclass the builtin that fits."""

import pytest

from kiemen import errors
from kiemen.errors import ColumnError, Faults, InputError


def test_a_column_error_reads_plainly():
    assert str(ColumnError("no column 'x'")) == "no column 'x'"


def test_at_most_five_rows_are_named():
    faults = Faults("file")
    faults.add("wrong", rows=range(1, 9))
    with pytest.raises(InputError, match="rows 1, 2, 3, 4, 5 and 3 more: wrong"):
        faults.raise_if_any()


def test_every_error_is_ours_and_a_builtin_too():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    for kind in kinds:
        assert issubclass(kind, errors.KiemenError | UserWarning)
    assert issubclass(errors.PrivacyError, ValueError)
    assert issubclass(errors.MissingPackageError, ImportError)


def test_no_fault_is_no_error():
    Faults("file").raise_if_any()
