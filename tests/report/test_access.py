"""WCAG 2.1 AA as far as a machine can tell, and paper: checked in a browser on whole pages of every edition."""

import base64
import re
from pathlib import Path

import pytest

from kiemen.report import build_report
from kiemen.report.personal import personal_pages
from tests.report.browser import Browser, find_browser
from tests.report.conftest import make, suggestions_of

CHECKS = (Path(__file__).parent / "access.js").read_text(encoding="utf-8")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(find_browser() is None, reason="there is no Chromium here")]


@pytest.fixture(scope="module")
def browser():
    found = Browser()
    yield found
    found.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """One page of every edition."""
    folder = tmp_path_factory.mktemp("pages")
    network = make()
    found = {}
    for audience in ("analyst", "team", "management"):
        report = build_report(
            network,
            audience=audience,
            language="nl",
            adopters=list(network.ids[:4]),
            suggestions=suggestions_of(network),
            consenting=list(network.ids[:12]),
        )
        found[audience] = report.write_html(folder / f"{audience}.html")
    files = personal_pages(network, suggestions=suggestions_of(network), language="nl")
    name = sorted(files)[1]
    found["participant"] = folder / name
    found["participant"].write_bytes(files[name])
    return found


def wrong(browser, what):
    """Give what a function of access.js finds on the open page."""
    return browser.run(f"(() => {{ {CHECKS} return {what}(); }})()")


EDITIONS = ("analyst", "team", "management", "participant")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_all_text_stands_out(browser, pages, edition, colours):
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": colours}])
    browser.open(pages[edition])
    assert wrong(browser, "faint") == []
    browser.call("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("edition", EDITIONS)
def test_headings_landmarks_tables_and_names_are_in_order(browser, pages, edition):
    browser.open(pages[edition])
    assert wrong(browser, "faults") == []
    assert wrong(browser, "small") == []


def test_whatever_has_the_focus_shows_it(browser, pages):
    browser.open(pages["analyst"])
    outline = (
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"
    )
    for _ in range(40):
        browser.key("Tab")
        if browser.run("document.activeElement !== document.body"):
            assert browser.run(outline) == "solid3px", browser.run("document.activeElement.outerHTML.slice(0, 80)")


def test_nothing_moves_for_who_asked_for_rest(browser, pages):
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    browser.open(pages["analyst"])
    assert browser.run("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = (
        "[...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).animationName !== 'none').length"
    )
    assert browser.run(moving) == 0
    browser.call("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("edition", EDITIONS)
def test_paper_has_everything_in_its_width_and_nothing_to_click(browser, pages, edition):
    browser.call(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    browser.call("Emulation.setDeviceMetricsOverride", width=680, height=1000, deviceScaleFactor=1, mobile=False)
    browser.open(pages[edition])
    assert wrong(browser, "outside") == []
    assert wrong(browser, "clickable") == []
    assert browser.run("getComputedStyle(document.querySelector('section')).backgroundColor") == "rgb(255, 255, 255)"
    if edition == "analyst":
        assert browser.run("document.querySelector('#collective figure svg').getClientRects().length") == 1
        assert browser.run("document.querySelectorAll('.contents li').length") == browser.run(
            "document.querySelectorAll('section').length"
        )
    browser.call("Emulation.setEmulatedMedia", media="", features=[])
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)


def test_a_report_of_six_hundred_is_printed_on_a_handful_of_pages(browser, tmp_path):
    network = make(600, groups=tuple(f"Afdeling {n:02d}" for n in range(30)))
    report = build_report(
        network, audience="analyst", language="nl", by="department", suggestions=suggestions_of(network)
    )
    browser.open(report.write_html(tmp_path / "r.html"))
    pdf = base64.b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 12


CAUGHT = """(() => {
  window.dots = {};
  const pen = CanvasRenderingContext2D.prototype, {stroke, fill} = pen;
  pen.stroke = function (path) { if (path) window.rim = this.strokeStyle; return stroke.apply(this, arguments); };
  pen.fill = function (path) {
    if (path) window.dots[this.fillStyle] = window.rim;
    window.rim = null;
    return fill.apply(this, arguments);
  };
  document.getElementById('zoom-in').click();
})()"""


def light(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    parts = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_dot_on_the_map_or_its_rim_stands_out(browser, tmp_path, theme):
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
    network = make(40, groups=tuple(f"Afdeling {n:02d}" for n in range(10)))
    report = build_report(network, audience="analyst", language="nl", by="department")
    browser.open(report.write_html(tmp_path / "r.html"))
    browser.run(CAUGHT)
    browser.run("new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(1)), 220))")
    paper = browser.run("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()")
    dots = browser.run("window.dots")
    assert len(dots) == 10
    for colour, rim in dots.items():
        seen = [one for one in (colour, rim) if one and len(one) == 7]  # a rim may be transparent
        assert max(contrast(one, paper) for one in seen) >= 3, colour
    browser.call("Emulation.setEmulatedMedia", features=[])
