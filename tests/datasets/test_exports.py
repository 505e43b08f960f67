"""Text as the real tools write it."""

from kiemen.datasets.exports import comma_text, semicolon_text


def test_dutch_csv_has_mark_semicolons_and_windows_line_ends():
    assert semicolon_text(("a", "b"), [("x;y", 1)]) == '\ufeffa;b\r\n"x;y";1\r\n'
    assert semicolon_text(("a",), [("x",)], quote_all=True) == '\ufeff"a"\r\n"x"\r\n'


def test_plain_csv_is_plain():
    assert comma_text(("a", "b"), [("x,y", "")]) == 'a,b\n"x,y",\n'
