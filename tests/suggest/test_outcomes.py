import numpy as np
import pandas as pd
import pytest

from kiemen.i18n import mark
from kiemen.results import Fact
from kiemen.suggest.outcomes import (
    NO_GROWTH,
    NOBODY,
    SATURATED,
    bundles,
    cautions,
    fragile_under,
    robust,
    said_of_little,
    saying_nobody_joins,
)


def test_ties_that_need_each_other_are_numbered():
    plan = np.array([[0, 5], [1, 5], [2, 9], [3, 8]])
    assert bundles(plan, np.array([2.0, 2.0, 1.0, 2.0]), np.array([0.0, 0.1, 1.0, 0.0])).tolist() == [1, 1, 0, 0]


def test_a_tie_that_rarely_holds_names_what_it_depends_on():
    assert fragile_under({"fire": 0.2, "cascade": 1.0, "missing ties": 0.4}, 0.6) == ("fire", "missing ties")
    assert fragile_under({"fire": 0.55, "missing ties": 0.5}, 0.55) == ("missing ties",)
    assert fragile_under({"fire": 0.7}, 0.7) == ()


def test_what_holds_is_counted():
    said = robust(pd.DataFrame({"robust": [True, False, True]})).say("en")
    assert "at least 60%" in said
    assert "tried: 2 of 3." in said


def test_that_nobody_joins_stands_before_the_reasons_and_is_for_the_team():
    why = Fact(mark("It feeds stoking: doing, with daily relevance."))
    told = saying_nobody_joins({"a": (why,), 2: ()})
    assert [(one.message, one.scope) for one in told["a"]] == [(NOBODY, "team"), (why.message, "analyst")]
    assert [one.message for one in told[2]] == [NOBODY]


def test_what_is_not_known_is_said():
    growth = pd.DataFrame({"before": [3.0], "gain": [2.0], "gain_low": [np.nan], "gain_high": [np.nan]})
    told = cautions(pd.DataFrame({"alone": [np.nan]}), growth, assumed=True, whole=False, people=10)
    said = " ".join(fact.say("en") for fact in told)
    assert "what a tie brings alone is not known" in said
    assert "counts the models only" in said
    assert "interval is not known" in said
    assert "an assumption here" in said
    known = pd.DataFrame({"before": [3.0], "gain": [2.0], "gain_low": [1.0], "gain_high": [3.0]})
    fewer = cautions(pd.DataFrame({"alone": [1.0]}), known, assumed=False, whole=True, people=10)
    assert len(fewer) == 3


@pytest.mark.parametrize(("held", "said"), [(0, "what they bring hangs on"), (1, "What the others bring hangs on")])
def test_ties_that_mostly_hold_nowhere_are_not_said_to_depend_on_an_assumption_only(held, said):
    table = pd.DataFrame({"robust": [True] * held + [False] * (3 - held)})
    assert f"{said} an assumption, or on chance" in robust(table).say("en")
    assert "hangt af van een aanname of van toeval" in robust(table).say("nl")


def test_where_nearly_all_join_anyway_nobody_is_told_to_ask_for_more():
    little = pd.DataFrame({"before": [9.5, 9.0], "gain": [0.0, 0.4]})
    assert [fact.message for fact in said_of_little(little, 10)] == [SATURATED]
    assert [fact.message for fact in said_of_little(little, 11)] == [NO_GROWTH]
    assert said_of_little(little.assign(gain=2.0), 11) == ()
