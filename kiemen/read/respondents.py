"""Who answered a survey: every row to a person, to somebody who must be left out, or to nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.i18n import mark
from kiemen.read.consent import NOT_FOUND, consents, listed_objectors, meant_by_list, objects
from kiemen.read.dialects import columns_of
from kiemen.read.namebook import CERTAIN, DOUBTFUL, NameBook
from kiemen.read.nothing import each, names_nobody
from kiemen.read.roster import OBJECTS
from kiemen.read.spelling import visible
from kiemen.read.submissions import is_test

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from kiemen.read.account import Account
    from kiemen.read.dialects import Dialect
    from kiemen.read.surveycolumns import SurveyColumns

ANONYMOUS = mark("the answer is anonymous: nobody knows whose it is")
UNSURE_WHO = mark("it is not certain which person on the roster answered; decide with decisions=")
NOT_ON_ROSTER = mark("the respondent is not on the roster; kept as somebody outside")


@dataclass
class Respondents:
    """The person per row, "" where there is none; the rows to use; everybody who can be recognised."""

    person: pd.Series[str]
    used: pd.Series[bool]
    known: pd.DataFrame
    # Ids that objected or gave no consent in this survey.
    objectors: set[str]
    # Whether ids of respondents are made of several columns; then what goes before the last part, per row.
    scope: pd.Series[str] | None = None
    # Whether there are answers and nobody knows whose any of them is.
    all_anonymous: bool = False


def written_respondents(
    account: Account, dialect: Dialect, columns: SurveyColumns, known: pd.DataFrame | None
) -> tuple[pd.Series[str], pd.Series[str]]:
    """Give the id and the name of the respondent as written in each row; the ids that are `known` may look like none.

    Tools often hold several answers to "who", and people are asked for their name besides: the first that names
    somebody is taken, cell by cell.
    """
    frame = account.table.frame
    name = _first_named(_joined(frame, columns.names), _joined(frame, columns.own_names), known)
    if not columns.respondent:
        return name.copy(), name
    parts = [
        frame[column].map(visible).str.replace(r"^(\d+)[.,]0+$", r"\1", regex=True) for column in columns.respondent
    ]
    written = parts[0]
    for part in parts[1:]:
        written = written + "-" + part
    incomplete = pd.concat([part == "" for part in parts], axis=1).any(axis=1)
    written = written.where(~incomplete, "")
    if len(columns.respondent) == 1:
        others = [column for column in columns_of(frame, dialect.respondent) if column not in columns.used]
        for column in [*others, *columns.own_codes]:
            written = _first_named(written, frame[column].map(visible), known)
        written = _first_named(written, name, known)
    return written, name


def _joined(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series[str]:
    made = pd.Series("", index=frame.index, dtype="str")
    for column in columns:
        made = (made + " " + frame[column].map(visible)).str.strip()
    return made


def _first_named(first: pd.Series[str], second: pd.Series[str], known: pd.DataFrame | None) -> pd.Series[str]:
    """Give the first of two answers to "who", and the second where it alone names somebody."""
    nobody = _nobody(first, known) & ~is_test(first)
    return first.where(~nobody | ((first != "") & _nobody(second, known)), second)


def _nobody(written: pd.Series[str], known: pd.DataFrame | None) -> pd.Series[bool]:
    return each(written, lambda cell: names_nobody(cell) and not (known is not None and cell in known.index))


def identify_respondents(
    account: Account,
    dialect: Dialect,
    columns: SurveyColumns,
    *,
    known: pd.DataFrame | None,
    objectors: Any,
    decisions: Mapping[str, str],
    nicknames: Any,
    excluded: pd.Series[bool],
) -> Respondents:
    """Find out who answered each row, and who of them must be left out everywhere."""
    written, name = written_respondents(account, dialect, columns, known)
    nobody = _nobody(written, known)
    scope = None
    if len(columns.respondent) > 1:
        scope = written.str.replace(r"[^-]*$", "", regex=True)
    if known is None:
        person = written.where(~nobody, "").map(_one_case(written))
        person = _numbered_if_all_anonymous(account, person)
        everybody = _people_of(person, name)
    else:
        person = _matched(
            account, written, name, skip=nobody | excluded, known=known, decisions=decisions, nicknames=nicknames
        )
        everybody = _with_unmatched(known, person, name)
    gone = _refusing(account, columns, person)
    if objectors is not None:
        listed, missed = meant_by_list(lookup_names(everybody), listed_objectors(objectors))
        gone |= listed
        if missed:
            account.remark(NOT_FOUND, values=[str(len(missed))])
            everybody = _with_objectors(everybody, missed)
    everybody = everybody.assign(objects=everybody["objects"].astype(bool) | everybody.index.isin(gone))
    objecting = person.isin(set(everybody.index[everybody["objects"]])) | (_refused(account, columns) & (person == ""))
    account.set_aside(person.index[objecting & ~excluded], OBJECTS)
    anonymous = (person == "") & nobody & ~objecting & ~excluded
    account.set_aside(person.index[anonymous], ANONYMOUS)
    used = (person != "") & ~objecting & ~excluded
    return Respondents(person, used, everybody, gone, scope, bool(anonymous.any()) and not used.any())


def _one_case(written: pd.Series[str]) -> dict[str, str]:
    """Give for each spelling of a respondent the one that stands for all that differ in case or accents of form."""
    chosen: dict[str, str] = {}
    for spelling in sorted(set(written)):
        chosen.setdefault(_case_key(spelling), spelling)
    return {spelling: chosen[_case_key(spelling)] for spelling in set(written)} | {"": ""}


def _case_key(spelling: str) -> str:
    code = " " not in spelling and "@" not in spelling and any(letter.isdigit() for letter in spelling)
    return spelling if code else spelling.casefold()


def _numbered_if_all_anonymous(account: Account, person: pd.Series[str]) -> pd.Series[str]:
    if person.empty or (person != "").any():
        return person
    account.assume("respondents", "anonymous; every row is a person of its own")
    return pd.Series([f"response {row}" for row in person.index], index=person.index, dtype="str")


def _people_of(person: pd.Series[str], name: pd.Series[str]) -> pd.DataFrame:
    people = pd.DataFrame({"person": person, "name": name})
    people = people[people["person"] != ""].sort_values(["person", "name"]).drop_duplicates("person", keep="last")
    people = people.set_index("person")
    people["name"] = people["name"].where(people["name"] != "", people.index.to_series())
    people["inside"] = True
    people["objects"] = False
    return people


def lookup_names(known: pd.DataFrame) -> pd.DataFrame:
    """Give the people with a name made of the e-mail address where there is nothing else (bram.jansen@…)."""
    names = known["name"].astype("str")
    local = names.str.extract(r"^([^@\s]+)@[^@\s]+$")[0]
    made = local.str.replace(r"[._\-\d]+", " ", regex=True).str.strip()
    return known.assign(name=names.where(local.isna(), made))


def _matched(
    account: Account,
    written: pd.Series[str],
    name: pd.Series[str],
    *,
    skip: pd.Series[bool],
    known: pd.DataFrame,
    decisions: Mapping[str, str],
    nicknames: Any,
) -> pd.Series[str]:
    book = NameBook(lookup_names(known), nicknames=nicknames, decisions=decisions, keep_objectors=True)
    people, unsure, outside = [], [], []
    for row, who, called, out in zip(written.index, written, name, skip, strict=True):
        if out or not who:
            people.append("")
            continue
        match = book.find(who)
        if match.status != CERTAIN and re.fullmatch(r"\S+-.+", who) and "-" in who:
            spaced = book.find(who.replace("-", " "))
            match = spaced if spaced.status == CERTAIN else match
        if match.status != CERTAIN and called:
            by_name = book.find(called)
            match = by_name if by_name.status == CERTAIN else match
        if match.status == CERTAIN:
            people.append(match.person)
        elif match.status == DOUBTFUL:
            people.append("")
            unsure.append(row)
        else:
            people.append(who)
            outside.append(row)
    made = pd.Series(people, index=written.index, dtype="str")
    account.set_aside(unsure, UNSURE_WHO, values=written.loc[unsure])
    if outside:
        account.doubt(outside, NOT_ON_ROSTER, values=written.loc[outside])
    return made


def _with_unmatched(known: pd.DataFrame, person: pd.Series[str], name: pd.Series[str]) -> pd.DataFrame:
    extra = ~person.isin(set(known.index)) & (person != "")
    if not extra.any():
        return known
    people = _people_of(person[extra], name[extra]).assign(inside=False)
    return pd.concat([known, people])


def _refused(account: Account, columns: SurveyColumns) -> pd.Series[bool]:
    """Mark the rows in which consent was not given or an objection was made."""
    frame = account.table.frame
    made = pd.Series(False, index=frame.index, dtype=bool)
    if columns.consent is not None:
        made |= ~consents_once(account, columns.consent)
    if columns.opt_out is not None:
        made |= objects_once(account, columns.opt_out)
    return made


def consents_once(account: Account, column: str) -> pd.Series[bool]:
    """Give who consents, listing what is unclear only the first time."""
    return _quietly(account, column, consents)


def objects_once(account: Account, column: str) -> pd.Series[bool]:
    """Give who objects, listing what is unclear only the first time."""
    return _quietly(account, column, objects)


def _quietly(account: Account, column: str, read: Any) -> pd.Series[bool]:
    before = len(account.notes)
    made: pd.Series[bool] = read(account, column)
    new = account.notes[before:]
    account.notes[before:] = [note for note in new if note not in account.notes[:before]]
    return made


def _refusing(
    account: Account,
    columns: SurveyColumns,
    person: pd.Series[str],
) -> set[str]:
    """Give the ids of everybody who refused here: whose last word in any of their rows was not yes."""
    refused = _refused(account, columns)
    frame = account.table.frame
    said = pd.Series(True, index=person.index, dtype=bool)
    for column in (columns.consent, columns.opt_out):
        if column is not None:
            said &= frame[column].str.strip() != ""
    rows = pd.DataFrame({"person": person, "refused": refused, "said": said})
    rows = rows[rows["person"] != ""]
    last = rows.sort_values("said", kind="stable").drop_duplicates("person", keep="last")
    return set(last.loc[last["refused"], "person"])


def _with_objectors(everybody: pd.DataFrame, missed: list[str]) -> pd.DataFrame:
    """Add people who object and did not answer, so that they are recognised where somebody else names them."""
    names = {visible(entry): True for entry in missed if visible(entry) not in everybody.index}
    index = pd.Index(list(names), dtype="str", name=everybody.index.name)
    more = pd.DataFrame({"name": list(names), "objects": True}, index=index)
    return pd.concat([everybody, more.astype({"name": "str"})]).astype({"objects": bool})
