"""Tables as the text that the real tools would write."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"

Row = Sequence[object]


def semicolon_text(header: Sequence[str], rows: Iterable[Row], *, quote_all: bool = False) -> str:
    """Return a Dutch CSV file: semicolons, byte order mark, CRLF. LimeSurvey quotes every cell, Excel where it must."""
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=";", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\r\n"
    )
    writer.writerow(header)
    writer.writerows(rows)
    return BOM + out.getvalue()


def comma_text(header: Sequence[str], rows: Iterable[Row]) -> str:
    """Return a plain CSV file, as used for the planted truth."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
