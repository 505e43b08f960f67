"""One language to a reader: no English in a Dutch report, no Dutch in an English one."""

import io
import json
import re
from html.parser import HTMLParser

import openpyxl
import pandas as pd
import pytest

from kiemen.i18n import text
from kiemen.network import Network
from kiemen.report import analyse_network, build_report
from kiemen.report.personal import personal_pages
from kiemen.report.words import (
    COLUMNS,
    LEDGER_COLUMNS,
    worded,
    worded_choice,
    worded_settings,
    worded_subject,
)
from kiemen.report.workbook import csv_files, workbook_bytes

# Words of one language that the other does not have; names in the data below are none of these.
ENGLISH = set(
    re.findall(
        r"\w+",
        """
    the and to are be by for from with without on this that these those than then no nobody who whom whose which
    what when where how why people person group groups column columns row rows cell tie ties bridge bridges wall
    walls meeting meetings invitation suggestion suggestions reason department other others both between within
    each every all only more most fewer have has could may might should would know known unknown answer answers
    answered high mean share chance expected observed found oxygen fuel stoking pokers lead director council
    innovator outside settings source set aside changed doubtful unit weights new growth kind level size email
    role location manager hired hours separator semicolon
        """,
    )
)
DUTCH = set(
    re.findall(
        r"\w+",
        """
    de het een en van voor met zonder dat deze dit wie welke waar hoe waarom mensen groep groepen kolom rij
    verbinding verbindingen brug bruggen muur muren ontmoeting uitnodiging voorstel voorstellen reden afdeling
    ander anderen allebei tussen elke alleen meer minder heeft kunnen zouden weten onbekend antwoord antwoorden
    zuurstof brandstof poken kiem niet geen ook naar bij uit
        """,
    )
)


