"""Which files a review reads: what git tracks or would track, and nothing that is not text."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

from gongkit.manifest.review.files import project_paths, text_files
from gongkit.manifest.review.project import Project


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def test_without_git_everything_is_read_but_what_is_installed(tmp_path: Path) -> None:
    put(tmp_path, app_dot_py="", pages__home_dot_html="", node_modules__a_dot_js="")
    put(tmp_path, __pycache__="")
    (tmp_path / ".venv/lib").mkdir(parents=True)
    (tmp_path / ".venv/lib/a.py").write_text("")

    assert project_paths(tmp_path) == ["app.py", "pages/home.html"]


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    put(tmp_path, app_dot_py="", secret_dot_env="K=1", _dot_gitignore="*.env\n")
    put(tmp_path, kept_dot_env="")
    git(tmp_path, "add", "-f", "kept.env", "app.py")

    assert project_paths(tmp_path) == [".gitignore", "app.py", "kept.env"]


def test_a_folder_of_a_repository_has_its_own_files(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    put(tmp_path, other_dot_py="", app__main_dot_py="")

    assert project_paths(tmp_path / "app") == ["main.py"]


def test_a_file_that_is_tracked_and_gone_is_no_trouble(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    put(tmp_path, app_dot_py="", old_dot_py="")
    git(tmp_path, "add", ".")
    (tmp_path / "old.py").unlink()

    assert [file.path for file in text_files(tmp_path, project_paths(tmp_path))] == ["app.py"]


def test_only_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"a\0b")
    (tmp_path / "large.txt").write_text("x" * 1_000_001)
    (tmp_path / "latin.txt").write_bytes("für".encode("latin-1"))
    (tmp_path / "marked.txt").write_bytes("\ufefffür\nzwei".encode())
    (tmp_path / "elsewhere.txt").symlink_to("/etc/hostname")

    read = {file.path: file.lines for file in text_files(tmp_path, project_paths(tmp_path))}

    assert read == {"latin.txt": ("für",), "marked.txt": ("für", "zwei")}


def test_sources_are_the_app_without_its_tests(tmp_path: Path) -> None:
    put(tmp_path, app_dot_py="x = 1", tests__test_app_dot_py="", conftest_dot_py="", a_dot_txt="")

    (source,) = Project.read(tmp_path).sources

    assert source.path == "app.py"
    assert isinstance(source.parsed, ast.Module)


def test_a_source_that_does_not_parse_says_where(tmp_path: Path) -> None:
    put(tmp_path, app_dot_py="x = 1\nif:\n")

    (source,) = Project.read(tmp_path).sources

    assert isinstance(source.parsed, SyntaxError)
    assert source.parsed.lineno == 2
