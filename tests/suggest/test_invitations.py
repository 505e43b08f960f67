import pytest

from kiemen.suggest.invitations import kind_of, suggest_invitations


@pytest.mark.parametrize(
    ("role", "inside", "kind"),
    [
        ("Directeur", True, "director"), ("teamleider", True, "team lead"), ("raadslid", False, "council"),
        ("wethouder", False, "administrator"), ("ondernemer", False, "outside innovator"), ("adviseur", True, ""),
    ],
)  # fmt: skip
def test_roles_make_kinds(role, inside, kind):
    assert kind_of(role, inside=inside) == kind


def test_allies_are_named_with_who_invites(organisation, adopters):
    found = suggest_invitations(organisation, adopters=adopters, model="cascade", rng=1)
    table = found.table
    assert set(table["kind"]) == {"director", "team lead", "council", "outside innovator"}
    assert set(table["invited_by"]) <= set(adopters)
    assert table.loc["c2", "invited_by"] == "p07"
    assert table.loc["c2", "via"] == ""
    assert table["gain"].is_monotonic_decreasing
    assert "council" in found.explain("c1", language="en")


def test_when_nobody_can_be_invited_it_says_so(two_cliques, left):
    found = suggest_invitations(two_cliques, adopters=left, model="cascade", rng=1)
    assert found.table.empty
    assert "Nobody with a role" in found.summary("en")
