"""Importing kiemen loads nothing heavy; each room loads what it needs when it is used."""

import subprocess
import sys

HEAVY = ("pandas", "numpy", "scipy", "sklearn", "matplotlib", "numba", "networkx", "jinja2", "openpyxl", "rapidfuzz")


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_kiemen_is_light():
    loaded = loaded_after("import kiemen; dir(kiemen)")
    assert not loaded & set(HEAVY)


def test_the_network_needs_neither_numba_nor_scikit_learn():
    loaded = loaded_after("from kiemen import Network; Network.from_frames()")
    assert not loaded & {"sklearn", "matplotlib", "numba", "networkx", "jinja2", "openpyxl"}


def test_the_command_line_settles_what_numpy_reads_before_loading_it():
    assert not loaded_after("import kiemen.cli") & set(HEAVY)
    told = (
        "from kiemen import cli; cli._have_the_process(); import os, numpy; print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "1\n"
