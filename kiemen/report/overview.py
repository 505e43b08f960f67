"""Everything at a glance: what the usual road finds in a network, on one board of a notebook."""

from __future__ import annotations

import importlib
import inspect
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from kiemen._checks import did_you_mean
from kiemen._display import Lines, Words, html_card
from kiemen._overview import sentences
from kiemen._portable import Portable
from kiemen.errors import InputError
from kiemen.i18n import resolve_language, text
from kiemen.plots.style import own_figure, svg_element, svg_file
from kiemen.report.analysis import ROAD, analyse_network, with_ties
from kiemen.report.build import build_report
from kiemen.report.content import Drawing
from kiemen.report.findings import Findings, declared_adopters
from kiemen.report.sections import collective_section, says_nothing
from kiemen.report.terminal import left_out
from kiemen.results import as_text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from kiemen.network import Network
    from kiemen.report.build import Report
    from kiemen.results import Result

# Follows a dark notebook, and outside one the page it stands on.
COLOURS = (
    "--ink:var(--jp-content-font-color1,var(--vscode-foreground,currentColor));"
    "--quiet:var(--jp-content-font-color2,var(--vscode-descriptionForeground,currentColor));"
    "--grid:var(--jp-border-color2,#8886);--paper:var(--jp-layout-color0,var(--vscode-editor-background,Canvas))"
)
COLUMNS = "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30em),1fr));gap:8px;"
BOARD = "font:14px/1.45 system-ui,sans-serif;" + COLUMNS + COLOURS
PANEL = "border:1px solid #8884;border-radius:8px;padding:8px;min-width:0"
WIDE = "grid-column:1/-1;" + PANEL
ROWS = 10
MAP, ANSWER = (11.0, 7.0), (7.2, 4.6)
# Those with a cell for each pair of groups need more.
TALL = {"walls": (7.2, 6.6), "ingredients": (7.2, 5.4)}


