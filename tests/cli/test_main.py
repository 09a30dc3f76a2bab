"""How every command starts and ends."""

from __future__ import annotations

import ast
import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.cli.command import COMMAND, LIMIT_SECONDS, Run, environment, interrupt

import gongkit as package
from gongkit.cli.main import EXTRAS

HEAVY = {"httpx2", "msgspec", "starlette", "uvicorn", "cryptography", "rich", "jinja2", "asyncio"}


class SlowGong(ThreadingHTTPServer):
    """Answers a page of users that is too large for a pipe; one path is never answered."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = threading.Event()
        self.stopped = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: SlowGong

    def do_GET(self) -> None:
        self.server.asked.set()
        if self.path.startswith("/v2/workspaces"):
            self.server.stopped.wait(LIMIT_SECONDS)
            return
        users = ",".join(f'{{"id":"{number}"}}' for number in range(20_000))
        content = f'{{"users":[{users}]}}'.encode()
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def slow_gong() -> Iterator[SlowGong]:
    with SlowGong() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.stopped.set()
        server.shutdown()


def keys(url: str) -> dict[str, str]:
    return {
        "GONGKIT_ACCESS_KEY": "PLANTEDKEY",
        "GONGKIT_ACCESS_KEY_SECRET": "planted-secret",
        "GONGKIT_BASE_URL": url,
    }


def on_a_terminal(*words: str, **env: str) -> str:
    """Run the command on a terminal, and give everything that it shows there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment(**env)
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        shown += piece
    process.wait(LIMIT_SECONDS)
    os.close(ours)
    return shown.decode()


def test_help_names_every_command(gongkit: Run) -> None:
    done = gongkit("--help")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.partition("Commands:\n")[2].splitlines()] == [
        "new",
        "demo",
        "sandbox",
        "dev",
        "install",
        "api",
        "check",
        "submission",
        "doctor",
        "fleet",
        "explain",
        "manifest",
        "installations",
    ]
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from gongkit.cli.main import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        f"print(sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stderr == "[]\n"


def test_ctrl_c_while_it_is_loaded_ends_it_quietly() -> None:
    code = (
        "import sys\n"
        "class Impatient:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'gongkit.cli.check': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Impatient())\n"
        "from gongkit.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment()
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_the_version(gongkit: Run) -> None:
    assert gongkit("--version").stdout == f"gongkit {package.__version__}\n"


def test_no_command_shows_the_help(gongkit: Run) -> None:
    done = gongkit()
    assert done.returncode == 2
    assert "Commands:" in done.stdout + done.stderr


def test_an_unknown_command_names_the_nearest(gongkit: Run) -> None:
    done = gongkit("sandbax")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean 'sandbox'?" in done.stderr


def test_an_error_is_a_message_a_hint_and_a_code(gongkit: Run) -> None:
    done = gongkit("api", "listCall", "--describe")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: There is no operation named 'listCall'.\nDid you mean 'listCalls'?\n"
    )


def test_a_misspelt_variable_is_an_error(gongkit: Run) -> None:
    done = gongkit("api", "listUsers", GONGKIT_ACCESKEY="x")
    assert done.returncode == 2
    assert "Did you mean 'GONGKIT_ACCESS_KEY'?" in done.stderr


