"""What a Network holds: its tables, and the questions they answer on their own."""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import did_you_mean
from kiemen.errors import ColumnError, InputError
from kiemen.schema import ANSWERED, TABLES, as_text, word_as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self

    from numpy.typing import NDArray

    from kiemen._ties import TieArrays

# How reading writes down which column of a file became which column of people.
_COLUMN_CHOICE = "column for "
GROUP_COLUMNS = ("department", "team", "unit", "group", "afdeling", "sector")
FRAMES = tuple(name for name in TABLES if name != "ties")


class Holdings:
    """Frozen tables and ties, with the properties and answers that need nothing else."""

    __slots__ = ("_frames", "_kept", "_ties")

    def __init__(self, frames: Mapping[str, pd.DataFrame], ties: TieArrays) -> None:
        self._frames = MappingProxyType(dict(frames))
        self._ties = ties.closed()
        self._kept: dict[Any, Any] = {}

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, "_kept"):
            raise AttributeError(f"a Network never changes; use .replace() to get another with a new {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        """Refuse: tables cannot be taken from a Network."""
        raise AttributeError(f"a Network never changes; {name!r} cannot be taken from it")

    def __copy__(self) -> Self:
        """Give itself: what never changes needs no copy."""
        return self

    def __deepcopy__(self, _: object) -> Self:
        """Give itself: what never changes needs no copy."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to other processes as tables and ties; matrices are built again there."""
        return type(self), (dict(self._frames), self._ties)

    def _copy(self, name: str) -> pd.DataFrame:
        return self._frames[name].copy(deep=False)

    @property
    def people(self) -> pd.DataFrame:
        """Everybody, inside and outside: index person; name, inside and attributes."""
        return self._copy("people")

    @property
    def participation(self) -> pd.DataFrame:
        """Who was asked and who answered: person, wave, status."""
        return self._copy("participation")

    @property
    def waves(self) -> pd.DataFrame:
        """Measurements in time: index wave; date, label."""
        return self._copy("waves")

    @property
    def initiatives(self) -> pd.DataFrame:
        """Projects, groups and activities: index initiative; name and attributes."""
        return self._copy("initiatives")

    @property
    def relations(self) -> pd.DataFrame:
        """Kinds of tie: index relation; directed, asked."""
        return self._copy("relations")

    @property
    def ties(self) -> pd.DataFrame:
        """All ties: source, target, relation, wave, weight, start, end, origin."""
        return self._ties.to_frame(self.ids)

    @property
    def tie_arrays(self) -> TieArrays:
        """All ties as integer arrays, for work on millions of them; they are read-only."""
        return self._ties

    @property
    def memberships(self) -> pd.DataFrame:
        """Who takes part in what: person, initiative, role, start, end, origin."""
        return self._copy("memberships")

    @property
    def items(self) -> pd.DataFrame:
        """Survey questions: index item; label, scale, low, high, reversed, kind."""
        return self._copy("items")

    @property
    def responses(self) -> pd.DataFrame:
        """Survey answers: person, wave, item, value, text, origin."""
        return self._copy("responses")

    @property
    def innovations(self) -> pd.DataFrame:
        """What could be adopted: index innovation; label, first and last observed period."""
        return self._copy("innovations")

    @property
    def adoptions(self) -> pd.DataFrame:
        """Who took up what and when: person, innovation, status, time, date."""
        return self._copy("adoptions")

    @property
    def events(self) -> pd.DataFrame:
        """Meetings, actions done, results shown: event, kind, date, person, initiative, note."""
        return self._copy("events")

    @property
    def ledger(self) -> pd.DataFrame:
        """Every row and cell that was set aside, changed or is doubtful, with the reason."""
        return self._copy("ledger")

    @property
    def sources(self) -> pd.DataFrame:
        """What was read: index source; file, kind, rows read, used and set aside, settings."""
        return self._copy("sources")

    @property
    def assumptions(self) -> pd.DataFrame:
        """What was assumed while reading: source, subject, choice."""
        return self._copy("assumptions")

    # ---------------------------------------------------------------- access

    @property
    def ids(self) -> pd.Index[Any]:
        """Text ids of everybody, in the order of every matrix."""
        # A view, so that a name put on it stays with whoever put it there.
        return self._frames["people"].index.view()

    @property
    def n_nodes(self) -> int:
        """Number of people inside and outside."""
        return len(self.ids)

    @property
    def n_people(self) -> int:
        """Number of people inside the organisation."""
        return int(self._frames["people"]["inside"].sum())

    @property
    def n_contacts(self) -> int:
        """Number of people outside the organisation."""
        return self.n_nodes - self.n_people

    @property
    def n_ties(self) -> int:
        """Number of ties, every relation and wave counted."""
        return len(self._ties)

    @property
    def default_wave(self) -> str:
        """The latest wave by date and then by name; blank when there are no waves."""
        waves = self._frames["waves"]
        if waves.empty:
            return ""
        return str(waves.reset_index().sort_values(["date", "wave"], na_position="first")["wave"].iloc[-1])

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that differ when the content differs; row numbers of files do not count."""
        if "fingerprint" not in self._kept:
            digest = hashlib.sha256()
            for name in FRAMES:
                if name not in {"ledger", "sources", "assumptions"}:
                    frame = self._frames[name]
                    digest.update(repr((name, frame.index.name, list(frame.columns))).encode())
                    digest.update(_row_hashes(frame).tobytes())
            ties = self._ties
            for part in (ties.source, ties.target, ties.weight, ties.relation, ties.wave, ties.start, ties.end):
                digest.update(b"-" if part is None else np.ascontiguousarray(part).tobytes())
            digest.update(repr((ties.relations, ties.waves)).encode())
            self._kept["fingerprint"] = digest.hexdigest()[:16]
        return str(self._kept["fingerprint"])

    def remember(self, key: str, make: Callable[[], Any]) -> Any:
        """Give what `make` works out from this Network, the second time as it was kept.

        Parameters
        ----------
        key
            Name of what is kept.
        make
            Works it out; may use only this Network, which never changes.

        Returns
        -------
        object
            What `make` gave the first time.
        """
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def positions(self, ids: Iterable[str]) -> NDArray[np.int64]:
        """Give the position of each id in `ids`.

        Parameters
        ----------
        ids
            Person ids; one that is a number may be given as one.

        Returns
        -------
        numpy.ndarray
            One integer per id.

        Raises
        ------
        InputError
            If an id is not a person here; the message names the nearest.

        Examples
        --------
        >>> import pandas as pd
        >>> from kiemen import Network
        >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
        >>> network.positions(["Bram"]).tolist()
        [1]
        """
        if isinstance(ids, str):
            raise InputError(f"pass a list of ids, not one text: [{ids!r}]")
        if not np.iterable(ids):
            raise InputError(f"pass a list of ids, not {ids!r}.")
        wanted = pd.Index([word_as_text(i) for i in ids], dtype="str")
        found = np.asarray(self.ids.get_indexer(wanted), dtype=np.int64)
        if (found < 0).any():
            unknown = wanted[found < 0]
            raise InputError(f"no person {unknown[0]!r} in this network.{did_you_mean(unknown[0], self.ids)}")
        return found

    def group_column(self, by: str | None = None) -> str:
        """Give the column of people that holds the groups.

        Parameters
        ----------
        by
            A column, or None for the first of department, team, unit, group, afdeling, sector that exists.

        Returns
        -------
        str
            Name of the column.

        Raises
        ------
        ColumnError
            If there is no such column; the message names the nearest.
        """
        columns = self._frames["people"].columns
        if by is None:
            for name in GROUP_COLUMNS:
                if name in columns:
                    return name
            others = [name for name in columns if name not in {"name", "inside"}]
            raise ColumnError(f"people have no column with groups; pass by=.{did_you_mean('department', others)}")
        asked: object = by
        if not isinstance(asked, str) or by not in columns:
            raise ColumnError(f"people have no column {by!r}.{self._renamed(str(by)) or did_you_mean(by, columns)}")
        return by

    def _renamed(self, column: str) -> str:
        """Say under which name a column of the analyst's own file is kept, "" when none was renamed."""
        choices = self._frames["assumptions"]
        kept = choices["subject"][choices["choice"].str.casefold() == column.casefold()]
        names = [name.removeprefix(_COLUMN_CHOICE) for name in kept if name.startswith(_COLUMN_CHOICE)]
        return f" That column of the file is kept as {names[0]!r}; give that name." if names else ""

    def groups(self, by: str | None = None) -> pd.Series[Any]:
        """Give the group of each person as text, NaN where it is not known.

        Parameters
        ----------
        by
            A column of people, "inside" for inside against outside, or None (see `group_column`).

        Returns
        -------
        pandas.Series
            Index person, values text or NaN.
        """
        values = self._frames["people"][self.group_column(by)]
        if values.name == "inside":
            return values.map({True: "inside", False: "outside"}).astype("str")
        words = as_text(values)
        return words.where(words != "", np.nan)

    def response(self, wave: str | None = None) -> pd.Series[Any]:
        """Give what each person did with the survey: answered, partial, not answered, not asked or unknown.

        Parameters
        ----------
        wave
            A wave, or None for the latest in which anybody was asked.

        Returns
        -------
        pandas.Series
            Index person, text.
        """
        kept: pd.Series[Any] = self.remember(f"response {wave!r}", lambda: self._response(wave))
        return kept.copy(deep=False)

    def _response(self, wave: str | None) -> pd.Series[Any]:
        rows = self._frames["participation"]
        chosen = self._wave_of(rows, wave)
        status = rows[rows["wave"] == chosen].drop_duplicates("person").set_index("person")["status"]
        return status.reindex(self.ids).fillna("unknown").rename("response")

    def response_rate(self, wave: str | None = None) -> float:
        """Give the share of the people asked who answered, in whole or in part; NaN when it is not known who was asked.

        A survey without a list of the people who were asked shows who answered and not who kept silent. As long as
        nobody is known to have kept silent while of others nothing is known, there is no rate to give.

        Parameters
        ----------
        wave
            A wave, or None for the latest in which anybody was asked.

        Returns
        -------
        float
            Between 0 and 1, over people inside; NaN when nobody is known to be asked, or when nobody is known not to
            have answered although there are people of whom nothing is known (read the survey with ``roster=``).
        """
        status = self.response(wave)[self._frames["people"]["inside"]]
        answered = int(status.isin(ANSWERED).sum())
        silent = int((status == "not answered").sum())
        if not answered + silent or (not silent and (status == "unknown").any()):
            return float("nan")
        return answered / (answered + silent)

    def _wave_of(self, rows: pd.DataFrame, wave: str | None) -> str:
        if wave is not None:
            if wave not in self._frames["waves"].index and not (rows["wave"] == wave).any():
                raise InputError(f"no wave {wave!r} in this network.{did_you_mean(wave, self._frames['waves'].index)}")
            return wave
        present = set(rows["wave"].unique())
        waves = self._frames["waves"].reset_index().sort_values(["date", "wave"], na_position="first")["wave"]
        ordered = [name for name in waves if name in present]
        return str(ordered[-1]) if ordered else ""

    def answers(self, wave: str | None = None) -> pd.DataFrame:
        """Give the numeric answers as one row per person and one column per item.

        Parameters
        ----------
        wave
            A wave, or None for the latest with answers.

        Returns
        -------
        pandas.DataFrame
            Index person, one float column per item that is not a text question; NaN where there is no answer.
        """
        kept: pd.DataFrame = self.remember(f"answers {wave!r}", lambda: self._answers(wave))
        return kept.copy(deep=False)

    def _answers(self, wave: str | None) -> pd.DataFrame:
        rows = self._frames["responses"]
        items = self._frames["items"]
        numeric = items.index[items["kind"] != "text"]
        rows = rows[(rows["wave"] == self._wave_of(rows, wave)) & rows["item"].isin(numeric)]
        rows = rows[rows["value"].notna()]
        person, column = self.ids.get_indexer(pd.Index(rows["person"])), numeric.get_indexer(pd.Index(rows["item"]))
        known = person >= 0
        wide = np.full((len(self.ids), len(numeric)), np.nan)
        wide[person[known], column[known]] = rows["value"].to_numpy(dtype=np.float64)[known]  # the last answer counts
        return pd.DataFrame(wide, index=self.ids, columns=numeric)

    def scale_items(self, scale: str) -> list[str]:
        """Give the items of a scale.

        Parameters
        ----------
        scale
            Name of the scale.

        Returns
        -------
        list of str
            Item names in order.

        Raises
        ------
        InputError
            If no item belongs to that scale; the message names the nearest.
        """
        items = self._frames["items"]
        found = items.index[items["scale"] == scale]
        if found.empty:
            raise InputError(
                f"no scale {scale!r} in this network.{did_you_mean(scale, sorted(set(items['scale']) - {''}))}"
            )
        return [str(item) for item in found]

    def adoption_times(self, innovation: str | None = None) -> pd.Series[Any]:
        """Give the period in which each person adopted.

        Parameters
        ----------
        innovation
            Which innovation; None when there is only one.

        Returns
        -------
        pandas.Series
            Index person; a period, +inf for a person known not to have adopted by the end of the window, NaN where
            nothing is known.

        Raises
        ------
        InputError
            If there are several innovations and none is named, or the named one does not exist.
        """
        known = [str(name) for name in self._frames["innovations"].index]
        if innovation is None and len(known) == 1:
            innovation = known[0]
        if innovation not in known:
            asked = "innovation= must be named" if innovation is None else f"no innovation {innovation!r}"
            raise InputError(f"{asked}.{did_you_mean(innovation or '', known) or ' This network holds no adoptions.'}")
        rows = self._frames["adoptions"]
        rows = rows[rows["innovation"] == innovation].set_index("person")
        times = rows["time"].where(rows["status"] == "adopted", np.inf)
        return times.reindex(self.ids).rename("time")


def _row_hashes(frame: pd.DataFrame) -> NDArray[np.uint64]:
    """Give a number per row that differs when its content does; dates count as days and times, however kept."""
    dates = {name: "datetime64[us]" for name, kind in frame.dtypes.items() if kind.kind == "M"}
    return np.asarray(pd.util.hash_pandas_object(frame.astype(dates)), dtype=np.uint64)
