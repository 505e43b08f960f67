"""The usual road from a network to a report: every part in turn, with its settings, time and memory."""

from __future__ import annotations

import importlib
import inspect
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from kiemen._checks import check_choice, check_network, did_you_mean
from kiemen._copies import Beside, beside
from kiemen.diffusion.progress import progress_bar
from kiemen.errors import ColumnError, InputError, KiemenWarning, TooLargeError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.read.projectkeys import check_kinds, kinds_of
from kiemen.report.findings import declared_adopters, pairs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from kiemen.network import Network
    from kiemen.results import Result

# Part: where its function lives. In the order in which one rests on the other.
ROAD = {
    "adopters": ("kiemen.adoption.propensity", "score_adopters"),
    "bridges": ("kiemen.measures.bridges", "score_bridges"),
    "walls": ("kiemen.measures.walls", "find_walls"),
    "patterns": ("kiemen.diagnosis.patterns", "find_patterns"),
    "ingredients": ("kiemen.diagnosis.ingredients", "profile_ingredients"),
    "suggestions": ("kiemen.suggest.connections", "suggest_connections"),
    "meetings": ("kiemen.suggest.meetings", "suggest_meetings"),
    "invitations": ("kiemen.suggest.invitations", "suggest_invitations"),
    "forecast": ("kiemen.diffusion.forecast", "forecast_growth"),
}
# What this process does while a copy of it, where there may be one, does the other parts: neither needs the other.
ROUNDS = (
    (("bridges", "walls"), ("adopters",)),
    (("patterns", "ingredients", "meetings", "invitations"), ("suggestions", "forecast")),
)
# Above this number of people the parts use all processors themselves, and two copies would take twice the memory.
MOST_COPIED = 20_000
# Who is active at the start: these parts need it.
WITH_ADOPTERS = ("patterns", "ingredients", "suggestions", "meetings", "invitations", "forecast")
# What a month has room for, under the model of the forecast; a project file may ask for more.
USUAL: dict[str, dict[str, Any]] = {
    "meetings": {"top": 2, "size": (4, 6), "model": "fire"},
    "invitations": {"model": "fire"},
}
# These cannot do without; the others say less.
NEED_ADOPTERS = ("suggestions", "meetings", "invitations", "forecast")
NO_RANKING = mark("nobody is on record as an adopter, and there is no evidence to rank people by")
NO_SHARE = mark(
    "nobody is on record as an adopter, and no share is stated: say which share of the people you take to be early "
    "adopters (share = 0.1 in the project file, --share 0.1 in a command, share=0.1 in a notebook)"
)


@dataclass
class Analysis:
    """The results of the road, what could not be computed and why, and what each step took."""

    results: dict[str, Result] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    steps: list[tuple[str, float, float, float]] = field(default_factory=list)
    pictures: dict[str, Any] = field(default_factory=dict)

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        """Do some work and write down its seconds, those of the processor, and the most memory so far."""
        start, busy = time.perf_counter(), time.process_time()
        try:
            return work()
        finally:
            self.steps.append((name, time.perf_counter() - start, time.process_time() - busy, memory_in_use()))

    def only(self, parts: Sequence[str]) -> Analysis:
        """Give the results of these parts, with all that was noted."""
        return Analysis({part: self.results[part] for part in parts if part in self.results}, self.missing, self.steps)

    def add(self, other: Analysis) -> None:
        """Take over what was computed beside this."""
        self.results |= other.results
        self.missing |= other.missing
        self.steps += other.steps


def with_ties(network: Network) -> Network:
    """Give the network itself or, where there are members of initiatives and no ties at all, ties between those."""
    check_network(network)
    if network.n_ties or network.memberships.empty:
        return network
    from kiemen.measures.projection import build_projection

    try:
        return build_projection(network)
    except TooLittleDataError:
        return network


