"""Who really works with whom: the network behind the answers, with its walls, its lonely group and its bridge."""

from collections.abc import Iterable

from kiemen.datasets.draws import Draws
from kiemen.datasets.organisation import Planted
from kiemen.datasets.people import Colleague
from kiemen.datasets.plant import Plant

WITHIN_TEAM = 3.5
WITHIN_DEPARTMENT = 1.3
ACROSS = 3.6
TOGETHER = 0.06


class WorkingTies:
    """Undirected working ties with a strength between 0 and 1, kept per person."""

    def __init__(self, people: list[Colleague], planted: Planted, plant: Plant) -> None:
        self.people = people
        self.of: list[dict[int, float]] = [{} for _ in people]
        self._walls = {frozenset(wall) for wall in planted.walls}
        self._lonely = frozenset(planted.lonely)
        self._leak = plant.wall_leak

    def add(self, a: int, b: int, strength: float) -> None:
        """Join two people."""
        if a != b:
            self.of[a][b] = strength
            self.of[b][a] = strength

    def drop(self, a: int, b: int) -> None:
        """Part two people."""
        del self.of[a][b], self.of[b][a]

    def pairs(self) -> list[tuple[int, int]]:
        """Every tie once, in order."""
        return [(a, b) for a, others in enumerate(self.of) for b in sorted(others) if a < b]

    def walled(self, a: int, b: int) -> bool:
        """Whether a wall stands between two people."""
        return frozenset((self.people[a].department, self.people[b].department)) in self._walls

    def apart(self, a: int, b: int) -> bool:
        """Whether one of two people belongs to the lonely group: nobody else knows them."""
        return a in self._lonely or b in self._lonely

    def try_add(self, draws: Draws, a: int, b: int, strength: float) -> bool:
        """Join two people unless one is lonely or a wall stands between them (a few ties leak through)."""
        if a == b or b in self.of[a] or self.apart(a, b):
            return False
        if self.walled(a, b) and not draws.chance(self._leak):
            return False
        self.add(a, b, strength)
        return True

    def sociable(self, draws: Draws, a: int, pool: list[int], strength: float) -> None:
        """Join one person to somebody of the pool; the active are met more often."""
        for _ in range(20):
            b = draws.pick(pool)
            if draws.chance(self.people[b].activity / 2.1) and self.try_add(draws, a, b, strength):
                return


def draw_ties(people: list[Colleague], planted: Planted, draws: Draws, plant: Plant) -> WorkingTies:
    """Draw the working ties within teams and departments, across them, and along the line."""
    ties = WorkingTies(people, planted, plant)
    teams = _members(people, "team")
    departments = _members(people, "department")
    for members in teams.values():
        _within_team(ties, draws, members)
    everybody = list(range(len(people)))
    for index, person in enumerate(people):
        for _ in range(draws.round(WITHIN_DEPARTMENT / 2 * person.activity)):
            ties.sociable(draws, index, departments[person.department], 0.35 + 0.4 * draws.uniform())
        for _ in range(draws.round(ACROSS / 2 * person.activity)):
            _across(ties, draws, index, everybody)
        if person.boss is not None and person.role != "medewerker":
            ties.try_add(draws, index, person.boss, 0.7)
    if planted.walls:
        _plant_lonely(ties, draws, planted)
        _plant_bridge(ties, draws, planted, plant)
    return ties


def tie_members(ties: WorkingTies, draws: Draws, members: Iterable[int]) -> None:
    """Let people who take part in the same initiative get to know each other now and then."""
    group = sorted(members)
    for place, a in enumerate(group):
        for b in group[place + 1 :]:
            if draws.chance(TOGETHER):
                ties.try_add(draws, a, b, 0.3 + 0.3 * draws.uniform())


def later_ties(ties: WorkingTies, planted: Planted, draws: Draws, plant: Plant) -> WorkingTies:
    """Return the ties nine months on: one in seven has gone, as many new ones across departments have come."""
    later = WorkingTies(ties.people, planted, plant)
    later.of = [dict(others) for others in ties.of]
    everybody = list(range(len(ties.people)))
    lost = [(a, b) for a, b in ties.pairs() if draws.chance(1 / 7) and not later.apart(a, b)]
    for a, b in lost:
        later.drop(a, b)
    for a, _ in lost:
        _across(later, draws, a, everybody)
    return later


def _members(people: list[Colleague], what: str) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for index, person in enumerate(people):
        groups.setdefault(getattr(person, what), []).append(index)
    return groups


def _within_team(ties: WorkingTies, draws: Draws, members: list[int]) -> None:
    base = WITHIN_TEAM / max(len(members) - 1, 1)
    for place, a in enumerate(members):
        for b in members[place + 1 :]:
            if draws.chance(base * ties.people[a].activity * ties.people[b].activity):
                ties.try_add(draws, a, b, 0.5 + 0.5 * draws.uniform())


def _across(ties: WorkingTies, draws: Draws, index: int, everybody: list[int]) -> None:
    own = ties.people[index].department
    for _ in range(40):
        other = draws.pick(everybody)
        if ties.people[other].department == own or not draws.chance(ties.people[other].activity / 2.1):
            continue
        if ties.try_add(draws, index, other, 0.2 + 0.5 * draws.uniform()):
            return


def _plant_lonely(ties: WorkingTies, draws: Draws, planted: Planted) -> None:
    """Tie the enthusiasts to each other: a ring, so that nobody is left out, and most of the other pairs."""
    group = planted.lonely
    for place, a in enumerate(group):
        ties.add(a, group[(place + 1) % len(group)], 0.9)
        for b in group[place + 2 :]:
            if draws.chance(0.6):
                ties.add(a, b, 0.5 + 0.4 * draws.uniform())


def _plant_bridge(ties: WorkingTies, draws: Draws, planted: Planted, plant: Plant) -> None:
    """Let one ordinary colleague work with both sides of the first wall, and with many others besides."""
    bridge = planted.bridge
    usable = [i for i in range(len(ties.people)) if i != bridge and not ties.apart(i, bridge)]
    for side in planted.walls[0]:
        beside = [i for i in usable if ties.people[i].department == side]
        for other in draws.sample(beside, plant.bridge_side):
            ties.add(bridge, other, 0.5 + 0.4 * draws.uniform())
    elsewhere = [i for i in usable if ties.people[i].department not in planted.walls[0]]
    for other in draws.sample(elsewhere, plant.bridge_elsewhere):
        ties.add(bridge, other, 0.4 + 0.4 * draws.uniform())