def test_colour_is_for_terminals() -> None:
    assert "\x1b[31m" in on_a_terminal("api", "listCall", TERM="xterm")
    assert "\x1b" not in on_a_terminal("api", "listCall", TERM="xterm", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("api", "listCall", TERM="dumb")


def test_ctrl_c_ends_quietly(slow_gong: SlowGong) -> None:
    process = subprocess.Popen(
        [*COMMAND, "api", "listWorkspaces"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**keys(slow_gong.url)),
    )
    assert slow_gong.asked.wait(LIMIT_SECONDS)
    interrupt(process)
    out, err = process.communicate(timeout=LIMIT_SECONDS)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_reader_that_has_seen_enough_is_no_error(slow_gong: SlowGong) -> None:
    process = subprocess.Popen(
        [*COMMAND, "api", "listUsers", "--all", "-o", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**keys(slow_gong.url)),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b'{"id":"0"}\n'
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(LIMIT_SECONDS) == 0
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full, of Linux")
@pytest.mark.parametrize(
    "words",
    [("--help",), ("api", "--list"), ("api", "--list", "-o", "jsonl"), ("api", "listUsers")],
)
def test_a_full_disk_is_one_line(slow_gong: SlowGong, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
            env=environment(**keys(slow_gong.url)),
        )
    assert done.returncode == 1
    assert done.stderr == ("Error: Standard output cannot be written: No space left on device.\n")


def test_what_the_terminal_cannot_encode_is_replaced_and_json_is_utf_8(
    gongkit: Run, tmp_path: Path
) -> None:
    ascii_only = {"cwd": str(tmp_path), "PYTHONIOENCODING": "ascii"}
    made = gongkit("new", "café", "--name", "Café", **ascii_only)
    assert made.stdout.splitlines()[0] == "caf?/.gitignore"
    assert (made.returncode, "Caf? is made." in made.stderr) == (0, True)
    assert gongkit("api", "Ö", **ascii_only).stderr.startswith("Error: There is no operation")
    compared = gongkit("manifest", "diff", "café", "café", "--profile", "dev", **ascii_only)
    assert (compared.returncode, compared.stderr) == (0, "There is no difference.\n")
    named = tmp_path / "café" / "gong.app.toml"
    named.write_text(named.read_text().replace("api:calls:read:basic", "api:caf\u00e9"))
    found = json.loads(gongkit("manifest", "validate", "café", "--json", **ascii_only).stdout)
    assert found["file"] == "café/gong.app.toml"
    assert "api:caf\u00e9" in found["findings"][0]["message"]


def test_no_connection_is_an_error_without_traceback(gongkit: Run) -> None:
    done = gongkit("api", "listUsers", **keys("http://127.0.0.1:9"))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: GET http://127.0.0.1:9/v2/users: no connection")
    assert "Traceback" not in done.stderr
    assert "planted" not in done.stderr.lower()


def test_an_extra_that_is_not_installed(gongkit: Run, tmp_path: Path) -> None:
    missing = "raise ModuleNotFoundError('No module named uvicorn', name='uvicorn')"
    (tmp_path / "uvicorn.py").write_text(missing)
    done = gongkit("sandbox", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: This command needs uvicorn, which is not installed.\n"
        'Install it with: pip install "gongkit[sandbox]"\n'
    )
    missing = "raise ModuleNotFoundError('No module named psycopg', name='psycopg')"
    (tmp_path / "psycopg.py").write_text(missing)
    store = {"GONGKIT_STORE": "postgresql://somewhere/db", "PYTHONPATH": str(tmp_path)}
    listed = gongkit("installations", "list", **store)
    assert (listed.returncode, listed.stdout) == (2, "")
    assert 'pip install "gongkit[postgres]"' in listed.stderr
    story = gongkit("demo", "--once", PYTHONPATH=str(tmp_path))
    assert story.returncode == 1
    assert 'pip install "gongkit[sandbox]"' in story.stderr


def test_every_module_of_an_extra_is_known() -> None:
    source = Path(package.__file__).parent
    modules = [p for p in source.rglob("*.py") if not p.is_relative_to(source / "templates")]
    imported = {name.partition(".")[0] for module in modules for name in imports_of(module)}
    always = {"gongkit", "httpx2", "msgspec", "cryptography", "typer", "rich", "pytest"}
    looked_for = {"PIL", "opentelemetry", "playwright", "uvloop"}
    come_along = {"markupsafe", "anyio"}
    assert imported - sys.stdlib_module_names - always - looked_for - come_along <= EXTRAS.keys()


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_every_command_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text("utf-8")
    for command in ("demo", "sandbox", "install", "api", "installations"):
        assert f"## `gongkit {command}" in page
    for command in ("list", "show", "refresh", "rekey", "remove", "export"):
        assert f"| `{command}" in page
