"""What is kept fits, and what was used first goes first."""

from kiemen.suggest.recent import Recent


def test_the_oldest_make_room():
    recent = Recent(10)
    for name, size in (("a", 4), ("b", 3), ("c", 3)):
        recent.put(name, name.upper(), size)
    assert [recent.get(name) for name in "abc"] == ["A", "B", "C"]
    assert (len(recent), recent.taken) == (3, 10)
    recent.put("d", "D", 5)
    assert [recent.get(name) for name in "abcd"] == [None, None, "C", "D"]
    assert (len(recent), recent.taken) == (2, 8)


def test_what_two_threads_computed_counts_once():
    recent = Recent(10)
    recent.put("a", "A", 4)
    recent.put("a", "A", 4)
    assert (len(recent), recent.taken) == (1, 4)


def test_the_latest_is_kept_however_large():
    recent = Recent(10)
    recent.put("a", "A", 4)
    recent.put("b", "B", 99)
    assert [recent.get(name) for name in "ab"] == [None, "B"]
    recent.put("c", "C", 1)
    assert [recent.get(name) for name in "bc"] == [None, "C"]
