"""Every published sample of a messy export comes out as its description says, with roles told and with roles found."""

import json
import re
import unicodedata
import warnings

import numpy as np
import pytest

import kiemen
from kiemen.errors import KiemenError

pytestmark = pytest.mark.oracle

INTERNALS = re.compile(r"pandas|networkx|openpyxl|expat|numpy|Traceback", re.IGNORECASE)
# The argument of a reader that a role of the description stands for, where the words differ.
SURVEY_ROLES = {
    "respondent": "respondent",
    "nominations": "nominations",
    "multi": "multi",
    "likert": "likert",
    "scale": "scale",
    "consent": "consent",
}


def cases(request_folder):
    path = request_folder / "messy_inputs" / "cases.json"
    return json.loads(path.read_text(encoding="utf-8"))["cases"]


def pytest_generate_tests(metafunc):
    from tests.conftest import SHARED

    found = cases(SHARED) if SHARED.is_dir() else []
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", found, ids=[case["id"] for case in found])


def read(folder, case, roles):
    """Read the file of a case with the reader for its kind."""
    path, kind = folder / case["file"], case["kind"]
    roster = {"roster": str(folder / case["extra"]["roster"])} if "roster" in case["extra"] else {}
    tool = {"tool": case["options"]["tool"]} if "tool" in case["options"] else {}
    if kind in {"graphml", "gexf"}:
        return kiemen.read_graph(path)
    if kind == "membership":
        return kiemen.read_memberships(path, **roles, **roster)
    if kind == "event log":
        return kiemen.read_meetings(path, **roles, **roster)
    if kind == "survey wide" or "respondent" in case["roles"]:
        return kiemen.read_survey(path, **{SURVEY_ROLES[role]: name for role, name in roles.items()}, **tool, **roster)
    return kiemen.read_ties(path, **roles, **roster)


def outcome(folder, case, roles):
    """Give the network or the error, and everything that was said."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            network = read(folder, case, roles)
        except KiemenError as error:
            return None, str(error)
    assert all(issubclass(w.category, kiemen.errors.KiemenWarning) for w in said)
    ledger = network.ledger
    told = "\n".join(str(w.message) for w in said)
    told += "\n" + "\n".join(
        f"row {row.row:.0f} {row.column} {row.reason} {row.value}" for row in ledger.itertuples() if row.row == row.row
    )
    return network, told + "\n" + network.summary("en") + "\n" + network.summary("nl")


def plain(name):
    return unicodedata.normalize("NFC", name).strip()


def fits(expected, network, told, kind):
    """Give what differs from one alternative, nothing when it holds."""
    if (network is None) != (expected["outcome"] == "refuse"):
        return ["refused" if network is None else "not refused"]
    wrong = [pattern for pattern in expected.get("mention", []) if not re.search(pattern, told, re.IGNORECASE)]
    if network is None:
        return wrong
    ties = network.ties
    found = {
        "people": network.n_nodes,
        "ties": len(network.memberships.drop_duplicates(["person", "initiative"]))
        if kind == "membership"
        else len(ties.drop_duplicates(["source", "target"])),
        "weight": ties["weight"].sum(),
        "groups": len(network.initiatives),
        "events": network.events["event"].nunique(),
        "first_day": str(network.events["date"].min())[:10],
        "last_day": str(network.events["date"].max())[:10],
    }
    for key, value in expected.items():
        if key in found and value is not None and found[key] != pytest.approx(value):
            wrong.append(f"{key}: {found[key]} instead of {value}")
    if expected.get("names") and {plain(n) for n in network.people["name"]} != {plain(n) for n in expected["names"]}:
        wrong.append(f"names: {sorted(network.people['name'])}")
    for person, answers in expected.get("likert", {}).items():
        row = network.answers().loc[network.people.index[network.people["name"] == person][0]]
        if row.tolist() != answers:
            wrong.append(f"{person}: {row.tolist()} instead of {answers}")
    return wrong


def check_never(never, network):
    names = {plain(name) for name in network.people["name"]} | {plain(name) for name in network.ids}
    assert not names & {plain(name) for name in never.get("names", [])}
    if never.get("weights_not_finite"):
        assert np.isfinite(network.ties["weight"]).all()
    if "likert_used" in never:
        assert not set(network.responses["value"].dropna()) & set(never["likert_used"])
    for person in never.get("zero_out_ties_reported_for", []):
        ids = network.people.index[network.people["name"] == person]
        assert not network.response()[ids].isin(["answered", "partial"]).any()


def test_sample_with_roles(shared, case):
    """One of the alternatives holds when the caller says which column is what."""
    network, told = outcome(shared / "messy_inputs", case, case["roles"])
    assert network is not None or not INTERNALS.search(told), f"the message quotes internals: {told}"
    tried = [fits(expected, network, told, case["kind"]) for expected in case["expect"]]
    assert [] in tried, f"{tried}\n{told}"
    if network is not None:
        check_never(case["never"], network)
        rows = network.sources[["rows_read", "rows_used", "rows_set_aside"]]
        assert (rows["rows_read"] == rows["rows_used"] + rows["rows_set_aside"]).all()


def test_sample_without_roles(shared, case):
    """Left to find the columns by itself, a reader does the same or says that it cannot."""
    network, told = outcome(shared / "messy_inputs", case, {})
    if network is None:
        return
    tried = [fits(expected, network, told, case["kind"]) for expected in case["expect"]]
    likert = "likert" in case["roles"]
    assert [] in tried or likert, f"{tried}\n{told}"
    check_never({key: value for key, value in case["never"].items() if key != "likert_used"}, network)
