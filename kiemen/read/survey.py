"""Survey exports to a Network: who named whom, who answered what, and who did not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemen.read.surveywork import opened_survey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from kiemen.network import Network
    from kiemen.read.rawtable import Reading
    from kiemen.read.scales import Scale

    Columns = str | Sequence[str]
    ByRelation = Columns | Mapping[str, Columns]


def read_survey(  # noqa: PLR0913  a survey has this many parts, each by its name
    source: Any,
    *,
    respondent: Columns | None = None,
    nominations: ByRelation | None = None,
    multi: ByRelation | None = None,
    ratings: ByRelation | None = None,
    likert: Columns | None = None,
    scale: Sequence[float] | None = None,
    scales: Sequence[Scale] = (),
    asks: Columns | None = None,
    offers: Columns | None = None,
    attributes: Sequence[str] | Mapping[str, str] | None = None,
    question: str | None = None,
    answer: str | None = None,
    consent: str | None = None,
    opt_out: str | None = None,
    objectors: Any = None,
    roster: Any = None,
    decisions: Any = None,
    nicknames: Mapping[str, str | Sequence[str]] | None = None,
    relation: str = "nomination",
    wave: str = "",
    date: Any = None,
    tool: str | None = None,
    partial: bool = False,
    **reading: Unpack[Reading],
) -> Network:
    """Read a survey export: who named whom, what people answered, and who did not answer.

    Answers: "I have an export of LimeSurvey, Microsoft Forms, Qualtrics, Google Forms, SurveyMonkey or Polinode; what
    network and which answers are in it?" Columns that are not told are found by their headers and contents, and what
    was found is recorded in `assumptions`. A plain list of ties is read with `read_ties`.

    Parameters
    ----------
    source
        Path of a CSV, Excel, Parquet or JSON file, or a frame.
    respondent
        Column that says who answered (id, token, e-mail address or name). Several columns make one id together
        (``["city", "id"]`` gives "1-87"); names in the name fields are then ids within the same first parts.
    nominations
        Columns with one name each: a list, the code they share ("samen" for "samen[SQ001]", ...), or relation ->
        columns.
    multi
        Columns with several names in one field: "An;Bram;" or "An, Bram".
    ratings
        Columns of a grid with a column per colleague, whose cells say how strong the tie is: "samen" for "samen[An de
        Vries]", "samen[Bram]", ... Numbers weigh themselves, ticks 1, words of frequency as in `read_ties`; nought and
        blank make no tie.
    likert, scale
        Columns with answers on a scale, and its lowest and highest answer, such as ``(1, 5)``.
    scales
        Scales with their items; see `Scale`.
    asks, offers
        Open questions on what people want to learn and what they can help with; kept as text.
    attributes
        Columns to keep with the people: a list, or column -> name.
    question, answer
        For a long file, with a row per answer: the columns with the question and the answer. The other arguments then
        name questions.
    consent
        Column with consent; a blank is no consent.
    opt_out
        Column with an objection; a blank is none.
    objectors
        Ids, names or addresses of people who object, or a file with them.
    roster
        Everybody who was asked (`read_roster`, a file or a frame). Without one, the people who answered are all that
        is known, and names are matched to them.
    decisions
        Decisions about doubtful names (`read_decisions`).
    nicknames
        Nickname -> formal name, as for `match_names`.
    relation
        Name of the relation when `nominations` does not give one.
    wave
        Name of this measurement.
    date
        Day of this measurement, as a date or "2025-03-04"; None takes the first day on which somebody answered.
    tool
        "limesurvey", "msforms", "qualtrics", "google", "surveymonkey", "polinode" or "plain"; None finds out.
    partial
        Whether answers that were not finished are used. They are left out by default.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right.

    Returns
    -------
    Network
        Ties from respondent to the people named (weight 1, or the rating; directed, `asked` true); participation per
        person on the roster; items and responses; contacts for names that are not on the roster. People who object or
        gave no consent are nowhere in it, not even as a name that others filled in.

    Raises
    ------
    ColumnError
        If a named column is not there or the respondent cannot be found; the message names what is there.
    InputError
        If answers do not fit the scale, with the column and rows, or scales contradict each other.

    Warns
    -----
    DoubtfulInputWarning
        Once, with everything that was set aside or is doubtful.
    LowResponseWarning
        If fewer than 70 % of the people asked answered.

    Notes
    -----
    Of several answers of one person the last finished one is kept. Previews, tests, unfinished and anonymous answers
    are set aside, each with its row number. Words for no answer ("geen", "n.v.t.", "?") are no people. Names that
    are not certain make no tie until they are decided; `check_file` gives the review list.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_survey
    >>> answers = pd.DataFrame({"naam": ["An", "Bram"], "contact1": ["Bram", "geen"], "q1": ["mee eens", "neutraal"]})
    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     network = read_survey(answers, respondent="naam", nominations=["contact1"], likert="q1", scale=(1, 5))
    >>> network.ties[["source", "target"]].values.tolist(), network.answers()["q1"].tolist()
    ([['An', 'Bram']], [4.0, 3.0])
    """
    survey = opened_survey(source, {name: value for name, value in locals().items() if name != "source"})
    return survey.network(stacklevel=3)
