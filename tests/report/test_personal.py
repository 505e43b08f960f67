"""A participant's page: their own suggestions and open reasons, and nobody else."""

import re

import pandas as pd
import pytest

from kiemen.errors import DoubtfulInputWarning, InputError, PrivacyError
from kiemen.read.roster import read_roster
from kiemen.report import write_personal_reports
from kiemen.report.personal import people_to_send_to, people_without_address, personal_pages
from kiemen.report.terminal import merge_text
from tests.report.conftest import suggestions_of


def test_each_page_names_its_reader_and_who_they_may_meet(network, suggestions, tmp_path):
    folder = write_personal_reports(tmp_path / "pages", network, suggestions=suggestions, language="en")
    pages = sorted(path for path in folder.iterdir() if path.suffix == ".html")
    assert len(pages) == 5
    page = (folder / "zqx05wv-kanarie05.html").read_text(encoding="utf-8")
    # The reader, the one to meet, and who introduces them: an open reason.
    assert set(re.findall(r"Kanarie\d\d", page)) == {"Kanarie05", "Kanarie00", "Kanarie12"}
    assert "Buurttuin" in page
    assert "Shall we have coffee" in page


def test_suggestions_from_before_somebody_left_are_refused(network, suggestions, tmp_path):
    left = network.without([str(network.ids[12])], reason="objects")
    with pytest.raises(InputError, match="compute it again"):
        write_personal_reports(tmp_path / "pages", left, suggestions=suggestions)
    assert not (tmp_path / "pages").exists()
    with pytest.raises(InputError, match="suggestions must be an answer of suggest_connections, not NoneType"):
        personal_pages(network, suggestions=None)


def test_what_makes_no_sense_is_refused_by_its_name(network, suggestions):
    for wrong in ({"title": 5}, {"people": 0}, {"people": "ID-7000"}, {"about": "x"}, {"consenting": 0}):
        with pytest.raises(InputError, match=r"title must|list of ids|about must"):
            personal_pages(network, suggestions=suggestions, **wrong)
    with pytest.raises(InputError, match="network must be a Network"):
        personal_pages("survey.csv", suggestions=suggestions)


@pytest.mark.parametrize("words", ["extra adopters", "crosses the line", "ID-7", "@lek"])
def test_pages_hold_no_score_and_no_reason_for_others(network, suggestions, words):
    for name, page in personal_pages(network, suggestions=suggestions, language="en").items():
        if name.endswith(".html"):
            assert words not in page.decode(), name


def test_who_did_not_agree_is_named_to_nobody(network, suggestions):
    agreed = [str(person) for person in network.ids[[0, 5]]]
    pages = personal_pages(network, suggestions=suggestions, consenting=agreed, language="nl")
    everything = b"".join(page for name, page in pages.items() if name.endswith(".html")).decode()
    assert "Kanarie12" not in everything  # the introducer
    readers = {name for name in pages if name.endswith(".html")}
    assert "zqx09wv-kanarie09.html" in readers  # may read about 00, who agreed
    assert "Kanarie09" not in pages["zqx00wv-kanarie00.html"].decode()


def test_who_did_not_answer_is_named_to_nobody_and_gets_a_page_only_when_asked_for(network, suggestions):
    ids = [str(person) for person in network.ids]
    told = pd.DataFrame({"person": ids, "wave": "spring", "status": "answered"})
    told.loc[told["person"].isin([ids[0], ids[12]]), "status"] = "not answered"
    asked = network.replace(participation=told)
    pages = personal_pages(asked, suggestions=suggestions, language="en")
    others = b"".join(page for name, page in pages.items() if name.endswith(".html") and "kanarie00" not in name)
    assert b"Kanarie00" not in others
    assert b"Kanarie12" not in others  # the introducer
    assert "zqx00wv-kanarie00.html" not in pages
    assert b"kanarie00" not in pages["mailmerge.csv"]
    wanted = personal_pages(asked, suggestions=suggestions, people=[ids[0]], language="en")
    assert set(wanted) == {"zqx00wv-kanarie00.html", "mailmerge.csv"}
    assert b"Kanarie05" in wanted["zqx00wv-kanarie00.html"]


def test_the_mail_merge_list_is_for_the_sender(network, suggestions):
    rows = personal_pages(network, suggestions=suggestions, language="en")["mailmerge.csv"].decode("utf-8-sig")
    assert '"kn05@lek.example","zqx05wv-kanarie05.html"' in rows


def test_pages_of_who_left_do_not_linger(network, suggestions, tmp_path):
    folder = write_personal_reports(tmp_path / "p", network, suggestions=suggestions)
    one = [str(network.ids[0])]
    write_personal_reports(folder, network, suggestions=suggestions, people=one, overwrite=True)
    assert [path.name for path in folder.iterdir() if path.suffix == ".html"] == ["zqx00wv-kanarie00.html"]


