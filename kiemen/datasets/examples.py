"""Where the example data lie, what was planted in them, and how to write them anew from a seed."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from kiemen._checks import check_choice, check_integer
from kiemen._files import write_atomic
from kiemen.datasets.plant import STRENGTHS, Strength
from kiemen.errors import DoubtfulInputWarning, InputError

if TYPE_CHECKING:
    import os

    import pandas as pd

    from kiemen.network import Network

EXAMPLES: Final = ("academie", "gemeente")
DEFAULT_SEED: Final = 2025

Example = Literal["academie", "gemeente"]


def example_path(name: Example) -> Path:
    """Find the folder that holds the files of an example.

    Answers: "Where are the example files, so that I can open them in a spreadsheet or read them with my own settings?"

    Parameters
    ----------
    name
        ``"gemeente"``, a municipality of 600 people, or ``"academie"``, a learning academy of 22.

    Returns
    -------
    pathlib.Path
        An existing folder. `README.md` beside it documents every file, column by column.

    Raises
    ------
    InputError
        If there is no example of that name, or the installation lacks its files.

    Examples
    --------
    >>> import kiemen
    >>> (kiemen.example_path("gemeente") / "medewerkers.csv").exists()
    True
    """
    check_choice("name", name, EXAMPLES)
    package = Path(__file__).resolve().parents[1]
    # A wheel carries the files inside the package; a checkout has them in a folder of their own.
    for folder in (package / "_datasets", package.parent / "datasets"):
        if (folder / name).is_dir():
            return folder / name
    raise InputError(f"the files of the example {name!r} are not part of this installation; install kiemen again.")


def load_example(name: Example) -> Network:
    """Load an example organisation as a Network: staff, contacts, initiatives, meetings and both surveys.

    Answers: "What does this library do, on data that look like mine?" The files are read by their project file
    ``kiemen.toml``, exactly as one's own would be.

    Parameters
    ----------
    name
        ``"gemeente"``, a municipality of 600 people, or ``"academie"``, a learning academy of 22.

    Returns
    -------
    Network
        With the relations samenwerking (working ties), advies (advice), durft (who dares first) and buiten (contacts
        outside), all as people named them; for the municipality also meeting. The waves are "meting 1" and "meting 2",
        for the academy "start" and "eind".

    Raises
    ------
    InputError
        If there is no example of that name.

    Notes
    -----
    Opt-outs are left out. What is doubtful in the files is known, and no warning is given: it stands in `ledger`.

    Examples
    --------
    >>> import kiemen
    >>> kiemen.load_example("academie").n_people
    21
    """
    return read_example(example_path(name))


def read_example(folder: Path) -> Network:
    """Read example files, also those written elsewhere, without a warning for what is doubtful on purpose."""
    from kiemen.read.project import read_project

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DoubtfulInputWarning)
        return read_project(folder).network()


def load_truth(name: Example) -> dict[str, pd.DataFrame]:
    """Load what was planted in an example: who the early adopters are, where the walls stand, and so on.

    Answers: "Does the analysis find what is there?" Use it to test, never to score: no real organisation has it.

    Parameters
    ----------
    name
        ``"gemeente"`` or ``"academie"``.

    Returns
    -------
    dict of str to pandas.DataFrame
        One table per file of the folder ``truth``, by its name without extension; ids are text.

        people : index person; readiness (standard number), early_adopter (bool), self_image, deeds, repute (standard
            numbers) and, for the municipality, plant ("lonely group", "overloaded bridge" or "")
        ties : source, target, strength in (0, 1]; undirected working ties at the first wave
        names : wave, response, column, written, person; who is meant by every name written in the surveys, "" for
            nobody
        walls, blocked, lonely, bridge : for the municipality, the department pairs with a wall between them, the
            blocked departments, the lonely enthusiasts and the overloaded bridge

    Raises
    ------
    InputError
        If there is no example of that name.

    Examples
    --------
    >>> import kiemen
    >>> int(kiemen.load_truth("gemeente")["people"]["early_adopter"].sum())
    84
    """
    folder = example_path(name) / "truth"
    return {path.stem: read_truth(path) for path in sorted(folder.glob("*.csv"))}


def read_truth(path: Path) -> pd.DataFrame:
    """Read one table of the truth with text ids."""
    import pandas as pd

    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    for column in ("readiness", "self_image", "deeds", "repute", "strength"):
        if column in table.columns:
            table[column] = table[column].astype("float64")
    if "early_adopter" in table.columns:
        table["early_adopter"] = table["early_adopter"] == "1"
    return table.set_index("person") if path.stem == "people" else table


def write_example(
    name: Example,
    folder: str | os.PathLike[str],
    *,
    seed: int = DEFAULT_SEED,
    strength: Strength = "normal",
    overwrite: bool = False,
) -> Path:
    """Write the files of an example anew, from a seed and with a chosen strength of the planted signal.

    Answers: "How well would the analysis do on another organisation like this, or on one where nothing is to be found?"

    Parameters
    ----------
    name
        ``"gemeente"`` or ``"academie"``.
    folder
        Folder to write to; it is made when it is not there.
    seed
        Whole number from 0. The shipped files have seed 2025.
    strength
        ``"normal"``: answers correlate about 0.5 with who is truly ready; ``"weak"``: half of that; ``"none"``: nothing
        that can be seen relates to the truth, while all else (walls, barriers, who knows whom) is as before.
    overwrite
        Whether files that are already there may be replaced.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    InputError
        If an argument is not one of the above, or a file is in the way.

    Notes
    -----
    The same seed gives the same bytes on every machine. It takes under a second.

    Examples
    --------
    >>> import tempfile
    >>> import kiemen
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorted(path.name for path in kiemen.write_example("academie", folder, seed=7).glob("*meting.csv"))
    ['eindmeting.csv', 'startmeting.csv']
    """
    check_choice("name", name, EXAMPLES)
    check_choice("strength", strength, tuple(STRENGTHS))
    check_integer("seed", seed, low=0)
    target = Path(folder)
    files = build_example(name, seed, strength)
    existing = [path for path in files if (target / path).exists()]
    if existing and not overwrite:
        raise InputError(f"{target / existing[0]} is already there; pass overwrite=True to replace the example files.")
    (target / "truth").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        write_atomic(target / path, text.encode("utf-8"), overwrite=overwrite)
    return target


def build_example(name: str, seed: int, strength: str) -> dict[str, str]:
    """Return the text of every file of an example by its path inside the folder."""
    from kiemen.datasets.academie import build_academie
    from kiemen.datasets.gemeente import build_gemeente

    return build_gemeente(seed, strength) if name == "gemeente" else build_academie(seed, strength)
