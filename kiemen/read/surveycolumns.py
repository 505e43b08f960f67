"""Which columns of a survey play which part, as told or as found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiemen._checks import did_you_mean
from kiemen.errors import ColumnError, InputError
from kiemen.read.consent import NOT_AS_CONSENT, has_few_answers, is_yes_or_no
from kiemen.read.dialects import columns_of, question_code
from kiemen.read.headers import folded
from kiemen.read.likert import looks_like_answers, range_of_numbers
from kiemen.read.nothing import names_nobody
from kiemen.read.ownname import asked_again, own_questions, says_who
from kiemen.read.ratings import GRID, find_grids, names_objector, told_grid
from kiemen.read.roles import by_words, pick
from kiemen.read.rosterwords import GROUPS, ROSTER_WORDS
from kiemen.read.scales import Scale, check_scales

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from kiemen.read.account import Account
    from kiemen.read.dialects import Dialect
    from kiemen.read.namebook import NameBook

RESPONDENT_WORDS = (
    "respondent", "token", "person", "persoon", "naam", "name", "e-mail", "email", "e-mailadres", "email address",
    "medewerker", "employee", "deelnemer", "participant", "respondent id",
    "uw naam", "je naam", "jouw naam", "your name",
    "wie ben je?", "wie ben jij?", "wat is je naam?", "wat is uw naam?", "volledige naam", "full name", "ego", "id",
    "personeelsnummer", "employee id", "what is your name?",
)  # fmt: skip
NAME_HEADER = re.compile(
    r"(?:contact|naam|collega|persoon|name|colleague|person|nominee|nominatie|genoemd|alter)\s*[_-]?\s*\d{1,2}"
)
ASKS_WHO = re.compile(r"\b(?:wie|who|whom)\b")
ASK_WORDS = (
    "vraag",
    "vragen",
    "ask",
    "asks",
    "leervraag",
    "hulpvraag",
    "wat wil je leren?",
    "what do you want to learn?",
)
OFFER_WORDS = ("aanbod", "offer", "offers", "hulpaanbod", "waarmee kun je helpen?", "what can you help with?")
LOOKED_AT = 300
# Questions about the use of somebody's answers, in more words than a header has.
_TELLING = {
    "consent": re.compile(
        r"\b(?:toestemming|consent)\b|\b(?:ik ga akkoord|(?:ga|gaat) (?:je|u) (?:ermee )?akkoord|akkoord met"
        r"|mogen (?:we|wij)|i agree|do you agree|may we)\b.*\b(?:gegevens|antwoorden|avg|privacy\w*|gdpr"
        r"|(?:my|your) (?:data|answers|responses))\b"
    ),
    "opt_out": re.compile(r"\b(?:bezwaar|opt-?out)\b"),
}
# A field with a number or code of its own within a question: "Q2_1", "samen[SQ001]".
_FIELD = re.compile(r"(?:[_ .-]\d{1,3}|\])\s*$")
FEW_WORDS = 5


@dataclass
class SurveyColumns:
    """The parts the columns play."""

    respondent: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    # Questions in which respondents say who they are, for where the columns above name nobody.
    own_names: list[str] = field(default_factory=list)
    own_codes: list[str] = field(default_factory=list)
    nominations: dict[str, list[str]] = field(default_factory=dict)
    multi: set[str] = field(default_factory=set)
    # Relation -> column -> the colleague whom the column is about.
    ratings: dict[str, dict[str, str]] = field(default_factory=dict)
    scales: list[Scale] = field(default_factory=list)
    # Columns whose header names somebody who objects.
    withheld: set[str] = field(default_factory=set)
    asks: list[str] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    consent: str | None = None
    opt_out: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def used(self) -> set[str]:
        """Every column that plays a part."""
        made = {*self.respondent, *self.names, *self.own_names, *self.own_codes}
        made |= {*self.asks, *self.offers, *self.attributes}
        made |= {column for columns in self.nominations.values() for column in columns}
        made |= {column for people in self.ratings.values() for column in people}
        made |= {column for scale in self.scales for column in scale.items}
        return made | {column for column in (self.consent, self.opt_out) if column is not None}


def expand(frame: pd.DataFrame, wanted: str | Iterable[str] | None, *, where: str, part: str) -> list[str]:
    """Give the columns meant: by name, by the code they share ("vern" for "vern[SQ001]"), or with a star ("net*")."""
    found: list[str] = []
    listed = [] if wanted is None else _listed(wanted, part)
    for name in listed:
        if not isinstance(name, str):
            raise InputError(f"{part} must be names of columns, not {name!r}.")
        for column in _meant(frame, name, where, part):
            if column not in found:
                found.append(column)
    return found


def _listed(wanted: Any, part: str) -> list[str]:
    if not isinstance(wanted, Iterable) or isinstance(wanted, bytes):
        raise InputError(f"{part} must be names of columns, not {wanted!r}.")
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _meant(frame: pd.DataFrame, name: str, where: str, part: str) -> list[str]:
    # A header that occurs twice was told apart by a number: "contact", "contact (2)".
    twice = re.compile(rf"{re.escape(folded(name))}(?: \(\d+\))?")
    same = [column for column in frame.columns if twice.fullmatch(folded(column))]
    if same:
        return same
    pattern = re.escape(folded(name)).replace(r"\*", ".*")
    if "*" not in name:
        pattern += r"(?:\s*\[.*\]|[_ .-]?\d{1,3}(?:_\d{1,3})?)"
    found = [c for c in frame.columns if re.fullmatch(pattern, folded(c)) or re.fullmatch(pattern, question_code(c)[0])]
    found = found or [column for column in frame.columns if question_code(column)[0] == folded(name)]
    if not found:
        raise ColumnError(f"{where}: no column {name!r} for {part}.{did_you_mean(name, frame.columns)}")
    return found


def stem(column: str) -> str:
    """Give what columns of one question share: "samen" for "samen[SQ001]", "Q1" for "Q1_2"."""
    code, words = question_code(column)
    plain = re.sub(r"\s*\[[^\]]*\]\s*$", "", column[: len(code)] if words else column)
    if plain == column:
        plain = re.sub(r"(?<=\w)[_ .-]?\d{1,3}$", "", column).rstrip(" _-.:") or column
    return plain or column


def told(
    account: Account,
    dialect: Dialect,
    *,
    respondent: str | Sequence[str] | None,
    nominations: str | Sequence[str] | Mapping[str, str | Sequence[str]] | None,
    multi: str | Sequence[str] | Mapping[str, str | Sequence[str]] | None,
    ratings: str | Sequence[str] | Mapping[str, str | Sequence[str]] | None,
    asks: str | Sequence[str] | None,
    offers: str | Sequence[str] | None,
    consent: str | None,
    opt_out: str | None,
    attributes: Sequence[str] | Mapping[str, str] | None,
    relation: str,
) -> SurveyColumns:
    """Give the parts that the caller told, with the respondent and consent found where they were not told."""
    frame, where = account.table.frame, account.table.file or account.table.source
    made = SurveyColumns()
    made.consent = pick(frame.columns, consent, where=where, part="consent") if consent is not None else None
    made.opt_out = pick(frame.columns, opt_out, where=where, part="opt_out") if opt_out is not None else None
    made.asks = expand(frame, asks, where=where, part="asks")
    made.offers = expand(frame, offers, where=where, part="offers")
    _add_named(made, frame, nominations, relation, where=where, part="nominations")
    made.multi = set(_add_named(made, frame, multi, relation, where=where, part="multi"))
    for name, columns in _by_relation(ratings, relation).items():
        made.ratings[name] = dict.fromkeys(expand(frame, columns, where=where, part="ratings"), "")
    if attributes is not None:
        pairs = (
            attributes.items()
            if hasattr(attributes, "items")
            else [(name, name) for name in _listed(attributes, "attributes")]
        )
        made.attributes = {pick(frame.columns, c, where=where, part="attributes"): n for c, n in pairs}
    _find_who(account, dialect, made, respondent)
    _find_consent(account, made)
    return made


def _by_relation(
    wanted: str | Sequence[str] | Mapping[str, str | Sequence[str]] | None, relation: str
) -> Mapping[str, str | Sequence[str]]:
    if wanted is None or (isinstance(wanted, list) and not wanted):
        return {}
    return wanted if hasattr(wanted, "items") else {relation: wanted}  # type: ignore[return-value]


def _add_named(
    made: SurveyColumns,
    frame: pd.DataFrame,
    wanted: str | Sequence[str] | Mapping[str, str | Sequence[str]] | None,
    relation: str,
    *,
    where: str,
    part: str,
) -> list[str]:
    added: list[str] = []
    for name, columns in _by_relation(wanted, relation).items():
        found = expand(frame, columns, where=where, part=part)
        made.nominations.setdefault(name, []).extend(c for c in found if c not in made.nominations.get(name, []))
        added += found
    return added


def _by_question(account: Account, words: Sequence[str], taken: Iterable[str]) -> str | None:
    """Give the column whose header is one of the words, else the one whose question is."""
    frame, labels, used = account.table.frame, account.questions, set(taken)
    found = by_words(frame, words, used)
    asked = [column for column in labels if column in frame and column not in used]
    if found is not None or not asked:
        return found
    questions = [labels[column] for column in asked]
    hit = by_words(frame[asked].iloc[:0].set_axis(questions, axis=1), words)
    return None if hit is None else asked[questions.index(hit)]


def _find_who(account: Account, dialect: Dialect, made: SurveyColumns, wanted: str | Sequence[str] | None) -> None:
    """Find the columns that say who answered: those of the tool, and questions in which people say it themselves."""
    frame, where = account.table.frame, account.table.file or account.table.source
    listed = [] if wanted is None else _listed(wanted, "respondent")
    made.respondent = [pick(frame.columns, name, where=where, part="respondent") for name in listed]
    taken = made.used
    made.names = [c for c in columns_of(frame, dialect.names) if c not in taken]
    tools = {*columns_of(frame, dialect.own), *columns_of(frame, dialect.respondent), *columns_of(frame, dialect.names)}
    own = own_questions(account, {*taken, *tools})
    made.own_names = own["name"] or asked_again(frame, made.names, taken)
    made.own_codes = own["code"] or asked_again(frame, columns_of(frame, dialect.respondent), taken)
    if wanted is None:
        made.respondent = _respondent(account, dialect, taken, made)
        made.own_names = [c for c in made.own_names if c not in made.respondent]
        made.own_codes = [c for c in made.own_codes if c not in made.respondent]
    if made.respondent and not made.names and made.own_names:
        account.assume("column for name", " + ".join(made.own_names))


def _respondent(account: Account, dialect: Dialect, taken: set[str], made: SurveyColumns) -> list[str]:
    """Give the column that tells who answered, the first in which somebody is named; none where a name tells it."""
    frame, where = account.table.frame, account.table.file or account.table.source
    passed = {*taken, *columns_of(frame, dialect.own), *columns_of(frame, dialect.names)}
    columns = [column for column in columns_of(frame, dialect.respondent) if column not in taken]
    while (found := _by_question(account, RESPONDENT_WORDS, {*passed, *columns})) is not None:
        columns.append(found)
    for column in [*columns, *made.own_codes]:
        if says_who(frame[column]):
            account.assume("column for respondent", column)
            return [column]
    for names in (made.names, made.own_names):
        if any(says_who(frame[column]) for column in names):
            account.assume("column for respondent", " + ".join(names))
            return []
    if columns:
        account.assume("column for respondent", columns[0])
        return columns[:1]
    if made.names or made.own_names:
        account.assume("column for respondent", " + ".join(made.names or made.own_names))
        return []
    if columns_of(frame, dialect.own):
        account.assume("respondent", "anonymous")
        return []
    listed_columns = ", ".join(repr(column) for column in frame.columns[:12])
    raise ColumnError(
        f"{where}: no column looks like the respondent; name it with respondent=. There is: {listed_columns}."
    )


def _find_consent(account: Account, made: SurveyColumns) -> None:
    """Honour a column of consent or objection that nobody told of."""
    frame = account.table.frame
    for part in ("consent", "opt_out"):
        if getattr(made, part) is not None:
            continue
        words = ROSTER_WORDS[part]
        found = asked_for = _by_question(account, words, made.used)
        if found is None:
            asked = {c: folded(f"{c} {account.questions.get(c, '')}") for c in frame.columns if c not in made.used}
            telling = [c for c, question in asked.items() if _TELLING[part].search(question)]
            found = next((c for c in telling if is_yes_or_no(frame[c])), None)
            asked_for = next(iter(telling), None) if found is None else None
        # Codes such as A1 and A2 say neither: nobody is used on the strength of an answer that is not understood.
        unclear = found is not None and has_few_answers(frame[found])
        if found is not None and (unclear or is_yes_or_no(frame[found])):
            setattr(made, part, found)
            account.assume(f"column for {part}", found)
        elif asked_for is not None:
            account.remark(NOT_AS_CONSENT, column=asked_for)


def add_scales(
    account: Account,
    made: SurveyColumns,
    *,
    likert: str | Sequence[str] | None,
    scale: Sequence[float] | None,
    scales: Sequence[Scale],
) -> None:
    """Add the items that the caller told, with the columns they stand for."""
    frame, where = account.table.frame, account.table.file or account.table.source
    check_scales(scales)
    owner: dict[str, str] = {}
    for one in scales:
        columns = expand(frame, one.items, where=where, part=f"scale {one.name!r}")
        for column in columns:
            if owner.setdefault(column, one.name) != one.name:
                raise InputError(
                    f"{where}: column {column!r} is an item of two scales, {owner[column]!r} and {one.name!r}."
                )
        labels = one.labels
        items = {column: labels.get(column, "") for column in columns}
        made.scales.append(Scale(one.name, items, one.low, one.high, sorted(one.turned(columns)), one.label))
    columns = [c for c in expand(frame, likert, where=where, part="likert") if c not in owner]
    if not columns:
        return
    if scale is not None:
        ends: Any = scale
        if not isinstance(ends, Iterable) or len(list(ends)) != 2:
            raise InputError("scale must be the lowest and the highest answer, such as (1, 5).")
        low, high = scale
        if not low < high:
            raise InputError(f"scale: the lowest answer ({low}) must be below the highest ({high}).")
    else:
        low, high = _observed_range(frame, columns)
        account.assume("scale of the answers", f"{low:g}–{high:g}")
    made.scales.append(Scale("~", dict.fromkeys(columns, ""), low, high))


def _observed_range(frame: pd.DataFrame, columns: Sequence[str]) -> tuple[float, float]:
    cells = sorted({cell for column in columns for cell in frame[column].unique()})
    return looks_like_answers(cells) or range_of_numbers(cells) or (1.0, 5.0)


def find_rest(
    account: Account,
    dialect: Dialect,
    made: SurveyColumns,
    book: NameBook,
    *,
    named: bool,
    held: Iterable[str] = (),
    kept: pd.Series[bool] | None = None,
) -> None:
    """Find name fields, answers on a scale, open questions and attributes among the columns nobody told of.

    Attributes that the roster `held` already are left alone. Only the rows that are `kept` tell what a column holds.
    """
    _attributes(account, made, set(held))
    frame, labels = account.table.frame, account.questions
    frame = frame if kept is None or not kept.any() else frame[kept]
    own = set(columns_of(frame, dialect.own))
    rest = [column for column in frame.columns if column not in made.used and column not in own]
    _ratings(account, made, book, rest, labels, named=named)
    made.withheld = {column for column in rest if names_objector(column, labels, book)}
    rest = [column for column in rest if column not in {*made.used, *made.withheld}]
    answers: dict[tuple[str, float, float], list[str]] = {}
    if not named:
        _name_fields(made, frame, rest, book)
        rest = [column for column in rest if column not in made.used]
    for column in rest:
        cells = [cell for cell in frame[column].unique()[:LOOKED_AT] if cell.strip()]
        if not cells:
            continue
        # The items of one question have one scale, also those in which the rarer answers do not occur.
        beside = [other for other in rest if stem(other) == stem(column)]
        found = looks_like_answers(cells) and looks_like_answers(
            [cell for other in beside for cell in frame[other].unique()[:LOOKED_AT]]
        )
        if found:
            answers.setdefault((stem(column) if dialect.tool == "limesurvey" else "", *found), []).append(column)
    for (name, low, high), columns in answers.items():
        made.scales.append(Scale(name or "~", dict.fromkeys(columns, ""), low, high))
        account.assume(
            "items found by their answers",
            f"{', '.join(columns[:6])}{' …' if len(columns) > 6 else ''} ({low:g}–{high:g})",
        )
    for name, columns in made.nominations.items():
        if not named:
            account.assume(f"name fields of {name}", ", ".join(columns))
    _open_questions(account, made)


def _name_fields(made: SurveyColumns, frame: pd.DataFrame, rest: Sequence[str], book: NameBook) -> None:
    """Find the columns that hold names, and with them the other fields of the same question.

    A field in which nobody known is named holds names like those beside it: "Q2_2" next to "Q2_1".
    """
    cells = {column: [cell for cell in frame[column].unique()[:LOOKED_AT] if cell.strip()] for column in rest}
    sure = [column for column in rest if cells[column] and _holds_names(column, cells[column], book, made)]
    questions = {stem(column) for column in sure if _FIELD.search(column)}
    for column in rest:
        beside = _FIELD.search(column) and stem(column) in questions and _are_short_words(cells[column])
        if column in sure or beside:
            made.nominations.setdefault(stem(column), []).append(column)


def _are_short_words(cells: Sequence[str]) -> bool:
    """Whether cells may be names: words, not many, and no answers on a scale."""
    said = [cell for cell in cells if not names_nobody(cell)]
    short = sum(len(cell.split()) <= FEW_WORDS and bool(re.search(r"[^\W\d_]{2}", cell)) for cell in said)
    return bool(said) and short * 2 >= len(said) and looks_like_answers(said) is None


def _ratings(
    account: Account,
    made: SurveyColumns,
    book: NameBook,
    rest: Sequence[str],
    labels: Mapping[str, str],
    *,
    named: bool,
) -> None:
    """Find out whom the columns of the grids are about, and find the grids where nothing was told."""
    for relation, people in made.ratings.items():
        made.ratings[relation] = told_grid(list(people), labels, book)
    if named:
        return
    for question, people in find_grids(account.table.frame, rest, labels, book).items():
        relation = " ".join(question.split()) or "rating"
        made.ratings[relation] = people
        account.assume(f"ratings of {relation}", GRID)


def _attributes(account: Account, made: SurveyColumns, held: set[str]) -> None:
    """Keep department, team and the like when people were asked for them and the roster does not say."""
    for part in GROUPS:
        column = _by_question(account, ROSTER_WORDS[part], made.used)
        if column is not None and part not in {*held, *made.attributes.values()}:
            made.attributes[column] = part
            account.assume(f"column for {part}", column)


def _open_questions(account: Account, made: SurveyColumns) -> None:
    for part, words in (("asks", ASK_WORDS), ("offers", OFFER_WORDS)):
        if not getattr(made, part):
            column = _by_question(account, words, made.used)
            if column is not None:
                setattr(made, part, [column])
                account.assume(f"column for {part}", column)


def _holds_names(column: str, cells: Sequence[str], book: NameBook, made: SurveyColumns) -> bool:
    """Whether a column holds names: by its header, or because half of its cells name somebody known.

    A question that asks for whom needs one: in a survey that few answered, most who are named are known from nowhere.
    """
    said = [cell for cell in cells if not names_nobody(cell)]
    letters = [cell for cell in said if re.search(r"[^\W\d_]{2}", cell)]
    if NAME_HEADER.fullmatch(folded(column)) and (letters or not said):
        return True
    if not letters:
        return False
    parts = [part.strip() for cell in said for part in re.split(r"[;\n]|, | (?:en|and|&|\+) ", cell) if part.strip()]
    several = len(parts) > len(said)
    hits = sum(_is_known(cell, book) for cell in said)
    hits_of_parts = sum(_is_known(part, book) for part in parts)
    asked = bool(ASKS_WHO.search(folded(column))) and _are_short_words(parts)
    if several and hits_of_parts > hits and (asked or (hits_of_parts * 2 >= len(parts) and hits * 2 < len(said))):
        made.multi.add(column)
        return True
    return hits * 2 >= len(said) or (asked and hits > 0)


def _is_known(cell: str, book: NameBook) -> bool:
    if not re.search(r"[^\W\d_]{2}", cell):
        return False
    found = book.find(cell)
    return bool(found.person) or found.objects