class Words(HTMLParser):
    """What a person reads or hears on a page, without what is marked as code."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0
        self.open: list[bool] = []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        quiet = tag in {"script", "style"} or (tag == "code" and known.get("lang") == "en")
        if tag not in {"meta", "input", "br", "path", "circle"}:
            self.open.append(quiet)
            self.silent += quiet
        self.said += [known[key] for key in ("title", "aria-label", "placeholder") if known.get(key)]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if self.open and tag not in {"meta", "input", "br"}:
            self.silent -= self.open.pop()

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.said.append(data)


def strange(pieces, words):
    """Give the pieces with a word of the other language, names of the example left out."""
    return sorted(
        {
            piece[:120]
            for piece in pieces
            if {word for word in re.findall(r"[a-z]+", str(piece).lower()) if not word.startswith("qz")} & words
        }
    )


@pytest.fixture(scope="module")
def measured():
    """An organisation with every kind of data, and with names and labels that are words of no language."""
    ids = [f"qz{n:03d}" for n in range(60)]
    groups = ["Qzalpha", "Qzbeta", "Qzgamma"]
    roles = ["teamleider", "directeur", *["qzrol"] * 58]
    people = pd.DataFrame(
        {
            "person": ids,
            "name": [f"Qzname{n:03d}" for n in range(60)],
            "department": [groups[n % 3] for n in range(60)],
            "role": roles,
            "email": [f"qz{n}@qz.nl" for n in range(60)],
        }
    )
    pairs = [(n, (n + step) % 60) for n in range(60) for step in (3, 6, 9) if (n * step) % 7]
    pairs += [(n, n + 1) for n in range(0, 50, 9)]
    ties = pd.DataFrame(pairs, columns=["source", "target"]).map(lambda n: ids[n]).assign(relation="qzrelatie")
    members = pd.DataFrame({"person": ids[:20], "initiative": [f"Qzproject{n % 4}" for n in range(20)]})
    wave = pd.DataFrame({"person": ids, "wave": "qz", "status": ["answered"] * 50 + ["not answered"] * 10})
    items = pd.DataFrame({"item": [f"qzi{n}" for n in range(4)], "scale": ["innovativeness"] * 2 + ["room"] * 2})
    items = items.assign(low=1.0, high=5.0)
    answers = [
        (p, "qz", item, float(1 + (k * (j + 2)) % 5))
        for k, p in enumerate(ids[:50])
        for j, item in enumerate(items["item"])
    ]
    responses = pd.DataFrame(answers, columns=["person", "wave", "item", "value"])
    ledger = pd.DataFrame(
        {"source": "qz", "row": ["3", "4"], "part": ["row", "cell"], "column": ["", "Qzkolom"],
         "action": ["set aside", "changed"], "value": "",
         "reason": ["the cell names somebody who objects", "another spelling of a name that is certain"]}
    )  # fmt: skip
    assumptions = pd.DataFrame(
        {"source": "qz", "subject": ["column for person", "date order of Qzdatum", "separator", "response"],
         "choice": ["Qznummer", "day-month-year", "semicolon", "50 of 60 people answered (83.3%)"]}
    )  # fmt: skip
    network = Network.from_frames(
        people, ties, memberships=members, participation=wave, items=items, responses=responses, ledger=ledger,
        assumptions=assumptions,
    )  # fmt: skip
    settings = {"suggestions": {"top": 5}, "invitations": {"top": 3}, "forecast": {"runs": 40}}
    done = analyse_network(network, share=0.15, settings=settings)
    assert not done.missing
    return network, done.results


@pytest.mark.parametrize(("language", "other"), [("nl", ENGLISH), ("en", DUTCH)])
@pytest.mark.parametrize("audience", ["analyst", "team", "management"])
def test_pages_and_workbooks_speak_one_language(measured, audience, language, other):
    network, results = measured
    agreed = list(network.ids[:30])
    report = build_report(network, audience=audience, language=language, title="Qz", consenting=agreed, **results)
    page = report.html()
    reader = Words()
    reader.feed(page)
    assert not strange(reader.said, other)
    if report.content.view:
        island = json.loads(page.split('id="kiemen-data">', 1)[1].split("</script>", 1)[0])
        assert not strange([re.sub(r"{.*?}", "", said) for said in island["words"].values()], other)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(report.content)))
    code = {text("Computed with", language), text("Settings", language)}
    cells = list(book.sheetnames)
    for sheet in book:
        for column in sheet.iter_cols(values_only=True):
            if not code & set(column):
                cells += [cell for cell in column if isinstance(cell, str)]
    assert not strange(cells, other)
    heads = [data.decode("utf-8-sig").split("\r\n", 1)[0] for data in csv_files(report.content).values()]
    assert not strange(heads, other)


@pytest.mark.parametrize(("language", "other"), [("nl", ENGLISH), ("en", DUTCH)])
def test_personal_pages_speak_one_language(measured, language, other):
    network, results = measured
    for name, page in personal_pages(network, suggestions=results["suggestions"], language=language).items():
        reader = Words()
        reader.feed(page.decode("utf-8-sig"))
        pieces = reader.said if name.endswith(".html") else page.decode("utf-8-sig").split("\r\n", 1)[0].split(",")
        assert not strange(pieces, other), name


def test_every_column_of_every_result_has_a_name(measured):
    _, results = measured
    named = {*COLUMNS, *LEDGER_COLUMNS}
    for part, result in results.items():
        unnamed = [str(column) for column in result.table.columns if str(column) not in named]
        assert not unnamed, part


def test_what_was_assumed_is_worded_and_data_stay_as_they_are():
    assert worded_subject("column for department", "nl") == "kolom voor afdeling"
    assert worded_choice("50 of 60 people answered (83.3%)", "nl") == "50 van de 60 mensen antwoordden (83,3%)"
    assert worded_choice("{braces}", "nl") == "{braces}"
    assert worded("oxygen, fuel", "nl") == "zuurstof, brandstof"
    assert (
        worded_settings('{"separator": "semicolon", "header_row": 1}', "nl")
        == "scheidingsteken: puntkomma, kop in rij: 1"
    )
    assert worded_settings("not json", "nl") == "not json"
