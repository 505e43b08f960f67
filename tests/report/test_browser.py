"""The page in a real browser: all controls and the keyboard work, nothing is asked for and nothing complains."""

import re

import pandas as pd
import pytest

from kiemen.report import build_report, write_personal_reports
from kiemen.report.content import Content, Section, Sheet
from kiemen.report.html import html_page
from tests.report.browser import Browser, find_browser
from tests.report.conftest import make, suggestions_of

pytestmark = [pytest.mark.browser, pytest.mark.skipif(find_browser() is None, reason="there is no Chromium here")]

ROWS = "[...document.querySelectorAll('#people-rows tr')]"
INK = """(() => {
  const map = document.getElementById('map'), pen = map.getContext('2d');
  const dots = pen.getImageData(0, 0, map.width, map.height).data;
  let sum = 0;
  for (let i = 0; i < dots.length; i += 1) sum = (31 * sum + dots[i]) % 1000003;
  return sum;
})()"""
MOVES = """new Promise((done) => {
  const map = document.getElementById('map');
  let n = 0;
  const step = () => {
    map.dispatchEvent(new KeyboardEvent('keydown', {key: n < 20 ? '+' : n % 2 ? 'ArrowLeft' : 'ArrowRight'}));
    n += 1;
    if (n < 60) requestAnimationFrame(step); else done(n);
  };
  step();
})"""
SETTLE = "new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(1)), 220))"


@pytest.fixture(scope="module")
def browser():
    found = Browser()
    yield found
    found.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    network = make()
    report = build_report(
        network, audience="analyst", language="en", adopters=list(network.ids[:4]), suggestions=suggestions_of(network)
    )
    return report.write_html(tmp_path_factory.mktemp("page") / "report.html")


def choose(browser, key, value):
    browser.run(
        f"(() => {{ const box = document.getElementById('{key}'); box.value = '{value}';"
        "for (const kind of ['input', 'change']) box.dispatchEvent(new Event(kind, {bubbles: true})); })()"
    )


def test_nothing_complains_and_nothing_is_asked_for(browser, page):
    browser.open(page)
    browser.run(SETTLE)
    assert browser.complaints() == []
    assert browser.requests() == []


def test_search_narrows_table_and_map_and_tells_who(browser, page):
    browser.open(page)
    before = browser.run(INK)
    choose(browser, "search", "kanarie05")
    browser.run(SETTLE)
    assert browser.run(f"{ROWS}.length") == 1
    assert "Kanarie05" in browser.run("document.getElementById('told').textContent")
    assert "suggested to meet: Zqx00wv Kanarie00" in browser.run("document.getElementById('told').textContent")
    assert browser.run(INK) != before
    choose(browser, "search", "")
    browser.run(SETTLE)
    assert browser.run(f"{ROWS}.length") == 12


def test_filters_by_department_and_role(browser, page):
    browser.open(page)
    choose(browser, "group", "1")
    name = browser.run("document.querySelector('#group option:checked').textContent")
    assert browser.run(f"{ROWS}.every((row) => row.cells[1].textContent === '{name}')")
    assert browser.run(f"{ROWS}.length") == 10
    choose(browser, "role", "1")
    assert browser.run(f"{ROWS}.length") == 1
    assert browser.run(f"{ROWS}[0].cells[2].textContent") == "early adopter"


def test_who_comes_back_sees_what_the_fields_say(browser, page, tmp_path):
    """A browser fills in the fields as they were left, and tells the page nothing."""
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("<title>Elsewhere</title>", encoding="utf-8")
    browser.open(page)
    choose(browser, "group", "1")
    choose(browser, "role", "1")
    browser.run("document.getElementById('show-ties').click()")
    browser.run(SETTLE)
    before = browser.run(INK)
    browser.open(elsewhere)
    browser.back()
    browser.run(SETTLE)
    fields = "['group', 'role'].map((key) => document.getElementById(key).value)"
    assert browser.run(f"[...{fields}, document.getElementById('show-ties').checked]") == ["1", "1", False]
    assert browser.run(f"{ROWS}.length") == 1
    assert browser.run(INK) == before


def test_a_tick_leaves_the_table_as_long_as_it_was(browser, page):
    browser.open(page)
    browser.run("document.getElementById('people-more').click()")
    browser.run("document.getElementById('show-ties').click()")
    assert browser.run(f"{ROWS}.length") == 40


