"""A roster that finds its people by id, address, token and name, and keeps silent about objectors."""

import pandas as pd

from kiemen.read.namebook import NameBook

PEOPLE = pd.DataFrame(
    {
        "name": ["Jan de Vries", "Joke de Vries", "Eva Bakker"],
        "email": ["jan@x.nl", "joke@x.nl", "eva@x.nl"],
        "token": ["t1", "t2", "t3"],
        "department": ["IT", "HR", "IT"],
        "objects": [False, True, False],
    },
    index=pd.Index(["001", "002", "003"], name="person"),
)


def test_keys():
    book = NameBook(PEOPLE)
    assert [book.find(key).person for key in ("001", "1", "T1", "JAN@x.nl", "Jan de Vries")] == ["001"] * 5
    assert book.has_id("t3")
    assert book.name_of("003") == "Eva Bakker"


def test_an_ambiguous_key_finds_nobody():
    people = PEOPLE.assign(email="info@x.nl", token="")
    assert NameBook(people).find("info@x.nl").status == "unmatched"


def test_remarks_that_are_a_department_decide():
    people = PEOPLE.assign(name="Jan de Vries", objects=False)
    assert NameBook(people).find("Jan de Vries (HR)").person == "002"
    assert NameBook(people).find("Jan de Vries (IT)").status == "doubtful"


def test_objectors_are_withheld_under_every_key():
    book = NameBook(PEOPLE)
    assert all(book.find(key).objects for key in ("002", "t2", "joke@x.nl", "Joke de Vries", "Jke de Vries"))
    assert all(book.find(key).person == "" for key in ("002", "t2"))
    assert NameBook(PEOPLE, keep_objectors=True).find("t2").person == "002"


def test_the_threshold_can_be_raised():
    assert NameBook(PEOPLE).find("E. Bakker").status == "certain"
    assert NameBook(PEOPLE, threshold=0.95).find("E. Bakker").status == "doubtful"


def test_a_name_in_an_address_counts_in_the_domain_of_the_roster():
    book = NameBook(PEOPLE)
    assert book.find("eva.bakker@x.nl").person == "003"
    assert book.find("eva.bakker@elders.nl").status == "unmatched"
    assert book.find("joke.de.vries@x.nl").objects
    assert NameBook(PEOPLE.drop(columns="email")).find("eva.bakker@x.nl").status == "doubtful"


def test_the_given_name_in_brackets_on_the_roster():
    people = pd.DataFrame({"name": ["J.W. (Willem) de Groot", "E. Bakker"]}, index=pd.Index(["1", "2"], name="person"))
    book = NameBook(people)
    assert [book.find(name).person for name in ("Willem de Groot", "W. de Groot", "JW de Groot")] == ["1"] * 3


def test_two_colleagues_in_one_cell_are_not_one_of_them():
    book = NameBook(pd.DataFrame({"name": ["Zoë Müller", "Eva Bakker"]}, index=["1", "2"]))
    assert book.find("Zoë Müller, Eva").status == "doubtful"


def test_one_word_is_not_two_people():
    book = NameBook(pd.DataFrame({"name": ["jan", "bo"]}, index=["jan@x.nl", "bo@x.nl"]))
    written = ["Jan de Vries", "Jan de Vrie", "Jan V.", "Bo Jansen", "Bo Mol", "Bo"]
    book.doubt_surnames(written)
    assert [book.find(name).person for name in written] == ["jan@x.nl"] * 3 + ["", "", "bo@x.nl"]
    assert book.find("Bo Mol").status == "doubtful"
    assert book.find("Bo Mol").candidates[0][0] == "bo@x.nl"
