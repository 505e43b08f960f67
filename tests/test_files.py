"""Files are whole or untouched, safe in a spreadsheet, and never somebody else's."""

import errno
import io
import os
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemen import _files
from kiemen._files import (
    check_folder,
    check_target,
    csv_bytes,
    excel_bytes,
    plain_value,
    safe_text,
    slug,
    unique_slugs,
    write_atomic,
    write_folder,
)
from kiemen.errors import InputError

HOSTILE = [
    '=HYPERLINK("http://kwaad.example","klik")',
    "+31612345678",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "  =1+1",
    "\x00=1",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(value):
    assert safe_text(value).startswith("'")
    cell = csv_bytes(pd.DataFrame({"x": [value]}), index=False).decode("utf-8-sig").split("\r\n", 1)[1]
    assert cell.startswith("\"'")


@pytest.mark.parametrize("value", ["An de Vries", "5 - 3", "a=b", "e-mail"])
def test_ordinary_text_stays_as_it_is(value):
    assert safe_text(value) == value


@given(st.text())
@settings(max_examples=80)
def test_no_text_at_all_starts_a_formula_in_csv(value):
    first = safe_text(value).lstrip(" \u00a0\u200b\ufeff")[:1]
    assert first not in set("=+-@\t\r\n\x00") - {""}


def test_csv_headers_and_index_are_guarded_too():
    table = pd.DataFrame({"=1+1": ["a"]}, index=pd.Index(["@x"], name="-p"))
    assert csv_bytes(table).decode("utf-8-sig") == '"\'-p","\'=1+1"\r\n"\'@x","a"\r\n'


def test_dutch_csv_has_semicolons_and_decimal_commas():
    table = pd.DataFrame({"naam": ['Zoë "Z" Müller'], "deel": [-0.5], "n": [3], "leeg": [np.nan]})
    assert csv_bytes(table, language="nl", index=False).decode("utf-8-sig") == (
        '"naam";"deel";"n";"leeg"\r\n"Zoë ""Z"" Müller";-0,5;3;\r\n'
    )


def test_workbook_holds_no_formula_no_link_and_no_author():
    data = excel_bytes({"a": pd.DataFrame({"x": [*HOSTILE[:4], "http://x.example", "1"]})})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert "<f>" not in texts["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in "".join(texts.values()).replace("HYPERLINK", "")
    core = texts["docProps/core.xml"]
    assert "2000-01-01" in core
    assert "<dc:creator></dc:creator>" in core.replace("<dc:creator/>", "<dc:creator></dc:creator>")


def test_workbook_is_typed_filtered_and_the_same_twice():
    table = pd.DataFrame({"name": ["An", None], "n": [1, 2], "share": [0.25, np.nan], "yes": [True, False]})
    data = excel_bytes({"a/b": table, "A b": table}, notes={"a/b": ["A note"]})
    assert data == excel_bytes({"a/b": table, "A b": table}, notes={"a/b": ["A note"]})
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["a b", "A b 2"]
    sheet = book["A b 2"]
    assert [cell.value for cell in sheet[2]] == ["An", 1, 0.25, True]
    assert [cell.value for cell in sheet[3]] == [None, 2, None, False]
    assert sheet.auto_filter.ref == "A1:D3"
    assert book["a b"]["A1"].value == "A note"


def test_workbook_cuts_text_that_no_cell_can_hold():
    data = excel_bytes({"a": pd.DataFrame({"x": ["a" * 40_000]})})
    assert len(openpyxl.load_workbook(io.BytesIO(data))["a"]["A2"].value) == 32_767


def test_what_is_nearly_nothing_is_not_shown_as_nothing():
    sheet = openpyxl.load_workbook(io.BytesIO(excel_bytes({"a": pd.DataFrame({"p": [2e-20, -1e-5, 0.25, 0.0]})})))["a"]
    forms = [cell.number_format for cell in sheet["A"][1:]]
    assert forms == ["0.0E+00", "0.0E+00", "0.000", "0.000"]


def test_plain_values():
    assert plain_value(np.float64("nan")) is None
    assert plain_value(np.inf) == "inf"
    assert plain_value(pd.Timestamp("2025-03-01")) == "2025-03-01"
    assert plain_value(pd.NaT) is None
    assert plain_value(pd.NA) is None
    assert plain_value({"b", "a"}) == "a, b"
    assert plain_value(np.int64(3)) == 3


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "", "con", "a" * 300, "<svg onload=x>", "Zoë/Müller\x00"])
def test_slug_is_never_a_path(name):
    made = slug(name)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(made) <= 70
    assert made != "con"