@pytest.mark.parametrize("toggle", ["show-ties", "show-plans"])
def test_toggles_change_the_map(browser, page, toggle):
    browser.open(page)
    browser.run(SETTLE)
    before = browser.run(INK)
    browser.run(f"document.getElementById('{toggle}').click()")
    browser.run(SETTLE)
    assert browser.run(INK) != before
    browser.run(f"document.getElementById('{toggle}').click()")
    browser.run(SETTLE)
    assert browser.run(INK) == before


def test_the_map_obeys_the_keyboard(browser, page):
    browser.open(page)
    browser.run("document.getElementById('map').focus()")
    browser.run(SETTLE)
    before = browser.run(INK)
    browser.key("+")
    browser.key("ArrowRight")
    browser.run(SETTLE)
    assert browser.run(INK) != before
    browser.key("0")
    browser.run(SETTLE)
    assert browser.run(INK) == before


def test_everything_is_reached_with_tab_in_reading_order(browser, page):
    browser.open(page)
    seen = []
    for _ in range(60):
        browser.key("Tab")
        seen.append(
            browser.run(
                "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
            )
        )
    assert seen[0] == "skip"
    order = [
        seen.index(key) for key in ("theme", "search", "group", "role", "show-ties", "show-plans", "zoom-in", "map")
    ]
    assert order == sorted(order)
    assert "person" in seen


def test_a_name_in_the_table_moves_the_map(browser, page):
    browser.open(page)
    browser.run(f"{ROWS}[3].querySelector('button').focus()")
    browser.key("Enter")
    assert "Kanarie03" in browser.run("document.getElementById('told').textContent")
    browser.run("document.getElementById('people-more').click()")
    assert browser.run(f"{ROWS}.length") == 40


def test_more_people_go_on_at_the_first_new_one(browser, page):
    browser.open(page)
    browser.run("document.getElementById('people-more').focus()")
    browser.key("Enter")
    assert browser.run(f"{ROWS}[12].querySelector('button') === document.activeElement")


def test_more_rows_go_on_at_the_first_new_one(browser, tmp_path):
    frame = pd.DataFrame({"Group": [f"Group {n:02d}" for n in range(60)], "People": range(60)})
    sheet = Sheet("x", "X", frame)
    content = Content("t", "s", "analyst", "en", (Section("story", "S", "S"), Section("x", "X", "X", tables=(sheet,))))
    path = tmp_path / "r.html"
    path.write_text(html_page(content, {}), encoding="utf-8")
    browser.open(path)
    browser.run("document.querySelector('button.more-rows').focus()")
    browser.key("Enter")
    assert browser.run("document.activeElement.textContent") == "Group 12"
    assert browser.run("document.activeElement.getClientRects().length") == 1


def test_people_are_listed_by_name(browser, tmp_path):
    network = make(30, names=["Élise", "Zoë", "An", *(f"Piet {99 - i}" for i in range(27))])
    browser.open(build_report(network, audience="analyst", language="nl").write_html(tmp_path / "r.html"))
    names = browser.run(f"{ROWS}.map((row) => row.cells[0].textContent)")
    assert names[:4] == ["An", "Élise", "Piet 73", "Piet 74"]


def test_who_plays_a_part_or_could_meet_somebody_is_listed_first(browser, tmp_path):
    network = make(30)
    adopters, plans = [str(network.ids[20])], suggestions_of(network)
    report = build_report(network, audience="analyst", language="en", adopters=adopters, suggestions=plans)
    browser.open(report.write_html(tmp_path / "r.html"))
    names = browser.run(f"{ROWS}.map((row) => row.cells[0].textContent.slice(-2))")
    assert names[:8] == ["00", "01", "05", "06", "09", "20", "02", "03"]


def test_a_map_without_ties_says_nothing_about_contacts(browser, tmp_path):
    network = make(30)
    plans = suggestions_of(network)
    agreed = [str(person) for person in network.ids[:12]]
    report = build_report(network, audience="team", language="en", consenting=agreed, suggestions=plans)
    browser.open(report.write_html(tmp_path / "team.html"))
    first = "document.getElementById('people-rows').closest('table').tHead.rows[0]"
    heads = browser.run(f"[...{first}.cells].map((cell) => cell.textContent)")
    assert "Contacts" not in heads
    assert browser.run(f"{ROWS}.map((row) => row.cells.length)") == [len(heads)] * 12
    assert "contacts" not in browser.run("document.getElementById('map-help').textContent")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_name_on_the_map_hides_somebody_else(browser, tmp_path, width):
    """The names are caught as they are written, and held against the middles of all dots."""
    network = make(22)
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    try:
        browser.open(build_report(network, audience="analyst", language="en").write_html(tmp_path / "r.html"))
        browser.run(SETTLE)
        browser.run(
            "window.written = []; window.dots = [];"
            "const old = CanvasRenderingContext2D.prototype.fillText;"
            "CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {"
            " if (words.includes('Kanarie')) window.written.push([x, y, this.measureText(words).width]);"
            " return old.call(this, words, x, y); };"
            "const arc = Path2D.prototype.arc;"
            "Path2D.prototype.arc = function (x, y, ...more) {"
            " window.dots.push([x, y]); return arc.call(this, x, y, ...more); };"
            "document.getElementById('zoom-reset').click(); 1"
        )
        browser.run(SETTLE)
        written, dots = browser.run("window.written.slice(-22)"), browser.run("window.dots.slice(-22)")
        assert len(dots) == 22
        assert len(written) >= 5
        for x, y, room in written:
            assert not [1 for u, v in dots if x < u < x + room and y - 9 < v < y + 2]
    finally:
        browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)


