"""What files are made of, and which of it is told to be unread."""

import base64
import bz2
import gzip
import io
import zipfile

import numpy as np
import pytest

from kiemen.plots import style
from kiemen.plots.seals import PNG
from kiemen.report.guard import fold, texts_in
from kiemen.report.packed import readings, unread_in

JPEG = b"\xff\xd8\xff\xe0" + bytes(30)


def inline(data: bytes) -> bytes:
    return b"base64," + base64.b64encode(data)


def archive(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, words in members.items():
            made.writestr(name, words)
    return packed.getvalue()


def test_what_is_packed_or_drawn_is_told_to_be_unread():
    def kinds_of(data: bytes) -> list[str]:
        return [what for _, what in unread_in(data, "file")]

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x")
        archive.writestr("b.pdf", b"%PDF-1.7")
        archive.writestr("c.bin", b"\0\1\2" * 9)
    assert kinds_of(packed.getvalue()) == ["PDF", "a form that is not read here"]
    assert kinds_of(b"PK is no archive") == []
    assert kinds_of(gzip.compress(b"\xff\xd8\xff", mtime=0)) == ["a picture"]
    assert kinds_of(b"\x1f\x8b broken") == ["a form that is not read here"]
    assert kinds_of("Zoë".encode("utf-16-le") * 9) == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'<svg><image href="data:image/png;' + inline(PNG + bytes(30)) + b'"/></svg>', "a picture"),
        (b'<IMG src="data:image/png;' + inline(PNG + bytes(30)) + b'">', "a picture"),
        (b"<p style='background:url(data:image/jpeg;" + inline(JPEG) + b")'>x</p>", "a picture"),
        (b"<a href='data:application/pdf;" + inline(b"%PDF-1.4 \0\1 nothing to read here") + b"'>x</a>", "PDF"),
        (b"Content-Type: x\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(JPEG), "a picture"),
        (b"\n\xef\xbb\xbf%PDF-1.4 stream", "PDF"),
        (b"\xff\xfe\1\0" + bytes(range(64)), "a form that is not read here"),
        (b"%!PS-Adobe-3.0 (A) show", "a form that is not read here"),
        (bz2.compress(b"x"), "a form that is not read here"),
        (b"{\\rtf1 {\\pict\\pngblip 89504e47}}", "a form that is not read here"),
        (base64.b64encode(bytes(range(256)) * 2), "a form that is not read here"),
        (archive(a="x") + b"\0\1\2", "a form that is not read here"),
        (gzip.compress(b"x" * 99, mtime=0)[:-9], "a form that is not read here"),
    ],
)
def test_what_cannot_be_read_is_told_wherever_it_stands(data, told):
    assert {what for _, what in unread_in(data, "file")} == {told}


@pytest.mark.parametrize(
    "data",
    [
        b"Encoded in base64, which everybody can read; sha256-" + b"9fJ/" * 11 + b"=",
        b"/usr/share/lib/python/site/packages/thing/other/more",
        b"%PDF is a form\n" + b"=" * 90 + b"\n" + b"/" * 300,
        "Zoë\x1b\x0b".encode(),
        "Zoë".encode("utf-32"),
    ],
)
def test_what_only_looks_packed_is_read(data):
    assert list(unread_in(data, "file")) == []


def test_the_pictures_drawn_here_have_their_words_as_text():
    figure = style.own_figure((4, 3))
    figure.add_subplot().imshow(np.eye(3))
    svg = style.svg_file(style.settle(figure), salt="x")
    assert b"base64" in svg
    for data in (svg, style.svg_element(svg, label="x").encode()):
        assert list(unread_in(data, "file")) == []


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"nothing", mtime=0) + gzip.compress(b"Zoe Kaya", mtime=0),
        gzip.compress(b"nothing", mtime=0) + b"Zoe Kaya",
        archive(a="nothing") + b"Zoe Kaya",
        "Zoe Kaya".encode("utf-32"),
        b'x="' + b"".join(b"\\x%02x" % sign for sign in b"Zoe Kaya") + b'"',
        b'x="' + b"".join(b"\\u{%x}" % sign for sign in b"Zoe Kaya") + b'"',
    ],
)
def test_what_stands_behind_or_in_escapes_is_read(data):
    assert "zoe kaya" in " ".join(words for _, words in texts_in(data, "file"))


@pytest.mark.parametrize(
    "form", ["cp1252", "cp850", "mac_roman", "cp1250", "cp1254", "iso8859-2", "iso8859-9", "cp852"]
)
def test_names_are_read_in_all_characters_in_which_a_file_may_be(form):
    for name in ("Zoë Müller", "José Peña", "Ayşe Yılmaz", "Łukasz Żak"):
        try:
            data = f"naam;score\r\n{name};4\r\n".encode(form)
        except UnicodeEncodeError:
            continue
        assert fold(name) in " ".join(words for _, words in texts_in(data, "file")), name


@pytest.mark.parametrize(
    "data",
    [
        "Zoë Müller;goed\r\n".encode() + "Ja, café\r\n".encode("cp1252"),
        "Ja, café\r\n".encode() + "Zoë Müller;goed\r\n".encode("mac_roman"),
        "Zoë Müller;café é".encode()[:-1],
        b"Zo\xc3\xab M\xc3\xbcller \xff",
        "Zoë Müller".encode().decode("cp1252").encode(),
        "<a><![CDATA[Zoë]]> <![CDATA[Müller]]></a>".encode(),
    ],
)
def test_names_are_read_where_characters_are_mixed_or_cut_off(data):
    assert "zoë müller" in " ".join(words for _, words in texts_in(data, "file"))


def test_what_is_sure_is_read_once():
    for data in ("Zoë Ëëé".encode(), "Zoë".encode("utf-16"), JPEG):
        assert len(list(readings(data))) == 1