@dataclass(frozen=True, repr=False, eq=False)
class Overview(Portable):
    """What the usual road finds in a network; shows itself as a board in a notebook. Made by `build_overview`.

    Parameters
    ----------
    network
        What it is about.
    results
        The answer of each part by name: adopters, bridges, walls, patterns, ingredients, suggestions, meetings,
        invitations, forecast.
    missing
        Why a part is not there, by its name.
    by
        Column with the groups.
    relation
        The ties that count.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network, build_overview
    >>> people = pd.DataFrame({"person": list("abcdef"), "team": ["x"] * 3 + ["y"] * 3})
    >>> ties = pd.DataFrame({"source": list("abde"), "target": list("bcef")})
    >>> build_overview(Network.from_frames(people, ties), parts=["bridges", "walls"])
    <Overview: bridges, walls>
    """

    network: Network
    results: Mapping[str, Result] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    relation: str | Sequence[str] | None = None

    def explain(self, person: Hashable, *, language: str | None = None) -> str:
        """Give all that the results say about one person, for the analyst.

        Parameters
        ----------
        person
            Id of the person, an id that is a number as text or number, or the name where one person has it.
        language
            "nl", "en" or None for the session's.

        Returns
        -------
        str
            Per result a title and its reasons.

        Raises
        ------
        InputError
            If the person is not in the network; the message names the nearest, or those who share the name.
        """
        person = self._person(person)
        said = [str(self.network.people.loc[person, "name"])]
        for result in self.results.values():
            rows = [self._told(result, row, language) for row in _rows_about(result, person)]
            if any(rows):
                said.append("\n".join([text(type(result)._title, language) + ":", *filter(None, rows)]))  # noqa: SLF001
        if len(said) == 1:
            said.append(text("Nothing more is known about {who}.", language, who=said[0]))
        return Words("\n\n".join(said))

    def _told(self, result: Result, row: Hashable, language: str | None) -> str:
        """Give what is known of one row: of a pair first who the two are, since somebody may be in several."""
        reasons = list(dict.fromkeys(fact.say(language) for fact in result.facts.get(row, ())))
        pair = [name for name in ("person", "other") if name in result.table.columns]
        if reasons and len(pair) > 1:
            names = self.network.people["name"]
            two = [str(names.get(person, person)) for person in result.table.loc[[row], pair].to_numpy().ravel()]
            reasons.insert(0, f"{' – '.join(two)}:")
        return "\n".join(reasons)

    def _person(self, shown: Hashable) -> str:
        """Give the id of somebody from what a table or picture shows of them."""
        for written in (shown, as_text(shown)):
            if isinstance(written, str) and written in self.network.ids:
                return written
        names = self.network.people["name"]
        called = list(names.index[(names == shown).to_numpy()])
        if len(called) > 1:
            raise InputError(f"{len(called)} people are called {shown!r}; give the id: {', '.join(called[:5])}.")
        if not called:
            known = [*self.network.ids, *names]
            raise InputError(f"nobody here is called {shown!r}.{did_you_mean(shown, known)}")
        return str(called[0])

    def summary(self, language: str | None = None) -> str:
        """Give the findings of every part in plain text, and why a part is missing.

        Parameters
        ----------
        language
            "nl", "en" or None for the session's.

        Returns
        -------
        str
            Some lines per part.
        """
        said = [self.network.summary(language)]
        for result in self.results.values():
            findings = [fact.say(language) for fact in result.headline]
            said.append("\n".join([text(type(result)._title, language) + ":", *findings]))  # noqa: SLF001
        return Lines("\n\n".join([*said, *left_out(self.missing, language)]))

    def build_report(self, *, audience: str, **settings: Any) -> Report:
        """Gather the results into a report that its audience may read.

        Parameters
        ----------
        audience
            Whom it is for; see `kiemen.build_report`.
        **settings
            Title, language, consent and the like, as for `kiemen.build_report`.

        Returns
        -------
        Report
            With `.write_html(path)` and the like.
        """
        given = {"by": self.by, "relation": self.relation, **self.results, **settings}
        return build_report(self.network, audience=audience, **given)

    def __repr__(self) -> str:
        """Name the parts in one line."""
        return f"<Overview: {', '.join(self.results) or 'nothing'}>"

    def _repr_html_(self) -> str:
        findings = Findings(
            network=self.network,
            language=resolve_language(None),
            title="",
            by=self.by,
            relation=self.relation,
            declared=declared_adopters(self.network, None),
            results=self.results,
        )
        whole = collective_section(findings).figures[0]
        panels = [_panel(Drawing("map", whole.draw, text("The network"), MAP), (), wide=True)]
        for part, result in self.results.items():
            if says_nothing(result, part):
                panels.append(_words(result))
                continue
            draw = partial(_draw, result, names=self.network.people["name"])
            drawing = Drawing(part, draw, text(type(result)._title), TALL.get(part, ANSWER))  # noqa: SLF001
            panels.append(_panel(drawing, [fact.say() for fact in result.cautions[:1]]))
        head = html_card(text("Network"), [" ".join(sentences(self.network, None))])
        foot = html_card(text("Left out"), (), (), left_out(self.missing)) if self.missing else ""
        return f'{head}<div class="kiemen" style="{BOARD}">{"".join(panels)}</div>{foot}'


def _rows_about(result: Result, person: str) -> list[Any]:
    """Give the rows of a result that are about a person: their own, and pairs they are in."""
    table = result.table
    if person in table.index and table.index.name in {"person", None}:
        return [person]
    pairs = [name for name in ("person", "other") if name in table.columns]
    return list(table.index[(table[pairs] == person).any(axis=1)]) if pairs else []


