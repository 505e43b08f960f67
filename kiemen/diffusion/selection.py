"""Choosing starters on reverse-reachable sets, with a certificate of how good the choice is (OPIM-C)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.progress import compiling, progress_bar
from kiemen.diffusion.reverse import MOST_SETS
from kiemen.i18n import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.reverse import ReverseSampler, ReverseSets

FIRST_SETS = 2**9
FLOOR_SETS, FLOOR_MEMBERS = 2**15, 8_000_000  # fewer sets than this are drawn only where sets are large
CLOSE, SURE = 0.005, 2.0  # too close to call: a lead of fewer standard errors, where one of them is more than this
CLOSE_SETS = 2**18  # what is too close to call by now may stay so
MOST_MEMBERS = 150_000_000  # about 1 GB of sets and their index
EXCHANGE_MEMBERS, EXCHANGE_ROUNDS = 20_000_000, 3  # members times places looked at in one round, and rounds
SHARED = 0.5  # part of the people that two choices have in common, below which chance has chosen
GREEDY_SHARE = 1.0 - 1.0 / np.e


@dataclass(frozen=True, eq=False)
class Constraints:
    """What a set of starters must keep to.

    Parameters
    ----------
    k
        How many at most.
    allowed
        Per person, whether the person may be chosen.
    price
        Per person what choosing costs, or one number for all.
    budget
        Most that all may cost together.
    group
        Code of each person's group.
    quota
        Most people per group.
    """

    k: int
    allowed: NDArray[np.bool_]
    price: NDArray[np.float64]
    budget: float
    group: NDArray[np.int32]
    quota: NDArray[np.int64]

    @property
    def bind(self) -> bool:
        """Whether prices or quotas rule out some sets of k people."""
        return self.price.size > 1 or bool(self.quota.min() < self.k)

    def cost(self, person: int) -> float:
        """Give the price of one person."""
        return float(self.price[0] if self.price.size == 1 else self.price[person])

    def k_people(self, k: int) -> Constraints:
        """Give the same limits for another number of people."""
        return replace(self, k=k)

    def pick(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        """Walk through people in order and take everyone who still fits."""
        chosen: list[int] = []
        room = self.quota.copy()
        spent = 0.0
        for person in order.tolist():
            if len(chosen) == self.k:
                break
            cost = self.cost(person)
            if self.allowed[person] and room[self.group[person]] > 0 and spent + cost <= self.budget:
                chosen.append(person)
                room[self.group[person]] -= 1
                spent += cost
        return np.array(chosen, dtype=np.int64)


@dataclass(frozen=True)
class Certificate:
    """What is proved about a set of starters within the model.

    Parameters
    ----------
    spread
        Estimated expected number of people reached.
    low, high
        The expected number lies between these, except with probability `delta`.
    optimum_high
        No allowed set reaches more than this in expectation, except with probability `delta`; NaN when not asked.
    ratio
        low / optimum_high: at least this part of the best possible is reached.
    delta
        Probability that a statement is wrong.
    sets
        Reverse-reachable sets behind each of the two sides.
    """

    spread: float
    low: float
    high: float
    optimum_high: float
    ratio: float
    delta: float
    sets: int


def lower_bound(covered: float, scale: float, chance: float) -> float:
    """Give the lower bound of a spread from the sets covered, except with probability `chance` (OPIM-C)."""
    eta = np.log(1.0 / chance)
    root = np.sqrt(covered + 2.0 * eta / 9.0) - np.sqrt(eta / 2.0)
    return float(max((max(root, 0.0) ** 2 - eta / 18.0) * scale, 0.0))


def upper_bound(covered: float, scale: float, chance: float) -> float:
    """Give the upper bound of a spread from the sets covered, except with probability `chance` (OPIM-C)."""
    eta = np.log(1.0 / chance)
    return float((np.sqrt(covered + eta / 2.0) + np.sqrt(eta / 2.0)) ** 2 * scale)


@dataclass(frozen=True, eq=False)
class Choice:
    """A chosen set in order, with its certificate and the sets that judge it.

    Parameters
    ----------
    people
        Who, in the order in which each adds most.
    certificate
        What is proved.
    judge
        The sets that it was not chosen on.
    excluded
        The ones of them that the given people cover.
    alike
        Where a choice made on half the sets names mostly other people who do as well: the part of the spread within
        which the two are equal; else NaN.
    """

    people: NDArray[np.int64]
    certificate: Certificate
    judge: ReverseSets
    excluded: NDArray[np.bool_]
    alike: float = float("nan")


def greedy_cover(
    sets: ReverseSets, limits: Constraints, excluded: NDArray[np.bool_], *, by_price: bool = True
) -> tuple[NDArray[np.int64], int, float]:
    """Give the greedy choice on the sets, the sets it covers, and the bound on what any allowed choice could cover."""
    from kiemen._kernels.rrsets import cover_greedily

    with compiling("cover"):
        chosen, fresh, upper = cover_greedily(
            sets.ptr, sets.members, sets.n, limits.k, limits.allowed, limits.price, float(limits.budget),
            limits.group, limits.quota, excluded, by_price,
        )  # fmt: skip
    return chosen.astype(np.int64), int(fresh.sum()), float(upper)


def choose(
    sampler: ReverseSampler,
    limits: Constraints,
    rivals: dict[str, NDArray[np.int64]],
    given: NDArray[np.int64],
    *,
    epsilon: float,
    delta: float,
    progress: bool,
) -> Choice:
    """Choose starters and certify them; never worse on the judging sets than any of the rivals.

    Two samples double until three things hold. The certificate reaches 1 − 1/e − ε; where prices or quotas keep it
    below that whatever the sample, it comes within ε of what an endless sample would prove. The choice no longer looks
    more than ε better on the sample it was made on than on the other, or twice as many sets chose no better within ε:
    among equals the first never ends. And, as long as sets are cheap, the spread is known to ε (standard error) and no
    rival is too close to call. Where people differ in price, the choice by gain per price competes with one by gain
    alone. In the end people are exchanged one by one where that covers more, which greedy steps cannot do.
    """
    rounds = int(np.log2(MOST_SETS / FIRST_SETS)) + 1
    rivalry = len(rivals) + 3
    chance = delta / (2.0 * rounds)
    one = _to_begin_with(sampler)
    size = one.size
    two = sampler.draw(size, first=MOST_SETS)
    former: NDArray[np.int64] | None = None
    with progress_bar(rounds, mark("Choosing starters"), show=progress) as bar:
        while True:
            made, covered, upper = _made_on(one, limits, given)
            best, seen, clear = _best_of([*made, *rivals.values()], two, given)
            optimum, low = upper_bound(upper, one.scale, chance), lower_bound(seen, two.scale, chance / rivalry)
            proved = low >= (min(GREEDY_SHARE, seen / max(upper, 1.0)) - epsilon) * optimum
            precise = _error(best, two, given) <= epsilon * seen
            alike = _alike(made, former, two, given) / max(seen, 1)
            honest = covered <= seen * (1.0 + epsilon)
            most = max(one.members.size, two.members.size) * 2
            full = most > MOST_MEMBERS or size * 2 > MOST_SETS
            many = most > FLOOR_MEMBERS
            settled = (precise or many) and (clear or many or size * 2 > CLOSE_SETS)
            bar.update(1)
            if full or (proved and (honest or alike <= epsilon) and settled):
                break
            former = best
            one = one.joined(sampler.draw(size, first=size))
            two = two.joined(sampler.draw(size, first=MOST_SETS + size))
            size *= 2
    swapped = exchanged(one, best, limits, given)
    best, seen, _ = _best_of([best, swapped], two, given)
    low = lower_bound(seen, two.scale, chance / rivalry)
    chancy = former is not None and alike <= epsilon and np.isin(made[0], former).mean() <= SHARED
    best = _in_order_of_gain(best, two, given)
    certificate = Certificate(
        seen * two.scale, low, upper_bound(seen, two.scale, chance / rivalry), optimum,
        low / optimum if optimum > 0 else 1.0, delta, size,
    )  # fmt: skip
    return Choice(best, certificate, two, _excluded(two, given), alike if chancy else float("nan"))


def _made_on(
    sets: ReverseSets, limits: Constraints, given: NDArray[np.int64]
) -> tuple[list[NDArray[np.int64]], int, float]:
    """Give the choices made on a sample, the sets that the best of them covers there, and the bound on any choice."""
    excluded = _excluded(sets, given)
    people, covered, upper = greedy_cover(sets, limits, excluded)
    if limits.price.size == 1:
        return [people], covered, upper
    by_gain, covered_by_gain, bound = greedy_cover(sets, limits, excluded, by_price=False)
    return [people, by_gain], max(covered, covered_by_gain), min(upper, bound)


def exchanged(
    sets: ReverseSets, people: NDArray[np.int64], limits: Constraints, given: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Exchange one person at a time for whoever covers most in that place, until nothing helps or it takes too long."""
    chosen = people.copy()
    if sets.members.size * chosen.size > EXCHANGE_MEMBERS:
        return chosen
    excluded = _excluded(sets, given)
    price = np.broadcast_to(limits.price, sets.n)
    for _ in range(EXCHANGE_ROUNDS):
        before = chosen.copy()
        for place in range(chosen.size):
            others = np.delete(chosen, place)
            taken = np.bincount(limits.group[others], minlength=limits.quota.size)
            may = limits.allowed & (taken < limits.quota)[limits.group]
            may &= price + price[others].sum() <= limits.budget
            may[others] = False
            gain = np.where(may, sets.marginal(~(excluded | sets.covered(others))), -1)
            best = int(np.argmax(gain))
            if gain[best] > gain[chosen[place]]:
                chosen[place] = best
        if np.array_equal(before, chosen):
            break
    return chosen