def test_tables_sort_by_a_click_on_a_header(browser, page):
    browser.open(page)
    head = (
        "[...document.querySelectorAll('#suggestions th button')].find((one) => one.textContent === 'Extra adopters')"
    )
    rows = "[...document.querySelectorAll('#suggestions-1 tbody tr:not(.why)')]"
    column = f"{rows}.map((row) => Number(row.cells[2].dataset.value))"
    browser.run(f"{head}.click()")
    assert browser.run(column) == [0.5, 0.4, 0.3]
    browser.run(f"{head}.click()")
    assert browser.run(column) == [0.3, 0.4, 0.5]
    assert browser.run(f"{head}.closest('th').getAttribute('aria-sort')") == "ascending"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_name_without_end_does_not_widen_the_page(browser, tmp_path, width):
    long = make(30, names=["x" * 300, "Wolfeschlegelstein" * 12, *(f"Piet {n}" for n in range(28))])
    plan = suggestions_of(long)
    report = build_report(long, audience="analyst", language="nl", adopters=list(long.ids[:3]), suggestions=plan)
    pages = write_personal_reports(tmp_path / "pages", long, suggestions=plan, language="nl")
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    for path in (report.write_html(tmp_path / "r.html"), *pages.glob("*.html")):
        browser.open(path)
        assert browser.run("document.documentElement.scrollWidth") <= width, path.name
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_whole_map_is_in_sight_at_first(browser, page, width):
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    browser.open(page)
    browser.run(SETTLE)
    rim = (
        "(() => { const c = document.getElementById('map'), g = c.getContext('2d'), w = c.width, h = c.height;"
        "const sum = (x, y, a, b) => g.getImageData(x, y, a, b).data.reduce((s, v) => s + v, 0);"
        "return [sum(0, 0, w, 2), sum(0, h - 2, w, 2), sum(0, 0, 2, h), sum(w - 2, 0, 2, h), sum(0, 0, w, h)]; })()"
    )
    *edges, whole = browser.run(rim)
    assert edges == [0, 0, 0, 0]
    assert whole > 0
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)


def test_a_first_column_of_numbers_sorts_as_numbers(browser, tmp_path):
    sheet = Sheet("x", "X", pd.DataFrame({"Period": [0, 2, 10], "People": [3, 4, 5]}))
    content = Content("t", "s", "analyst", "en", (Section("story", "S", "S"), Section("x", "X", "X", tables=(sheet,))))
    path = tmp_path / "r.html"
    path.write_text(html_page(content, {}), encoding="utf-8")
    browser.open(path)
    browser.run("document.querySelector('#x-1 thead button').click()")
    first = "[...document.querySelectorAll('#x-1 tbody th')].map((cell) => cell.textContent)"
    assert browser.run(first) == ["10", "2", "0"]
    aligned = "[...document.querySelectorAll('#x-1 th')].map((cell) => getComputedStyle(cell).textAlign)"
    assert browser.run(aligned) == ["left", "right", "left", "left", "left"]


def test_dark_colours_can_be_chosen(browser, page):
    browser.open(page)
    paper = "getComputedStyle(document.querySelector('section')).backgroundColor"
    before = browser.run(paper)
    browser.run("document.getElementById('theme').click()")
    assert browser.run(paper) != before
    assert browser.run("document.getElementById('theme').textContent") == "Light colours"
    browser.run("document.getElementById('theme').click()")
    assert browser.run(paper) == before
    assert browser.run("document.getElementById('theme').textContent") == "Dark colours"


