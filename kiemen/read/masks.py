"""Names of people who object, taken out of the titles and texts in which others wrote them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kiemen._letters import fold
from kiemen.errors import PrivacyError
from kiemen.network import Network
from kiemen.privacy.mentions import MASK, Names, initialled, replaced, reworded, spelled, whole_names, without_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable

# A shorter id is more likely a count, or the number of a room.
SHORTEST_NUMBER, SHORTEST_ID = 5, 4


def masked(words: Iterable[str], ids: Iterable[str], others: Iterable[str]) -> Names:
    """Give what may stand in no text: these names, addresses and ids, but no form that is another's as well.

    Whoever is in `others` may be named as they write themselves, and so may a name that could be theirs.
    """
    return _masked(tuple(words), tuple(ids), tuple(others))


# Each file of a project is looked through for the same people.
@lru_cache(maxsize=4)
def _masked(written: tuple[str, ...], ids: tuple[str, ...], others: tuple[str, ...]) -> Names:
    own = whole_names(written) | {spelled(person) for person in ids if _is_telling(person)}
    short = {form for name in written for form in initialled(name)}
    bare = {form for name in written for form in without_prefix(name)}
    families = {form.split()[-1] for form in own | bare if " " in form}
    kin = [name for name in others if not families.isdisjoint(fold(name).replace("-", " ").split())]
    spared = whole_names(kin) | {form for name in kin for form in without_prefix(name)}
    return Names(
        whole=dict.fromkeys(bare, MASK) | dict.fromkeys(spared, "") | dict.fromkeys(own, MASK),
        short=dict.fromkeys(short, MASK) | {form: "" for name in kin for form in initialled(name)},
    )


def _is_telling(person: str) -> bool:
    """Say whether an id can hardly be a word or a count of something."""
    plain = re.sub(r"\W", "", person)
    return len(plain) >= (SHORTEST_NUMBER if plain.isdigit() else SHORTEST_ID) and any(map(str.isdigit, plain))


def without_names(network: Network, names: Names) -> Network:
    """Give a network in whose titles, texts and attributes none of these names stands."""
    if not names.whole:
        return network
    for wave in network.waves.index:
        # Two that became one would be one measurement: whoever called it so can call it otherwise.
        refuse_names(names, "the wave", wave)
    network = _without_in_relations(network, names)
    frames = network._frames  # noqa: SLF001  the tables are looked through, not copied
    changed = reworded(frames, names)
    people = changed.pop("people", None)
    made = network.replace(**changed) if changed else network
    if people is None:
        return made
    return Network({**made._frames, "people": people}, made._ties)  # noqa: SLF001  only attributes differ


def _without_in_relations(network: Network, names: Names) -> Network:
    """Give the network with other words for relations in which one of these names stands."""
    told = {str(name): replaced(str(name), names) for name in network.relations.index if not str(name).isalnum()}
    told = {name: words for name, words in told.items() if words != name}
    if not told:
        return network
    relations = network.relations.rename(index=told)
    ties = network.ties
    return network.replace(
        ties=ties.assign(relation=ties["relation"].replace(told)),
        relations=relations[~relations.index.duplicated()],
    )


def refuse_names(names: Names, what: str, words: str) -> None:
    """Refuse words of the analyst's own in which one of these names stands.

    Raises
    ------
    PrivacyError
        With the words, but for the name.
    """
    told = replaced(words, names)
    if told != words:
        raise PrivacyError(f"{told!r} names somebody who objects; give {what} another name.")
