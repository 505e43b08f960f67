"""Why a file was refused, in the language of the analyst.

Errors are raised in English wherever the trouble is met. What `check` tells of them is worded here: an error is
recognised by its sentence, with the parts that vary taken out of it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kiemen.i18n import mark, plural, text
from kiemen.read.projectkeys import A_LIST, LISTS_OF, WORDS
from kiemen.read.projectkeys import OR as BETWEEN

SENTENCES = (
    mark("{n} of {all} cells are no number, such as {value}; is this the right column?"),
    mark("{n} of {all} answers do not fit a scale from {low} to {high} ({shown}); correct the scale or the answers"),
    mark("no column looks like {part}; name it with {option}=. The header (row {row}) has: {listed}."),
    mark("no column looks like the respondent; name it with respondent=. There is: {listed}."),
    mark("no column looks like an id or a name; name them with person= and names=. There is: {listed}."),
    mark(
        "no column looks like initiative, and no columns of crosses were found; name the column with "
        "initiative=, or the initiatives with matrix=."
    ),
    mark("no column {name} for {part}."),
    mark("no column {name} for scale {scale}."),
    mark(
        "there is only one column, {name}; pass separator= when another sign than a comma, semicolon, tab or bar parts "
        "the cells."
    ),
    mark("this is a calendar file (.ics); export the calendar as CSV, as Outlook does."),
    mark("this is a file with contact cards (.vcf); export the list as CSV."),
    mark("this is an SPSS file; export the table as CSV or .xlsx."),
    mark("this is a Stata file; export the table as CSV or .xlsx."),
    mark("this is a database; export the table as CSV or .xlsx."),
    mark("this is a text document (RTF); save the table in it as CSV or .xlsx."),
    mark(
        "the rows are initiatives and the columns people; turn the table (in Excel: copy, Paste Special, Transpose), "
        "so that every row is a person, or name the initiatives with initiative=."
    ),
    mark("{n} columns are called {name}; give them different names to say which one {part} is."),
    mark("{part} must be the name of a column, not {name}."),
    mark("column {column} is an item of two scales, {one} and {other}."),
    mark("the file is empty, there are no rows in it."),
    mark("the sheet {title} is empty, there are no rows in it."),
    mark("the graph is empty, there are no people in it."),
    mark("the file is empty, there are no people in it."),
    mark("header={header}, but row {row} is blank or not there."),
    mark("there is no such file."),
    mark("this is a folder, not a file."),
    mark("the file cannot be opened ({why})."),
    mark("this is not a text file; export it as CSV or .xlsx."),
    mark(
        "this is {kind}, not a table; open it in Excel and save it as .xlsx. GraphML and GEXF are read by read_graph."
    ),
    mark("kiemen opens no {ending} files (macros, binary); save as .xlsx."),
    mark("kiemen opens no {ending} files; save it as .xlsx or CSV."),
    mark("{name} is a web address; kiemen fetches nothing. Download the file first."),
    mark("sheet={sheet} is for Excel workbooks only."),
    mark(
        "the file is larger than {limit} MiB, too large to read cell by cell. As CSV or Parquet, tie lists of any "
        "size are read by read_ties, logs by read_meetings and read_mail."
    ),
    mark("an old .xls workbook or one with a password; save it as .xlsx without password."),
    mark("this is an empty archive."),
    mark("the file is compressed; unpack it first."),
    mark("this is a PDF; export the table as CSV or .xlsx."),
    mark("this is a pickle file, which can run code; export the table as CSV or .xlsx."),
    mark("this is a Feather file; export it as Parquet or CSV."),
    mark(
        "the archive unpacks to {large} MiB from {small} KiB in {n} parts; that is no ordinary file (a zip "
        "bomb?) and it is not opened."
    ),
    mark("the file is protected by a password; save it without one."),
    mark("the file is damaged or cut off; save or download it again."),
    mark("the part {part} is missing from the archive."),
    mark("the archive is damaged at {part}; save or download it again."),
    mark("a line cannot be read as cells; save the file again as CSV UTF-8."),
    mark("a cell holds more than {n} characters; this is not a table, or a quotation mark is never closed."),
    mark("there is no encoding called {name}; try 'utf-8' or 'cp1252'."),
    mark(
        "the text is not valid {encoding} (byte {at}). The file may be cut off or in another encoding; save "
        "it again as 'CSV UTF-8' or pass encoding='cp1252'."
    ),
    mark("the JSON holds no list of records; a table is {example}."),
    mark("To read Parquet files, install pyarrow: pip install pyarrow."),
    mark("this is not a complete Parquet file; export it again."),
    mark("the JSON is nested too deeply to be a table."),
    mark("this is not valid JSON (line {line})."),
    mark("this is a graph (nodes and links); read it with read_graph."),
    mark("this XML file is neither GraphML nor GEXF."),
    mark("the XML is nested deeper than {n} elements; it is not read."),
    mark("this JSON is no graph; it needs lists called 'nodes' and 'links' (or 'edges')."),
    mark("node {at} has no id."),
    mark("link {at} has no source or no target."),
    mark(
        "the file declares a DTD (DOCTYPE, entities), which can make a small file unpack to a huge one; it is "
        "not read. Export the graph again without a document type."
    ),
    mark("this is not well-formed XML (line {line}); export the graph again."),
    mark("this is neither GraphML, GEXF nor JSON. A list of ties (CSV, Excel) is read by read_ties."),
    mark("two nodes have the same id as text; give them ids that differ."),
    mark(
        "the rows of this large file have different numbers of cells, quotes do not close, or dates and "
        "numbers are in a form that cannot be added up on disk; write it again as plain CSV or Parquet."
    ),
    mark("a file of this size is added up on disk by DuckDB; install it with pip install 'kiemen[duckdb]'."),
    mark("some cells hold several people; give every tie a row of its own."),
    mark("a long survey needs both question= and answer=."),
    mark("a long survey needs respondent=, the column that says who answered."),
    mark("window needs a column with dates: pass time=."),
    mark("this is no saved network; it has no {part}."),
    mark("this is no saved network; {part} does not describe one."),
    mark("the archive holds a part that is no table of a network: {part}."),
    mark("this was saved by a later version of kiemen (format {version}); upgrade kiemen."),
    mark("the table is damaged; save the network again."),
    mark("the sheet Nodes needs a column Name, and Edges the columns Source and Target."),
    mark(
        "this is no group-to-group file of Viva Insights; it needs columns {listed}. Person-to-person files "
        "are read by read_viva."
    ),
    mark("there is no visible sheet {title}."),
    mark("this archive is not an Excel workbook (.xlsx)."),
    mark("this is a workbook with macros (.xlsm), which kiemen does not open; save it as .xlsx."),
    mark("a part of the workbook declares a DTD (DOCTYPE, entities); it is not read."),
    mark("the workbook has no visible sheet; hidden sheets are never read."),
    mark("sheet={sheet}, but there are {n} visible sheets, counted from 1."),
    mark("this is {kind}, which kiemen does not open; save it as .xlsx or CSV."),
    mark("the sheet has more than {n} cells; export it as CSV."),
    mark("the sheet claims more rows than Excel allows; it is not read."),
    mark("weights needs a column with strengths: pass weight=."),
    mark(
        "decisions: {choice} is not an id or the whole name of one person on the roster, nor 'outside', 'nobody' or "
        "'several'."
    ),
    mark("decisions: {written} has two decisions, {one} and {other}; keep one."),
    mark("decisions: {written} needs one decision, not {choice}."),
    mark(
        "this looks like a grid of people by people, but only {both} names stand both in column {label} ({rows} names) "
        "and in the header ({sides}). Write the names the same on both sides, or make a list with a row per tie; a "
        "table of people by projects is read by read_memberships."
    ),
    mark("decisions: the columns 'written' and 'decision' are needed; there is {listed}."),
    mark(
        "this is {kind} file of Viva Insights; it names no two people per row. Read group-to-group files with "
        "read_viva_groups, and export the person-to-person query for a network."
    ),
    # What somebody meets who types a command for the first time.
    mark("there is no file or folder {path}."),
    mark("there is no project file {path}. `kiemen check {folder} --draft` drafts one from the files beside it."),
    mark("there is no project file kiemen.toml in {path}, nor a table to draft one from."),
    mark("{path} is not a TOML file: {why}."),
    mark("{path}: there is no file {name}."),
    mark("{path}: there is no {key}."),
    mark("{path} is not a TOML file: write {right} with a point, not {wrong}."),
    mark("this must be a table, in brackets."),
    mark("write [[read]] with double brackets, once for every file."),
    mark("{words} names somebody who objects; give {kind} another name."),
    mark("write [[scales]] with double brackets, once for every scale."),
    mark("{key} = {value} will not do; write {kind}."),
    mark("{key} cannot be stated in a project file; leave it out."),
    mark("the project file has no [[read]] step; add one per file."),
    mark("it does not say which file to read; add file = {example}."),
    mark("roster = true, but no people were read before this step."),
    mark("there are no ties called {name}."),
    mark("no relation {name} in this network."),
    mark("no person {name} in this network."),
    mark("people have no column {name}."),
    mark("people have no column {name}. That column of the file is kept as {kept}; give that name."),
    mark("nobody was read: the files hold no people."),
    mark("--{option} is for one file: kiemen check FILE --{same} ..."),
    mark("--out writes a workbook: give a name that ends in .xlsx, not {path}."),
    mark("{path} already exists; give --overwrite to replace it."),
    mark("{path} already exists; give --overwrite to replace what was written there."),
    mark("the folder {path} holds files that were not written here ({names}); choose a new one."),
    mark("could not write {path}: the folder {folder} does not exist."),
    mark("could not write {path}: it is a folder; give the name of a file in it."),
    mark("could not write {path}: it is read-only; make it writable or choose another name."),
    mark("could not write the folder {path}: there is a file of that name."),
    mark("could not write {path}: the name is too long. What was there before is still there."),
    mark(
        "could not write {path}: it may not be written there, or it is open in another program; close it or choose "
        "another folder. What was there before is still there."
    ),
    mark(
        "could not write {path}: the disk is full; make room or choose another folder. What was there before is still "
        "there."
    ),
    # What the words of a command can lack, as argparse says it.
    mark("there is no option {word}."),
    mark("{word} is one word too many."),
    mark("{word} comes after the command, as in: {example}"),
    mark("the following arguments are required: {names}"),
    mark("argument {name}: invalid choice: {value} (choose from {choices})"),
    mark("argument {name}: expected one argument"),
    mark("argument {name}: invalid int value: {value}"),
    mark("argument {name}: invalid decimal value: {value}"),
    mark("argument {name}: write {right} with a point, not {wrong}."),
    mark("argument {name}: ignored explicit argument {value}"),
    mark("{name} must be above {low} and at most {high}, not {value}."),
    mark("{name} must be at least {low}, not {value}."),
    mark("{name} must be a whole number, not {value}."),
    mark("{name} must be a finite number, not {value}."),
    mark("{name} must be one of {choices}, not {value}."),
    mark("people: no column {name}."),
    mark("a scale needs a name."),
    mark("a scale needs a name and items."),
    mark("scale {name} has no items."),
    mark("scale {name} lists the item {item} twice."),
    mark("scale {name}: low ({low}) must be below high ({high})."),
    mark("the name {name} is used twice."),
    mark("scale {name}: reversed has item {item}, but there are {n} items."),
    mark("scale {name}: reversed item {item} is not one of its items."),
    mark("{function} has no {key}."),
    mark("there are no suggestions, so there is nothing to put on a participant's page."),
    mark("{path} is not a file written by Report.write_released."),
    mark(
        "the data hold fewer people than the smallest group that may be shown to this audience ({n}); only the analyst "
        "can have a report."
    ),
    mark(
        "{name} was not written: it would name {n} people to the audience {audience}. Perhaps a department, title or "
        "initiative carries somebody's name; rename it, or write for the analyst."
    ),
)
FILES = (mark("a web page"), mark("a person-to-group"), mark("a group-to-group"), mark("a personal page"))
NAMED = (mark("the title"), mark("the wave"))
KINDS = (*FILES, *NAMED, *WORDS.values(), *LISTS_OF.values(), A_LIST)
DID_YOU_MEAN = mark("Did you mean {names}?")
THERE_IS = mark("There is: {names}.")
OR = mark("or")
MORE = mark(" and {n} more")
STEP = mark("[[read]] step {n}")
_STEP = re.compile(r"\[\[read\]\] step (?P<n>\d+)")
_ASKS = re.compile(r" Did you mean (?P<names>.+)\?$")
_LISTS = re.compile(r" There is: (?P<names>.+)\.$", re.DOTALL)
_AND_MORE = re.compile(r" and (?P<n>\d+) more$")
_PLACE = re.compile(r"(?:column '(?P<column>[^']*)')?(?:, )?(?:rows? (?P<rows>[\d, ]+)(?: and (?P<more>\d+) more)?)?: ")


def in_language(line: str, language: str | None) -> str:
    """Give one line of an error in a language; what is not recognised stays as it is.

    Examples
    --------
    >>> in_language("uren.csv: the file is empty, there are no rows in it.", "nl")
    'uren.csv: het bestand is leeg, er staan geen rijen in.'
    """
    hints = [found for sign in (_ASKS, _LISTS) if (found := sign.search(line))]
    # What is hinted at may be part of the sentence, so the line is tried whole as well.
    for hint in (*hints, None):
        body = line if hint is None else line[: hint.start()]
        told = _recognised(body, language)
        if told is not None:
            return told if hint is None else f"{told} {_hint(hint, language)}"
    return line


def _hint(found: re.Match[str], language: str | None) -> str:
    if found.re is _LISTS:
        more = _AND_MORE.search(found["names"])
        names = found["names"][: more.start()] + text(MORE, language, n=int(more["n"])) if more else found["names"]
        return text(THERE_IS, language, names=names)
    return text(DID_YOU_MEAN, language, names=found["names"].replace(" or ", f" {text(OR, language)} "))


def _recognised(body: str, language: str | None) -> str | None:
    for start in reversed([0, *(found.end() for found in re.finditer(": ", body))]):
        for sentence, pattern in _patterns():
            found = pattern.fullmatch(body, start)
            if found:
                values = {name: _kind(value, language) for name, value in found.groupdict().items()}
                told = _place(body[:start], language) + text(sentence, language, **values)
                return _STEP.sub(lambda step: text(STEP, language, n=step["n"]), told)
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give every sentence as a pattern, the longest first: the most telling wins."""
    made = []
    for sentence in sorted(SENTENCES, key=len, reverse=True):
        parts = re.split(r"\{(\w+)\}", sentence)
        written = [f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
        made.append((sentence, re.compile("".join(written), re.DOTALL)))
    return tuple(made)


def _kind(value: str, language: str | None) -> str:
    ways = value.split(BETWEEN)
    return f", {text(OR, language)} ".join(text(way, language) for way in ways) if {*ways} <= {*KINDS} else value


def _place(before: str, language: str | None) -> str:
    """Give where the trouble is, the words "column" and "rows" in the language."""
    found = next((m for at in range(len(before)) if (m := _PLACE.fullmatch(before, at)) and m.lastgroup), None)
    if found is None:
        return before
    place = [text("column {column}", language, column=repr(found["column"]))] if found["column"] is not None else []
    if found["rows"]:
        several = found["rows"].count(",") + 1
        told = plural("row {rows}", "rows {rows}", several, language, rows=found["rows"].strip())
        place.append(told + (text(MORE, language, n=int(found["more"])) if found["more"] else ""))
    return before[: found.start()] + ", ".join(place) + ": "
