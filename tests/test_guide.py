"""What the command says about itself: complete, in both languages, and true to what the commands take."""

import re
import shlex
import tomllib

import pytest

from kiemen._guide import GUIDES, description, examples, of_command, opening
from kiemen.cli import _parser, main


@pytest.mark.parametrize("language", ["en", "nl"])
def test_each_command_says_what_comes_out_and_what_to_do_next(language):
    for name, guide in GUIDES.items():
        said = of_command(name, language)
        assert len(said.split("\n\n")) == 3
        assert max(map(len, said.splitlines())) <= 100
        assert all(f"kiemen {name}" in command for command, _ in guide.examples)


def test_an_audit_says_what_it_judges_and_what_not():
    said = " ".join(of_command("audit", "en").split())
    assert "Names, ids and e-mail addresses" in said
    assert "Not judged: what is said of somebody without a name" in said
    assert "list beside participants' pages is the sender's: named, but without that 1" in said


def test_help_tells_a_smaller_plan_from_the_top_of_a_larger(capsys):
    for command, told in (
        ("suggest", "A plan of 5 is another plan than the first 5 of 20"),
        ("score", "rows to print (10)"),
    ):
        with pytest.raises(SystemExit):
            main([command, "--help", "--language", "en"])
        assert told in " ".join(capsys.readouterr().out.split())


def test_the_examples_are_commands_that_exist():
    for guide in GUIDES.values():
        for command, _ in guide.examples:
            _parser().parse_args(shlex.split(command)[1:])


def test_the_project_file_shown_is_one_that_is_read(tmp_path):
    from kiemen.read.project import read_project

    lines = [line for line in description("en").splitlines() if line.startswith("    ")]
    shown = "\n".join(lines)
    assert tomllib.loads(shown)["scales"][0]["reversed"] == [2]
    (tmp_path / "kiemen.toml").write_text(shown, encoding="utf-8")
    project = read_project(tmp_path)
    assert project.consenting == "may be named"
    assert [step["with"] for step in project.steps] == ["roster", "survey"]


@pytest.mark.parametrize(("language", "word"), [("en", "To begin"), ("nl", "Zo begin je")])
def test_the_name_alone_tells_how_to_begin(capsys, monkeypatch, language, word):
    monkeypatch.setenv("KIEMEN_LANGUAGE", language)
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert word in told
    assert told.startswith(opening(language))
    assert "kiemen check --draft" in told


def test_help_is_in_the_language_asked_for(capsys):
    for words in (["report", "--language", "nl", "--help"], ["report", "--language=nl", "--help"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 0
        told = capsys.readouterr().out
        assert told.startswith("gebruik: kiemen report")
        assert "Voorbeelden:" in told
        assert not re.search(r"\b(usage|options|Examples|show this help)\b", told)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report", "--audiense", "team"], "Did you mean '--audience'?\nSee: kiemen report --help"),
        (["report", "--audience", "manager"], "'manager'"),
        (["reprt"], "'reprt'"),
        (["suggest", "--top", "veel"], "veel"),
    ],
)
def test_a_misspelt_word_gets_a_line_and_where_to_look(capsys, words, said):
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert "--help" in told
    assert len(told.splitlines()) == 2


def test_at_most_so_many_examples_of_each():
    assert len(examples(GUIDES, most=1).splitlines()) == 1 + len(GUIDES)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("-x", "er is geen optie -x."),
        ("-x --language nl check", "er is geen optie -x."),
        ("--audience team report", "--audience komt na de opdracht, zoals in: kiemen report --audience"),
        ("repor", "opdracht: 'repor' bestaat niet"),
        ("report --audience boss", "--audience: 'boss' bestaat niet"),
        ("audit", "hier ontbreekt nog: bestanden, --audience"),
        ("report --share", "achter --share hoort een waarde"),
        ("report --share much", "bij --share hoort een getal, niet 'much'"),
        ("report --share 0,2", "--share: schrijf 0.2 met een punt, niet 0,2."),
        ("suggest --top=a", "bij --top hoort een geheel getal, niet 'a'"),
        ("report --overwrite=yes", "--overwrite staat op zichzelf; laat 'yes' weg"),
        ("report --shar 0.1", "er is geen optie --shar. Bedoelde je '--share'?"),
        ("report one two", "'two' is een woord te veel"),
    ],
)
def test_what_is_wrong_in_a_line_is_said_in_the_language(capsys, line, told):
    with pytest.raises(SystemExit) as left:
        main([*line.split(), "--language", "nl"])
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert told in said
    assert not re.search(r"\b(argument|invalid|required|expected|option)\b", said)
    assert "Zie: kiemen" in said