def _to_begin_with(sampler: ReverseSampler) -> ReverseSets:
    """Draw as many sets as are cheap, so that a choice does not hang on the luck of a few.

    How many there are follows from the sets that a choice is made on, never from those that judge it.
    """
    trial = sampler.draw(FIRST_SETS)
    size = FIRST_SETS
    while size < FLOOR_SETS and trial.members.size // FIRST_SETS * size * 2 <= FLOOR_MEMBERS:
        size *= 2
    return sampler.draw(size) if size > FIRST_SETS else trial


def certify(
    sampler: ReverseSampler,
    people: NDArray[np.int64],
    limits: Constraints,
    given: NDArray[np.int64],
    *,
    epsilon: float,
    delta: float,
) -> Choice:
    """Certify a set that was chosen by other means, against the best allowed set of the same size."""
    size = FIRST_SETS
    while True:
        one, two = sampler.draw(size), sampler.draw(size, first=MOST_SETS)
        seen = int(_fresh(two, people, given).sum())
        error = 2.0 * np.sqrt(max(seen, 1.0)) / max(seen, 1.0)
        if error <= epsilon or one.members.size * 4 > MOST_MEMBERS or size * 4 > MOST_SETS:
            break
        size *= 4
    _, _, upper = greedy_cover(one, limits, _excluded(one, given))
    optimum = upper_bound(upper, one.scale, delta / 2.0)
    low = lower_bound(seen, two.scale, delta / 2.0)
    certificate = Certificate(
        seen * two.scale, low, upper_bound(seen, two.scale, delta / 2.0), optimum,
        low / optimum if optimum > 0 else 1.0, delta, size,
    )  # fmt: skip
    return Choice(_in_order_of_gain(people, two, given), certificate, two, _excluded(two, given))


