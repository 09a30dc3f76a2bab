"""`gongkit dev`: what a developer sees from the first start to Ctrl-C, with real processes."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.cli.command import COMMAND, LIMIT_SECONDS, Run, environment
from tests.cli.developing import APP, App, Terminal, running
from tests.ports import free_port

from gongkit.cli.sandbox_url import PORTS

RUNNING = "The app is running again."
READY = "Elsewhere"
WAITING = "Waiting for a change."
EXAMPLE = Path(__file__).parents[2] / "examples/composer-app"


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(tmp_path)


def control(terminal: Terminal, path: str = "") -> dict[str, Any]:
    url = f"{terminal.exported()['GONGKIT_APP_URL']}/_sandbox/{path}".rstrip("/")
    with urllib.request.urlopen(url) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def ready(terminal: Terminal) -> None:
    """Wait until everything runs, and all that is said of that has come."""
    terminal.until(READY)
    terminal.until("GONGKIT_STORE")


@contextmanager
def ended_at_last(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Leave nothing behind of a test that fails."""
    try:
        yield
    finally:
        process.kill()


def answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def connected(app: App, terminal: Terminal) -> list[socket.socket]:
    """Connect to app and sandbox: once they have ended, their ports may be anybody's."""
    ports = [app.port, urlsplit(terminal.exported()["GONGKIT_APP_URL"]).port]
    return [socket.create_connection(("127.0.0.1", port), LIMIT_SECONDS) for port in ports]


def ends(connection: socket.socket) -> bool:
    """Wait until the other side has closed a connection, as its end does."""
    with connection:
        try:
            return connection.recv(1) == b""
        except ConnectionResetError:
            return True


def test_everything_runs_and_ctrl_c_ends_it(app: App) -> None:
    with running(app.path) as terminal:
        ready(terminal)
        assert app.get() == "first edition"
        assert app.get("/profile") == "dev"
        terminal.until("app     │ GET /profile 200")
        (integration,) = control(terminal)["integrations"]
        connections = connected(app, terminal)
        assert terminal.end() == 0
        assert all(map(ends, connections))
    assert integration["name"] == "Deal Notes"
    assert integration["status"] == "published"
    for part in (
        f"App         {app.url}",
        f"{app.url}/gong/install",
        "/console",
        "Profile     dev",
    ):
        assert part in terminal.said
    assert re.search(r"Sign in as  \S+@northwind.example  demo  \(northwind, us\)", terminal.said)
    assert terminal.lines[-1] == "dev     │ Stopping."
    assert all(len(line) <= 80 for line in terminal.lines)
    assert all(re.match(r"(dev|sandbox|app|gong) +│( |$)", line) for line in terminal.lines)
    assert "Traceback" not in terminal.said


def test_the_next_start_finds_what_there_was(app: App) -> None:
    integrations = []
    for told in ("is registered, published", "is there already"):
        with running(app.path) as terminal:
            ready(terminal)
            integrations.append(control(terminal)["integrations"])
            assert terminal.end(signal.SIGTERM) == 0
            assert told in terminal.said
    assert integrations[0] == integrations[1]
    assert (app.path / ".gongkit" / ".gitignore").read_text().endswith("*\n")


def test_a_change_of_the_code_starts_the_app_anew(app: App) -> None:
    with running(app.path, "--data", ":memory:") as terminal:
        ready(terminal)
        app.write(APP.replace("first", "second"))
        terminal.until("app.py changed.")
        terminal.until(RUNNING)
        assert app.get() == "second edition"
        (app.path / "templates").mkdir()
        app.write("<p>", "templates/page.html")
        terminal.until("templates/page.html changed.")
        terminal.until(RUNNING)
        assert terminal.end() == 0


def test_what_is_wrong_with_the_code_is_shown_and_waited_for(app: App) -> None:
    with running(app.path, "--data", ":memory:") as terminal:
        ready(terminal)
        app.write(APP + "\ndef broken(:\n")
        terminal.until('File "app.py", line 45')
        terminal.until("SyntaxError: invalid syntax")
        terminal.until("The app did not start (exit code 1).")
        terminal.until(WAITING)
        app.write("import missing_thing\n" + APP)
        terminal.until('File "app.py", line 1, in <module>')
        terminal.until("No module named 'missing_thing'")
        terminal.until(WAITING)
        app.write(APP.replace("site =", "elsewhere ="))
        terminal.until("app     │ app has no application named site, app, application or api.")
        terminal.until(WAITING)
        app.write(APP)
        terminal.until(RUNNING)
        with pytest.raises(urllib.error.HTTPError):
            app.get("/wrong")
        terminal.until("app     │ GET /wrong 500")
        terminal.until("ERROR: Exception in ASGI application")
        assert terminal.until("File") == 'app     │   File "app.py", line 22, in wrong'
        terminal.until("KeyError: 'missing'")
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            app.get("/crash")
        terminal.until("The app has ended (exit code 7).")
        terminal.until(WAITING)
        app.write(APP + "\n")
        terminal.until(RUNNING)
        assert app.get() == "first edition"
        assert terminal.end() == 0
    # Nothing of what runs the app stands in its tracebacks.
    assert not re.search("app_runner|uvicorn|starlette/", terminal.said)