def test_slugs_of_equal_names_differ():
    assert unique_slugs(["An", "an", "Än", "an-2"]) == ["an", "an-2", "an-3", "an-2-2"]


def test_an_existing_file_is_kept_unless_asked(tmp_path):
    path = write_atomic(tmp_path / "a.txt", "old")
    with pytest.raises(InputError, match="overwrite=True"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    write_atomic(path, "new", overwrite=True)
    assert path.read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_paths_that_cannot_be_written_are_named(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        write_atomic(tmp_path, "x")
    with pytest.raises(InputError, match="does not exist"):
        write_atomic(tmp_path / "none" / "a.txt", "x")
    with pytest.raises(InputError, match="empty"):
        check_target("", overwrite=False)
    closed = write_atomic(tmp_path / "closed.txt", "x")
    closed.chmod(0o400)
    with pytest.raises(InputError, match="read-only"):
        write_atomic(closed, "y", overwrite=True)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "open in another program")]
)
def test_a_refusal_of_the_system_leaves_the_old_file(tmp_path, monkeypatch, number, words):
    path = write_atomic(tmp_path / "a.txt", "old")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(_files.os, "fsync", refuse)
    with pytest.raises(InputError, match=words):
        write_atomic(path, "new", overwrite=True)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_killed_while_writing_the_old_file_is_intact(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    code = f"""
        import os, signal
        from kiemen import _files
        _files.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
        _files.write_atomic({str(path)!r}, "new" * 100000, overwrite=True)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    assert done.returncode != 0
    assert path.read_text() == "old"


KILLED_AT_EVERY_STEP = """
    import os, signal, sys
    from kiemen import _files

    kind, place = sys.argv[1:]
    def write(words):
        if kind == "file":
            _files.write_atomic(place + "/report.html", words, overwrite=True)
        else:
            files = {"report.html": words.encode(), words + ".csv": b"1"}
            _files.write_folder(place + "/report", files, overwrite=True)

    write("old")
    steps = 0
    while True:
        child = os.fork()
        if not child:
            left = [steps]
            def count(event, _):
                if event != "os.kill" and event.startswith(("os.", "open", "shutil.", "tempfile.", "ctypes.")):
                    left[0] -= 1
                    if left[0] < 0:
                        os.kill(os.getpid(), signal.SIGKILL)
            sys.addaudithook(count)
            write("new")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if kind == "file":
            found = open(place + "/report.html").read()
            assert found in {"old", "new"}, (steps, found)
        else:
            found = sorted(os.listdir(place + "/report"))
            words = open(place + "/report/report.html").read()
            assert words in {"old", "new"}, (steps, words)
            assert found == [".kiemen", *sorted([words + ".csv", "report.html"])], (steps, found)
        if os.WIFEXITED(status):
            break
        steps += 1
        write("old")
    print(steps)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts the steps of a process that can be forked")
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_killed_at_any_step_there_is_an_old_report_or_a_new_one(tmp_path, kind):
    command = [sys.executable, "-c", textwrap.dedent(KILLED_AT_EVERY_STEP), kind, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 5


def test_without_room_on_the_disk_the_old_file_stays(tmp_path):
    """A limit on the size of files refuses as a full disk does."""
    path = write_atomic(tmp_path / "a.txt", "old")
    code = f"""
        import resource, signal
        from kiemen import _files
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            _files.write_atomic({str(path)!r}, "x" * 5000, overwrite=True)
        except _files.InputError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, capture_output=True, text=True)
    assert "disk is full" in done.stdout
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_stays_and_its_file_is_replaced(tmp_path):
    real = write_atomic(tmp_path / "real.txt", "old")
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    write_atomic(link, "new", overwrite=True)
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_folder_is_replaced_as_a_whole_and_only_our_own(tmp_path):
    folder = write_folder(tmp_path / "out", {"a.csv": b"1", "b.csv": b"2"})
    with pytest.raises(InputError, match="overwrite=True"):
        write_folder(folder, {"a.csv": b"3"})
    write_folder(folder, {"a.csv": b"3"}, overwrite=True)
    assert sorted(entry.name for entry in folder.iterdir()) == [".kiemen", "a.csv"]
    (folder / "mine.txt").write_text("my notes")
    with pytest.raises(InputError, match=r"mine\.txt"):
        write_folder(folder, {"a.csv": b"4"}, overwrite=True)
    assert (folder / "a.csv").read_bytes() == b"3"


def test_a_folder_that_cannot_be_finished_leaves_the_old_one(tmp_path, monkeypatch):
    folder = write_folder(tmp_path / "out", {"a.csv": b"1"})

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(_files.os, "fsync", refuse)
    with pytest.raises(InputError, match="disk is full"):
        write_folder(folder, {"a.csv": b"2"}, overwrite=True)
    assert (folder / "a.csv").read_bytes() == b"1"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_folder_targets_that_cannot_be_used(tmp_path):
    Path(tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="a file of that name"):
        write_folder(tmp_path / "file", {})
    with pytest.raises(InputError, match="does not exist"):
        write_folder(tmp_path / "none" / "out", {})


def test_what_a_killed_writer_left_goes_with_the_next_write(tmp_path):
    target = tmp_path / "report.html"
    write_atomic(target, "old")
    script = f"""
import os
from pathlib import Path
from kiemen import _files
os.fsync = lambda handle: os.kill(os.getpid(), 9)
_files.write_atomic({str(target)!r}, "half", overwrite=True)
"""
    subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".kiemen-")]
    assert len(left) == 1
    assert target.read_text() == "old"
    (tmp_path / ".kiemen-somebody-elses").write_text("x")
    mine = tmp_path / left[0].replace(left[0].split("-")[2], str(os.getpid()))
    mine.write_text("still being written by this process")
    write_atomic(target, "new", overwrite=True)
    assert target.read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [".kiemen-somebody-elses", mine.name, "report.html"]
    )


def test_a_folder_moved_aside_and_never_replaced_is_kept(tmp_path):
    gone = _files._scratch(tmp_path / "out", 2**22 + 1) + "x-old"
    (tmp_path / gone).mkdir()
    (tmp_path / gone / "report.html").write_text("the only copy")
    write_folder(tmp_path / "out", {"a.txt": b"new"})
    assert (tmp_path / gone / "report.html").exists()
    write_folder(tmp_path / "out", {"a.txt": b"newer"}, overwrite=True)
    assert not (tmp_path / gone).exists()


def test_a_workbook_shows_shares_as_such_and_prints_on_a4():
    table = pd.DataFrame({"group": ["A"], "share": [0.54], "people": [12]})
    data = excel_bytes({"Rows and cells set aside, changed or doubtful": table}, percent={
        "Rows and cells set aside, changed or doubtful": ["share"]
    })  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Rows and cells set aside"]
    sheet = book.worksheets[0]
    assert [sheet["B2"].value, sheet["B2"].number_format, sheet["C2"].number_format] == [0.54, "0%", "#,##0"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no such folder here")
@pytest.mark.parametrize("check", [check_folder, check_target])
def test_where_nothing_can_be_written_is_said_before_any_work(check):
    with pytest.raises(InputError, match="may not be written there") as refused:
        check("/proc/report", overwrite=False)
    assert "does not exist" not in str(refused.value)


def test_a_folder_with_too_long_a_name_is_refused_before_any_work(tmp_path):
    with pytest.raises(InputError, match="name is too long"):
        check_folder(tmp_path / ("x" * 300), overwrite=False)
