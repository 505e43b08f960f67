"""Words that were packed for the road."""

import base64
import quopri

import pytest

from kiemen.report.guard import texts_in

NAME = "Ayşe Yılmaz"
LETTER = f"Beste allemaal, vraag het aan {NAME}, die weet er alles van."


def said(data: bytes) -> str:
    return " ".join(words for _, words in texts_in(data, "file"))


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(LETTER.encode()),
        b"Subject: =?utf-8?Q?Vraag_Ay=C5=9Fe?= =?UTF-8?b?" + base64.b64encode(" Yılmaz".encode()) + b"?=\n\nx",
        b"Subject: =?idna?Q?x_?= =?no-such-form?Q?Ay=C5=9Fe_Y=C4=B1lmaz?=",
        b"content-transfer-encoding: BASE64\r\nX-More: yes\r\n\r\n" + base64.b64encode(NAME.encode()),
        base64.b64encode(LETTER.encode()),
        b"> " + base64.encodebytes(LETTER.encode() * 5) + b"\nGroeten",
        base64.b64encode(LETTER.encode("utf-16")),
        base64.b64encode(base64.b64encode(LETTER.encode())),
        base64.b64encode(LETTER.encode()).decode().encode("utf-16"),
        b"cn:: " + base64.b64encode(NAME.encode()),
        b"url(data:text/plain;base64," + base64.b64encode(NAME.encode()).replace(b"=", b"%3D") + b")",
        NAME.encode("utf-7"),
        b"{\\rtf1\\ansi Ay\\u351?e Y\\u305\\'69lmaz}",
        b"{\\rtf1\\ansi\\ansicpg1254 {\\b Ay}\\'fee\\~Y\\'fdlmaz\\par}",
        b"{\\rtf1\\ansi\\ansicpg99999 Ay\\u-65185 e\\line Y\\u305 lmaz}",
        "BEGIN:VCALENDAR\r\nSUMMARY:Ayşe Yıl\r\n maz\r\nEND:VCALENDAR".encode(),
        "SUMMARY;LANGUAGE=nl:Overleg met Ayşe \n\tYılmaz".encode(),
    ],
)
def test_a_name_is_read_however_it_was_packed(data):
    assert "ayşe yılmaz" in said(data)


def test_text_as_it_stands_is_read_once():
    assert len(list(texts_in("Vraag Ayşe, 1 + 2 = 3.\n  En dan?".encode(), "file"))) == 1
