"""Two languages: numbers follow them, and every text of the package has its translation."""

import pytest
from babel.messages.pofile import read_po

from kiemen.errors import InputError
from kiemen.i18n import LOCALE_FOLDER, _catalogue, number, plural, resolve_language, text
from tests import messages as catalogues


def test_numbers_follow_the_language():
    assert text("{share:.1%}", "en", share=0.125) == "12.5%"
    assert text("{share:.1%}", "nl", share=0.125) == "12,5%"
    assert number(1234567.5, 1, "nl") == "1.234.567,5"
    assert number(1234567.5, 1, "en") == "1,234,567.5"
    assert text("{x}", "nl", x=0.123456) == "0,123"


def test_names_are_data_and_never_a_format():
    assert text("{name}", "en", name="{0.__class__}") == "{0.__class__}"
    with pytest.raises((KeyError, AttributeError)):
        text("{name.__class__}", "en", name="x")


def test_plural():
    assert plural("{n} initiative.", "{n} initiatives.", 1, "nl") == "1 initiatief."
    assert plural("{n} initiative.", "{n} initiatives.", 3, "nl") == "3 initiatieven."


def test_words_go_with_their_count():
    said = "{n:# tie is|# ties are} new"
    assert [text(said, "en", n=n) for n in (0, 1, 2, 1234)] == [
        "0 ties are new", "1 tie is new", "2 ties are new", "1234 ties are new",
    ]  # fmt: skip
    assert text("{n:was|were} there", "nl", n=1) == "was there"
    about = "about {n:.0f|# tie is|# ties are} new"
    assert [text(about, "en", n=n) for n in (0.4, 1.3, 1.6)] == [
        "about 0 ties are new", "about 1 tie is new", "about 2 ties are new",
    ]  # fmt: skip
    with pytest.raises((KeyError, ValueError)):
        text("{n:# tie|{x}}", "en", n=1)


def test_language_comes_from_argument_then_environment(monkeypatch):
    assert resolve_language("nl") == "nl"
    monkeypatch.setenv("KIEMEN_LANGUAGE", "nl")
    assert resolve_language(None) == "nl"
    with pytest.raises(InputError, match="'nl' or 'en'"):
        resolve_language("fy")


def test_every_text_is_translated_with_the_same_placeholders():
    for room, wanted in catalogues.wanted().items():
        path = catalogues.catalogue_path(room)
        assert path.exists(), f"no catalogue for {room}; run python -m kiemen.dev messages"
        with path.open("rb") as file:
            catalogue = read_po(file, locale="nl")
        for message in wanted:
            entry = catalogue.get(message)
            said = entry.string if entry is not None else ""
            parts = said if isinstance(said, tuple) else (said,)
            assert all(parts), f"{room}: not translated: {message!r}"
            for part in parts:
                assert placeholders(part) <= placeholders(message) | {"n"}, f"{room}: {message!r} and {part!r} differ"


def test_compiled_catalogues_are_up_to_date():
    _catalogue.cache_clear()
    for path in (LOCALE_FOLDER / "nl" / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            for entry in read_po(file, locale="nl"):
                if entry.id and isinstance(entry.id, str) and entry.string:
                    translated = _catalogue("nl").gettext(entry.id)
                    assert translated != entry.id or entry.id == entry.string, f"{path.name}: compile it: {entry.id!r}"


def placeholders(message: str) -> set[str]:
    import string

    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize(("value", "said"), [(-0.04, "0.0"), (-0.0, "0.0"), (-0.06, "-0.1"), (float("-inf"), "-inf")])
def test_what_rounds_to_nothing_has_no_sign(value, said):
    assert text("{x:.1f}", "en", x=value) == said
    assert text("{x:.1f}", "nl", x=value) == said.replace(".", ",")
