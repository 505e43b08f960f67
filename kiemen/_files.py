"""Writing files: whole or not at all, never over something else by accident, and safe to open in a spreadsheet.

A cell of text that a spreadsheet would run as a formula is written as text; names of people become file names only
through `slug`. Whoever writes something goes through this module.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import io
import math
import os
import re
import shutil
import sys
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

# What a cell of a file can hold.
Plain: TypeAlias = str | float | int | bool | None

# The characters a spreadsheet starts a formula with, their full-width twins, and the blanks it may trim first.
FORMULA_START = "=+-@\t\r\n\x00＝＋－＠"
LONGEST_CELL = 32_767
LONGEST_SHEET = 31
SMALLEST_SHOWN = 0.0005  # a smaller number would be 0.000
SLUG_LENGTH = 60
UNDRESSED = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"})
# Names that Windows keeps for devices, whatever the extension.
RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
MARKER = ".kiemen"
# Seconds after which nobody can still be at work on what has not been touched.
STALE = 3600.0


def slug(name: object, *, fallback: str = "x") -> str:
    """Give a file name part of small ASCII letters, digits and dashes, for any text at all.

    Examples
    --------
    >>> slug("../Zoë Müller <b>")
    'zoe-muller-b'
    """
    plain = unicodedata.normalize("NFKD", str(name).translate(UNDRESSED)).encode("ascii", "ignore").decode("ascii")
    short = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:SLUG_LENGTH].strip("-")
    short = short or fallback
    return f"{short}-{fallback}" if short in RESERVED else short


def unique_slugs(names: list[str]) -> list[str]:
    """Give a slug for each name, with a number added where two would be the same file."""
    used: set[str] = set()
    slugs = []
    for name in names:
        base = short = slug(name)
        n = 2
        while short in used:
            short = f"{base}-{n}"
            n += 1
        used.add(short)
        slugs.append(short)
    return slugs


def safe_text(value: object) -> str:
    """Give the text of a cell with an apostrophe before anything a spreadsheet would run.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("An de Vries")
    ("'=1+1", 'An de Vries')
    """
    words = str(value)
    start = words.lstrip(" \u00a0\u200b\ufeff")[:1]
    return f"'{words}" if start and start in FORMULA_START else words


def _explain(error: OSError, path: Path) -> InputError:
    """Say what a failed write means for the person who asked for it."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        why = "the disk is full; make room or choose another folder"
    elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY, errno.ENOENT}:
        why = "it may not be written there, or it is open in another program; close it or choose another folder"
    elif error.errno == errno.ENAMETOOLONG:
        why = "the name is too long"
    else:
        why = error.strerror or "the system refused"
    return InputError(f"could not write {path}: {why}. What was there before is still there.")


