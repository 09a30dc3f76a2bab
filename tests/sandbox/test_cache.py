"""The kept demo data: the same as newly made, and never anything else."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from tests.sandbox.box import running
from tests.sandbox.demo_calls import NOW, dump, planted_state

from gongkit.sandbox.core.seed import cache, planting
from gongkit.sandbox.core.seed.cache import KEPT, planted
from gongkit.sandbox.core.state import State
from gongkit.sandbox.server.cache_folder import cache_folder
from gongkit.sandbox.server.serving import Options

DAY = 86_400
AT_ONCE = """
import hashlib, pathlib, sys
from gongkit.sandbox.core.seed.cache import planted
print("ready", flush=True)
sys.stdin.read()
state = planted("1", float(sys.argv[1]), pathlib.Path(sys.argv[2]))
print(hashlib.sha256(state.image()).hexdigest())
"""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was made anew. A mark stands for the companies, which take a second."""
    seeds: list[str] = []

    def plant(state: State, seed: str, now: float) -> None:
        seeds.append(seed)
        with state.write():
            state.set_meta("made for", f"{seed} {now // DAY}")

    monkeypatch.setattr(planting, "plant", plant)
    return seeds


def mark(folder: Path, seed: str = "1", now: float = NOW) -> str | None:
    with closing(planted(seed, now, folder)) as state:
        return state.meta("made for")


def only(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_what_was_kept_is_what_would_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(planted("1", NOW, tmp_path)) as first, closing(planted_state()) as fresh:
        assert first.image() == fresh.image()
        monkeypatch.delattr(planting, "plant")  # it is not made again
        with closing(planted("1", NOW, tmp_path)) as kept:
            assert kept.image() == fresh.image()
            assert dump(kept) == dump(fresh)
            with kept.write():
                kept.set_meta("own", "x")
    with closing(planted("1", NOW, tmp_path)) as again:
        assert again.meta("own") is None


def test_it_is_for_one_seed_and_one_day(tmp_path: Path, made: list[str]) -> None:
    asked = [("1", NOW), ("2", NOW), ("1", NOW + DAY), ("1", NOW + 3600), ("2", NOW)]
    marks = [mark(tmp_path, seed, now) for seed, now in asked]
    assert marks == [f"{seed} {now // DAY}" for seed, now in asked]
    assert made == ["1", "2", "1"]


def flip_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)


def put_a_database_there(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE diary (page TEXT)")


def put_another_seeds_there(file: Path) -> None:
    with closing(planted("2", NOW, file.parent)):
        other = next(found for found in file.parent.iterdir() if found != file)
    other.replace(file)


def cut_off(file: Path) -> None:
    os.truncate(file, 10_000)


@pytest.mark.parametrize(
    "damage",
    [
        flip_a_bit,
        cut_off,
        put_a_database_there,
        put_another_seeds_there,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_text("Dear diary, " * 5000),
        Path.unlink,
    ],
)
def test_what_is_not_as_it_was_written_is_made_anew(
    damage: Callable[[Path], None], tmp_path: Path, made: list[str]
) -> None:
    expected = mark(tmp_path)
    damage(only(tmp_path))
    made.clear()
    assert [mark(tmp_path), mark(tmp_path)] == [expected, expected]
    assert made == ["1"]


def test_another_source_makes_its_own(
    tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package, folder = tmp_path / "package", tmp_path / "cache"
    (package / "schema").mkdir(parents=True)
    code, tables, bytecode = package / "cache.py", package / "schema/a.sql", package / "cache.pyc"
    monkeypatch.setattr(cache, "_PACKAGE", package)
    monkeypatch.setattr(cache, "__file__", str(code))
    for changed in (code, tables, code, bytecode):
        changed.write_text(f"{len(made)}")
        code.touch()
        mark(folder)
        mark(folder)
    assert made == ["1"] * 3
    code.unlink()
    mark(folder)
    mark(folder)
    assert made == ["1"] * 5  # without its source nobody knows what it makes


def test_a_folder_that_cannot_be_used_is_done_without(tmp_path: Path, made: list[str]) -> None:
    (tmp_path / "file").touch()
    assert mark(tmp_path / "file") == mark(tmp_path / "file" / "below") == f"1 {NOW // DAY}"
    folder = tmp_path / "folder"
    mark(folder)
    kept = only(folder)
    kept.unlink()
    kept.mkdir()
    assert mark(folder) == f"1 {NOW // DAY}"
    assert only(folder) == kept
    assert len(made) == 4


def test_only_the_latest_are_kept(tmp_path: Path, made: list[str]) -> None:
    mark(tmp_path, "first")
    (first,) = tmp_path.iterdir()
    for old in (first, tmp_path / "demo-unfinished", tmp_path / "diary"):
        old.touch()
        os.utime(old, (1, 1))
    for seed in range(KEPT):
        mark(tmp_path, str(seed))
    found = set(tmp_path.iterdir())
    assert len(found) == KEPT + 1
    assert tmp_path / "diary" in found
    assert first not in found
    made.clear()
    for seed in range(KEPT):
        mark(tmp_path, str(seed))
    assert made == []


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_it_is_for_the_user_alone(tmp_path: Path, made: list[str]) -> None:
    folder = tmp_path / "gongkit"
    mark(folder)
    assert [path.stat().st_mode & 0o777 for path in (folder, only(folder))] == [0o700, 0o600]
    assert made


def test_many_at_once_get_what_they_asked_for(tmp_path: Path, made: list[str]) -> None:
    seeds = [str(number % (KEPT + 2)) for number in range(30)]
    with ThreadPoolExecutor(8) as pool:
        marks = list(pool.map(lambda seed: mark(tmp_path, seed), seeds))
    assert marks == [f"{seed} {NOW // DAY}" for seed in seeds]
    assert made


def test_processes_that_start_at_once_have_the_same(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE, str(NOW), str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    digests = {process.communicate(timeout=60)[0] for process in processes}
    assert len(digests) == 1
    assert {process.returncode for process in processes} == {0}
    assert len(only(tmp_path).read_bytes()) > 10_000_000


def test_a_sandbox_starts_and_resets_with_it(tmp_path: Path, made: list[str]) -> None:
    for _ in range(2):
        with running(Options(port=0, start="2026-03-02T09:00:00Z", cache=tmp_path)) as box:
            assert box.control("POST", "/reset").status == 200
    assert made == ["1"]


def test_it_is_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert Options().cache == Path("/caches/gongkit")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: Path("/me"))
    for platform, expected in {
        "linux": "/me/.cache/gongkit",
        "darwin": "/me/Library/Caches/gongkit",
        "win32": "/me/AppData/Local/gongkit/Cache",
    }.items():
        monkeypatch.setattr(sys, "platform", platform)
        assert cache_folder() == Path(expected)


def test_who_has_no_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def home() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", home)
    assert Options().cache is None
