"""The page on a phone and on paper, in a real browser: all can be read, nothing overlaps, and what is wide says so."""

import base64
import itertools
import re

import numpy as np
import pandas as pd
import pytest

from kiemen.report import build_report
from kiemen.report.content import Content, Drawing, Section, Sheet
from kiemen.report.figures import picture_of
from kiemen.report.html import html_page
from tests.report.browser import Browser, find_browser
from tests.report.conftest import make, suggestions_of

pytestmark = [pytest.mark.browser, pytest.mark.skipif(find_browser() is None, reason="there is no Chromium here")]

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


def wide(browser, width):
    """Make the screen so many pixels wide, a phone's below 500."""
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=844, deviceScaleFactor=1, mobile=width < 500)


SMALLEST_TYPE = """(() => {
  const seen = [...document.querySelectorAll('figure svg text')].filter((one) => one.getClientRects().length > 0);
  return Math.min(...seen.map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().d));
})()"""
ASIDE = """[...document.querySelectorAll('figure .scroll')].filter(
  (one) => one.getClientRects().length > 0 && one.scrollWidth > one.clientWidth).length"""


@pytest.mark.parametrize("width", [360, 375, 414, 740])
def test_on_a_phone_figures_fit_and_can_be_read(browser, page, width):
    wide(browser, width)
    browser.open(page)
    assert browser.run("document.querySelectorAll('figure .narrow svg').length") > 0
    assert browser.run(ASIDE) == 0
    assert browser.run(SMALLEST_TYPE) >= 9


