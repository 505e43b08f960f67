"""Reading what a file really holds."""

import base64
import gzip
import io
import json
import zipfile

import pandas as pd
import pytest

from kiemen.errors import PrivacyError
from kiemen.network import Network
from kiemen.report.guard import fold, found_in, guard_for, signs_of, texts_in


@pytest.fixture
def town() -> Network:
    people = pd.DataFrame(
        {
            "person": ["p-017", "12", "100234", "Jan"],
            "name": ["Zoë  Müller", "An de Vries", "Bo", "Jan"],
            "mail": ["zoe@x.example", "", None, "jan@x.example"],
        }
    )
    return Network.from_frames(people)


def kinds(words: str, network: Network) -> set[str]:
    return {sign.kind for sign in found_in(fold(words), signs_of(network))}


def test_names_are_found_whatever_the_writing(town):
    for words in ("zoë müller", "ZOË MÜLLER", "Zoe\u0308 Mu\u0308ller", "Zoë\u00a0Müller", "<td>Zoë Müller</td>"):
        assert kinds(words, town) == {"name"}, words
    assert kinds("Zoë Müllerstraat", town) == set()


def test_short_numbers_are_counts_and_long_ones_are_ids(town):
    assert kinds("12 people", town) == set()
    assert kinds("number 100234 again", town) == {"id"}
    assert kinds("x=3.100234", town) == set()
    assert kinds("p-017", town) == {"id"}


def test_escapes_archives_and_pictures_are_undone(town):
    def everything(data: bytes) -> str:
        return " ".join(words for _, words in texts_in(data, "file"))

    name = "Zoë Müller"
    assert fold(name) in everything(json.dumps({"n": name}).encode())
    assert fold(name) in everything(name.encode("ascii", "xmlcharrefreplace"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.txt", "x")
    assert fold(name) in everything(packed.getvalue())
    uri = b"data:text/plain;base64," + base64.b64encode(f"hello {name}, how are you".encode())
    assert fold(name) in everything(uri)
    assert fold(name) in everything(gzip.compress(name.encode()))
    assert fold(name) in everything(name.encode("utf-16"))


def test_the_guard_refuses_without_naming(town):
    with pytest.raises(PrivacyError, match="1 people") as refused:
        guard_for(town, "management").check("Zoë Müller".encode(), "the page")
    assert "Müller" not in str(refused.value)
    assert guard_for(town, "analyst").check(b"p-017", "the page") == b"p-017"
    assert guard_for(town, "team", ["p-017"]).check(b"p-017", "the page") == b"p-017"