def test_a_change_of_the_manifest_is_told_with_what_it_means(app: App, gongkit: Run) -> None:
    with running(app.path) as terminal:
        ready(terminal)
        settings = terminal.exported()
        installed = gongkit(
            "install", "--headless", "--company", "kestrel", cwd=str(app.path), **settings
        )
        assert installed.returncode == 0, installed.stderr
        terminal.until("gong    │ POST /oauth2/generate-customer-token 200 kestrel")
        app.declare("api:users:read", "api:calls:read:basic", name="Deal Pulse")
        terminal.until("gong.app.toml has changed. Deal Pulse is registered anew.")
        terminal.until("integration.name")
        terminal.until("- Deal Notes")
        terminal.until("+ Deal Pulse")
        terminal.until("Customers see the new name")
        terminal.until("integration.scopes")
        terminal.until("+ api:calls:read:basic")
        terminal.until("kestrel must consent again; it has not granted api:calls:read:basic.")
        terminal.until(RUNNING)
        described = control(terminal)
        (integration,) = described["integrations"]
        assert integration["name"] == "Deal Pulse"
        # The app itself asks for the new scope, and a refusal comes with its reason.
        refused = gongkit("api", "listCalls", "--company", "kestrel", cwd=str(app.path), **settings)
        assert "403" in refused.stderr
        terminal.until("gong    │ GET  /v2/calls 403 kestrel")
        terminal.until("did not grant api:calls:read:basic")
        with urllib.request.urlopen(f"{app.url}/gong/health?code=a-code&state=a-state"):
            terminal.until("app     │ GET /gong/health 200")
        assert terminal.end() == 0
    keys = [company["access_key_secret"] for company in described["companies"]]
    for secret in (integration["client_secret"], *keys, "a-code", "a-state"):
        assert secret not in terminal.said


def test_a_manifest_that_is_not_in_order_is_shown_and_waited_for(app: App) -> None:
    manifest = app.path / "gong.app.toml"
    manifest.unlink()
    with running(app.path, "--data", ":memory:") as terminal:
        terminal.until("There is no gong.app.toml in this folder.")
        terminal.until("Waiting for gong.app.toml.")
        assert not (app.path / ".gongkit").exists()
        app.declare("api:users:raed")
        terminal.until("Did you mean 'api:users:read'?")
        terminal.until("Waiting until gong.app.toml is in order.")
        app.declare("api:users:read")
        ready(terminal)
        app.declare("api:users:raed")
        terminal.until("(line 3, column 11)")
        terminal.until("Waiting until gong.app.toml is in order.")
        app.write(APP.replace("first", "second"))
        terminal.until("app.py changed.")
        terminal.until("Waiting until gong.app.toml is in order.")
        assert app.get() == "first edition"
        app.declare("api:users:read")
        terminal.until(RUNNING)
        assert app.get() == "second edition"
        assert terminal.end() == 0


def test_the_example_runs_and_a_new_picture_is_registered(tmp_path: Path) -> None:
    folder, port = tmp_path / "composer-app", free_port()
    shutil.copytree(EXAMPLE, folder)
    manifest = folder / "gong.app.toml"
    manifest.write_text(manifest.read_text().replace("localhost:8000", f"localhost:{port}"))
    with running(folder, "--data", ":memory:") as terminal:
        ready(terminal)
        with urllib.request.urlopen(f"http://localhost:{port}/sign-in") as answer:
            assert answer.status == 200
        with (folder / "logo-small.svg").open("a") as picture:
            picture.write("\n")
        terminal.until("A picture has changed. Call Recaps is registered anew.")
        terminal.until(RUNNING)
        assert terminal.end() == 0


def test_a_taken_port_is_waited_for(app: App) -> None:
    with (
        socket.create_server(("127.0.0.1", app.port)) as other,
        running(app.path, "--data", ":memory:") as terminal,
    ):
        terminal.until(f"Port {app.port} is taken by another program. Waiting until it is free.")
        terminal.until("change the URLs in")
        other.close()
        ready(terminal)
        assert app.get() == "first edition"
        app.port = free_port()
        app.declare("api:users:read")
        terminal.until(f"+ {app.url}/gong/callback")
        terminal.until(f"App         {app.url}")
        ready(terminal)
        assert app.get() == "first edition"
        assert terminal.end() == 0


