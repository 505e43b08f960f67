"""Errors and warnings of kiemen.

Every error also subclasses the builtin that fits, so ``except ValueError`` keeps working. A message says what is
wrong, where, and what to do. Warnings have names of their own and say what they change in the reading of a result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROWS_SHOWN = 5


class KiemenError(Exception):
    """Something kiemen refuses to do, with what to do about it: the parent of all its errors.

    Examples
    --------
    >>> import kiemen
    >>> try:
    ...     kiemen.load_example("gemente")
    ... except kiemen.KiemenError as error:
    ...     print(error)
    name must be one of 'academie', 'gemeente', not 'gemente'. Did you mean 'gemeente'?
    """


class InputError(KiemenError, ValueError):
    """A value, table or file that cannot be used as it is."""


class ColumnError(InputError, KeyError):
    """A column that is asked for and is not there."""

    def __str__(self) -> str:
        """Give the plain message; KeyError would put quotes around it."""
        return str(self.args[0]) if self.args else ""


class FileFormatError(InputError):
    """A file that cannot be read as the table or graph it should be."""


class PrivacyError(KiemenError, ValueError):
    """Something that would show more than the audience may see."""


class TooLittleDataError(KiemenError, ValueError):
    """Too few people, ties or answers for the question asked."""


class TooLargeError(KiemenError, ValueError):
    """Work that grows with the square of the people and would not fit."""


class MissingPackageError(KiemenError, ImportError):
    """An optional package that this road needs is not installed."""


class KiemenWarning(UserWarning):
    """Parent of all warnings of kiemen; what a warning says also stands in the ledger or the cautions of a result.

    Examples
    --------
    >>> import warnings
    >>> import kiemen
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore", kiemen.KiemenWarning)
    ...     network = kiemen.load_example("academie")
    """


class LowResponseWarning(KiemenWarning):
    """So few people answered that individual positions cannot be trusted."""


class DoubtfulInputWarning(KiemenWarning):
    """Input was read, but something in it is doubtful; the ledger lists what."""


class SmallSampleWarning(KiemenWarning):
    """There is too little data for a fitted model; a simpler road was taken."""


class NoSignalWarning(KiemenWarning):
    """A score does no better than chance on what is known."""


class ConvergenceWarning(KiemenWarning):
    """An estimate did not settle; read it as provisional."""


@dataclass
class Faults:
    """All faults of one table, gathered so that they are reported at once.

    Parameters
    ----------
    where
        File or table the faults are in, for the message.

    Examples
    --------
    >>> faults = Faults("contacts.csv")
    >>> faults.add("the weight is not a number", column="weight", rows=[3, 6])
    >>> faults.raise_if_any()
    Traceback (most recent call last):
        ...
    kiemen.errors.InputError: contacts.csv: column 'weight', rows 3, 6: the weight is not a number
    """

    where: str
    found: list[str] = field(default_factory=list)

    def add(self, message: str, *, column: str | None = None, rows: Iterable[object] = ()) -> None:
        """Add one fault; at most five rows are named, the rest is counted."""
        place = [f"column '{column}'"] if column is not None else []
        numbers = [str(row) for row in rows]
        if numbers:
            more = f" and {len(numbers) - ROWS_SHOWN} more" if len(numbers) > ROWS_SHOWN else ""
            place.append(f"row{'s' if len(numbers) > 1 else ''} {', '.join(numbers[:ROWS_SHOWN])}{more}")
        self.found.append(f"{', '.join(place)}: {message}" if place else message)

    def raise_if_any(self) -> None:
        """Raise one `InputError` that lists every fault, if there is any."""
        if len(self.found) == 1:
            raise InputError(f"{self.where}: {self.found[0]}")
        if self.found:
            listed = "\n".join(f"  - {fault}" for fault in self.found)
            raise InputError(f"{self.where}: {len(self.found)} faults\n{listed}")
