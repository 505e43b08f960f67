"""What a file discloses: names, ids, addresses, small groups, requests and properties, member by member."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from kiemen._checks import check_network
from kiemen._files import MARKER
from kiemen._letters import fold as plain_letters
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.plots.layout import known_groups
from kiemen.plots.seals import PNG, is_sealed
from kiemen.privacy.audiences import MINIMUM_GROUP, check_audience, check_minimum
from kiemen.privacy.mentions import in_initials, mentioned, short_names, whole_names
from kiemen.report.build import checked_about, consenting_people
from kiemen.report.guard import (
    MAIL,
    fold,
    found_in,
    ordinary_names,
    signs_of,
    stated_people,
    too_short,
    unquoted,
    written_in,
)
from kiemen.report.packed import unread_in
from kiemen.report.personal import nameable_people
from kiemen.report.smallgroups import groups_in, in_doubt
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kiemen.network import Network
    from kiemen.report.guard import Sign

REQUEST = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?\s*(?:https?:)?//[^\s\"')>]+")
COLUMNS = ["kind", "what", "where", "allowed"]
UNREAD = mark("cannot be read")
STRANGE = mark("e-mail, not known whose")
# What looks like an address, such as a picture drawn twice as fine (logo@2x.png).
FILES = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|js|css|\d+)$")


@dataclass(frozen=True, repr=False, eq=False)
class Audit(Result):
    """What a file discloses; see `audit_file`.

    Parameters
    ----------
    safe
        Whether the audience may have the file.
    """

    safe: bool = True

    _title: ClassVar[str] = mark("What this file discloses")
    _plot: ClassVar[str] = "plot_audit"


def audit_file(
    path: str | os.PathLike[str],
    network: Network,
    *,
    audience: str,
    consenting: str | Sequence[str] | None = None,
    by: str | None = None,
    minimum_group: int = MINIMUM_GROUP,
    about: Mapping[str, str] | None = None,
) -> Audit:
    """List what a file discloses about the people in a network, and whether the audience may see it.

    Answers: "Can I send this?" Reads the name of the file, and inside archives, workbooks, documents and escapes, and
    knows a name in its usual forms ("Vos, Cas van der", "Cas v.d. Vos", "C. van der Vos"), not by one part of it. It
    looks for names, ids and e-mail addresses of people in the network, for names of small groups, and for e-mail
    addresses of which it is not known whose they are, but for those in `about`. It does not judge
    what is said of somebody without a name ("the only woman in the team"), nor what could be worked out from figures:
    that is kept out when a report is built. What it cannot read (a PDF, words drawn in a picture, a file under a
    password) is never called safe for anybody but the analyst: audit what it was made from, or look at it yourself.

    Parameters
    ----------
    path
        Any file: a page, a workbook, a picture, a table.
    network
        Who could be in it.
    audience
        Who would get it. A participant may read the name of who the file is named after, and of colleagues who may be
        named to them (`consenting`, as for `write_personal_reports`); no id and no e-mail address.
    consenting
        Who agreed to be named to the team, as for `build_report`.
    by
        Column with the groups; None takes the usual one.
    minimum_group
        Groups smaller than this may be named to the analyst only.
    about
        What the organisation states itself, as for `build_report`: who is named there may be named in the file.

    Returns
    -------
    Audit
        `.safe` and `.table`, with one row per finding and the columns

        kind : str - name, id, e-mail (of whom, or not known whose), small group, request, or a part that cannot be
        read
        what : str - what was found; behind initials and a surname, between brackets, who of the network that may be
        (those that `minimum_group` people or more could be are left out)
        where : str - the file, or the member of the archive
        allowed : bool - whether the audience may see it

    Raises
    ------
    InputError
        If the file cannot be read, or an argument is not what it should be.
    PrivacyError
        If the audience is unknown.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_frames(pd.DataFrame({"person": ["p1"], "name": ["An de Vries"]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "note.txt")
    ...     _ = path.write_text("Ask An de Vries.")
    ...     audit_file(path, network, audience="management").table["kind"].tolist()
    ['name']
    """
    check_audience(audience)
    check_minimum(minimum_group)
    check_network(network)
    about = checked_about(about)
    if not isinstance(path, (str, os.PathLike)):
        raise InputError(f"path must be the name of a file, not {path!r}.")
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"could not read {file}: {error.strerror or error}.") from error
    signs = signs_of(network)
    small = _small_groups(network, by, minimum_group)
    named = _named_by(file, signs)
    allowed = _allowed(network, signs, audience, consenting, {sign.person for sign in named})
    stated = stated_people(network, about.values())
    allowed |= {sign for sign in signs if sign.person in stated}
    # Of two people with one name, one of whom may be named, nobody can tell whose name it is.
    names = {sign.words for sign in allowed if sign.kind == "name"}
    allowed |= {sign for sign in signs if sign.kind == "name" and sign.words in names}
    # Other people write a name their own way; of two who share a form, it is the one who may not be named.
    spelled: dict[str, Sign] = {}
    for sign in sorted((sign for sign in signs if sign.kind == "name"), key=lambda sign: sign not in allowed):
        spelled |= dict.fromkeys(whole_names([sign.words]), sign)
    shorts = _shorts(signs, minimum_group)
    rows = [(sign.kind, sign.words, file.name, sign in allowed) for sign in named]
    rows += [(UNREAD, what, where, audience == "analyst") for where, what in _unread(file, data)]
    short: set[tuple[str, str, str, bool]] = set()
    texts = [*written_in(data, file.name), *_drawn(file, data)]
    if audience != "analyst":
        told = " ; ".join([*(sign.words for sign in signs if sign.kind == "e-mail"), *about.values()])
        known = {sign.words for sign in signs}.union(MAIL.findall(fold(told)))
        rows += [(STRANGE, address, where, False) for address, where in _addresses(texts) if address not in known]
    for where, written in texts:
        words = fold(written)
        seen = {*found_in(words, signs), *(spelled[form] for form in mentioned(words, spelled))}
        rows += [(sign.kind, sign.words, where, sign in allowed) for sign in seen]
        whole = {sign.words for sign in seen}
        for said, form in in_initials(written, shorts):
            # Who is named in full in the same text is who is meant.
            if whole.isdisjoint(who := shorts[form]):
                meant = {sign for found in who.values() for sign in found}
                short.add(("name", f"{said} ({', '.join(sorted(who))})", where, meant <= allowed))
        rows += [
            # Behind the name of a colleague on a page of one's own stands where that colleague works.
            ("small group", group, where, audience in {"analyst", "participant"})
            for group in groups_in(written, small)
        ]
        rows += [("request", found, where, False) for found in REQUEST.findall(words)]
    table = pd.DataFrame(sorted({*rows, *short}), columns=COLUMNS)
    table.index = pd.RangeIndex(1, len(table) + 1, name="finding")
    safe = bool(table["allowed"].all())
    settings = {"file": file.name, "audience": audience, "by": by, "minimum_group": minimum_group}
    return Audit(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="audit_file", settings=settings),
        headline=(_headline(table, safe=safe),),
        cautions=_cautions(network, table, initials=bool(short), doubtful=sum(map(in_doubt, small))),
        safe=safe,
    )


def _shorts(signs: Sequence[Sign], minimum: int) -> dict[str, dict[str, list[Sign]]]:
    """Give who may be meant by initials and a surname, by name; what many share points at nobody."""
    found: dict[str, dict[str, list[Sign]]] = {}
    for sign in signs:
        if sign.kind == "name":
            for form in short_names(sign.words):
                found.setdefault(form, {}).setdefault(sign.words, []).append(sign)
    return {form: who for form, who in found.items() if sum(map(len, who.values())) < minimum}


def _allowed(
    network: Network,
    signs: Sequence[Sign],
    audience: str,
    consenting: str | Sequence[str] | None,
    readers: set[str],
) -> set[Sign]:
    """Give what an audience may read of whom.

    On a page of one's own stand its reader and colleagues who may be named, by name: nobody's address or number.
    """
    if audience == "analyst":
        return set(signs)
    if audience == "team":
        seen = consenting_people(network, consenting)
        return {sign for sign in signs if sign.person in seen}
    if audience == "participant":
        seen = nameable_people(network, consenting) | readers
        return {sign for sign in signs if sign.person in seen and sign.kind == "name"}
    return set()


def _unread(file: Path, data: bytes) -> list[tuple[str, str]]:
    """Give what cannot be read; a picture that stands beside the same picture with its words as text can."""
    return [] if _twin(file, data) else list(unread_in(data, file.name))


def _drawn(file: Path, data: bytes) -> list[tuple[str, str]]:
    """Give the words drawn in a picture, from the same picture beside it that has them as text."""
    return list(written_in(_twin(file, data), file.name))


def _twin(file: Path, data: bytes) -> bytes:
    """Give the file beside it that has the words of this very picture as text; nothing where there is none."""
    if not data.startswith(PNG):
        return b""
    try:
        beside = file.with_suffix(".svg").read_bytes()
    except OSError:
        return b""
    return beside if is_sealed(data, beside) else b""


def _addresses(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give the e-mail addresses in texts, with their place.

    Each place is read as it stands first. Read without its tags words stick together: there, what goes round an address
    that was found before is no other one.
    """
    found: dict[str, list[str]] = {}
    for where, written in texts:
        before = found.setdefault(where, [])
        new = [
            one for one in MAIL.findall(fold(written)) if not (FILES.search(one) or any(map(one.__contains__, before)))
        ]
        before += new
        yield from ((one, where) for one in new)


def _named_by(file: Path, signs: Sequence[Sign]) -> list[Sign]:
    """Give who is in the name of a file, where blanks are dashes and accents may be gone."""
    words = _bare(unquoted(file.stem))
    return [sign for sign in signs if (bare := _bare(sign.words)).strip() and bare in words]


def _bare(words: str) -> str:
    return f" {' '.join(re.findall('[a-z0-9]+', plain_letters(words)))} "


def _cautions(network: Network, table: pd.DataFrame, *, initials: bool, doubtful: int) -> tuple[Fact, ...]:
    found = []
    if (table["kind"] == UNREAD).any():
        found.append(Fact(mark("What cannot be read here has to be looked at by somebody before it is passed on.")))
    if initials:
        found.append(Fact(mark("Initials and a surname may also be those of somebody else: look who is meant.")))
    if ordinary := ordinary_names(network):
        found.append(
            Fact(mark("Not looked for: names of a single ordinary word, such as May or Max ({n})."), {"n": ordinary})
        )
    if doubtful:
        told = mark(
            "Not looked for: small groups called by an ordinary word or short number, such as Team or 12 ({n})."
        )
        found.append(Fact(told, {"n": doubtful}))
    if short := too_short(network):
        found.append(
            Fact(mark("Not looked for: names and ids too short to tell from words and counts ({n})."), {"n": short})
        )
    return tuple(found)


def files_in(path: str | os.PathLike[str]) -> list[Path]:
    """Give a file, or every file in a folder and the folders in it, but for our own list of what is there.

    Raises
    ------
    InputError
        If there is nothing of that name, no file in the folder, or a link in it to a folder or to nothing.
    """
    place = Path(path)
    if not place.is_dir():
        if not place.exists():
            raise InputError(f"there is no file or folder {place}.")
        return [place]
    every = sorted(place.rglob("*"))
    link = next((one for one in every if one.is_symlink() and not one.is_file()), None)
    if link is not None:
        raise InputError(f"{link} is a link, which is not followed: put what it points to in its place, or remove it.")
    found = [file for file in every if file.is_file() and not _lists_files(file)]
    if not found:
        raise InputError(f"the folder {place} holds no files.")
    return found


def _lists_files(file: Path) -> bool:
    """Say whether a file is the list kept in a folder of what was written there, and of nothing else."""
    if file.name != MARKER or file.is_symlink():
        return False
    there = {entry.name for entry in file.parent.iterdir()}
    return set(file.read_bytes().split(b"\n")) <= {name.encode(errors="surrogateescape") for name in there}


def _small_groups(network: Network, by: str | None, minimum: int) -> list[str]:
    labels = known_groups(network, by=by)
    if labels is None:
        return []
    sizes = labels.value_counts()
    return sorted(str(group) for group in sizes.index[sizes < minimum])


def _headline(table: pd.DataFrame, *, safe: bool) -> Fact:
    people = int(table["kind"].isin(["name", "id", "e-mail"]).sum())
    if safe:
        return Fact(
            mark("Nothing was found that this audience may not see; {n:# mention|# mentions} of people."), {"n": people}
        )
    return Fact(
        mark("{n:# thing was|# things were} found that this audience may not see."),
        {"n": int((~table["allowed"].astype(bool)).sum())},
    )
