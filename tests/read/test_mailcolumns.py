"""Addresses and the names beside them."""

import pandas as pd

from kiemen.read.account import Account
from kiemen.read.mail import read_mail
from kiemen.read.mailcolumns import address_of, mail_columns, marked, names_of
from kiemen.read.rawtable import RawTable


def test_addresses_stand_apart_from_names():
    assert address_of('"An de Wit" <An@x.nl>') == "an@x.nl"
    assert address_of("An@X.nl ") == "an@x.nl"
    assert address_of("An de Wit") == "An de Wit"


def test_the_name_beside_an_address_is_kept():
    written = pd.Series(["An de Wit <an@x.nl>", "<bo@x.nl>", "Bo"], dtype="str")
    assert names_of(written) == {"an@x.nl": "An de Wit"}


def test_other_domains_are_outside():
    people = pd.DataFrame({"name": ["a@x.nl", "b@y.nl"], "inside": True}, index=["a@x.nl", "b@y.nl"])
    assert marked(people, {}, ["x.nl"])["inside"].tolist() == [True, False]


def test_addresses_of_the_server_beside_e_mail_addresses_are_doubtful():
    frame = pd.DataFrame({"van": ["/o=Org/cn=an", "bram@x.nl"], "aan": ["cas@x.nl", "an@x.nl"]})
    account = Account(RawTable(frame.astype("str"), "mail"))
    mail_columns(account, dict.fromkeys(("sender", "recipients", "copies", "message", "time")))
    assert [(note.action, note.column) for note in account.notes] == [("doubtful", "van")]


def test_a_trace_of_the_mail_server(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text(
        "date_time_utc,message_id,sender_address,recipient_status\n"
        "2025-03-03T09:00:00.123Z,<1@x>,an@x.nl,bo@x.nl##Receive;cas@x.nl##Delivered\n"
        "2025-03-03T10:00:00.123Z,<2@x>,bo@x.nl,an@x.nl##Receive\n"
    )
    ties = read_mail(path).ties
    assert ties[["source", "target", "weight"]].to_numpy().tolist() == [
        ["an@x.nl", "bo@x.nl", 0.5],
        ["an@x.nl", "cas@x.nl", 0.5],
        ["bo@x.nl", "an@x.nl", 1.0],
    ]
    assert ties["start"].notna().all()