def test_what_cannot_be_drawn_for_a_phone_is_scrolled_and_says_so(browser, page, tmp_path):
    bare = re.sub(r'<div class="narrow">.*?</svg>\s*</div>', "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    again = tmp_path / "again.html"
    again.write_text(bare, encoding="utf-8")
    wide(browser, 375)
    browser.open(again)
    assert browser.run(ASIDE) > 0
    assert browser.run(SMALLEST_TYPE) >= 9


def test_small_type_in_a_figure_that_is_scrolled_can_be_read_as_well(browser, tmp_path):
    drawing = Drawing("x", lambda ax: (ax.plot([0, 1]), ax.text(0, 0, "small", fontsize=4.5)), "", (11.0, 5.0))
    content = Content("t", "s", "analyst", "en", (Section("x", "X", "X", figures=(drawing,)),))
    path = tmp_path / "r.html"
    path.write_text(html_page(content, {drawing: picture_of(drawing)}), encoding="utf-8")
    wide(browser, 375)
    browser.open(path)
    assert browser.run(SMALLEST_TYPE) >= 9


def test_the_page_says_of_a_figure_that_it_is_wider_than_a_phone():
    long, both = (Drawing("one", lambda ax: ax.plot([0, 1]), "", narrow=narrow) for narrow in (None, (4.2, 3.0)))
    sections = tuple(Section(key, key, key, figures=(drawing,)) for key, drawing in (("wide", long), ("both", both)))
    content = Content("t", "", "analyst", "en", sections)
    page = html_page(content, {drawing: picture_of(drawing) for drawing in (long, both)})
    first, second = page.split('id="both-heading"')
    assert "swipe it to the side" in first
    assert 'class="narrow"' not in first
    assert "swipe it to the side" not in second
    assert 'class="narrow"' in second


def test_on_a_phone_the_title_of_a_wide_figure_stands_still_above_it(browser, page):
    seen = """(() => {
      const figure = document.querySelector('figure:not(.paper):has(g[id$="-title"])');
      const shown = (part) => part !== null && part.getClientRects().length > 0;
      const above = figure.querySelector('p.phone');
      return [shown(above), shown(figure.querySelector('g[id$="-title"]')), above.textContent,
        above.getBoundingClientRect().right <= innerWidth];
    })()"""
    wide(browser, 390)
    browser.open(page)
    above, inside, words, fits = browser.run(seen)
    assert (above, inside, fits) == (True, False, True)
    assert words.startswith("3 new ties would bring growth")
    wide(browser, 1280)
    browser.open(page)
    above, inside, *_ = browser.run(seen)
    assert (above, inside) == (False, True)


GROUPS = (
    "Vergunningen, Toezicht en Handhaving",
    "Onderwijs, Sport en Cultuur",
    "Ruimtelijke Ontwikkeling",
    *(f"Afdeling {name} en Organisatie" for name in ("Economie", "Burgerzaken", "Personeel", "Wijken", "Zorg", "Werk")),
)


# Frames (left, top, right, foot, colour, words) of the names and the discs (x, y, radius) of one drawing of the map.
CAUGHT = """
window.frames_ = []; window.discs = [];
const pen = CanvasRenderingContext2D.prototype, old = [pen.fillText, pen.strokeRect, pen.arc, pen.clearRect];
pen.fillText = function (words, x, y) {
  if (this.font.startsWith('600')) {
    const {width, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down} = this.measureText(words);
    const [left, top, right, foot, , said] = window.frames_.at(-1);
    const inside = left < x - width / 2 && x + width / 2 < right && top < y - up && y + down < foot;
    said.push(inside ? words : 'outside its frame: ' + words);
  }
  return old[0].call(this, words, x, y);
};
pen.strokeRect = function (x, y, w, h) {
  window.frames_.push([x, y, x + w, y + h, this.strokeStyle, []]);
  return old[1].call(this, x, y, w, h);
};
pen.arc = function (x, y, r, ...more) { window.discs.push([x, y, r]); return old[2].call(this, x, y, r, ...more); };
pen.clearRect = function (...box) { window.frames_ = []; window.discs = []; return old[3].apply(this, box); };
document.getElementById('zoom-reset').click(); 1"""
MANY = tuple(f"Afdeling {n:02d}" for n in range(40))


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("groups", [GROUPS, MANY], ids=["long", "many"])
def test_names_of_groups_on_the_map_stand_at_their_own_disc_and_not_on_each_other(browser, tmp_path, groups, width):
    network = make(180, groups=groups)
    wide(browser, width)
    browser.open(build_report(network, audience="analyst", language="nl").write_html(tmp_path / "r.html"))
    browser.run(SETTLE)
    browser.run(CAUGHT)
    browser.run(SETTLE)
    frames, discs = browser.run("[window.frames_, window.discs]")
    island = browser.run("JSON.parse(document.getElementById('kiemen-data').textContent)")
    room = browser.run("document.getElementById('map').clientWidth")
    assert len(frames) >= len(groups) * (1 if width > 500 else 0.6 if width > 350 else 0.5)
    shown = {" ".join(said): (*box, colour) for *box, colour, said in frames}
    for words, (left, top, right, foot, colour) in shown.items():
        assert 0 <= left < right <= room, words
        group = island["groups"].index(words)
        x, y, reach = discs[group]
        apart = np.hypot(max(left - x, x - right, 0), max(top - y, y - foot, 0))
        assert apart <= reach + 7, words
        assert colour == island["palette"][group % len(island["palette"])].lower(), words
    for (words, one), (others, other) in itertools.combinations(shown.items(), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (words, others)
    # On a phone long names take two lines, so that they stay near their group.
    assert width > 500 or max(right - left for left, _, right, *_ in shown.values()) < 0.6 * room


WIDER = """[...document.querySelectorAll('.wider + .scroll')].filter((box) => box.checkVisibility()).map((box) => {
  const told = box.previousElementSibling;
  return [box.scrollWidth > box.clientWidth + 1, told.checkVisibility(), told.textContent,
    box.tabIndex, box.getAttribute('role'), box.getAttribute('aria-label') !== ''];
})"""


@pytest.mark.parametrize(("language", "words"), [("en", "wider than the screen"), ("nl", "breder dan het scherm")])
def test_a_table_says_that_it_is_scrolled_only_where_it_is(browser, tmp_path, language, words):
    network = make()
    report = build_report(network, audience="analyst", language=language, suggestions=suggestions_of(network))
    path = report.write_html(tmp_path / "r.html")
    wide(browser, 375)
    browser.open(path)
    seen = browser.run(WIDER)
    assert any(scrolled for scrolled, *_ in seen)
    for scrolled, told, said, *ways in seen:
        assert told is scrolled
        assert words in said
        assert ways == [0, "region", True]
    # Turned or made wider, the page no longer says so.
    wide(browser, 1280)
    browser.run(SETTLE)
    assert not any(scrolled or told for scrolled, told, *_ in browser.run(WIDER))


def test_a_wide_table_is_scrolled_with_the_keyboard(browser, page):
    wide(browser, 375)
    browser.open(page)
    browser.run("window.box = document.querySelector('.wider:not([hidden]) + .scroll'); window.box.focus()")
    for _ in range(3):
        browser.key("ArrowRight")
    browser.run("new Promise((done) => setTimeout(() => done(1), 500))")
    assert browser.run("window.box.scrollLeft") > 0


def test_on_paper_what_follows_a_figure_fills_the_page_before_it(browser, tmp_path):
    figure = Drawing("x", lambda ax: ax.plot([0, 1]), "", (8.8, 6.0))
    sheet = Sheet("x", "X", pd.DataFrame({"Name": [f"n{n}" for n in range(15)], "Of": "x"}))
    lines = tuple(f"Line {n}" for n in range(16))
    section = Section("x", "X", "X", lead=lines, figures=(figure,), tables=(sheet, sheet))
    path = tmp_path / "r.html"
    path.write_text(
        html_page(Content("t", "s", "analyst", "en", (section,)), {figure: picture_of(figure)}), encoding="utf-8"
    )
    browser.open(path)
    paper = base64.b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert len(re.findall(rb"/Type /Page\b", paper)) == 2


def test_on_paper_as_many_rows_are_printed_as_is_said_and_the_last_keep_together(browser, tmp_path):
    sheet = Sheet("x", "X", pd.DataFrame({"Name": [f"n{n}" for n in range(40)], "Of": "x"}))
    path = tmp_path / "r.html"
    content = Content("t", "s", "analyst", "en", (Section("x", "X", "X", tables=(sheet,)),))
    path.write_text(html_page(content, {}), encoding="utf-8")
    browser.open(path)
    browser.call("Emulation.setEmulatedMedia", media="print")
    try:
        kept = browser.run(
            "[...document.querySelectorAll('#x-1 tbody tr')].filter((row) => row.checkVisibility())"
            ".map((row) => getComputedStyle(row).breakBefore)"
        )
    finally:
        browser.call("Emulation.setEmulatedMedia", media="")
    assert len(kept) == 25
    assert kept[-3:] == ["auto", "avoid", "avoid"]


CATCH = """(() => {
  const arc = Path2D.prototype.arc, clear = CanvasRenderingContext2D.prototype.clearRect;
  Path2D.prototype.arc = function (x, y, ...more) { window.dots.push([x, y]); return arc.call(this, x, y, ...more); };
  CanvasRenderingContext2D.prototype.clearRect = function (...all) { window.dots = []; return clear.apply(this, all); };
  document.getElementById('map').scrollIntoView({block: 'center', behavior: 'instant'});
  document.getElementById('zoom-reset').click();
})()"""


def test_fingers_hold_what_they_are_put_on(browser, page):
    """Somebody at the rim of the map stays between two fingers that part and go aside, and nobody is chosen by that."""

    def touch(kind, *fingers):
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(fingers)]
        browser.call("Input.dispatchTouchEvent", type=kind, touchPoints=points)

    wide(browser, 390)
    browser.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)
    try:
        browser.open(page)
        browser.run(CATCH)
        browser.run(SETTLE)
        left, top = browser.run("(({x, y}) => [x, y])(document.getElementById('map').getBoundingClientRect())")
        dots = browser.run("window.dots")
        x, y = min(dots, key=sum)
        which, x, y = dots.index([x, y]), x + left, y + top
        touch("touchStart", (x - 15, y))
        touch("touchStart", (x - 15, y), (x + 15, y))
        for step in range(1, 9):
            touch("touchMove", (x - 15 + step, y + 5 * step), (x + 15 + 9 * step, y + 5 * step))
        touch("touchEnd")
        browser.run(SETTLE)
        moved = browser.run("window.dots")
        assert moved[which] == pytest.approx([x - left + 40, y - top + 40], abs=2)
        spread = [max(one) - min(one) for one in (*zip(*dots, strict=True), *zip(*moved, strict=True))]
        assert spread[2] / spread[0] == pytest.approx((30 + 64) / 30, rel=0.02)
        assert browser.run("document.getElementById('told').textContent") == ""
    finally:
        browser.call("Emulation.setTouchEmulationEnabled", enabled=False)