def one_port_taken() -> socket.socket:
    """Take a port between two free ones: none that the system gives out, or another test takes."""
    first = 22_000 + os.getpid() % 3_000 * 3
    port = next(
        port for port in range(first, 32_000, 3) if not any(map(answers, range(port, port + 3)))
    )
    return socket.create_server(("127.0.0.1", port + 1))


def test_the_ports_of_the_sandbox_are_waited_for_too(app: App) -> None:
    with one_port_taken() as other:
        taken = other.getsockname()[1]
        words = ("--data", ":memory:", "--sandbox-port", str(taken - 1))
        with running(app.path, *words) as terminal:
            terminal.until(f"Port {taken} is taken by another program.")
            terminal.until("gongkit dev --sandbox-port")
            other.close()
            ready(terminal)
            assert terminal.exported()["GONGKIT_APP_URL"] == f"http://127.0.0.1:{taken - 1}"
            urls = [company["api_base_url"] for company in control(terminal)["companies"]]
            assert {urlsplit(url).port for url in urls} == {*range(taken - 1, taken - 1 + PORTS)}
            assert terminal.end() == 0


def test_another_sandbox_is_used_where_it_is_named(
    app: App, own_sandbox: Mapping[str, Any]
) -> None:
    url = str(own_sandbox["url"])
    with running(app.path, "--sandbox-port", str(urlsplit(url).port)) as terminal:
        terminal.until("is taken by another sandbox. Waiting until it is free.")
        terminal.until(f"To use that sandbox, set GONGKIT_APP_URL to {url}.")
        assert terminal.end() == 0
    with running(app.path, GONGKIT_APP_URL=url) as terminal:
        terminal.until(f"Using the one that runs at {url}.")
        ready(terminal)
        assert [each["name"] for each in control(terminal)["integrations"]] == ["Deal Notes"]
        assert terminal.end() == 0
    assert answers(urlsplit(url).port or 0)


def test_a_sandbox_that_is_started_over_gets_the_app_again(app: App) -> None:
    with running(app.path, "--data", ":memory:") as terminal:
        ready(terminal)
        (before,) = control(terminal)["integrations"]
        over = urllib.request.Request(
            f"{terminal.exported()['GONGKIT_APP_URL']}/_sandbox/reset", method="POST"
        )
        with urllib.request.urlopen(over) as answer:
            assert answer.status == 200
        terminal.until("The sandbox was started over.")
        terminal.until("Deal Notes is registered, published for every company.")
        terminal.until(RUNNING)
        (after,) = control(terminal)["integrations"]
        assert after["client_id"] != before["client_id"]
        assert app.get("/client") == after["client_id"]
        assert terminal.end() == 0
    assert after["client_secret"] not in terminal.said


def test_a_killed_gongkit_dev_takes_everything_with_it(app: App) -> None:
    with running(app.path) as terminal:
        ready(terminal)
        connections = connected(app, terminal)
        terminal.process.kill()
        assert all(map(ends, connections))


