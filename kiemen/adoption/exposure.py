"""Exposure: the share of a person's contacts who had adopted, period by period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_columns, check_integer
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

type Contacts = csr_array | Mapping[int, csr_array] | None
