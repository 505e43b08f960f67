"""Numbers that a user gives per person, checked before they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from kiemen.errors import Faults, InputError

if TYPE_CHECKING:
    from kiemen.network import Network


def person_values(network: Network, name: str, values: object) -> pd.Series:
    """Give numbers in the order of the network, NaN where there are none; faults are all named at once."""
    if not isinstance(values, pd.Series):
        raise InputError(f"{name} must be a pandas Series with the person as index, not {type(values).__name__}.")
    check_person_index(network, name, values.index)
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    wrong = (numbers.isna() & values.notna()).to_numpy() | np.isinf(numbers.to_numpy(dtype=np.float64))
    if wrong.any():
        faults = Faults(name)
        faults.add("not a finite number", rows=values.index[wrong])
        faults.raise_if_any()
    numbers.index = person_ids(numbers.index)
    return cast("pd.Series", numbers.reindex(network.ids))


def person_rows(network: Network, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame per person in the order of the network, empty cells where there is no row."""
    check_person_index(network, name, frame.index)
    return frame.set_axis(person_ids(frame.index), axis=0).reindex(network.ids)


def person_ids(index: pd.Index) -> pd.Index:
    """Give ids as text, as the network has them; a whole number written as 7.0 is the id "7", as spreadsheets do."""
    return pd.Index([_as_id(label) for label in index], dtype=object, name="person").astype("str")


def _as_id(label: object) -> str:
    if isinstance(label, float) and label.is_integer():
        return str(int(label))
    return str(label).strip()


def check_person_index(network: Network, name: str, index: pd.Index) -> None:
    """Refuse an index that names people twice or people who are not in the network."""
    people = person_ids(index)
    faults = Faults(name)
    if people.has_duplicates:
        faults.add("these people occur more than once", rows=people[people.duplicated()].unique())
    unknown = people.difference(pd.Index(network.ids))
    if len(unknown):
        faults.add("these people are not in the network", rows=unknown)
    faults.raise_if_any()
