"""Lists of phrases, their places and ranks."""

from kiemen.read.answerwords import WORDINGS, wording_of


def test_mostly_is_plain_where_nobody_is():
    wording = wording_of(["grotendeels mee eens", "helemaal mee oneens"])
    assert wording is not None
    assert wording.used(["grotendeels mee eens"]) == {"grotendeels mee eens": 2}
    assert wording.used(["grotendeels mee eens", "mee eens"]) == {"grotendeels mee eens": 2.5, "mee eens": 2}


def test_ranks_are_in_order_and_within_the_scale():
    for wording in WORDINGS:
        places = sorted(set(wording.places.values()))
        for points in range(2, 8):
            ranks = wording.ranks(points, places[:points])
            assert [ranks[place] for place in sorted(ranks)] == sorted(ranks.values())
            assert set(ranks.values()) <= set(range(points))


def test_points():
    wording = wording_of(["nooit", "soms", "regelmatig", "vaak"])
    assert wording is not None
    assert wording.points([-3, 0, 1, 2]) == 5
    assert wording.points([-3, -2, 0, 1, 2, 3]) == 7
