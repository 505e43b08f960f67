"""The same input gives the same bytes, whatever the hash seed or the order of the rows in the files."""

import csv
import io
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from kiemen.datasets.examples import example_path
from kiemen.errors import KiemenWarning
from kiemen.network import Network
from kiemen.read.project import read_project
from kiemen.write import write_tables

# Where a row stood in its file is the one thing that the order of the rows may change.
ROW_TOLD = {"ledger"}
LEDGER = "Rijen en cellen, een voor een"
RUN = "import sys; from kiemen.cli import main; sys.exit(main(sys.argv[1:]))"


def shuffled(source: Path, target: Path, seed: int) -> Path:
    """Copy a project with the rows of every CSV in another order."""
    target.mkdir()
    for file in sorted(source.iterdir()):
        if file.suffix == ".csv":
            text = file.read_text(encoding="utf-8-sig")
            head, *body = csv.reader(io.StringIO(text, newline=""), delimiter=";")
            body = [body[place] for place in np.random.default_rng(seed).permutation(len(body))]
            out = io.StringIO(newline="")
            csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([head, *body])
            (target / file.name).write_text(out.getvalue(), encoding="utf-8-sig", newline="")
        elif file.is_file():
            (target / file.name).write_bytes(file.read_bytes())
    return target


def report(project: Path, out: Path, hash_seed: int) -> dict[str, bytes]:
    """Write the report in a process of its own and give its files."""
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    command = [sys.executable, "-c", RUN, "report", str(project), "--out", str(out), "--seed", "3"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return {file.name: file.read_bytes() for file in sorted(out.iterdir())}


def test_a_network_does_not_depend_on_the_order_of_rows(tmp_path):
    folder = example_path("academie")
    one, other = (read(project) for project in (folder, shuffled(folder, tmp_path / "mixed", 7)))
    assert one.fingerprint == other.fingerprint
    tables, mixed = one.to_frames(), other.to_frames()
    for name in tables.keys() - ROW_TOLD:
        pd.testing.assert_frame_equal(tables[name], mixed[name], obj=name)
    counted = [frame["ledger"].drop(columns="row").value_counts().sort_index() for frame in (tables, mixed)]
    pd.testing.assert_series_equal(*counted)


def test_written_tables_are_the_same_bytes(tmp_path):
    folder = example_path("academie")
    read_both = [read(folder), read(shuffled(folder, tmp_path / "mixed", 8))]
    written = []
    for number, network in enumerate(read_both):
        target = tmp_path / f"tables{number}"
        write_tables(network.replace(ledger=None), target, audience="analyst")
        written.append({file.name: file.read_bytes() for file in sorted(target.iterdir())})
    assert written[0] == written[1]


def read(folder: Path) -> Network:
    with warnings.catch_warnings():
        # Opt-outs and doubtful names are part of the example.
        warnings.simplefilter("ignore", KiemenWarning)
        return read_project(folder).network()


@pytest.mark.slow
def test_a_report_is_the_same_bytes_for_every_hash_seed_and_row_order(tmp_path):
    folder = example_path("academie")
    first = report(folder, tmp_path / "first", 1)
    mixed = report(shuffled(folder, tmp_path / "project", 2), tmp_path / "mixed", 2)
    assert first.keys() == mixed.keys()
    differ = {name for name in first if first[name] != mixed[name]}
    assert differ <= {"report.html", "report.xlsx"}, "only these two hold the ledger"
    assert page(first) == page(mixed)
    assert sheets(tmp_path / "first") == sheets(tmp_path / "mixed")


def page(files: dict[str, bytes]) -> str:
    """Give the page without the table that tells row numbers."""
    text = files["report.html"].decode("utf-8")
    left, found = re.subn(rf"<table[^>]*>\s*<caption[^>]*>{LEDGER}.*?</table>", "", text, flags=re.DOTALL)
    assert found == 1
    return left


def sheets(out: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give the cells of each sheet, those of the sheets that tell row numbers left out."""
    book = openpyxl.load_workbook(out / "report.xlsx")
    found = {}
    for sheet in book:
        rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
        if not sheet.title.startswith(LEDGER):
            found[sheet.title] = rows
    return found
