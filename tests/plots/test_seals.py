"""Pictures that are known again."""

import base64
import io

import numpy as np

from kiemen.plots import style
from kiemen.plots.seals import INLINE, is_sealed


def drawn() -> tuple[bytes, bytes]:
    figure = style.own_figure((4, 3))
    figure.add_subplot().imshow(np.eye(3))
    svg = style.svg_file(style.settle(figure), salt="x")
    return svg, style.png_bytes(figure, svg=svg)


def test_a_picture_is_known_as_the_one_in_its_svg_file_until_either_changes():
    svg, png = drawn()
    assert is_sealed(png, svg)
    assert not is_sealed(png, svg.replace(b"<svg", b"<svg ", 1))
    assert not is_sealed(png + b"Cas", svg)
    middle = len(png) // 2
    assert not is_sealed(png[:middle] + bytes([png[middle] ^ 1]) + png[middle + 1 :], svg)
    assert not is_sealed(b"", b"")
    assert drawn() == (svg, png)


def test_a_picture_in_a_picture_is_known_too_and_can_be_shown():
    from PIL import Image

    svg, _ = drawn()
    (inside,) = [base64.b64decode(words) for _, words in INLINE.findall(svg)]
    assert is_sealed(inside)
    with Image.open(io.BytesIO(inside)) as shown:
        shown.load()
        assert shown.info["Seal"]
