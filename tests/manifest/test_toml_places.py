"""Every place in a TOML text is where its value is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests.manifest.manifests import MANIFESTS

from gongkit.manifest import from_json, to_toml
from gongkit.manifest.place import path_of, place_of
from gongkit.manifest.toml_places import places

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/gong.app.toml"))

ODD = '''\
# a comment = "not a value"
bare = 1979-05-27T07:32:00Z # after it
"quoted.key" = 'literal # no comment'
'single' = """\\
  of \\"three\\" lines
with ]] and "" quotes""" # after
literal = \'\'\'
[not.a.table]
it's \'\'\'\'
dotted . "in.ner" . last = [1, 2 , [ "a,]", 'b' ], # in between
  {x = 1, y.z = [true]},
]
empty = []
inline = { a = {}, b = [ {c = "}"} ] }
float = -1.5e3

[table."with.dot" . deep]   # a heading
key = "x"
[[list]]
name = "first"
[list.below]
text = "1"
[[ list ]]
name = "second"
[[list.inner]]
n = 1
[[list.inner]]
n = 2
[table]
late = true
'''


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Name all values that are no tables, and no lists of tables."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, each in enumerate(value):
            yield from leaves(each, (*path, index))
    else:
        yield path, value
        if isinstance(value, list):
            for index, each in enumerate(value):
                yield from leaves(each, (*path, index))


def check(text: str) -> int:
    tables, found, count = tomllib.loads(text), places(text), 0
    for path, value in leaves(tables):
        spot = found[path]
        written = text[spot.value.start : spot.value.end]
        assert tomllib.loads(f"x = {written}")["x"] == value, path
        if isinstance(path[-1], str):
            assert spot.key is not None
            key = text[spot.key.start : spot.key.end]
            assert list(tomllib.loads(f"{key} = 1")) == [path[-1]]
        count += 1
    return count


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_odd_toml(newline: str) -> None:
    assert check(ODD.replace("\n", newline)) > 20


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples(path: Path) -> None:
    assert check(path.read_text("utf-8")) > 10


@given(MANIFESTS)
def test_any_manifest(tables: dict[str, Any]) -> None:
    assert check(to_toml(from_json(tables)))


def test_a_table_is_at_its_heading() -> None:
    found = places(ODD)

    def line(*path: str | int) -> str:
        start = found[path].value.start
        return ODD[start:].partition("\n")[0]

    assert line("table", "with.dot", "deep") == '[table."with.dot" . deep]   # a heading'
    assert line("table") == "[table]"
    assert line("list", 1) == "[[ list ]]"
    assert line("list", 1, "inner", 1) == "[[list.inner]]"
    assert found["list", 1, "inner", 1].value.start > found["list", 1, "inner", 0].value.start
    assert line("list", 0, "below") == "[list.below]"


@pytest.mark.parametrize(
    "path",
    [("integration", "scopes", 3), ("a b", "c.d", 0, 'e"f'), ("webhooks", "rules", 0, "url")],
)
def test_places_there_and_back(path: tuple[str | int, ...]) -> None:
    assert path_of(place_of(path)) == path