def _draw(result: Result, ax: Any, *, names: Any) -> Any:
    known = inspect.signature(getattr(importlib.import_module("kiemen.plots"), result._plot)).parameters  # noqa: SLF001  as its own .plot() does
    options: dict[str, Any] = {"names": names, "top": ROWS}
    return result.plot(ax, **{name: value for name, value in options.items() if name in known})


def _panel(drawing: Drawing, notes: Sequence[str], *, wide: bool = False) -> str:
    figure = own_figure(drawing.size)
    drawing.draw(figure.add_subplot())
    drawn = svg_element(svg_file(figure, salt=f"overview-{drawing.key}"), label=drawing.caption)
    small = "".join(f'<p style="margin:4px 0;opacity:.75;font-size:.85em">⚠ {escape(note)}</p>' for note in notes)
    return f'<div style="{WIDE if wide else PANEL}">{drawn}{small}</div>'


def _words(result: Result) -> str:
    """Give the panel of a result whose picture would be empty: its finding, and what each row that holds is."""
    title = escape(text(type(result)._title))  # noqa: SLF001
    said = "".join(f'<p style="margin:4px 0">{escape(fact.say())}</p>' for fact in result.headline)
    holds = next((result.table[name] > 0 for name in ("found", "gain_low") if name in result.table), None)
    rows = result.table.index[:0] if holds is None else result.table.index[holds.to_numpy(bool)]
    told = [fact.say() for row in rows[:ROWS] for fact in result.facts.get(row, ())[:1]]
    listed = "".join(f'<li style="margin:4px 0">{escape(words)}</li>' for words in told)
    return f'<div style="{PANEL}"><b>{title}</b>{said}{f"<ol>{listed}</ol>" if listed else ""}</div>'


def build_overview(
    network: Network,
    *,
    by: str | None = None,
    relation: str | Sequence[str] | None = None,
    share: float | None = None,
    parts: Sequence[str] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    rng: int = 0,
    progress: bool = True,
) -> Overview:
    """Go the usual road from a network to suggestions and a forecast, and show all of it on one board.

    Answers: "Can I see everything at once?" As the last line of a cell it is a dashboard: the map, the likeliest early
    adopters, bridges, walls, blocking patterns, ingredients, suggestions and the forecast, each with its finding. For
    the analyst; for others see `Overview.build_report`. Not for a study of one question: call the function of that
    part.

    Parameters
    ----------
    network
        People, ties and whatever else is known.
    by
        Column of `network.people` with the group; None takes the usual one.
    relation
        The ties that count; None takes all together.
    share
        Share of the people taken to be early adopters, where nobody is on record as an adopter. Without it the parts
        that need it are left out and say so: there is no silent cut.
    parts
        Some of adopters, bridges, walls, patterns, ingredients, suggestions, meetings, invitations and forecast; None
        takes all. Those they rest on are computed too.
    settings
        Arguments per part, such as ``{"suggestions": {"top": 20}}``.
    rng
        Seed of every part.
    progress
        Whether to show a bar when it takes more than two seconds.

    Returns
    -------
    Overview
        `.results` by part, `.missing` with reasons, `.explain(person)`, `.summary()`, `.build_report(audience=...)`.

    Raises
    ------
    InputError
        If a part or setting does not exist.
    ColumnError
        If `by` is not a column.

    Notes
    -----
    Some seconds for hundreds of people, about half a minute for 5,000. Where nothing but memberships is known, whoever
    shares an initiative is tied (`build_projection`), and the overview says so.

    Examples
    --------
    >>> import kiemen
    >>> network = kiemen.load_example("academie")
    >>> overview = kiemen.build_overview(network, parts=["adopters", "bridges"])
    >>> list(overview.results)
    ['adopters', 'bridges']
    """
    network = with_ties(network)
    done = analyse_network(
        network,
        parts=tuple(ROAD) if parts is None else tuple(parts),
        by=by,
        relation=relation,
        share=share,
        seed=rng,
        settings=settings,
        progress=progress,
    )
    return Overview(network, done.results, done.missing, by, relation)
