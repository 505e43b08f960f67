"""Why a part is not there is said in the language of the reader, and every known refusal is still one."""

import re
from pathlib import Path

import pandas as pd
import pytest

import kiemen
from kiemen.errors import TooLittleDataError
from kiemen.measures.walls import find_walls
from kiemen.network import Network
from kiemen.report.refusals import REFUSALS, worded_refusal


def test_a_refusal_is_said_in_dutch_with_its_values():
    people = pd.DataFrame({"person": ["a", "b"], "team": ["x", "x"]})
    with pytest.raises(TooLittleDataError) as refused:
        find_walls(Network.from_frames(people, pd.DataFrame({"source": ["a"], "target": ["b"]})), by="team")
    assert worded_refusal(str(refused.value), "en") == str(refused.value)
    assert worded_refusal(str(refused.value), "nl") == "muren vragen minstens twee groepen; 'team' heeft er 1."


def test_what_is_not_known_stays_as_it_is():
    assert worded_refusal("something {odd} else", "nl") == "something {odd} else"


@pytest.mark.parametrize("message", REFUSALS)
def test_every_refusal_is_still_raised_somewhere(message):
    paths = [path for path in Path(kiemen.__file__).parent.rglob("*.py") if path.name != "refusals.py"]
    joined = re.sub(r'"\s*\n\s*f?"', "", "".join(path.read_text(encoding="utf-8") for path in paths))
    assert " ".join(re.split(r"\{\w+\}", message)[0].split()[:4]) in joined
