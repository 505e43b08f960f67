"""What goes into a report; more is tried in `test_sections`."""

import copy
import gc
import pickle
import types

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen.report.findings import Findings
from kiemen.results import Provenance, Result
from tests.report.conftest import make


@pytest.mark.parametrize(
    ("people", "scores", "marked"), [(40, [3.0, 2.0, 0.0], 2), (40, [1.0] * 40, 8), (9, [1.0] * 9, 3)]
)
def test_who_connects_nobody_is_no_bridge_and_few_people_have_few(people, scores, marked):
    network = make(people)
    table = pd.DataFrame({"score": scores}, index=pd.Index(network.ids[: len(scores)], name="person"))
    bridges = Result(table, {}, Provenance.of(network, function="score_bridges", settings={}))
    found = Findings(network=network, language="en", title="", results={"bridges": bridges})
    assert len(found.bridges) == marked


def test_no_ring_for_who_knows_one_group_only_where_there_are_more():
    network = make(9)
    table = pd.DataFrame(
        {"score": 1.0, "groups": [1, 2, 2, *[1] * 6], "group": ["Zorg", *["Wijken"] * 8], "inside": True},
        index=pd.Index(network.ids, name="person"),
    )
    for groups, marked in ((table["group"], 2), ("Zorg", 3)):
        shown = table.assign(group=groups)
        bridges = Result(shown, {}, Provenance.of(network, function="score_bridges", settings={}))
        found = Findings(network=network, language="en", title="", results={"bridges": bridges})
        assert len(found.bridges) == marked


def held_by(*roots):
    """Give everything that can be had from these objects, whichever way: by name, through functions, from tables."""
    seen, todo = {}, list(roots)
    while todo:
        one = todo.pop()
        if id(one) in seen or isinstance(one, (type, types.ModuleType, types.CodeType)):
            continue
        seen[id(one)] = one
        if isinstance(one, types.FunctionType):
            todo += [*(one.__closure__ or ()), one.__defaults__, one.__kwdefaults__]
        elif isinstance(one, np.ndarray):
            todo += one.ravel().tolist() if one.dtype == object else []
        elif isinstance(one, pd.DataFrame):
            todo += [one.index, one.columns, one.attrs, *(one.iloc[:, n] for n in range(one.shape[1]))]
        elif isinstance(one, pd.Series):
            todo += [one.index, one.name, *one.tolist()]
        elif isinstance(one, pd.Index):
            todo += [*one.tolist(), *one.names]
        else:
            todo += gc.get_referents(one)
    return list(seen.values())


@pytest.mark.parametrize("audience", ["management", "team"])
def test_no_picture_or_section_for_others_leads_to_who_may_not_be_in_it(network, suggestions, audience):
    ids = [str(person) for person in network.ids]
    forecast = kiemen.forecast_growth(network, adopters=ids[:3], added_ties=[(ids[0], ids[9])], runs=9, rng=1)
    agreed = ids[:6] if audience == "team" else None
    report = kiemen.build_report(
        network, audience=audience, language="en", suggestions=suggestions, forecast=forecast, consenting=agreed
    )
    assert {drawing.key for drawing in report.pictures} >= {"forecast"}
    hidden = {sign.words for sign in report.guard.forbidden}
    held = held_by(report.content.sections, report.content.view, report.pictures)
    assert not [one for one in held if isinstance(one, Findings)]
    assert not {one for one in held if isinstance(one, str) and one.casefold() in hidden}
    # What is looked for is found where it is: in what refuses to be packed.
    assert {one for one in held_by(report) if isinstance(one, str)} & hidden


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
def test_findings_for_others_than_the_analyst_are_not_packed(network, way):
    with pytest.raises(kiemen.PrivacyError, match="cannot be pickled or copied"):
        way(Findings(network=network, language="en", title="", audience="team"))
    way(Findings(network=network, language="en", title=""))
