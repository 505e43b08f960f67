"""The audit of files is tried in `test_editions`; here what it refuses and what the analyst sees."""

import pandas as pd
import pytest

from kiemen._files import write_folder
from kiemen.errors import InputError, PrivacyError
from kiemen.network import Network
from kiemen.plots.seals import PNG, sealed
from kiemen.report import write_personal_reports
from kiemen.report.audit import audit_file, files_in
from kiemen.report.terminal import audit_text

DRAWN = PNG + bytes(30)


def test_the_analyst_may_have_everything_but_a_request(network, tmp_path):
    path = tmp_path / "a.html"
    path.write_text('<p>Zqx01wv Kanarie01</p><img src="https://elders.example/x.png">', encoding="utf-8")
    audit = audit_file(path, network, audience="analyst")
    assert audit.table.loc[audit.table["kind"] == "name", "allowed"].all()
    assert not audit.safe
    assert "1" in audit.headline[0].say("en")


def test_what_cannot_be_read_is_said(network, tmp_path):
    with pytest.raises(InputError, match="could not read"):
        audit_file(tmp_path / "none", network, audience="team")
    with pytest.raises(PrivacyError):
        audit_file(tmp_path, network, audience="boss")


def test_names_of_files_are_read_and_what_is_not_read_is_not_called_safe(network, tmp_path):
    letter = tmp_path / "Brief_aan-zqx01wv.kanarie01.txt"
    letter.write_text("Niets.", encoding="utf-8")
    audit = audit_file(letter, network, audience="management")
    assert audit.table[["kind", "where"]].to_numpy().tolist() == [["name", letter.name]]
    printed = tmp_path / "report.pdf"
    printed.write_bytes(b"%PDF-1.4 \x00")
    audit = audit_file(printed, network, audience="management")
    assert not audit.safe
    assert audit.table["kind"].tolist() == ["cannot be read"]
    assert "looked at" in audit.cautions[0].say("en")
    assert audit_file(printed, network, audience="analyst").safe


def test_a_picture_is_as_safe_as_the_one_beside_it_with_its_words_as_text(network, tmp_path):
    picture, words = tmp_path / "groups.png", b"<svg><text>Zorg</text></svg>"
    picture.write_bytes(sealed(DRAWN, words))
    assert not audit_file(picture, network, audience="management").safe
    (tmp_path / "groups.svg").write_bytes(words)
    assert audit_file(picture, network, audience="management").safe
    # Another picture under this name is not the one whose words stand beside it.
    picture.write_bytes(sealed(DRAWN, b"<svg><text>Zqx01wv Kanarie01</text></svg>"))
    assert audit_file(picture, network, audience="management").table["kind"].tolist() == ["cannot be read"]


def test_names_drawn_in_a_picture_are_found_by_those_written_beside_it(network, tmp_path):
    picture, words = tmp_path / "bridges.png", b"<svg><text>Zqx01wv Kanarie01</text></svg>"
    picture.write_bytes(sealed(DRAWN, words))
    (tmp_path / "bridges.svg").write_bytes(words)
    audit = audit_file(picture, network, audience="management")
    assert not audit.safe
    assert audit.table[["kind", "where"]].to_numpy().tolist() == [["name", picture.name]]
    assert audit_file(picture, network, audience="analyst").safe


