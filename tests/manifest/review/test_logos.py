"""Each kind of logo that a reviewer would send back is told; those that are fine are not."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.manifest.review.sound_project import (
    CLEAR,
    GOLD,
    NAVY,
    SOUND,
    WHITE,
    drawn,
    line_of,
    logo,
    png,
    reviewed,
    write,
)

from gongkit.cli.registration import registration
from gongkit.errors import GongkitError, UsageError
from gongkit.manifest import load
from gongkit.manifest.review import Grade, Project, review
from gongkit.manifest.review.picture import kind_of, svg_size
from gongkit.sandbox.core.oauth.images import read_image

UNREADABLE = Path("/proc/self/mem")
SMALL, LARGE = "small.png", "art/large.png"
REVIEW = Grade.REVIEW
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{}</svg>'


class Bad(NamedTuple):
    """What a logo's file holds, and the rule that it breaks."""

    rule: str
    file: str
    content: Callable[[], bytes]
    grade: Grade = Grade.FAIL


def on_clear(colour: tuple[int, ...]) -> bytes:
    image = Image.new("RGBA", (384, 384), CLEAR)
    ImageDraw.Draw(image).ellipse((40, 40, 344, 344), fill=colour)
    return png(image)


def small_print() -> bytes:
    image = Image.new("RGBA", (192, 192), CLEAR)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(10)
    for top in range(0, 192, 12):
        draw.text((2, top), "Deal notes from all of your calls", font=font, fill=NAVY)
    return png(image)


def boxed() -> bytes:
    image = Image.new("RGBA", (384, 384), WHITE)
    image.alpha_composite(drawn(256), (64, 64))
    return png(image)


def dot() -> bytes:
    image = Image.new("RGBA", (384, 384), CLEAR)
    ImageDraw.Draw(image).ellipse((180, 180, 210, 210), fill=GOLD)
    return png(image)


def moving() -> bytes:
    frames = [drawn(96).convert("P"), drawn(96, GOLD, NAVY).convert("P")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    return written.getvalue()


BAD = [
    Bad("logo-format", SMALL, lambda: b"%PDF-1.7 not a picture"),
    Bad("logo-format", SMALL, lambda: logo(96)[:200]),
    Bad("logo-format", LARGE, lambda: logo(384)[:30] + b"\0" * 400),
    Bad("logo-weight", LARGE, lambda: logo(384) + b"\0" * 1_000_000),
    Bad("logo-weight", LARGE, lambda: logo(384) + b"\0" * 400_000, REVIEW),
    Bad("logo-size", SMALL, lambda: png(drawn(20))),
    Bad("logo-size", SMALL, lambda: png(drawn(48)), REVIEW),
    Bad("logo-size", LARGE, lambda: png(drawn(90))),
    Bad("logo-size", LARGE, lambda: png(drawn(2600)), REVIEW),
    Bad("logo-not-square", LARGE, lambda: png(drawn(400).resize((800, 400))), REVIEW),
    Bad("logos-alike", LARGE, lambda: png(drawn(256)), REVIEW),
    Bad("logo-empty", LARGE, lambda: png(Image.new("RGBA", (384, 384), CLEAR))),
    Bad("logo-empty", LARGE, lambda: png(Image.new("RGB", (384, 384), NAVY))),
    Bad("logo-empty", LARGE, dot, REVIEW),
    Bad("logo-illegible", LARGE, lambda: on_clear((250, 250, 250)), REVIEW),
    Bad("logo-illegible", LARGE, lambda: on_clear((15, 15, 20)), REVIEW),
    Bad("logo-white-box", LARGE, boxed, REVIEW),
    Bad("logo-detailed", SMALL, small_print, REVIEW),
    Bad("logo-animated", SMALL, moving, REVIEW),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda b: f"{b.rule} of {b.file}")
def test_a_bad_logo_is_found_where_it_is_named(bad: Bad, tmp_path: Path) -> None:
    text = SOUND.replace('image = "small.png"\n', "")
    folder = write(tmp_path, text)
    (folder / bad.file).write_bytes(bad.content())
    if bad.rule == "logos-alike":
        (folder / SMALL).write_bytes(bad.content())

    (found,) = reviewed(folder)

    (evidence,) = found.evidence
    assert (found.rule.id, found.grade) == (bad.rule, bad.grade)
    assert evidence.path == "gong.app.toml"
    assert evidence.line == line_of(text, bad.file)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_kind_that_browsers_show_is_taken(kind: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    plain = Image.new("RGB", (256, 256), NAVY)
    ImageDraw.Draw(plain).ellipse((50, 50, 200, 200), fill=GOLD)
    (folder / LARGE).write_bytes(png(plain, kind))

    assert reviewed(folder) == []


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_can_be_measured(mode: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    image = drawn(256).convert("L").convert(mode) if mode == "I;16" else drawn(256).convert(mode)
    (folder / LARGE).write_bytes(png(image))

    assert not [each for each in reviewed(folder) if each.grade is Grade.FAIL]


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("<script>alert(1)</script>", 1),
        ("\n\n<rect onclick='x()'/>", 3),
        ("\n<image href='https://cdn.io/a.png'/>", 2),
        ("\n<image xlink:href='//cdn.io/a.png'/>", 2),
        ("\n<rect style='fill: url(https://cdn.io/a.svg)'/>", 2),
        ("<a\nhref='javascript:x()'/>", 2),
        ("\n<foreignObject/>", 2),
        ("<style>\n@import url(a.css)</style>", 2),
    ],
)
def test_a_drawing_that_acts_is_found_in_its_file(inside: str, line: int, tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND.replace("art/large.png", "art/large.svg"))
    (folder / "art/large.svg").write_text(SVG.format(inside))

    (found,) = reviewed(folder)

    assert found.rule.id == "logo-active"
    assert (found.evidence[0].path, found.evidence[0].line) == ("art/large.svg", line)


def test_a_plain_drawing_is_fine_and_a_long_one_is_not(tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND.replace("art/large.png", "art/large.svg"))
    (folder / "art/large.svg").write_text(SVG.format('<rect width="64" height="64"/>'))
    assert reviewed(folder) == []

    (folder / "art/large.svg").write_text(SVG.format("").replace("0 0 64 64", "0 0 70 64"))
    assert [each.rule.id for each in reviewed(folder)] == ["logo-not-square"]

    (folder / "art/large.svg").write_text(SVG.format("").replace("0 0 64 64", "0 0 62 64"))
    assert reviewed(folder) == [], "nobody sees that"


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        ('<svg viewBox="0 0 64 32">', (64, 32)),
        ("<svg viewBox='-8,-8,24.5,24.5'>", (24.5, 24.5)),
        ('<svg width="40" height="20">', (40, 20)),
        ('<svg width="100%" height="100%">', None),
        ("<svg>", None),
        ("no drawing", None),
    ],
)
def test_the_size_of_a_drawing_is_read(tag: str, size: tuple[float, float] | None) -> None:
    assert svg_size(tag.encode()) == size


