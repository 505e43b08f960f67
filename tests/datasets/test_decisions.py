"""The analyst's decisions about doubtful names."""

from kiemen.datasets.decisions import decisions_text
from kiemen.datasets.names import Name
from kiemen.datasets.people import Colleague, Contact


def test_only_what_somebody_could_know_is_decided():
    people = [Colleague("01", Name("Jan", "de", "Boer"), "A"), Colleague("02", Name("Jo", "de", "Boer"), "A")]
    contacts = [Contact("K1", Name("Piet", "", "Bos"), "inwoner", "")]
    truth = [
        ("1", "1", "q", "Jan de Boer", "01"),
        ("1", "1", "q", "jan de Beor", "01"),
        ("1", "2", "q", "Jan de beor", "01"),
        ("1", "2", "q", "J. de Boer", "01"),
        ("1", "3", "q", "J. de Boer", "02"),
        ("1", "3", "q", "Jan", "01"),
        ("1", "4", "q", "Piet Bso", "K1"),
        ("1", "4", "q", "de huisarts", ""),
        ("1", "5", "q", "weet ik niet", ""),
    ]
    lines = decisions_text(truth, people, contacts).lstrip("\ufeff").split("\r\n")
    assert lines == ["written;decision", "de huisarts;outside", "Jan de beor;01", "Piet Bso;K1", ""]
