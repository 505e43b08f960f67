"""The visual language: contrast, titles that fit, SVG and PNG that say nothing of the machine."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.plots import style
from kiemen.report.html import template_text


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_on_paper_is_readable():
    assert contrast(style.INK, style.PAPER) > 7
    assert contrast(style.QUIET, style.PAPER) > 4.5


def test_signs_on_paper_are_visible():
    for colour in (style.KIEM, style.BRIDGE, style.WALL):
        assert contrast(colour, style.PAPER) >= 3


@pytest.mark.parametrize("strong", [style.KIEM, style.WALL, style.BRIDGE])
def test_two_parts_of_a_bar_are_told_apart_in_grey(strong):
    assert contrast(style.PALE, strong) >= 1.9


def test_ranges_are_seen_on_paper():
    assert contrast(style.RANGE, style.PAPER) >= 2.3


@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_words_in_a_cell_are_readable_on_any_colour(colour):
    shade = "#" + "".join(f"{round(part * 255):02x}" for part in colour)
    exact = [round(part * 255) / 255 for part in colour]
    assert contrast(style.ink_on(exact), shade) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_meets_the_contrast_of_wcag(theme):
    sheet = template_text("style.css")
    block = sheet.split("color-scheme: " + theme, 1)[1].split("}", 1)[0]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for name in ("ink", "quiet", "accent"):
        assert contrast(colours[name], colours["paper"]) >= 4.5, name
    assert contrast(colours["quiet"], colours["accent-soft"]) >= 4.5
    assert contrast(colours["warn"], colours["warn-soft"]) >= 4.5
    assert contrast(colours["quiet"], colours["page"]) >= 4.5
    for name in ("kiem", "bridge", "wall", "contact"):
        assert contrast(colours[name], colours["paper"]) >= 3, name


@given(st.text(max_size=80), st.integers(4, 40))
def test_short_labels_are_short(label, width):
    assert len(style.short(label, width)) <= max(width, 1)


def test_titles_stay_inside_the_figure():
    figure = style.own_figure((8, 4))
    ax = figure.add_subplot()
    ax.set_yticks([0, 1], ["a very long label indeed, longer than most", "b"])
    style.dress(ax, title="A finding that takes some words to say " * 3, subtitle="and how to read it " * 6)
    figure.canvas.draw()
    box = ax.title.get_window_extent() if ax.get_title() else ax._left_title.get_window_extent()
    assert box.x0 >= 0
    assert box.x1 <= figure.bbox.x1
    assert box.y1 <= figure.bbox.y1 + 1


def test_svg_follows_the_page_and_keeps_text_as_text():
    figure = style.own_figure((4, 3))
    ax = figure.add_subplot()
    style.dress(ax, title="<b>Finding</b> & more")
    drawn = style.svg_element(style.svg_file(figure, salt="x"), label='"quoted"')
    assert "var(--ink)" in drawn
    assert "<b>" not in drawn
    assert "&lt;b&gt;" in drawn
    assert 'aria-label="&quot;quoted&quot;"' in drawn
    assert "<metadata>" not in drawn
    assert b"Software" not in style.png_bytes(figure)


@pytest.mark.filterwarnings("error")
def test_an_svg_file_says_nothing_of_signs_that_its_reader_has():
    figure = style.own_figure((4, 3))
    style.dress(figure.add_subplot(), title="🏛️ Bestuur, 住民課")
    assert "住民課" in style.svg_file(figure, salt="x").decode("utf-8")


def test_numbers_follow_the_language():
    figure = style.own_figure((4, 3))
    ax = figure.add_subplot()
    ax.set_xlim(0, 1)
    style.number_axis(ax, "x", "nl")
    figure.canvas.draw()
    assert "0,5" in [tick.get_text() for tick in ax.get_xticklabels()] or "0,4" in [
        tick.get_text() for tick in ax.get_xticklabels()
    ]


def test_narrow_axes_have_fewer_numbers_beneath_them():
    counts = {}
    for width in (4.2, 9.0):
        ax = style.own_figure((width, 3.0)).add_subplot()
        ax.plot([0, 0.19], [0, 1])
        style.number_axis(ax, "x", "nl")
        counts[width] = sum(0 <= tick <= 0.19 for tick in ax.get_xticks())
    assert style.narrow(ax) is False
    assert counts[4.2] <= 5 < counts[9.0]