def memory_in_use() -> float:
    """Give the most memory this process has had, in MiB; NaN where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform != "darwin" else 1024**2)


def analyse_network(
    network: Network,
    *,
    parts: Sequence[str] = tuple(ROAD),
    by: str | None = None,
    relation: str | Sequence[str] | None = None,
    share: float | None = None,
    seed: int = 0,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    analysis: Analysis | None = None,
    progress: bool = False,
    draw: Callable[[Mapping[str, Result]], Iterable[tuple[str, Any]]] | None = None,
) -> Analysis:
    """Compute the parts of a report one after the other.

    Answers: "Can I have everything at once?" A part for which there is too little data is left out with the reason; it
    does not stop the others. Not for a study of one question: call the function of that part.

    Parameters
    ----------
    network
        People, ties and whatever else is known.
    parts
        Which parts; those they rest on are computed too.
    by
        Group column.
    relation
        The ties that count; None takes all together.
    share
        Share of the people who are adopters, where nobody is on record and the ranking is used. Without it the parts
        that need it are left out: there is no silent cut.
    seed
        Seed of every part.
    settings
        Arguments per part, which go before the above.
    analysis
        One to add to, with its times so far.
    progress
        Whether to show a bar over the parts when they take more than two seconds.
    draw
        Gives pictures of results one by one, each with its name; asked for more while the longest parts go on in
        another process.

    Returns
    -------
    Analysis
        `.results` by part, `.missing` with reasons, `.pictures` that were drawn on the way, and `.steps` with name,
        seconds, processor seconds and memory (MiB).

    Raises
    ------
    InputError
        If a setting does not exist.
    """
    check_network(network)
    settings = {} if settings is None else settings
    check_settings(settings)
    done = analysis if analysis is not None else Analysis()
    wanted = _with_needs(parts)
    declared = bool(declared_adopters(network, None))

    def run(into: Analysis, some: Sequence[str], bar: Any = None) -> Analysis:
        for part in some:
            given = {"by": by, "relation": relation, "rng": seed, "progress": False, **USUAL.get(part, {})}
            given |= settings.get(part, {})
            if _completed(into, part, given, share=share, declared=declared):
                _run_part(into, network, part, given)
            if bar is not None:
                bar.update()
        return into

    with progress_bar(len(wanted), mark("Analysis"), show=progress) as bar:
        for both in ROUNDS:
            mine, others = ([part for part in some if part in wanted] for some in both)
            several = bool(mine and others) and network.n_nodes <= MOST_COPIED
            apart = partial(_apart, run, done, others)
            with beside(apart, worthwhile=several) as other:
                run(done, mine, bar)
                if draw is not None and other.going_on and both is ROUNDS[-1]:
                    done.pictures = done.timed("pictures", partial(_meanwhile, draw(done.results), other))
                done.add(other.result())
                bar.update(len(others))
    done.results = {part: done.results[part] for part in ROAD if part in done.results}
    return done


def _meanwhile(pictures: Iterable[tuple[str, Any]], other: Beside[Analysis]) -> dict[str, Any]:
    """Draw until the other process is done: what is left is then drawn by both."""
    made = {}
    for name, picture in pictures:
        made[name] = picture
        if other.answered:
            break
    return made


def _apart(run: Callable[[Analysis, Sequence[str]], Analysis], done: Analysis, parts: Sequence[str]) -> Analysis:
    """Compute parts on what is there, and give these alone."""
    return run(Analysis(dict(done.results)), parts).only(parts)


def _completed(done: Analysis, part: str, given: dict[str, Any], *, share: float | None, declared: bool) -> bool:
    """Fill in what a part needs from those before it; False, with the reason noted, where it cannot be had."""
    if part in WITH_ADOPTERS and not declared and "adopters" not in given:
        ranked = "adopters" in done.results and bool(done.results["adopters"].table["propensity"].notna().any())
        if part in NEED_ADOPTERS and not (ranked and (share is not None or "share" in given)):
            done.missing[part] = NO_SHARE if ranked else NO_RANKING
            return False
        if ranked:
            for name, value in starters(done, share).items():
                given.setdefault(name, value)
    if part == "forecast" and "suggestions" in done.results:
        pairs = pairs_of(done.results["suggestions"].table)
        given.setdefault("added_ties", [(str(one), str(other)) for one, other in pairs])
    return True


def _with_needs(parts: Sequence[str]) -> list[str]:
    needed = set(parts)
    for part in parts:
        check_choice("parts", part, tuple(ROAD))
    if needed & {"forecast", "meetings", "invitations"}:
        needed.add("suggestions")
    if needed & set(WITH_ADOPTERS):
        needed.add("adopters")
    return [part for part in ROAD if part in needed]


def starters(done: Analysis, share: float | None) -> dict[str, Any]:
    """Give the ranking and the stated share as the arguments of a part that needs to know who starts."""
    if "adopters" not in done.results or share is None:
        return {}
    ranking: pd.Series = done.results["adopters"].table["propensity"]
    return {"adopters": ranking, "share": share}


def check_settings(settings: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse settings of a part that its function does not have, or that can be none of it.

    Raises
    ------
    InputError
        If there is such a setting; the message names the nearest.
    """
    given: object = settings
    if not isinstance(given, Mapping) or not all(isinstance(stated, Mapping) for stated in given.values()):
        raise InputError('settings must give arguments by part, as in {"suggestions": {"top": 20}}.')
    for part, stated in settings.items():
        function = _function(check_choice("settings", part, tuple(ROAD)))
        if function is None or not stated:
            continue
        known = {name: one.annotation for name, one in list(inspect.signature(function).parameters.items())[1:]}
        for key in stated:
            if key not in known:
                raise InputError(f"[settings.{part}]: {function.__name__} has no {key!r}.{did_you_mean(key, known)}")
        check_kinds(stated, kinds_of(known), f"[settings.{part}]")


def _function(part: str) -> Callable[..., Result] | None:
    """Give the function of a part, None where this version has none."""
    module, name = ROAD[part]
    try:
        found: Callable[..., Result] = getattr(importlib.import_module(module), name)
    except (ModuleNotFoundError, AttributeError):
        return None
    return found


def _run_part(done: Analysis, network: Network, part: str, given: dict[str, Any]) -> None:
    function = _function(part)
    if function is None:
        done.missing[part] = "not in this version"
        return
    known = inspect.signature(function).parameters
    arguments = {key: value for key, value in given.items() if key in known}
    with warnings.catch_warnings():
        # Results carry these as cautions, which the report shows in the language of its reader.
        warnings.simplefilter("ignore", KiemenWarning)
        try:
            done.results[part] = done.timed(part, lambda: function(network, **arguments))
        except (TooLittleDataError, TooLargeError) as reason:
            done.missing[part] = str(reason)
        except ColumnError as reason:
            if given.get("by") is not None:
                raise
            done.missing[part] = str(reason)