def test_what_makes_no_sense_is_refused_by_its_name(network, tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("niets", encoding="utf-8")
    with pytest.raises(InputError, match="network must be a Network"):
        audit_file(path, None, audience="team")
    with pytest.raises(InputError, match="path must be the name of a file"):
        audit_file(None, network, audience="team")
    with pytest.raises(InputError, match="about must give texts"):
        audit_file(path, network, audience="team", about="niets")
    assert audit_file(path, network, audience="team", about={"purpose": 5}).safe


def test_whom_the_organisation_states_may_be_in_a_file(network, tmp_path):
    path = tmp_path / "facts.txt"
    path.write_text("Vragen: Zqx01wv Kanarie01", encoding="utf-8")
    assert not audit_file(path, network, audience="management").safe
    assert audit_file(path, network, audience="management", about={"contact": "Zqx01wv Kanarie01"}).safe


def test_a_page_of_ones_own_passes_and_a_list_of_addresses_does_not(network, suggestions, tmp_path):
    people = network.people.assign(consent=[*["yes"] * 20, *["no"] * 20])
    asked = network.replace(people=people)
    folder = write_personal_reports(tmp_path / "pages", asked, suggestions=suggestions, language="en")
    pages = list(folder.glob("*.html"))
    assert pages
    for page in pages:
        assert audit_file(page, asked, audience="participant").safe, page.name
    assert not audit_file(folder / "mailmerge.csv", asked, audience="participant").safe
    other = folder / "zqx05wv-kanarie05.html"
    other.write_text(other.read_text(encoding="utf-8") + "Zqx30wv Kanarie30", encoding="utf-8")
    assert not audit_file(other, asked, audience="participant").safe


def test_of_two_with_one_name_of_whom_one_may_be_named_the_name_is_no_leak(tmp_path):
    people = pd.DataFrame(
        {"person": ["n-0001", "n-0002"], "name": ["Leila Bouzidi", "Leila Bouzidi"], "named": [True, False]}
    )
    path = tmp_path / "note.txt"
    path.write_text("Ask Leila Bouzidi.", encoding="utf-8")
    network = Network.from_frames(people=people)
    assert audit_file(path, network, audience="team", consenting="named").safe
    assert not audit_file(path, network, audience="management").safe
    path.write_text("Ask n-0002.", encoding="utf-8")
    assert not audit_file(path, network, audience="team", consenting="named").safe


@pytest.mark.parametrize(
    "said", ["Vos, Cas van der", "van der Vos, Cas", "Cas v.d. Vos", "CAS VAN DER VOS's plan", "Zoe Kaya", "Kaya, Zoë."]
)
def test_a_name_is_found_as_others_write_it(tmp_path, said):
    people = pd.DataFrame({"person": ["p1", "p2"], "name": ["Cas van der Vos", "Zoë Kaya"]})
    note = tmp_path / "note.csv"
    note.write_text(f"wie;wat\n{said};trekker", encoding="utf-8")
    audit = audit_file(note, Network.from_frames(people), audience="management")
    assert audit.table["kind"].tolist() == ["name"]
    note.write_text("wie;wat\nCas;trekker\nVan der Vossen, Lucas;Zoë", encoding="utf-8")
    assert audit_file(note, Network.from_frames(people), audience="management").safe


PEOPLE = pd.DataFrame({
    "person": ["p-1", "p-2", "p-3", "p-4"],
    "name": ["Ayşe Yılmaz", "Maria Hofman", "Jan-Willem de Boer", "Mark van der Veen"],
})  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "Ay%C5%9Fe%20Y%C4%B1lmaz",
        "https://x.example/?q=Ay%c5%9fe+Y%c4%b1lmaz&p=1",
        "wie=Ay%25C5%259Fe%2520Y%25C4%25B1lmaz",
        "Maria+Hofman",
        "jan%2dwillem%20de%20boer",
        "Ay&#351;e Y&#x131;lmaz",
        "Ay&#351e&nbsp;Y&#305lmaz",
        '{"wie": "Ay\\u015fe Y\\u0131lmaz"}',
    ],
)
def test_a_name_is_found_as_machines_write_it(tmp_path, said):
    note = tmp_path / "note.csv"
    note.write_text(f"wie;wat\n{said};100% trekker", encoding="utf-8")
    audit = audit_file(note, Network.from_frames(PEOPLE), audience="management")
    assert audit.table["kind"].tolist() == ["name"]