def check_target(path: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Give the path to write to, or say why it cannot be used, before any work is done for it."""
    if not os.fspath(path):
        raise InputError("the path to write to is empty.")
    target = Path(path)
    if target.is_dir():
        raise InputError(f"could not write {target}: it is a folder; give the name of a file in it.")
    _check_parent(target)
    if target.exists():
        if not overwrite:
            raise InputError(f"{target} already exists; pass overwrite=True to replace it.")
        if not target.stat().st_mode & 0o222:
            raise InputError(f"could not write {target}: it is read-only; make it writable or choose another name.")
    return target


def _check_parent(target: Path) -> None:
    """Refuse a folder that is not there, or in which nothing can be written, which only trying tells."""
    if not target.parent.is_dir():
        raise InputError(f"could not write {target}: the folder {target.parent} does not exist.")
    try:
        target.exists()  # asked here, since a name may be too long to ask
        tempfile.TemporaryFile(dir=target.resolve().parent).close()
    except OSError as error:
        raise _explain(error, target) from error


def write_atomic(path: str | os.PathLike[str], content: bytes | str, *, overwrite: bool = False) -> Path:
    """Write a file so that at every moment it is the old one or the new one, never half of one.

    Parameters
    ----------
    path
        File to write; its folder must exist.
    content
        Bytes, or text that is written as UTF-8.
    overwrite
        Whether a file that is already there may be replaced.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        If the file is there and may not be replaced, or if the system refuses (disk full, read-only, open elsewhere).

    Notes
    -----
    The content goes to a temporary file beside the target, is flushed to the disk, and takes the target's name in one
    step of the file system.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomic(f"{folder}/note.txt", "hello").read_text()
    'hello'
    """
    target = check_target(path, overwrite=overwrite)
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        # A link is followed, so that the file it points to is replaced and the link stays.
        _replace(target.resolve(), data)
    except OSError as error:
        raise _explain(error, target) from error
    return target


def _scratch(target: Path, writer: int | str = "") -> str:
    """Give how the names begin of what is being written for this target on this computer, by one process or any."""
    here = os.uname().nodename if hasattr(os, "uname") else ""
    digest = hashlib.sha256(os.fsencode(target.name) + here.encode()).hexdigest()[:12]
    return f".kiemen-{digest}-{writer}{'-' if writer else ''}"


def _sweep(target: Path) -> None:
    """Remove what a writer of this same target left behind when it was killed, never what one may still be writing."""
    for left in target.parent.glob(f"{_scratch(target)}*"):
        # Where a folder was moved aside and the new one never came, the old one is all there is.
        only_copy = left.name.endswith("-old") and not target.exists()
        with contextlib.suppress(OSError, ValueError):
            writer = int(left.name.removeprefix(_scratch(target)).partition("-")[0])
            if only_copy or not (_ended(writer) or time.time() - left.lstat().st_mtime > STALE):
                continue
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


def _ended(process: int) -> bool:
    """Say whether a process is surely not there any more; on Windows nothing can be asked without ending it."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _replace(target: Path, data: bytes) -> None:
    _sweep(target)
    handle, name = tempfile.mkstemp(prefix=_scratch(target, os.getpid()), suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    """Give the process's file mask; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def write_folder(folder: str | os.PathLike[str], files: Mapping[str, bytes], *, overwrite: bool = False) -> Path:
    """Write a folder of files as one: pages of an earlier time do not linger beside the new ones.

    A folder that is already there is replaced only with `overwrite=True`, and only if everything in it was written by
    this function: somebody's own files are never removed.

    Parameters
    ----------
    folder
        Folder to write; the folder above it must exist.
    files
        File name and content.
    overwrite
        Whether a folder written earlier may be replaced.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        If the folder may not be replaced, or if the system refuses.
    """
    target = check_folder(folder, overwrite=overwrite)
    try:
        _swap(target.resolve(), files)
    except OSError as error:
        raise _explain(error, target) from error
    return target


def check_folder(folder: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Give the folder to write to, or say why it cannot be used, before any work is done for it."""
    target = Path(folder)
    _check_parent(target)
    if target.exists() and not target.is_dir():
        raise InputError(f"could not write the folder {target}: there is a file of that name.")
    _check_own(target, overwrite=overwrite)
    return target


def _check_own(target: Path, *, overwrite: bool) -> None:
    found = sorted(entry.name for entry in target.iterdir()) if target.is_dir() else []
    if not found:
        return
    marker = target / MARKER
    own = set(marker.read_text(encoding="utf-8").splitlines()) | {MARKER} if marker.is_file() else set()
    strange = [name for name in found if name not in own]
    if strange:
        raise InputError(
            f"the folder {target} holds files that were not written here ({', '.join(strange[:5])}); choose a new one."
        )
    if not overwrite:
        raise InputError(f"{target} already exists; pass overwrite=True to replace what was written there.")


def _swap(target: Path, files: Mapping[str, bytes]) -> None:
    _sweep(target)
    staged = Path(tempfile.mkdtemp(prefix=_scratch(target, os.getpid()), dir=target.parent))
    old = staged.with_name(staged.name + "-old")
    try:
        for name, content in {**files, MARKER: "\n".join(sorted(files)).encode("utf-8")}.items():
            with (staged / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        staged.chmod(0o777 & ~_umask())
        if target.exists() and _exchanged(staged, target):
            return
        if target.exists():
            target.replace(old)
        try:
            staged.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change names in one step where the system can, so that there is never a moment without one."""
    import ctypes

    swap = {"linux": ("renameat2", -100, 2), "darwin": ("renameatx_np", -2, 2)}.get(sys.platform)
    if swap is None:
        return False
    name, here, flag = swap
    try:
        call = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return False
    return bool(call(here, os.fsencode(one), here, os.fsencode(other), flag) == 0)


def csv_bytes(table: pd.DataFrame, *, language: str = "en", index: bool = True) -> bytes:
    r"""Give a table as CSV that a spreadsheet of the language opens in columns, safe against formulas.

    Dutch spreadsheets want semicolons and decimal commas. All text is quoted, so that a separator inside a name never
    starts a new cell.

    Examples
    --------
    >>> import pandas as pd
    >>> csv_bytes(pd.DataFrame({"name": ["=1+1"], "share": [0.5]}), language="nl", index=False).decode("utf-8-sig")
    '"name";"share"\r\n"\'=1+1";0,5\r\n'
    """
    comma = language == "nl"
    flat = table.reset_index(allow_duplicates=True) if index else table
    separator = ";" if comma else ","
    lines = [separator.join(_quoted(column) for column in flat.columns)]
    lines += [
        separator.join(_csv_cell(value, comma=comma) for value in row)
        for row in flat.itertuples(index=False, name=None)
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _quoted(value: object) -> str:
    return '"' + safe_text(value).replace('"', '""').replace("\x00", "") + '"'


def _csv_cell(value: Any, *, comma: bool) -> str:
    plain = plain_value(value)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return _quoted(plain)
    if isinstance(plain, float):
        written = repr(plain)
        return written.replace(".", ",") if comma else written
    return str(plain)


def plain_value(value: Any) -> Plain:
    """Give a cell as one of the types a file knows: nothing is None, dates are text, lists are joined."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return ", ".join(str(item) for item in items)
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None if math.isnan(value) else str(value)
    if hasattr(value, "isoformat"):
        shown = value.isoformat()
        return None if shown == "NaT" else shown.removesuffix("T00:00:00")
    shown = str(value)
    return None if shown in {"NaT", "<NA>"} else shown


def excel_bytes(
    sheets: Mapping[str, pd.DataFrame],
    *,
    notes: Mapping[str, list[str]] | None = None,
    percent: Mapping[str, Collection[str]] | None = None,
) -> bytes:
    """Give a workbook with one sheet per table: typed, filtered, with readable widths, and no formula in it.

    Parameters
    ----------
    sheets
        Sheet name and table; the index is written where it has a name.
    notes
        Lines of text above the table of a sheet.
    percent
        Columns of a sheet with shares between 0 and 1 that are shown as percentages.

    Returns
    -------
    bytes
        An .xlsx file without author, title or time of writing, the same for the same tables.
    """
    import xlsxwriter

    out = io.BytesIO()
    off = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers", "nan_inf_to_errors")
    book = xlsxwriter.Workbook(out, {"in_memory": True, **dict.fromkeys(off, False)})
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)})
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "guarded": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "number": book.add_format({"num_format": "0.000", "valign": "top"}),
        "share": book.add_format({"num_format": "0%", "valign": "top"}),
        "tiny": book.add_format({"num_format": "0.0E+00", "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "note": book.add_format({"italic": True}),
    }
    for title, (name, table) in zip(_sheet_names(list(sheets)), sheets.items(), strict=True):
        flat = table.reset_index(allow_duplicates=True) if table.index.name is not None else table
        shares = (percent or {}).get(name, ())
        _write_sheet(book.add_worksheet(title), flat, (notes or {}).get(name, []), styles, shares)
    book.close()
    return out.getvalue()


def _sheet_names(names: list[str]) -> list[str]:
    """Give names that a workbook takes: at most 31 characters, no path signs, each once."""
    taken: set[str] = set()
    given = []
    for name in names:
        base = short = _cut(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")).strip(" '") or "Sheet"
        n = 2
        while short.casefold() in taken:
            short = f"{base[:27]} {n}"
            n += 1
        taken.add(short.casefold())
        given.append(short)
    return given


def _cut(name: str) -> str:
    """Cut a long name of a sheet, between two words if that leaves most of it."""
    whole = name[: LONGEST_SHEET + 1].rpartition(" ")[0].rstrip(" ,;:(")
    return whole if len(name) > LONGEST_SHEET and len(whole) > LONGEST_SHEET // 2 else name[:LONGEST_SHEET]


def _write_sheet(
    sheet: Any, table: pd.DataFrame, notes: list[str], styles: dict[str, Any], shares: Collection[str]
) -> None:
    for row, line in enumerate(notes):
        sheet.write_string(row, 0, line, styles["note"])
    top = len(notes) + 1 if notes else 0
    for column, name in enumerate(table.columns):
        sheet.write_string(top, column, str(name), styles["head"])
        values = [plain_value(value) for value in table.iloc[:, column]]
        chosen = {**styles, "number": styles["share"], "whole": styles["share"]} if str(name) in shares else styles
        for row, value in enumerate(values, start=top + 1):
            _write_cell(sheet, row, column, value, chosen)
        longest = max([len(str(name)) + 3, *(_shown_width(value) for value in values)])
        sheet.set_column(column, column, min(max(longest, 8), 60))
    sheet.freeze_panes(top + 1, 1)
    # On paper: A4 across, as wide as the page, with the names of the columns on each.
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    if len(table.columns):
        sheet.autofilter(top, 0, top + len(table), len(table.columns) - 1)


def _shown_width(value: Plain) -> int:
    return 7 if isinstance(value, float) else len(str(value)) + 2 if value is not None else 0


def _write_cell(sheet: Any, row: int, column: int, value: Plain, styles: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, styles["whole"])
    elif isinstance(value, float):
        # What would be shown as nothing is not nothing.
        sheet.write_number(row, column, value, styles["tiny" if 0 < abs(value) < SMALLEST_SHOWN else "number"])
    else:
        short = value if len(value) <= LONGEST_CELL else value[: LONGEST_CELL - 1] + "…"
        style = styles["guarded"] if safe_text(short) != short else styles["text"]
        sheet.write_string(row, column, short, style)