def test_it_ends_when_nobody_reads_it_any_more(app: App) -> None:
    command, pipe = [*COMMAND, "dev", "--sandbox-port", "0"], subprocess.PIPE
    with (
        subprocess.Popen(
            command, stdout=pipe, stderr=pipe, cwd=app.path, env=environment()
        ) as process,
        ended_at_last(process),
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        # As `head` does. From then on only the app has something to say.
        next(line for line in process.stdout if b"export GONGKIT_STORE" in line)
        process.stdout.close()
        app.get()
        assert process.wait(LIMIT_SECONDS) == 0
        assert process.stderr.read() == b""
    assert not answers(app.port)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_one_line(app: App) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*COMMAND, "dev", "--sandbox-port", "0"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=app.path,
            env=environment(),
            timeout=LIMIT_SECONDS,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(b"Error: Standard output cannot be written: ")
    assert ended.stderr.count(b"\n") == 1


def test_it_takes_an_app_with_it_that_hangs_while_it_is_loaded(app: App) -> None:
    app.write(f"""
import socket
listening = socket.create_server(("127.0.0.1", {app.port}))
print("stuck")
listening.accept()
listening.accept()
""")
    with running(app.path, "--data", ":memory:") as terminal:
        terminal.until("app     │ stuck")
        with socket.create_connection(("127.0.0.1", app.port), LIMIT_SECONDS) as connection:
            terminal.process.kill()
            assert ends(connection)


def starting_another(app: App) -> int:
    """Let the app start a process, which listens on a port; give that."""
    port = free_port()
    helper = (
        f"import socket; s = socket.create_server(('127.0.0.1', {port}));"
        " print('helping'); s.accept()[0].recv(1)"
    )
    app.write(
        APP + f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-uc', {helper!r}])\n"
    )
    return port


def test_ctrl_c_is_answered_before_the_app_has_ended(app: App) -> None:
    app.write(APP + '\nimport atexit\natexit.register(print, "leaving")\n')
    with running(app.path, "--data", ":memory:") as terminal:
        ready(terminal)
        assert terminal.end() == 0
        assert terminal.lines[-2:] == ["dev     │ Stopping.", "app     │ leaving"]


def test_what_the_app_has_started_ends_with_it(app: App) -> None:
    port = starting_another(app)
    with running(app.path, "--data", ":memory:") as terminal:
        terminal.until("app     │ helping")
        ready(terminal)
        with socket.create_connection(("127.0.0.1", port), LIMIT_SECONDS) as connection:
            app.write(APP)
            terminal.until(RUNNING)
            assert ends(connection)
        assert terminal.end() == 0


def test_what_the_app_has_started_ends_with_a_killed_gongkit_dev(app: App) -> None:
    port = starting_another(app)
    with running(app.path, "--data", ":memory:") as terminal:
        terminal.until("app     │ helping")
        ready(terminal)
        with socket.create_connection(("127.0.0.1", port), LIMIT_SECONDS) as connection:
            terminal.process.kill()
            assert ends(connection)


def test_the_prefixes_are_coloured_on_a_terminal_only(app: App) -> None:
    with running(app.path, "--data", ":memory:", "--no-open", output=pty.openpty()) as terminal:
        terminal.until("Ready in")
        assert terminal.end() == 0
    assert "\x1b[33mdev     │\x1b[0m" in terminal.said
    assert "\x1b[2msandbox │\x1b[0m" in terminal.said


def test_the_console_is_opened_once_on_a_terminal(app: App, tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    os.mkfifo(opened)
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    with (
        os.fdopen(os.open(opened, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as reading,
        running(
            app.path, "--data", ":memory:", output=pty.openpty(), BROWSER=str(browser)
        ) as terminal,
    ):
        url = terminal.until("Console").rpartition(" ")[2]
        assert select.select([reading], [], [], LIMIT_SECONDS)[0] == [reading]
        assert reading.read(1_000) == f"{url}\n".encode()
        app.write(APP + "\n")
        terminal.until(RUNNING)
        assert terminal.end() == 0
        assert reading.read(1_000) == b""


def test_nothing_is_waited_for_without_reload(app: App) -> None:
    app.write("raise SystemExit(3)\n")
    with running(app.path, "--no-reload", "--data", ":memory:") as terminal:
        said = terminal.rest()
        assert terminal.process.wait(LIMIT_SECONDS) == 1
    assert "Error: The app did not start (exit code 3)." in said
    (app.path / "gong.app.toml").unlink()
    with running(app.path, "--no-reload", "--data", ":memory:") as terminal:
        said = terminal.rest()
        assert terminal.process.wait(LIMIT_SECONDS) == 2
    assert "Error: There is no gong.app.toml in this folder." in said
    assert "Traceback" not in said


def test_a_port_without_a_redirect_uri_is_a_warning(app: App) -> None:
    port = free_port()
    with running(app.path, "--data", ":memory:", "--port", str(port)) as terminal:
        terminal.until("No redirect URI in gong.app.toml leads to")
        assert answers(port)
        assert terminal.end() == 0


def test_what_is_no_application_is_refused(app: App, gongkit: Run) -> None:
    found = gongkit("dev", "app", cwd=str(app.path))
    assert (found.returncode, found.stdout) == (2, "")
    assert "'app' does not say where the application is." in found.stderr


def test_a_folder_that_cannot_be_written_is_said(app: App, gongkit: Run) -> None:
    (app.path / ".gongkit").write_text("in the way")
    done = gongkit("dev", "--data", ":memory:", cwd=str(app.path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: .gongkit cannot be written: File exists.\n")
    assert "Traceback" not in done.stderr


def test_data_of_another_version_is_said(app: App) -> None:
    (app.path / "notes.txt").write_text("no database " * 100)
    with running(app.path, "--data", "notes.txt") as terminal:
        said = terminal.rest()
        assert terminal.process.wait(LIMIT_SECONDS) == 1
    assert "sandbox │ Error:" in said
    assert "The sandbox did not start (exit code 1)." in said
