"""`gongkit install`: a test is the tech admin in the browser, and goes back to the callback."""

from __future__ import annotations

import json
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.cli.app_folder import AppFolder
from tests.cli.command import COMMAND, LIMIT_SECONDS, environment, interrupt
from tests.cli.test_hello import decide
from tests.ports import free_port
from tests.sandbox.box import EXAMPLE

from gongkit.installations.apps import apps_in
from gongkit.installations.keyring import Keyring
from gongkit.installations.sqlite import SqliteStore


class Installing:
    """A command that waits for a browser."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if line.startswith("Waiting until the browser comes back"):
                break
        self.said = "".join(said)
        urls = [line.strip() for line in said if line.startswith("http")]
        assert urls, self.said
        (self.url,) = urls
        query = parse_qs(urlsplit(self.url).query)
        (self.redirect_uri,), (self.state,) = query["redirect_uri"], query["state"]

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=LIMIT_SECONDS)
        return self.process.returncode, out, err


@contextmanager
def installing(app: AppFolder, *words: str, **env: str) -> Iterator[Installing]:
    process = subprocess.Popen(
        [*COMMAND, "install", *words],
        cwd=app.path,
        # `true` stands for a browser: the test is the one who looks at the pages.
        env=environment(**app.environment(BROWSER="true", **env)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Installing(process)
    finally:
        process.kill()
        process.communicate()


def visit(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def installations(app: AppFolder) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(app("installations", "list", "--json").stdout)
    return found


def test_a_sandbox_approves_without_a_browser(app: AppFolder) -> None:
    done = app("install", "--headless", "--company", "kestrel", "--tenant", "customer-7")
    assert done.returncode == 0, done.stderr
    assert f"Registered {app.name} in the sandbox, published" in done.stderr
    assert "Call it with: gongkit api listUsers --company kestrel\n" in done.stderr
    assert dict(line.split()[:2] for line in done.stdout.splitlines() if line[0] != " ") == {
        "company": installations(app)[0]["company"],
        "name": "kestrel",
        "tenant": "customer-7",
        "region": "eu",
        "base_url": installations(app)[0]["base_url"],
        "scopes": "api:calls:read:basic",
        "expires_at": installations(app)[0]["expires_at"],
        "store": "sqlite:///installations.db",
    }
    again = app("install", "--headless", "--company", "kestrel", "--name", "Kestrel", "--json")
    assert "Registered" not in again.stderr
    shown = json.loads(again.stdout)
    assert (shown["name"], shown["tenant"], shown["version"]) == ("Kestrel", "customer-7", 2)
    assert installations(app) == [shown]


def test_its_pictures_are_registered_too(app: AppFolder) -> None:
    logo = (EXAMPLE / "logo-small.png").read_bytes()
    (app.path / "logo.png").write_bytes(logo)
    manifest = app.path / "gong.app.toml"
    manifest.write_text(f'{manifest.read_text()}\n[integration.logos]\nsmall = "logo.png"\n')
    words = ("install", "--headless", "--company", "northwind", "--manifest", str(manifest))
    assert app(*words).returncode == 0
    with urllib.request.urlopen(f"{app.app_url}/integrations/{app.client_id}/small") as answer:
        assert answer.read() == logo


def test_a_picture_that_is_none_is_refused_by_name(app: AppFolder) -> None:
    (app.path / "logo.png").write_text("no picture")
    manifest = app.path / "gong.app.toml"
    manifest.write_text(f'{manifest.read_text()}\n[integration.logos]\nlarge = "logo.png"\n')
    done = app("install", "--headless", "--company", "northwind")
    assert done.returncode == 1
    assert "images.large: The file is not a PNG" in done.stderr


def test_fewer_scopes_can_be_asked_for(app: AppFolder) -> None:
    words = ("--headless", "--company", "northwind", "--scope", "api:calls:read:basic", "--json")
    done = app("install", *words)
    assert json.loads(done.stdout)["scopes"] == ["api:calls:read:basic"]


def test_the_browser_comes_back(app: AppFolder, sandbox: Mapping[str, Any]) -> None:
    with installing(app, "--name", "Our customer") as command:
        assert command.redirect_uri == app.redirect_uri
        callback = decide(sandbox, command.url, "approve")
        status, page = visit(callback)
        assert status == 200
        assert "<h1>Installed</h1>" in page
        assert "Our customer" in page
        code, out, err = command.end()
    assert (code, err) == (
        0,
        "Installed.\nCall it with: gongkit api listUsers --company 'Our customer'\n",
    )
    (installed,) = installations(app)
    assert installed["base_url"] == sandbox["companies"][0]["api_base_url"]
    assert installed["base_url"] in out
    secret = parse_qs(urlsplit(callback).query)["code"][0]
    assert secret not in out + err + command.said


def test_what_is_not_this_authorization_changes_nothing(
    app: AppFolder, sandbox: Mapping[str, Any]
) -> None:
    port = urlsplit(app.redirect_uri).port
    with installing(app, "--no-browser") as command:
        state = command.state
        for query in ("", "?code=x", "?code=x&state=y", f"?code=x&state={state}&state={state}"):
            status, page = visit(app.redirect_uri + query)
            assert status == 400
            assert "The app still waits" in page
        assert visit(f"http://localhost:{port}/favicon.ico")[0] == 404
        # A foreign page whose name leads here, and the other address of this machine.
        own = f"{app.redirect_uri}?error=access_denied&state={state}"
        assert visit(own, Host=f"evil.example:{port}")[0] == 421
        assert visit(f"http://127.0.0.1:{port}/callback?state={state}")[0] == 421
        assert command.process.poll() is None
        assert visit(decide(sandbox, command.url, "approve"))[0] == 200
        assert command.end()[0] == 0
    assert len(installations(app)) == 1


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_both_addresses_of_localhost_are_served(app: AppFolder) -> None:
    address = urlsplit(app.redirect_uri)
    with installing(app, "--no-browser"):
        for host in ("127.0.0.1", "[::1]"):
            status, _ = visit(f"http://{host}:{address.port}/callback", Host=address.netloc)
            assert status == 400


def test_a_company_may_decline(app: AppFolder, sandbox: Mapping[str, Any]) -> None:
    with installing(app) as command:
        _, page = visit(decide(sandbox, command.url, "deny"))
        assert "It was declined in Gong." in page
        code, out, err = command.end()
    assert (code, out) == (3, "")
    assert "access_denied" in err
    assert installations(app) == []


def test_a_code_that_gong_refuses(app: AppFolder) -> None:
    with installing(app) as command:
        status, page = visit(f"{command.redirect_uri}?code=never-issued&state={command.state}")
        assert status == 400
        assert "<h1>Not installed</h1>" in page
        code, out, err = command.end()
    assert (code, out) == (3, "")
    assert "invalid_grant" in err
    assert "never-issued" not in err + page


def test_a_connection_that_says_nothing_holds_nothing_up(
    app: AppFolder, sandbox: Mapping[str, Any]
) -> None:
    address = urlsplit(app.redirect_uri)
    with (
        installing(app) as command,
        socket.create_connection(("127.0.0.1", address.port or 0), LIMIT_SECONDS),
    ):
        assert visit(decide(sandbox, command.url, "approve"))[0] == 200
        assert command.end()[0] == 0


def test_ctrl_c_ends_it(app: AppFolder) -> None:
    with installing(app) as command:
        interrupt(command.process)
        code, out, err = command.end()
    assert (code, out, err) == (130, "", "")
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", urlsplit(app.redirect_uri).port or 0))


def test_nobody_comes_back(app: AppFolder) -> None:
    done = app("install", "--no-browser", "--timeout", "1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Nobody came back within 1 s. Nothing was installed." in done.stderr


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken(app: AppFolder, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((address, urlsplit(app.redirect_uri).port or 0))
        taken.listen()
        done = app("install", "--no-browser")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{app.redirect_uri} cannot be served here: another program has its port" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--headless"], 2, "Name a company of the sandbox with --company."),
        (["--company", "northwind"], 2, "--company is for --headless"),
        (["--headless", "--company", "nortwind"], 2, "Did you mean 'northwind'?"),
        (["--manifest", "elsewhere.toml"], 2, "There is no such file."),
        (["--scope", "api:user:read"], 2, "Did you mean 'api:users:read'?"),
        (["--redirect-uri", "https://app.example/callback"], 2, "cannot be served here."),
        (["--redirect-uri", "http://[::1"], 2, "cannot be served here."),
        (["--timeout", "0"], 2, "Invalid value for '--timeout'"),
    ],
)
def test_wrong_options(app: AppFolder, words: list[str], code: int, said: str) -> None:
    done = app("install", *words)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert said in " ".join(done.stderr.split())
    assert not app.file.exists()


def test_without_a_sandbox_the_integration_must_be_named(app: AppFolder) -> None:
    gong = {"GONGKIT_APP_URL": "https://app.gong.io"}
    done = app("install", **gong)
    assert (done.returncode, "GONGKIT_CLIENT_ID is not set." in done.stderr) == (3, True)
    done = app("install", GONGKIT_CLIENT_ID="x", **gong)
    assert (done.returncode, "GONGKIT_CLIENT_SECRET is not set." in done.stderr) == (3, True)
    headless = app("install", "--headless", "--company", "northwind", **gong)
    assert headless.returncode == 2
    assert "--headless is for a sandbox" in headless.stderr


def test_without_a_manifest_and_scopes_there_is_nothing_to_ask_for(app: AppFolder) -> None:
    (app.path / "gong.app.toml").unlink()
    done = app("install")
    assert (done.returncode, "Name it with --redirect-uri." in done.stderr) == (2, True)
    uri = ("--redirect-uri", f"http://127.0.0.1:{free_port()}/")
    done = app("install", *uri)
    assert (done.returncode, "and no --scope to ask for" in done.stderr) == (2, True)
    done = app("install", *uri, "--scope", "api:users:read")
    assert (done.returncode, "no gong.app.toml to register" in done.stderr) == (3, True)


def test_a_store_that_would_be_gone_is_refused(app: AppFolder) -> None:
    words = ("install", "--headless", "--company", "northwind")
    done = app(*words, GONGKIT_STORE="memory:")
    assert (done.returncode, "gone with this command" in done.stderr) == (2, True)


def test_an_integration_of_another_sandbox(app: AppFolder) -> None:
    words = ("install", "--headless", "--company", "northwind")
    done = app(*words, GONGKIT_CLIENT_ID="unheard-of")
    assert (done.returncode, done.stdout) == (3, "")
    assert "has no integration unheard-of" in done.stderr


def test_each_region_has_its_store(app: AppFolder, sandbox: Mapping[str, Any]) -> None:
    northwind, kestrel, _ = (urlsplit(c["api_base_url"]).netloc for c in sandbox["companies"])
    with (app.path / "gong.app.toml").open("a") as manifest:
        manifest.write(f'\n[residency.regions]\namer = ["{northwind}"]\neurope = ["{kestrel}"]\n')
    stores = {
        "GONGKIT_STORE_AMER": "sqlite:///amer.db",
        "GONGKIT_STORE_EUROPE": "sqlite:///europe.db",
    }
    for company in ("kestrel", "northwind"):
        done = app("install", "--headless", "--company", company, **stores)
        assert done.returncode == 0, done.stderr
    assert apps_in(f"sqlite:///{app.path / 'amer.db'}") == [app.client_id]
    with closing(
        SqliteStore(app.path / "europe.db", Keyring.parse(app.key), client_id=app.client_id)
    ) as store:
        assert [each.company for each in store.list()] == [kestrel]
    listed = json.loads(app("installations", "list", "--json", **stores).stdout)
    regions = {each["name"]: each["region"] for each in listed}
    assert regions == {"northwind": "amer", "kestrel": "europe"}
    unknown = app("installations", "show", "globex", **stores)
    assert "sqlite:///amer.db, sqlite:///europe.db" in unknown.stderr
    refused = app("install", "--headless", "--company", "globex", **stores)
    assert refused.returncode != 0
    assert "is in none of the regions (amer, europe)" in refused.stderr