def test_hostile_names_stay_text_and_file_names_stay_in_the_folder(nasty, tmp_path):
    folder = write_personal_reports(tmp_path / "p", nasty, suggestions=suggestions_of(nasty))
    for path in folder.iterdir():
        if path.suffix == ".html":
            page = path.read_text(encoding="utf-8")
            assert not re.search(r"<script|<img|<svg", page)
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_strangers_are_refused(network, suggestions, tmp_path):
    with pytest.raises(InputError, match="ID-7001"):
        write_personal_reports(tmp_path / "p", network, suggestions=suggestions, people=["ID-7001"])


def test_a_page_says_whom_to_ask_even_if_that_is_a_colleague(network, suggestions):
    contact = f"{network.people['name'].iloc[30]}, kn30@lek.example"
    about = {"purpose": "Elkaar vinden", "contact": contact, "agreed": "de ondernemingsraad"}
    pages = personal_pages(network, suggestions=suggestions, about=about, language="nl")
    page = next(data.decode() for name, data in pages.items() if name.endswith(".html"))
    assert contact in page
    assert "Elkaar vinden" in page
    assert "ondernemingsraad" not in page
    with pytest.raises(InputError, match="Did you mean 'contact'"):
        personal_pages(network, suggestions=suggestions, about={"contacts": "x"})


def test_the_reader_is_told_which_project_the_page_is_of(network, suggestions):
    pages = personal_pages(network, suggestions=suggestions, language="nl", title="Anders <b>werken</b>")
    page = pages["zqx05wv-kanarie05.html"].decode()
    assert "Je eigen pagina bij Anders &lt;b&gt;werken&lt;/b&gt;" in page
    assert (
        "Je eigen pagina<"
        in personal_pages(network, suggestions=suggestions, language="nl")["zqx05wv-kanarie05.html"].decode()
    )


def test_the_list_to_send_by_is_known_only_as_it_was_written(network, suggestions, tmp_path):
    for language in ("en", "nl"):
        folder = write_personal_reports(tmp_path / language, network, suggestions=suggestions, language=language)
        pages, written = sorted(folder.glob("*.html")), folder / "mailmerge.csv"
        told = written.read_bytes()
        assert people_to_send_to(written, network) == len(pages) > 1
        assert people_to_send_to(pages[0], network) == 0
        lines = told.split(b"\r\n")
        for changed in (
            told + b"\r\nZqx30wv Kanarie30",
            b"\r\n".join([lines[0], *(line + b";x" for line in lines[1:])]),
            told.replace(pages[0].name.encode(), pages[1].name.encode()),
            b"\r\n".join([*lines[:-1], lines[1], b""]),
            b"\xff\xfe",
            b"",
        ):
            written.write_bytes(changed)
            assert people_to_send_to(written, network) == 0
        written.write_bytes(told)
        mine, theirs = pages[0].read_bytes(), pages[1].read_bytes()
        pages[0].write_bytes(theirs)
        pages[1].write_bytes(mine)
        assert people_to_send_to(written, network) == 0
        pages[1].write_bytes(theirs)
        for absent in (b"", None):
            pages[0].unlink()
            if absent is not None:
                pages[0].write_bytes(absent)
            assert people_to_send_to(written, network) == 0
        (tmp_path / f"{language}.html").write_bytes(mine)
        pages[0].symlink_to(tmp_path / f"{language}.html")
        assert people_to_send_to(written, network) == 0


def test_nobody_loses_an_address_and_what_is_none_is_told(network, suggestions, tmp_path):
    people = network.people.copy()
    ids = [str(person) for person in network.ids[[0, 5, 9]]]
    people["email"] = [f"kn{n:02d}@lek.example" for n in range(len(people))]
    people = people[["name", "inside", "email"]].assign(remark="zegt niets")
    people.loc[ids, "email"] = ["femke.d'hondt@lek.example", "jan&co/2@lek.example", "nog vragen"]
    people.loc[ids[2], "remark"] = "an@lek.example, of zo"
    asked = network.replace(people=people)
    for language in ("en", "nl"):
        folder = write_personal_reports(tmp_path / language, asked, suggestions=suggestions, language=language)
        rows = folder.joinpath("mailmerge.csv").read_text(encoding="utf-8-sig")
        for words in ("femke.d'hondt@lek.example", "jan&co/2@lek.example", "nog vragen"):
            assert f'"{words}"' in rows
        assert "zegt niets" not in rows
        assert "of zo" not in rows
        assert people_without_address(folder / "mailmerge.csv", language) == 1
        assert people_to_send_to(folder / "mailmerge.csv", asked) == 5
        told = {"en": "1 person has something in it", "nl": "1 persoon heeft er iets in"}[language]
        assert told in " ".join(merge_text(folder, language).split())
    written = write_personal_reports(tmp_path / "all", network, suggestions=suggestions, language="en")
    assert "no e-mail address" not in merge_text(written, "en")


def test_a_title_that_names_somebody_who_objects_is_refused(network, suggestions):
    file = pd.DataFrame({"id": ["X-1234"], "naam": ["Cas van der Vos"], "bezwaar": ["ja"]})
    with pytest.warns(DoubtfulInputWarning):
        roster = read_roster(file)
    with pytest.raises(PrivacyError, match="'Plan van …' names"):
        personal_pages(roster.merge(network), suggestions=suggestions, title="Plan van Cas van der Vos")
