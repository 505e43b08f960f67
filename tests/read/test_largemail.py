"""The road on disk gives the Network of the road in memory."""

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen.errors import FileFormatError, InputError
from kiemen.read import biglog, diskfile, largemail

pytestmark = pytest.mark.filterwarnings("ignore::kiemen.errors.DoubtfulInputWarning")
ROSTER = pd.DataFrame(
    {
        "id": ["x1", "x2", "x3"],
        "naam": ["Pers 1", "Pers 2", "Pers 3"],
        "email": ["p1@x.nl", "p2@x.nl", "p3@x.nl"],
        "bezwaar": ["nee", "ja", "nee"],
    }
)


def dirty_mail(folder, *, per_recipient=False):
    rng = np.random.default_rng(8)
    names = [*(f"p{i}@x.nl" for i in range(9)), *(f"Pers {i} <P{i}@X.nl>" for i in range(9)), "info@x.nl", "z@y.nl"]
    names = np.array([*names, "Zoë", "noreply@x.nl"], dtype=object)
    several = (
        (lambda: rng.choice(names)) if per_recipient else (lambda: "; ".join(rng.choice(names, rng.integers(0, 6))))
    )
    n = 500
    frame = pd.DataFrame({"van": rng.choice(names, n), "aan": [several() for _ in range(n)]})
    frame["cc"] = [several() if rng.random() < 0.3 else "" for _ in range(n)]
    frame["verzonden"] = rng.choice(["03-02-2025 10:00", "25-12-2024 9:00", "14-02-2025", "", "later"], n)
    frame["message id"] = [f"<{i // 2}@x>" for i in range(n)]
    path = folder / "mail.csv"
    frame.to_csv(path, index=False)
    return path


OPTIONS = [
    {},
    {"largest": 2},
    {"window": ("2025-01-01", None)},
    {"exclude": ["p4@x.nl"], "domains": ["x.nl"]},
    {"roster": ROSTER},
]


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("per_recipient", [True, False])
def test_both_roads_agree(tmp_path, both_roads, assert_same, options, per_recipient):
    path = dirty_mail(tmp_path, per_recipient=per_recipient)
    assert_same(*both_roads(kiemen.read_mail, path, **options))


@pytest.mark.parametrize("left", [["van", "aan"], ["van", "aan", "verzonden"]])
def test_both_roads_agree_on_what_one_message_is(tmp_path, both_roads, assert_same, left):
    path = dirty_mail(tmp_path, per_recipient=True)
    pd.read_csv(path, keep_default_na=False)[left].to_csv(path, index=False)
    assert_same(*both_roads(kiemen.read_mail, path))


def test_irregular_logs_are_read_in_memory_unless_too_large(tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text("van;aan\na@x.nl;b@x.nl\na;b;c\n", encoding="utf-8")
    monkeypatch.setattr(biglog, "LARGE", 0)
    assert kiemen.read_mail(path).n_ties == 1
    monkeypatch.setattr(diskfile, "TEXT_LIMIT", 1)
    with pytest.raises(FileFormatError, match="plain CSV or Parquet"):
        kiemen.read_mail(path)


def test_a_window_needs_dates(tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text("van;aan\na@x.nl;b@x.nl\n", encoding="utf-8")
    monkeypatch.setattr(biglog, "LARGE", 0)
    with pytest.raises(InputError, match="time="):
        kiemen.read_mail(path, window=("2025-01-01", None))


@pytest.mark.parametrize("per_recipient", [True, False])
def test_logs_in_parts_make_the_same_network(tmp_path, monkeypatch, both_roads, assert_same, per_recipient):
    for module in (biglog, largemail):
        monkeypatch.setattr(module, "SPAN", 100)
    path = dirty_mail(tmp_path, per_recipient=per_recipient)
    assert_same(*both_roads(kiemen.read_mail, path, largest=3))
