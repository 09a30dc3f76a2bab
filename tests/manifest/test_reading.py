"""Files that are no manifests, and the way there and back through JSON."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from gongkit.errors import ManifestError
from gongkit.manifest import Code, Finding, from_json, load, to_json

EXAMPLE = Path(__file__).parents[2] / "examples" / "hello-gong"


def finding(path: Path) -> Finding:
    with pytest.raises(ManifestError) as refused:
        load(path)
    (found,) = refused.value.findings
    assert isinstance(found, Finding)
    return found


def test_no_file(tmp_path: Path) -> None:
    found = finding(tmp_path / "nowhere.toml")
    assert (found.code, found.place) == (Code.FILE_MISSING, "file")


def test_a_folder_without_manifest(tmp_path: Path) -> None:
    assert finding(tmp_path).code is Code.FILE_MISSING


def test_a_file_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert finding(tmp_path / "a" / "gong.app.toml").code is Code.FILE_UNREADABLE


def test_a_name_no_file_can_have() -> None:
    assert finding(Path("a\0b")).code is Code.FILE_UNREADABLE


def test_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "gong.app.toml"
    file.write_bytes('name = "é"'.encode("latin-1"))
    found = finding(file)
    assert (found.code, found.place, found.position) == (Code.NOT_UTF8, "byte 8", (1, 9))


def test_a_huge_file(tmp_path: Path) -> None:
    file = tmp_path / "gong.app.toml"
    file.write_bytes(b"#" * 1_000_001)
    assert finding(file).code is Code.FILE_TOO_LARGE


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('[integration]\nname = "a\n', (2, 10)),
        ("[integration]\nname = \n", (2, 8)),
        ("[integration\n", (1, 13)),
        ("[a]\nb = 1\nb = 2\n", (3, 1)),
        ("[a]\r\nb = 1\r\n  b = [\r\n 1,\r\n]\r\n", (3, 3)),
        ("[a]\nb = 1\n[a]  # again\n", (3, 1)),
        ("a = '''b", (1, 9)),
        ("a = [1\n\n\n", (1, 7)),
        ("a = " + "[" * 100_000, None),
        ("a = " + "9" * 5_000, None),
    ],
    ids=[
        *("open string", "no value", "open table", "key twice", "list twice", "table twice"),
        *("open text", "open list", "deep", "long number"),
    ],
)
def test_broken_toml_says_where(
    tmp_path: Path, text: str, position: tuple[int, int] | None
) -> None:
    file = tmp_path / "gong.app.toml"
    file.write_text(text, "utf-8")
    found = finding(file)
    assert (found.code, found.place) == (Code.TOML_SYNTAX, "file")
    assert found.position == position


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ('small = "C:\\logos\\a.png"', "In a path write /"),
        ("name = True", "in lower case"),
        ("name = “Notes”", "straight quotes"),
        ("name: Notes", "Write key = value"),
        ('scopes = ["a" "b"]', "a comma between two entries"),
        ('links = { privacy = "https://acme.com", }', "without a last comma"),
        ("größe = 1", "is in quotes"),
        ('name = "a"\nname = "b"', "join the two"),
        ("[integration.name]\n[integration.name]", "join the two"),
        ("// name", "A line is a table"),
        ("name = 'it's'", "one key on a line"),
    ],
)
def test_what_is_no_toml_is_told_how_to_be_it(tmp_path: Path, line: str, fix: str) -> None:
    file = tmp_path / "gong.app.toml"
    file.write_text(line + "\n", "utf-8")
    assert fix.casefold() in finding(file).fix.casefold()


def test_a_table_is_called_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "gong.app.toml"
    file.write_text("[iframe.email_composer]\n" * 2, "utf-8")
    assert "[iframe.email_composer] twice" in finding(file).message


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    text = (EXAMPLE / "gong.app.toml").read_bytes()
    for logo in ("logo-small.png", "logo-large.png"):
        (tmp_path / logo).touch()
    (tmp_path / "gong.app.toml").write_bytes(b"\xef\xbb\xbf" + text)
    assert load(tmp_path) == load(EXAMPLE)


def test_a_folder_stands_for_the_manifest_in_it() -> None:
    assert load(str(EXAMPLE)) == load(EXAMPLE / "gong.app.toml")


def test_json_there_and_back() -> None:
    tables = tomllib.loads((EXAMPLE / "gong.app.toml").read_text("utf-8"))
    manifest = load(EXAMPLE)
    assert to_json(manifest) == tables
    assert from_json(json.loads(json.dumps(to_json(manifest)))) == manifest


def test_json_may_say_null_for_what_it_leaves_out() -> None:
    tables = to_json(load(EXAMPLE))
    assert from_json(tables | {"webhooks": None, "residency": None}) == from_json(tables)
    assert from_json(tables | {"iframe": None}).iframe is None


def test_json_names_logos_that_are_elsewhere() -> None:
    tables = to_json(load(EXAMPLE))
    tables["integration"]["logos"] = {"small": "not-here.png"}
    assert from_json(tables).integration.logos.small == "not-here.png"