def test_where_the_system_is_dark_light_is_offered(browser, page):
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.call("Emulation.setEmulatedMedia", media="screen", features=dark)
    try:
        browser.open(page)
        paper = "getComputedStyle(document.querySelector('section')).backgroundColor"
        before = browser.run(paper)
        assert browser.run("document.getElementById('theme').textContent") == "Light colours"
        browser.run("document.getElementById('theme').click()")
        assert browser.run(paper) == "rgb(255, 255, 255)" != before
        assert browser.run("document.getElementById('theme').textContent") == "Dark colours"
    finally:
        browser.call("Emulation.setEmulatedMedia", media="", features=[])


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_is_wider_than_the_screen(browser, tmp_path, width, language):
    network = make()
    report = build_report(network, audience="analyst", language=language, suggestions=suggestions_of(network))
    path = report.write_html(tmp_path / "r.html")
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
    browser.open(path)
    assert browser.run("document.documentElement.scrollWidth") <= width
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)


def test_hostile_names_do_nothing(browser, nasty, tmp_path):
    report = build_report(
        nasty, audience="analyst", language="nl", suggestions=suggestions_of(nasty), title=nasty.people["name"].iloc[0]
    )
    browser.open(report.write_html(tmp_path / "r.html"))
    for value in ("<", "script", "{{", "="):
        choose(browser, "search", value)
    choose(browser, "search", "")
    browser.run(f"{ROWS}[0].querySelector('button').click()")
    browser.run(SETTLE)
    assert browser.run("window.hacked") is None
    assert browser.run("document.querySelectorAll('img, main script, section b > *').length") == 0
    assert browser.run("document.title").startswith("</script>")
    assert browser.complaints() == []
    assert browser.requests() == []


@pytest.mark.parametrize("audience", ["team", "management"])
def test_hostile_names_and_groups_do_nothing_in_other_editions(browser, nasty, tmp_path, audience):
    report = build_report(
        nasty, audience=audience, language="en", suggestions=suggestions_of(nasty), consenting=list(nasty.ids)
    )
    browser.open(report.write_html(tmp_path / "r.html"))
    browser.run(SETTLE)
    assert browser.run("window.hacked") is None
    assert browser.run("document.querySelectorAll('img, main script, section b > *').length") == 0
    assert browser.complaints() == []
    assert browser.requests() == []


def test_hostile_names_do_nothing_on_personal_pages_and_in_their_file_names(browser, nasty, tmp_path):
    folder = write_personal_reports(tmp_path / "p", nasty, suggestions=suggestions_of(nasty))
    pages = sorted(folder.glob("*.html"))
    assert pages
    for page in pages:
        assert re.fullmatch(r"[a-z0-9-]+\.html", page.name)
        browser.open(page)
        assert browser.run("window.hacked") is None
        assert browser.run("document.querySelectorAll('img, svg, script').length") == 0
        assert browser.complaints() == []
        assert browser.requests() == []


def test_an_injected_script_is_refused(browser, page, tmp_path):
    spoiled = tmp_path / "spoiled.html"
    spoiled.write_text(
        page.read_text(encoding="utf-8").replace(
            "<main", "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'><main"
        ),
        encoding="utf-8",
    )
    browser.open(spoiled)
    assert browser.run("window.hacked") is None
    assert browser.complaints()


@pytest.mark.slow
def test_five_thousand_people_fit_in_a_small_page_and_move(browser, tmp_path):
    """How many frames a second that is, tests/benchmarks/bench_map.py measures."""
    network = make(5_000, groups=tuple(f"Afdeling {n:02d}" for n in range(40)))
    path = build_report(network, audience="analyst", language="en", by="department").write_html(tmp_path / "r.html")
    assert path.stat().st_size < 5_000_000
    browser.open(path)
    browser.run(SETTLE)
    before = browser.run(INK)
    assert browser.run(MOVES) == 60
    browser.run(SETTLE)
    assert browser.run(INK) != before


def test_a_large_map_shows_the_same_after_moving_there_and_back(browser, tmp_path):
    """While a large map moves, its picture moves; at rest it is drawn anew."""
    network = make(1_400, groups=tuple(f"Afdeling {n:02d}" for n in range(12)))
    browser.open(build_report(network, audience="analyst", language="en").write_html(tmp_path / "r.html"))
    browser.run(SETTLE)
    before = browser.run(INK)
    browser.run("document.getElementById('map').focus()")
    browser.key("+")
    browser.key("ArrowRight")
    browser.run(SETTLE)
    assert browser.run(INK) != before
    browser.key("0")
    browser.run(SETTLE)
    assert browser.run(INK) == before
