"""Finding, reading and writing the examples."""

import os
import subprocess
import sys

import pytest

from kiemen.datasets import examples
from kiemen.datasets.examples import build_example, example_path, load_truth, write_example
from kiemen.errors import InputError


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
