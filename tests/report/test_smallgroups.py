"""Names of small groups in words."""

import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.report import build_report
from kiemen.report.audit import audit_file
from kiemen.report.findings import Findings, without_small_groups
from kiemen.report.smallgroups import groups_in, in_doubt
from kiemen.results import Fact, Provenance, Result


def organisation(*small: str) -> Network:
    """Two groups that may be told and these, of two people each."""
    groups = [*["Zorgvast"] * 9, *["Wijkwerk"] * 9, *(group for group in small for _ in range(2))]
    ids = [f"zq-{n:04d}" for n in range(len(groups))]
    names = [f"Zqx{n}wv Kanarie{n}" for n in range(len(groups))]
    ties = pd.DataFrame({"source": ids, "target": [*ids[5:], *ids[:5]]})
    return Network.from_frames(pd.DataFrame({"person": ids, "name": names, "department": groups}), ties)


SMALL = ("IT", "OR", "Data", "Privacy", "Management", "Team", "Directie", "12")


@pytest.mark.parametrize("audience", ["team", "management"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_report_of_ours_is_safe_whatever_small_departments_are_called(tmp_path, audience, language):
    network = organisation(*SMALL)
    report = build_report(network, audience=audience, language=language)
    path = tmp_path / "report.html"
    path.write_text(report.html(), encoding="utf-8")
    audit = audit_file(path, network, audience=audience)
    assert audit.table.query("kind == 'small group'").empty
    assert "Not looked for: small groups" in " ".join(fact.say("en") for fact in audit.cautions)
    assert "(5)" in " ".join(fact.say("en") for fact in audit.cautions)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Vraag het IT.", ["IT"]),
        ("afdeling;aantal\nDirectie;3", ["Directie"]),
        ("<td>OR</td><script>let it = 1 or 2</script>", ["OR"]),
        ("Het jeugd-team van hr&control", ["HR&Control"]),
        ("How would you do it, or is it in the data? Directies doen het.", []),
        ("Team Management: 12 mensen", []),
        ("sha256-" + "ab/IT+" * 20, []),
    ],
)
def test_a_small_group_is_told_from_the_words_of_a_report_by_its_capitals(words, found):
    assert list(groups_in(words, [*SMALL, "HR&Control"])) == found
    assert [group for group in SMALL if in_doubt(group)] == ["Data", "Privacy", "Management", "Team", "12"]


def test_the_team_reads_the_first_sentence_and_no_small_group():
    network = organisation("IT", "Team")
    told = ["How would you do it?", "Ask the team.", "Anna works at IT.", "Team 3 helps.", "Both like IT-days."]
    table = pd.DataFrame({"a": [network.ids[0]], "b": [network.ids[1]]})
    facts = {0: tuple(Fact(words, {}, "open") for words in told)}
    provenance = Provenance.of(network, function="x", settings={})
    results = {"suggestions": Result(table, {}, provenance, facts=facts)}
    findings = without_small_groups(Findings(network=network, language="en", title="", results=results))
    assert findings.reasons("suggestions", 0, ("open",), findings.unnamed) == tuple(told[:2])
    assert len(findings.reasons("suggestions", 0, ("open",))) == len(told)