def _excluded(sets: ReverseSets, given: NDArray[np.int64]) -> NDArray[np.bool_]:
    return sets.covered(given) if given.size else np.zeros(sets.size, np.bool_)


def _fresh(sets: ReverseSets, people: NDArray[np.int64], given: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say for each set whether these people cover it and the given people do not."""
    both = np.concatenate([given, people])
    hits = sets.first_hits(both)
    return (hits >= given.size) & (hits < both.size)


def _best_of(
    candidates: list[NDArray[np.int64]], judge: ReverseSets, given: NDArray[np.int64]
) -> tuple[NDArray[np.int64], int, bool]:
    """Give the choice that covers most sets, how many these are, and whether no other can be noticeably better."""
    seen = [int(_fresh(judge, people, given).sum()) for people in candidates]
    best = int(np.argmax(seen))
    clear = True
    for people in candidates:
        lead, error = _lead(candidates[best], people, judge, given)
        clear = clear and (error <= CLOSE * seen[best] or lead >= SURE * error)
    return candidates[best], seen[best], clear


def _lead(
    people: NDArray[np.int64], others: NDArray[np.int64], judge: ReverseSets, given: NDArray[np.int64]
) -> tuple[float, float]:
    """Give how many more sets the people cover than the others, and its standard error on the sets that they share.

    Everybody is the root of as many sets, so sets whose root is one of them carry no error.
    """
    one, other = _fresh(judge, people, given), _fresh(judge, others, given)
    sure = np.zeros(judge.n, np.bool_)
    sure[people] = sure[others] = True
    differ = (one ^ other) & ~sure[judge.roots]
    return float(one.sum()) - float(other.sum()), float(np.sqrt(differ.sum()))


def _error(people: NDArray[np.int64], judge: ReverseSets, given: NDArray[np.int64]) -> float:
    """Give the standard error of the sets that people cover; the ones whose root they are carry none."""
    mine = np.zeros(judge.n, np.bool_)
    mine[people] = True
    return float(np.sqrt((_fresh(judge, people, given) & ~mine[judge.roots]).sum()))


def _alike(
    made: list[NDArray[np.int64]],
    former: NDArray[np.int64] | None,
    judge: ReverseSets,
    given: NDArray[np.int64],
) -> float:
    """Give by how many sets at most the new choices beat the former one; infinite when there is none."""
    if former is None:
        return float("inf")
    leads = [_lead(people, former, judge, given) for people in made]
    return max(abs(lead) + SURE * error for lead, error in leads)


def _in_order_of_gain(people: NDArray[np.int64], judge: ReverseSets, given: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put a set in the order in which each next person adds most."""
    inside = np.zeros(judge.n, np.bool_)
    inside[people] = True
    limits = Constraints(
        people.size, inside, np.ones(1), np.inf, np.zeros(judge.n, np.int32), np.array([people.size], np.int64)
    )
    ordered, _, _ = greedy_cover(judge, limits, _excluded(judge, given))
    return ordered
