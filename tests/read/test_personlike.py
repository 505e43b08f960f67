"""Texts that are written as names of people."""

import pytest

from kiemen.read.personlike import look_like_people


@pytest.mark.parametrize(
    ("texts", "people"),
    [
        (["An de Vries", "Bram Jansen", "Chaima El Idrissi"], True),
        (["Vries, An de", "J. van 't Hof", "Anne-Marie Bakker-de Boer"], True),
        (["Zoë Müller", "Daan van den Berg", "IJsbrand Łukasz"], True),
        (["Groene daken", "Lean werken", "AI-gilde"], False),
        (["An", "Bram"], False),
        (["Uren per week", "Medewerker van"], False),
        (["Full Name", "Job Title", "Start Date"], False),
        (["Q1", "Q2"], False),
        (["An de Vries"], False),
        ([], False),
    ],
)
def test_names_of_people(texts, people):
    assert look_like_people(texts) == people