def test_the_name_of_a_file_is_read_without_accents_and_as_a_link(tmp_path):
    network = Network.from_frames(PEOPLE)
    for name in ("ayse-yilmaz.txt", "Ay%C5%9Fe%20Y%C4%B1lmaz.txt"):
        (tmp_path / name).write_text("Niets.", encoding="utf-8")
        assert audit_file(tmp_path / name, network, audience="management").table["what"].tolist() == ["ayşe yılmaz"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Vraag M. Hofman of M.J. Hofman.", ["M. Hofman (maria hofman)", "M.J. Hofman (maria hofman)"]),
        ("M Hofman", ["M Hofman (maria hofman)"]),
        ("wie;wat\nHofman, M.;trekker", ["Hofman, M. (maria hofman)"]),
        ("<td>M.</td> <td>Hofman</td>", ["M. Hofman (maria hofman)"]),
        ("A. Y&#305;lmaz", ["A. Yılmaz (ayşe yılmaz)"]),
        ("J.W. de Boer en de M. v.d. Veen", ["J.W. de Boer (jan-willem de boer)", "M. v.d. Veen (mark van der veen)"]),
        ("Veen, M. van der; -", ["Veen, M. van der (mark van der veen)"]),
        ("de Boer, J.-W.; -", ["de Boer, J.-W. (jan-willem de boer)"]),
        ("de Boer, M. Hofman, K. Bos", ["M. Hofman (maria hofman)"]),
        ("m hofman, de m. Hofmannen, P. Hofman, Hofman M, S.M. Hofman, plan M: hofman, MM Hofman", []),
        ("Smit en de Boer, J. Smit komt ook", []),
        ("M. Hofman is Maria Hofman", []),
    ],
)  # fmt: skip
def test_initials_and_a_surname_point_at_who_has_them(tmp_path, said, found):
    note = tmp_path / "note.html"
    note.write_text(said, encoding="utf-8")
    audit = audit_file(note, Network.from_frames(PEOPLE), audience="management")
    assert [what for what in audit.table["what"] if "(" in what] == found
    assert audit.safe == (len(audit.table) == 0)


def test_initials_that_some_share_name_them_all_and_those_that_many_share_nobody(tmp_path):
    names = ["An Vos", "Ali Vos", "Bo Vos"]
    note = tmp_path / "note.txt"
    note.write_text("M. v.d. Veen gaat.", encoding="utf-8")
    said = audit_text(audit_file(note, Network.from_frames(PEOPLE), audience="team"), "note.txt", language="en")
    assert "! name: M. v.d. Veen (mark van der veen) (note.txt)" in said
    note.write_text("A. Vos gaat.", encoding="utf-8")
    people = pd.DataFrame({"person": [f"n-{i}" for i in range(3)], "name": names, "named": [True, False, True]})
    audit = audit_file(note, Network.from_frames(people), audience="team", consenting="named")
    assert audit.table["what"].tolist() == ["A. Vos (ali vos, an vos)"]
    assert not audit.safe
    assert "somebody else" in audit.cautions[0].say("en")
    assert audit_file(note, Network.from_frames(people), audience="team", consenting=["n-0", "n-1"]).safe
    many = pd.DataFrame(
        {"person": [f"n-{i}" for i in range(5)], "name": ["An Vos", "Ali Vos", "Alex Vos", "Ada Vos", "Al Vos"]}
    )
    assert audit_file(note, Network.from_frames(many), audience="management").safe


def test_a_form_that_two_share_counts_as_the_name_of_who_may_not_be_named(tmp_path):
    people = pd.DataFrame({"person": ["p1", "p2"], "name": ["Zoë Kaya", "Zoe Kaya"]})
    note = tmp_path / "note.txt"
    note.write_text("Kaya, Zoe", encoding="utf-8")
    for seen in ("p1", "p2"):
        assert not audit_file(note, Network.from_frames(people), audience="team", consenting=[seen]).safe


