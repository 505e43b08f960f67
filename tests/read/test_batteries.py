"""Statements that belong together."""

import pandas as pd
import pytest

from kiemen.read.batteries import Battery, find_batteries


@pytest.mark.parametrize(
    ("answers", "ends"),
    [
        (["4", "2", "5"], (1, 5)),
        (["7", "2", "6"], (1, 7)),
        (["A2", "A4", "A1"], (1, 5)),
        (["mee eens", "helemaal mee oneens", "neutraal"], (1, 5)),
    ],
)
def test_items_of_one_question_and_columns_side_by_side(answers, ends):
    frame = pd.DataFrame(
        {
            "token": ["a", "b", "c"],
            "vern[SQ001]": answers,
            "vern[SQ002]": answers[::-1],
            "Jaren in dienst": ["12", "3", "40"],
            "Ik durf": answers,
            "Ik deel": answers,
            "Ik leer": answers,
            "opmerking": ["goed zo", "dank", "nee hoor"],
            "Alleen": answers,
        }
    )
    assert find_batteries(frame) == [
        Battery(("vern[SQ001]", "vern[SQ002]"), *ends, "vern"),
        Battery(("Ik durf", "Ik deel", "Ik leer"), *ends),
    ]


def test_columns_about_colleagues_are_no_statements():
    frame = pd.DataFrame(
        {
            "respondent": ["An de Wit", "Bo Smit", "Cas Vos"],
            "Hoe vaak spreek je [An de Wit]": ["", "4", "2"],
            "Hoe vaak spreek je [Bo Smit]": ["5", "", "1"],
            "Hoe vaak spreek je [Cas Vos]": ["5", "3", ""],
            "Dirk Bos": ["1", "2", "3"],
            "Eva Kok": ["1", "2", "3"],
            "Fem Pit": ["1", "2", "3"],
        }
    )
    assert find_batteries(frame) == []
    assert find_batteries(frame[["Eva Kok"]]) == []
