"""What goes into a report; more is tried in `test_sections`."""

import pandas as pd
import pytest

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
