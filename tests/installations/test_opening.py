"""A store's URL: which file it names, and what cannot be one."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkit.errors import UnknownName, UsageError
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store

KEYRING = Keyring.parse(generate_key())


def test_three_slashes_are_a_path_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///my%20installations.db", KEYRING, client_id="app").close()
    assert [each.name for each in tmp_path.iterdir()] == ["my installations.db"]


def test_four_slashes_are_a_whole_path(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/installations.db", KEYRING, client_id="app").close()
    assert (tmp_path / "installations.db").exists()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/x.db",
        "sqlite:///x?mode=ro",
        "sqlite:x#",
    ],
)
def test_a_url_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match=r"sqlite:///installations\.db"):
        open_store(url, KEYRING, client_id="app")


@pytest.mark.parametrize("url", ["mysql://root:planted@db/x", "sqlite3:///x", "installations.db"])
def test_another_kind_of_store_is_unknown(url: str) -> None:
    with pytest.raises(UnknownName, match="sqlite") as refused:
        open_store(url, KEYRING, client_id="app")
    assert "planted" not in str(refused.value)
