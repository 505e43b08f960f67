from kiemen.suggest.initiatives import suggest_initiatives


def test_somebody_new_joins(organisation, adopters):
    found = suggest_initiatives(organisation, adopters=adopters, model="cascade", top=5, rng=1)
    members = set(organisation.memberships["person"])
    assert not members & set(found.table["person"])
    assert found.table["person"].is_unique
    assert (found.table["new_contacts"] <= 6).all()
    assert (found.table["known"] >= 1).all()
    assert found.table["gain"].is_monotonic_decreasing


def test_without_initiatives_it_says_so(two_cliques, left):
    found = suggest_initiatives(two_cliques, adopters=left, model="cascade", rng=1)
    assert found.table.empty
    assert "no initiatives" in found.summary("en")
