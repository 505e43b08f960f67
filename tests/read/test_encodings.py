"""Bytes become the text that was meant."""

import pytest

from kiemen.errors import FileFormatError, InputError
from kiemen.read.encodings import decode

NAMES = "naam\nZoë Müller\nChloé Désirée\nIJsbrand Bös\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp850"]
)
def test_usual_encodings_are_recognised(encoding):
    assert decode(NAMES.encode(encoding), "x.csv").text == NAMES


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-15"])
def test_relatives_of_windows_read_the_same_letters(encoding):
    assert decode(NAMES.encode(encoding), "x.csv").text == NAMES


def test_a_guess_is_marked_as_one():
    assert decode(NAMES.encode("cp1252"), "x.csv").guessed
    assert not decode(NAMES.encode(), "x.csv").guessed


def test_lines_from_elsewhere_are_read_and_named():
    mixed = decode(NAMES.encode() + "Müller\n".encode("cp1252"), "x.csv")
    assert mixed.text == NAMES + "Müller\n"
    assert mixed.mixed_lines == (5,)


def test_nul_bytes_are_counted():
    found = decode(b"a;b\nJ\0an;Eva\n", "x.csv")
    assert found.text == "a;b\nJan;Eva\n"
    assert found.nul_bytes == 1


def test_text_that_is_cut_off_is_refused():
    with pytest.raises(FileFormatError, match="cut off"):
        decode("naam\nAn".encode("utf-16")[:-1], "x.csv")


def test_an_unknown_encoding_is_named():
    with pytest.raises(InputError, match="klingon"):
        decode(b"a", "x.csv", "klingon")
