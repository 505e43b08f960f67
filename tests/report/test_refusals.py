"""Why a part is not there is said in the language of the reader, and every known refusal is still one."""

import re
from pathlib import Path

import pandas as pd
import pytest

import kiemen
from kiemen.errors import ColumnError, TooLittleDataError
from kiemen.measures.walls import find_walls
from kiemen.network import Network
from kiemen.report.refusals import REFUSALS, worded_refusal


def test_a_refusal_is_said_in_dutch_with_its_values():
    people = pd.DataFrame({"person": ["a", "b"], "team": ["x", "x"]})
    with pytest.raises(TooLittleDataError) as refused:
        find_walls(Network.from_frames(people, pd.DataFrame({"source": ["a"], "target": ["b"]})), by="team")
    assert worded_refusal(str(refused.value), "en") == "walls need at least two groups; by team there is 1."
    assert worded_refusal(str(refused.value), "nl") == "muren vragen minstens twee groepen; volgens team is er 1."


@pytest.mark.parametrize("columns", [["plek"], [], ["departments"]])
def test_where_groups_are_missing_it_is_said_what_a_project_file_can_say(columns):
    people = pd.DataFrame({"person": ["a", "b"], **{column: ["x", "y"] for column in columns}})
    with pytest.raises(ColumnError) as refused:
        find_walls(Network.from_frames(people, pd.DataFrame({"source": ["a"], "target": ["b"]})))
    assert worded_refusal(str(refused.value), "en").startswith("there is no column with groups")
    assert 'by = "location" onder [project]' in worded_refusal(str(refused.value), "nl")


@pytest.mark.parametrize("message", REFUSALS)
def test_no_reader_of_a_report_is_told_what_to_pass_to_a_function(message):
    for language in ("en", "nl"):
        assert not re.search(r"\w=|kiemen\.", worded_refusal(message, language))


def test_what_is_not_known_stays_as_it_is():
    assert worded_refusal("something {odd} else", "nl") == "something {odd} else"


@pytest.mark.parametrize("message", REFUSALS)
def test_every_refusal_is_still_raised_somewhere(message):
    paths = [path for path in Path(kiemen.__file__).parent.rglob("*.py") if path.name != "refusals.py"]
    joined = re.sub(r'"\s*\n\s*f?"', "", "".join(path.read_text(encoding="utf-8") for path in paths))
    assert " ".join(re.split(r"\{\w+\}", message)[0].split()[:4]) in joined
