"""The caption of the map tells of the signs that are drawn, of no others, and of walls that are not drawn."""

from types import SimpleNamespace

import pandas as pd
import pytest

from kiemen.report.captions import map_caption, team_caption


def findings(walls=None, **some):
    table = pd.DataFrame({"wall": [True] * walls + [False]}) if walls is not None else None
    results = {} if table is None else {"walls": SimpleNamespace(table=table)}
    nothing = {"marked": (), "bridges": (), "pairs": ()}
    return SimpleNamespace(language="en", results=results, **(nothing | some))


def test_only_signs_that_are_drawn_are_explained():
    bare = "Each dot is a person; who is close on the map shares many contacts."
    assert map_caption(findings(), 0) == bare
    assert map_caption(findings(walls=0), 0) == bare
    assert map_caption(findings(bridges=["a"]), 0) == f"{bare} Ring: bridge."
    said = map_caption(findings(walls=3, marked=["a"], pairs=[("a", "b")]), 3)
    assert said == (
        f"{bare} Filled: early adopter. Dashes: suggested tie. Thick line: wall, with dots to its two groups."
    )
    assert team_caption("en", adopters=False, suggestions=True).endswith("to be named. Dashes: suggested tie.")


@pytest.mark.parametrize(
    ("found", "drawn", "said"),
    [
        (9, 0, "9 walls were found; none of them stands out, so none is drawn."),
        (1, 0, "1 wall was found; it does not stand out and is not drawn."),
        (70, 3, "3 of the 70 walls found are drawn: those that stand out most."),
        (70, 1, "1 of the 70 walls found is drawn: the one that stands out most."),
    ],
)
def test_walls_that_are_not_drawn_are_counted(found, drawn, said):
    caption = map_caption(findings(walls=found), drawn)
    assert caption.endswith(said)
    assert ("Thick line" in caption) == (drawn > 0)
