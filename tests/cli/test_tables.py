"""Tables: what is shown, how wide, and that no cell can act on the terminal."""

from __future__ import annotations

import pytest

from gongkit.cli.api_output import write_table
from gongkit.errors import UnknownName


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_columns_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    write_table([{"id": 1, "name": "Ann"}, {"id": 22, "name": None}])
    assert shown(capsys) == ["id  name", "1   Ann", "22"]


def test_what_does_not_fit_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    write_table([{"a": "x" * 20, "b": "y" * 30, "c": "z" * 10}])
    assert shown(capsys)[0].split() == ["a", "c"]


def test_a_long_text_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    write_table([{"title": "word " * 20}])
    _, row = shown(capsys)
    assert len(row) == 36
    assert row.endswith("…")


def test_wide_letters_count_double(capsys: pytest.CaptureFixture[str]) -> None:
    write_table([{"title": "会" * 30, "n": 1}])
    _, row = shown(capsys)
    assert row == "会" * 17 + " …  1"


def test_links_lists_and_empty_columns_are_not_worth_a_column(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_table([{"url": "https://a.example", "many": [1], "none": None, "id": "1"}])
    assert shown(capsys) == ["id", "1"]


def test_chosen_columns_are_shown_whatever_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    write_table([{"url": "https://a.example", "many": [1, 2], "id": "1"}], ["many", "url"])
    assert shown(capsys) == ["many   url", "[1,2]  https://a.example"]


def test_a_column_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnknownName):
        write_table([{"title": 1}], ["titel"])
    assert not shown(capsys)


def test_no_rows(capsys: pytest.CaptureFixture[str]) -> None:
    write_table([], ["title"])
    assert not shown(capsys)


def test_a_cell_cannot_act_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    write_table([{"title": "\x1b[2Jgone\nnext\tone"}])
    assert shown(capsys)[1] == "?[2Jgone next one"
