"""Finding, reading and writing the examples."""

import os
import subprocess
import sys

import pytest

from kiemen.datasets import examples
from kiemen.datasets.examples import build_example, example_path, load_example, load_truth, write_example
from kiemen.errors import InputError

from .conftest import table


@pytest.mark.parametrize("name", examples.EXAMPLES)
def test_shipped_files_are_what_the_generator_writes(name):
    """Byte for byte, and nothing beside them."""
    folder = example_path(name)
    files = build_example(name, examples.DEFAULT_SEED, "normal")
    for path, text in files.items():
        assert (folder / path).read_bytes() == text.encode("utf-8"), path
    shipped = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert shipped == set(files)


def test_every_column_is_documented():
    readme = (example_path("gemeente").parent / "README.md").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in readme.split("\n### ")[1:])
    for name in examples.EXAMPLES:
        for path, text in build_example(name, examples.DEFAULT_SEED, "normal").items():
            section = sections[f"{name}/{path}"]
            if path.endswith(".csv") and "`vragenlijst_meting1.csv`" not in section:
                header = text.lstrip("\ufeff").splitlines()[0]
                for column in header.replace('"', "").split("," if path.startswith("truth") else ";"):
                    assert f"| `{column}` |" in section, (path, column)


@pytest.mark.parametrize("name", examples.EXAMPLES)
def test_bytes_do_not_depend_on_the_hash_seed(name):
    code = (
        "import hashlib; from kiemen.datasets.examples import build_example;"
        f"print(hashlib.sha256(repr(build_example({name!r}, 5, 'weak')).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "4242")
    }
    assert len(found) == 1


def test_other_seed_gives_another_organisation(tmp_path):
    first = write_example("academie", tmp_path / "a", seed=1)
    second = write_example("academie", tmp_path / "b", seed=2)
    assert (first / "startmeting.csv").read_bytes() != (second / "startmeting.csv").read_bytes()


def test_files_in_the_way_are_not_overwritten(tmp_path):
    write_example("academie", tmp_path)
    with pytest.raises(InputError, match="overwrite=True"):
        write_example("academie", tmp_path)
    write_example("academie", tmp_path, overwrite=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": "gemente"}, "gemeente"),
        ({"name": "academie", "strength": "strong"}, "strength"),
        ({"name": "academie", "seed": -1}, "seed"),
        ({"name": "academie", "seed": 1.5}, "seed"),
    ],
)
def test_nonsense_is_refused(tmp_path, arguments, message):
    with pytest.raises(InputError, match=message):
        write_example(folder=tmp_path, **arguments)


def test_unknown_example_is_refused():
    with pytest.raises(InputError, match="academie"):
        example_path("acedemie")


def test_missing_files_are_said_to_be_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(examples, "__file__", str(tmp_path / "kiemen" / "datasets" / "examples.py"))
    with pytest.raises(InputError, match="install kiemen again"):
        example_path("gemeente")


def test_truth_has_types():
    truth = load_truth("gemeente")
    assert set(truth) == {"people", "ties", "names", "walls", "blocked", "lonely", "bridge"}
    assert (truth["people"].index.str.len() == 6).all()
    assert truth["people"]["early_adopter"].dtype == bool
    assert truth["ties"]["strength"].between(0, 1).all()
    assert set(load_truth("academie")) == {"people", "ties", "names"}


def test_every_written_name_has_a_known_owner():
    truth = load_truth("gemeente")
    known = set(truth["people"].index) | {f"K{n:03d}" for n in range(1, 101)} | {""}
    assert set(truth["names"]["person"]) <= known


@pytest.fixture(scope="module")
def gemeente():
    return load_example("gemeente")


def test_gemeente_holds_every_source(gemeente):
    assert 580 <= gemeente.n_people < 600
    assert gemeente.n_contacts >= 100
    assert len(gemeente.initiatives) == 40
    assert set(gemeente.relations.index) == {"advies", "buiten", "durft", "meeting", "samenwerking"}
    assert gemeente.waves.index.tolist() == ["meting 1", "meting 2"]
    assert 0.7 < gemeente.response_rate("meting 1") < 0.8
    assert set(gemeente.items["scale"]) >= {"innovativeness", "opinion_leadership", "room", "barriers"}
    assert set(gemeente.events["kind"]) == {"meeting", "action", "result", "impulse"}
    assert gemeente.memberships["start"].notna().all()


def test_no_row_of_the_files_is_lost(gemeente):
    sources = gemeente.sources
    assert (sources["rows_read"] == sources["rows_used"] + sources["rows_set_aside"]).all()


def test_opt_outs_appear_nowhere(gemeente):
    """Neither whoever objected in the personnel file nor whoever refused in one of the surveys."""
    folder = example_path("gemeente")
    staff = table((folder / "medewerkers.csv").read_text(encoding="utf-8"))
    refused = set()
    for wave in (1, 2):
        rows = table((folder / f"vragenlijst_meting{wave}.csv").read_text(encoding="utf-8"))
        refused |= set(rows.loc[rows["toestemming"] == "N", "token"])
    gone = staff[staff["Enquêtecode"].isin(refused) | (staff["Bezwaar"] == "ja")]
    assert len(gone) >= 5
    held = "\n".join(frame.to_csv() for frame in gemeente.to_frames().values())
    for person in gone.itertuples():
        assert person.Personeelsnummer not in held
        assert staff["Naam"].eq(person.Naam).sum() > 1 or person.Naam not in held


def test_names_are_matched_as_they_were_meant(gemeente):
    """Of the certain matches at most one in a hundred is wrong, and most names are certain."""
    truth = load_truth("gemeente")["names"]
    survey = table((example_path("gemeente") / "vragenlijst_meting1.csv").read_text(encoding="utf-8"))
    staff = table((example_path("gemeente") / "medewerkers.csv").read_text(encoding="utf-8"))
    person = survey.set_index("id")["token"].map(staff.set_index("Enquêtecode")["Personeelsnummer"])
    meant = truth[(truth["wave"] == "meting 1") & truth["column"].str.startswith("samen") & (truth["person"] != "")]
    pairs = set(zip(meant["response"].map(person), meant["person"], strict=True))
    mine = gemeente.ties[(gemeente.ties["relation"] == "samenwerking") & (gemeente.ties["wave"] == "meting 1")]
    found = set(zip(mine["source"], mine["target"], strict=True))
    assert len(found - pairs) <= 0.01 * len(found)
    inside = set(gemeente.ids)
    used = set(mine["source"])
    assert len(found & pairs) >= 0.9 * sum(a in used and b in inside for a, b in pairs)


def test_academie_is_small():
    network = load_example("academie")
    assert 20 <= network.n_people <= 22
    assert len(network.initiatives) == 6
    assert network.waves.index.tolist() == ["eind", "start"]
