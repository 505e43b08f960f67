"""Names and how they are written."""

from kiemen.datasets.draws import Draws
from kiemen.datasets.names import Name, draw_names, plain, written


def test_parts_join_in_the_dutch_order():
    name = Name("Daan", "van den", "Berg")
    assert name.full == "Daan van den Berg"
    assert name.initial == "D."
    assert name.mailbox == "daan.vandenberg"


def test_mailbox_has_no_accents_or_apostrophes():
    assert Name("Zoë", "in 't", "Veld").mailbox == "zoe.intveld"


def test_names_differ_except_the_twins():
    names = [name.full for name in draw_names(Draws("names"), 300, twins=2)]
    assert len(set(names)) == 298
    assert names[-2:] == names[:2]


def test_plain_drops_accents():
    assert plain("Hülya Yılmaz") == "Hulya Yilmaz"


def test_most_names_are_written_as_they_are():
    draws = Draws("written")
    name = Name("Jan", "van der", "Meer")
    seen = [written(draws, name, "Financiën") for _ in range(4000)]
    assert 0.6 < seen.count("Jan van der Meer") / 4000 < 0.75
    for variant in ("J. van der Meer", "Meer, Jan van der", "Jan v.d. Meer", "Jan van der Meer (Financiën)", "Jan"):
        assert variant in seen
