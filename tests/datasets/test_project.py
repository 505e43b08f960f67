"""The project file of an example."""

import tomllib

import pytest

from kiemen.datasets.examples import build_example
from kiemen.datasets.questions import NAME_QUESTIONS, SCALES


@pytest.mark.parametrize("name", ["academie", "gemeente"])
def test_every_file_that_it_names_is_there(name):
    files = build_example(name, 1, "normal")
    project = tomllib.loads(files["kiemen.toml"])
    steps = project["read"]
    named = {step["file"] for step in steps} | {steps[0]["contacts"], "namen.csv", "kiemen.toml"}
    assert named == {path for path in files if "/" not in path}


def test_scales_and_relations_are_declared():
    project = tomllib.loads(build_example("gemeente", 1, "normal")["kiemen.toml"])
    assert [scale["name"] for scale in project["scales"]] == [scale.name for scale in SCALES]
    assert project["scales"][0]["reversed"] == [3, 5, 8]
    survey = next(step for step in project["read"] if step["with"] == "survey")
    assert survey["nominations"] == {question.relation: question.code for question in NAME_QUESTIONS}
