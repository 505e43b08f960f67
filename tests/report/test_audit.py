"""The audit of files is tried in `test_editions`; here what it refuses and what the analyst sees."""

import pytest

from kiemen.errors import InputError, PrivacyError
from kiemen.report.audit import audit_file


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
