"""Names are data: no payload becomes markup, script, template, formula or a broken page."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from kiemen.report import build_report
from kiemen.report.analysis import analyse_network
from kiemen.report.content import Sheet
from kiemen.report.html import _table, environment, script_hashes, template_text
from tests.report.conftest import make, suggestions_of

ALLOWED = {"script": 5}


class Reader(HTMLParser):
    """Tags and attributes as a browser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_names_add_no_element_and_no_handler(nasty, language):
    page = build_report(
        nasty,
        audience="analyst",
        language=language,
        suggestions=suggestions_of(nasty),
        title=nasty.people["name"].iloc[0],
    ).html()
    reader = Reader()
    reader.feed(page)
    scripts = [attrs for tag, attrs in reader.tags if tag == "script"]
    assert len(scripts) == ALLOWED["script"]
    assert not [attrs for _, attrs in reader.tags if any(name.startswith("on") for name in attrs)]
    images = [attrs for tag, attrs in reader.tags if tag == "img"]
    assert not images
    assert "{{ 7*7 }}" in page.replace("&#123;", "{").replace("\\u007b", "{")
    assert "window.hacked=1</script>" not in page


def test_the_data_island_is_one_sound_json_text(nasty):
    page = build_report(nasty, audience="analyst").html()
    island = page.split('id="kiemen-data">', 1)[1].split("</script>", 1)[0]
    assert "<" not in island
    data = json.loads(island)
    assert sorted(set(data["name"])) == sorted(set(nasty.people["name"]))


def test_the_policy_lets_only_our_scripts_run():
    page_script = template_text("page.js")
    found = script_hashes([page_script])
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]{44}'", found)
    assert found != script_hashes([page_script + " "])


def test_the_viewer_never_writes_markup():
    for name in ("viewer.js", "map.js", "names.js", "page.js"):
        script = template_text(name)
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "fetch(",
            "http",
        ):
            assert word not in script
        assert len(script.splitlines()) < 250


def test_the_template_engine_escapes_and_insists():
    import jinja2

    engine = environment()
    assert engine.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
    with pytest.raises(jinja2.UndefinedError):
        engine.from_string("{{ missing }}").render()


def test_a_name_cannot_turn_the_direction_of_its_sentence(network):
    turned = network.people.assign(name=["\u202e" + name for name in network.people["name"]])
    there = network.replace(people=turned)
    report = build_report(there, audience="analyst", suggestions=suggestions_of(there))
    page, island, rest = re.split(r'(<script type="application/json".*?</script>)', report.html(), flags=re.DOTALL)
    assert "\u202e" not in page + rest
    assert "\\u202e" in island


def sheet(**columns: object) -> Sheet:
    return Sheet("x", "X", pd.DataFrame(columns), chances=("q",))


def texts(made: dict, column: int) -> list[str]:
    return [row["cells"][column]["text"] for row in made["rows"]]


def test_a_column_has_the_same_decimals_in_every_row():
    made = _table(sheet(period=[0, 1, 10], mean=[88.0, 97.9, 186.94], gain=[0.0, 0.649, 6.6]), "nl")
    assert texts(made, 1) == ["88,0", "97,9", "186,9"]
    assert texts(made, 2) == ["0,00", "0,65", "6,60"]
    assert [row["cells"][0]["value"] for row in made["rows"]] == ["0.0", "1.0", "10.0"]


def test_no_chance_is_nothing():
    made = _table(sheet(group=["a", "b", "c"], q=[0.0, 0.0204, np.nan]), "nl")
    assert texts(made, 1) == ["< 0,001", "0,020", "–"]


def test_beyond_ten_groups_the_legend_of_the_map_tells_of_shapes():
    said = "other shapes: groups after the tenth"
    for groups in (10, 12):
        network = make(60, groups=tuple(f"Groep {n:02d}" for n in range(groups)))
        page = build_report(network, audience="analyst", language="en").html()
        assert (f"{said}</li>" in page) == (groups > 10)
        assert (page.count(f">{said}<") > 0) == (groups > 10)


def test_every_id_stands_once_and_everything_referred_to_is_there(network):
    found = analyse_network(network, parts=("bridges", "walls")).results
    page = build_report(network, audience="analyst", **found).html()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 10
    assert page.count("<svg") > 3
    referred = re.findall(r'(?:url\(#|href="#|aria-controls="|labelledby=")([^")]+)', page)
    assert set(referred) <= set(ids)