def test_what_is_too_short_to_look_for_is_counted(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Vraag 李明, Bo of 1035.", encoding="utf-8")
    people = pd.DataFrame({"person": ["1035", "200345", "Li", "e"], "name": ["李明", "Bo", "Li", "Max"]})
    network = Network.from_frames(people)
    said = [fact.say("en") for fact in audit_file(note, network, audience="management").cautions]
    assert "Not looked for: names and ids too short to tell from words and counts (3)." in said
    longer = people.assign(person=["10351", "200345", "A-21", "e-mail"], name=["Li Ming", "Bob", "Lise", "Max Vos"])
    assert audit_file(note, Network.from_frames(longer), audience="management").cautions == ()


def test_an_address_of_which_nobody_knows_whose_it_is_is_told_unless_the_organisation_states_it(tmp_path):
    network = Network.from_frames(PEOPLE.assign(mail=["a@x.example", "m@x.example", None, None]))
    page = tmp_path / "page.html"
    page.write_text(
        "<td>Zorg</td><td>a@x.example</td><td>Wonen</td> <a href='mailto:Q.Zwaluw@x.example'>b@x.example</a>"
        "<img src='logo@2x.png'> npm left@1.2.3",
        encoding="utf-8",
    )
    audit = audit_file(page, network, audience="team", consenting=["p-1"])
    strange = "e-mail, not known whose"
    assert audit.table[audit.table["kind"] == strange]["what"].tolist() == ["b@x.example", "q.zwaluw@x.example"]
    assert not audit.safe
    assert audit_file(page, network, audience="analyst").safe
    about = {"contact": "Vragen: b@x.example", "controller": "Q.Zwaluw@x.example."}
    assert audit_file(page, network, audience="team", consenting=["p-1"], about=about).safe
    assert not audit_file(page, network, audience="management", about=about).safe
    drawn = audit.plot(language="en")
    assert any("not known whose" in tick.get_text() for tick in drawn.get_yticklabels())


@pytest.mark.parametrize("target", ["other", "nowhere"])
def test_a_link_that_is_not_followed_is_named(tmp_path, target):
    (tmp_path / "other").mkdir()
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "a.txt").write_text("a", encoding="utf-8")
    assert len(files_in(tmp_path / "given")) == 1
    (tmp_path / "given" / "sub").symlink_to(tmp_path / target)
    with pytest.raises(InputError, match=r"sub is a link, which is not followed"):
        files_in(tmp_path / "given")


def test_our_own_list_of_files_in_a_folder_is_not_judged_unless_it_says_more(tmp_path):
    written = write_folder(tmp_path / "pages", {"an-jansen.html": b"An", "bram.html": b"Bram"})
    marker = written / ".kiemen"
    assert [file.name for file in files_in(written)] == ["an-jansen.html", "bram.html"]
    marker.write_text(marker.read_text(encoding="utf-8") + "\nCas Vos", encoding="utf-8")
    assert marker in files_in(written)


@pytest.mark.parametrize("address", ["femke.d'hondt@x.example", "femke.d’hondt@x.example", "o&m/2=a!@x.example"])
def test_an_address_may_have_every_sign_that_addresses_have(tmp_path, address):
    people = pd.DataFrame(
        {"person": ["p-1", "p-2"], "name": ["Zqx Wv", "Qza Vw"], "mail": [address, "hondt@x.example"]}
    )
    network = Network.from_frames(people)
    note = tmp_path / "note.html"
    for said in (address, f"'{address}'", f"<a href='mailto:{address}'>x</a>", address.replace("'", "&#39;").upper()):
        note.write_text(f"Vraag {said}.", encoding="utf-8")
        audit = audit_file(note, network, audience="management")
        assert audit.table[["kind", "what"]].to_numpy().tolist() == [["e-mail", address.replace("’", "'")]]
        assert audit_file(note, network, audience="team", consenting=["p-1"]).safe
        assert not audit_file(note, network, audience="team", consenting=["p-2"]).safe
    note.write_text("Vraag bo.d’hondt@x.example of 'hondt@x.example'.", encoding="utf-8")
    audit = audit_file(note, network, audience="management")
    assert audit.table["what"].tolist() == ["hondt@x.example", "bo.d'hondt@x.example"]
