"""The sizes of pictures, read from their first bytes, and the advice that follows."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sandbox.box import EXAMPLE

from gongkit.sandbox.core.oauth.image_size import Size, advice_on, described, size_of
from gongkit.sandbox.core.oauth.images import Image, Kind, read_image

PNG = b"\x89PNG\r\n\x1a\n"


def png(width: int, height: int, more: int = 0) -> Image:
    header = b"\x00\x00\x00\x0dIHDR" + struct.pack(">II", width, height)
    return read_image(PNG + header + b"x" * more)


def jpeg(width: int, height: int) -> Image:
    application = b"\xff\xe0" + struct.pack(">H", 16) + b"x" * 14
    tables = b"\xff\xc4" + struct.pack(">H", 4) + b"xx"
    frame = b"\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + b"x" * 10
    return read_image(b"\xff\xd8" + application + tables + frame)


def gif(width: int, height: int) -> Image:
    return read_image(b"GIF89a" + struct.pack("<HH", width, height) + b"x")


@pytest.mark.parametrize("make", [png, jpeg, gif])
def test_a_size_is_read(make: Callable[[int, int], Image]) -> None:
    assert size_of(make(300, 200)) == Size(300, 200)


def test_a_real_picture_is_described() -> None:
    small = read_image((EXAMPLE / "logo-small.png").read_bytes())
    assert described(small) == "96 by 96 pixels, 5 KB"
    assert advice_on("small", small) == []
    assert described(read_image(b"<svg></svg>")) == "1 KB"


@pytest.mark.parametrize(
    ("kind", "image", "said"),
    [
        ("small", png(79, 200), "below 80 by 80"),
        ("large", png(191, 191), "below 192 by 192"),
        ("composer", png(39, 39), "below 40 by 40"),
        ("small", png(3000, 3000), "very large"),
        ("large", png(400, 200), "not square"),
        ("small", Image("image/png", PNG), "may be broken"),
        ("small", png(0, 40), "may be broken"),
        ("large", png(400, 400, more=400_000), "400 KB, which is slow"),
    ],
)
def test_what_will_not_look_well_is_said(kind: Kind, image: Image, said: str) -> None:
    assert said in " ".join(advice_on(kind, image))


@given(st.sampled_from([PNG, b"\xff\xd8\xff", b"GIF8", b"RIFF\x00\x00\x00\x00WEBP"]), st.binary())
def test_any_bytes_are_taken(begin: bytes, rest: bytes) -> None:
    image = read_image(begin + rest)
    assert isinstance(advice_on("small", image), list)
    assert described(image)
