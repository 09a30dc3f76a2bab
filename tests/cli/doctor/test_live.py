"""`--live`: a sandbox stands for Gong; and what is said where there is no way to Gong."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.cli.app_folder import AppFolder, planted
from tests.cli.command import Run
from tests.cli.doctor.looking import answering, around, by_id, examinations
from tests.ports import free_port

from gongkit.cli.diagnosis.found import State
from gongkit.cli.diagnosis.live_access import examine_access
from gongkit.cli.diagnosis.live_gong import examine_gong
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store

LIVE = ("doctor", "--live", "--json")
NAMES = ("northwind", "kestrel")


@pytest.fixture
def installed(app: AppFolder) -> AppFolder:
    for company in NAMES:
        assert app("install", "--headless", "--company", company).returncode == 0
    return app


def access(app: AppFolder, **variables: str) -> dict[str, dict[str, Any]]:
    """What was found of each installation and of the key, by whom it names."""
    written = json.loads(app(*LIVE, **variables).stdout)
    found = [each for each in written["examinations"] if each["subject"] == "Access"]
    return {each["found"].partition(":")[0]: each for each in found}


def test_each_installation_is_read_with(installed: AppFolder) -> None:
    found = access(installed)
    assert found.keys() == set(NAMES)
    assert {each["state"] for each in found.values()} == {"ok"}
    assert found["kestrel"]["found"] == "kestrel: listUsers is answered"


def test_from_prod_no_sandbox_is_read(installed: AppFolder) -> None:
    found = access(installed, GONGKIT_PROFILE="prod")
    assert found.keys() == set(NAMES)
    for each in found.values():
        assert (each["state"], "Profile prod calls no sandbox" in each["found"]) == ("failed", True)


def test_only_some_are_asked_and_only_those_that_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    key, now = generate_key(), time.time()
    host = "https://us-1.api.gong.io"
    with closing(
        open_store("sqlite:///installations.db", Keyring.parse(key), client_id="app")
    ) as store:
        for number in range(20):
            store.install(f"over-{number:02}", planted(host))
        store.install("u-lost", planted(host, issued_at=now))
        store.mark_needs_reconnect("u-lost", 1, "it was spent", usable_until=now)
        store.install("v-more", planted(host))
    *asked, more = examine_access(around(KEY=key))
    assert [each.found.partition(":")[0] for each in asked] == [f"over-{n:02}" for n in range(20)]
    assert more.found == "1 more installations were not asked"


def test_nothing_is_read_that_the_scopes_do_not_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    key = generate_key()
    grant = planted("https://us-1.api.gong.io", issued_at=time.time())
    with closing(
        open_store("sqlite:///installations.db", Keyring.parse(key), client_id="app")
    ) as store:
        store.install("acme", replace(grant, scopes=("api:calls:create",)))
    (found,) = examine_access(around(KEY=key))
    assert found.found == "acme: its scopes allow none of the reads tried here"


def test_nothing_is_changed_or_refreshed(installed: AppFolder) -> None:
    with installed.store(installed.client_id) as store:
        before = store.list()
    assert installed(*LIVE).returncode == 0
    with installed.store(installed.client_id) as store:
        assert store.list() == before


def test_a_token_that_is_over_waits_for_its_refresh(app: AppFolder) -> None:
    with app.store("app-1") as store:
        base_url = f"http://127.0.0.1:{free_port()}"
        store.install("gone", planted(base_url, issued_at=time.time() - 90_000), name="Gone")
    found = access(app, GONGKIT_CLIENT_ID="app-1")["Gone"]
    assert (found["state"], "its token is over" in found["found"]) == ("ok", True)


def test_a_token_that_is_refused(app: AppFolder, sandbox: Mapping[str, Any]) -> None:
    with app.store("app-1") as store:
        base_url = sandbox["companies"][0]["api_base_url"]
        store.install("acme", planted(base_url, issued_at=time.time()), name="Acme")
    found = access(app, GONGKIT_CLIENT_ID="app-1")["Acme"]
    assert (found["state"], "401" in found["found"]) == ("failed", True)
    assert "another host" in found["next"]


def test_the_access_key(app: AppFolder, sandbox: Mapping[str, Any]) -> None:
    company = sandbox["companies"][0]
    variables = {
        "GONGKIT_ACCESS_KEY": company["access_key"],
        "GONGKIT_ACCESS_KEY_SECRET": company["access_key_secret"],
        "GONGKIT_BASE_URL": company["api_base_url"],
    }
    assert access(app, **variables)["The access key"]["state"] == "ok"
    variables["GONGKIT_ACCESS_KEY_SECRET"] = "planted-wrong"
    wrong = access(app, **variables)["The access key"]
    assert (wrong["state"], "401" in wrong["found"]) == ("failed", True)


def test_the_client_id(installed: AppFolder) -> None:
    def ask(**variables: str) -> dict[str, Any]:
        return examinations(installed(*LIVE, **variables))["live.client_id"]

    assert ask()["state"] == "ok"
    unknown = ask(GONGKIT_CLIENT_ID="nobody-knows-it")
    assert (unknown["state"], "(400)" in unknown["found"]) == ("failed", True)

    manifest = installed.path / "gong.app.toml"
    text = manifest.read_text()
    manifest.write_text(text.replace("api:users:read", "api:library:read"))
    refused = ask()
    assert (refused["state"], "(invalid_scope)" in refused["found"]) == ("failed", True)
    manifest.write_text(text.replace("https://app.example/", "https://elsewhere.example/"))
    assert ask()["state"] == "failed"


def test_what_a_refusal_says_besides_its_code_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gong.app.toml").write_text(
        '[integration]\nname = "A"\nscopes = ["api:users:read"]\n'
        'redirect_uris = ["https://a.example/c"]'
    )
    for error, shown in (("access_denied", "(access_denied)"), ("planted%20text", "(an error)")):
        with answering(b"", location=f"https://a.example/c?error={error}") as url:
            found = by_id(examine_gong(around(APP_URL=url, CLIENT_ID="a")))["live.client_id"]
        assert (found.state, shown in found.found) == (State.FAILED, True)


def test_without_a_way_to_gong_it_says_so_and_ends(gongkit: Run, app: AppFolder) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    done = gongkit(
        "doctor",
        "--live",
        cwd=str(app.path),
        GONGKIT_CLIENT_ID="app-1",
        GONGKIT_CLIENT_SECRET="planted-secret",
        GONGKIT_ACCESS_KEY="planted-key",
        GONGKIT_ACCESS_KEY_SECRET="planted-secret",
        GONGKIT_KEY=app.key,
        HTTPS_PROXY=nowhere,
        https_proxy=nowhere,
        NO_PROXY="",
        no_proxy="",
    )
    assert (done.returncode, done.stderr) == (1, "")
    said = " ".join(done.stdout.split())
    assert "failed GET https://app.gong.io: no connection" in said
    assert "-> Check the network, its proxy" in said
    assert "failed The access key: GET https://api.gong.io/v2/users: no connection" in said
    assert "planted" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_certificate_that_nobody_trusts(app: AppFolder) -> None:
    with https(app.path) as url:
        found = examinations(app(*LIVE, GONGKIT_APP_URL=url))["live.app"]
    assert (found["state"], "CERTIFICATE_VERIFY_FAILED" in found["found"]) == ("failed", True)
    assert "certificates" in found["next"]


def test_a_host_that_is_refused_is_not_asked(app: AppFolder) -> None:
    found = examinations(app(*LIVE, GONGKIT_APP_URL="https://gong.example"))
    assert found["environment.app_url"]["state"] == "failed"
    assert not {"live.app", "live.client_id", "reach.app"} & found.keys()


@contextmanager
def https(folder: Path) -> Iterator[str]:
    """Listen with a certificate of our own, which is not among the machine's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()


def certificate(folder: Path) -> Path:
    """Write a key and its own certificate into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path


def test_what_only_gong_can_confirm_is_told(app: AppFolder) -> None:
    written = json.loads(app(*LIVE).stdout)
    assert "Trusted IPs" in [each["what"] for each in written["only_gong"]]
    assert all(each["see"] for each in written["only_gong"])
    assert any("GONGKIT_PROFILE" in step for step in written["switching"])
    done = app("doctor", "--live")
    assert "What only the real Gong can confirm" in done.stdout
    assert "To switch the profile" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