@pytest.mark.parametrize(
    "content",
    [
        *(png(drawn(32), kind) for kind in ("PNG", "GIF", "WEBP")),
        png(drawn(32).convert("RGB"), "JPEG"),
        png(drawn(32), "BMP"),
        SVG.encode(),
        b'\xef\xbb\xbf<?xml version="1.0"?>\n' + SVG.encode(),
        b"",
        b"text about <svg",
    ],
)
def test_the_sandbox_takes_the_same_pictures(content: bytes) -> None:
    try:
        media_type = read_image(content).media_type
    except UsageError:
        media_type = None
    kind = kind_of(content)

    assert (kind is None) == (media_type is None)
    assert media_type is None or (kind or "").lower() in media_type


def test_without_pillow_somebody_has_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    folder = write(tmp_path)
    (folder / LARGE).write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 400_000)

    made = review(Project.read(folder))

    assert {each.rule.id for each in made.of(REVIEW)} == {"logo-not-measured", "logo-weight"}
    assert "gongkit[check]" in made.of(REVIEW)[0].fix + made.of(REVIEW)[1].fix
    skipped = {rule.id for each in made.skipped for rule in each.rules}
    assert {"logo-empty", "logo-illegible", "logo-detailed"} <= skipped


@pytest.mark.skipif(not UNREADABLE.exists(), reason="a file that nobody can read, of Linux")
def test_a_logo_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path)
    for name in (SMALL, LARGE):
        (tmp_path / name).unlink()
        (tmp_path / name).symlink_to(UNREADABLE)

    found = [each for each in reviewed(tmp_path) if each.rule.id.startswith("logo")]

    said = {f"{name} cannot be read: Input/output error." for name in (SMALL, LARGE)}
    assert {each.message for each in found} == said
    assert {each.rule.id for each in found} == {"logo-format"}
    with pytest.raises(GongkitError, match=r"small\.png cannot be read") as caught:
        registration(load(tmp_path), tmp_path)
    assert caught.value.hint == "gong.app.toml names it: check its permissions."
