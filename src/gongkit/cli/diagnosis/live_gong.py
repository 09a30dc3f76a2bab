"""What only Gong's app host can say: that it is reached, what time it is, and who the app is.

Nobody signs in there, so nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs

from gongkit.cli.diagnosis.asking import ask
from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.cli.diagnosis.times import of_gong
from gongkit.errors import GongkitError


def examine_gong(around: Surroundings) -> Iterator[Found]:
    """Ask the app host whether it is there, what time it is, and for an authorization page."""
    host = around.app_host
    if host is None:
        return  # Said of the environment.
    try:
        answer = ask(around.settings.app_url)
    except GongkitError as error:
        yield Found(
            id="live.app",
            state=State.FAILED,
            found=error.message.removesuffix("."),
            why="Authorizations and tokens come from there.",
            next="Check the network, its proxy, and whether its certificates are trusted here.",
        )
        return
    yield ok("live.app", f"{host} answers ({answer.status})")
    if around.sandbox is None:
        yield of_gong(answer, datetime.now(UTC))
    yield _authorization(around)


def _authorization(around: Surroundings) -> Found:
    """Ask for the page that begins an authorization; nobody signs in, so nothing comes of it."""
    settings, manifest = around.settings, around.sound_manifest
    if manifest is None:
        return ok("live.client_id", "The client id was not asked about: it takes a sound manifest")
    client_id = settings.client_id or _in_sandbox(around.sandbox, manifest.integration.name)
    if client_id is None:
        return ok("live.client_id", "There is no client id to ask about")
    query = {
        "client_id": client_id,
        "response_type": "code",
        "scope": " ".join(manifest.integration.scopes),
        "redirect_uri": manifest.integration.redirect_uris[0],
        "state": "doctor",
    }
    try:
        answer = ask(f"{settings.app_url}/oauth2/authorize", *query.items())
    except GongkitError as error:
        return Found(
            id="live.client_id",
            state=State.FAILED,
            found=error.message.removesuffix("."),
            why="Companies begin to install the app there.",
            next="Try again; a proxy may stand between.",
        )
    refusal = _error_in(answer.header("location") or "")
    if answer.status >= 400 or refusal:
        return Found(
            id="live.client_id",
            state=State.FAILED,
            found="The authorization endpoint refuses client id, redirect URI or scopes"
            f" ({refusal or answer.status})",
            why="No company could approve the app.",
            next="Compare GONGKIT_CLIENT_ID and the manifest with the integration at Gong.",
        )
    return ok(
        "live.client_id",
        "The authorization endpoint takes the client id; whether Gong knows it is certain"
        " once somebody has signed in there",
    )


def _in_sandbox(sandbox: object, name: str) -> str | None:
    """Find the client id of the integration of this name, the newest one."""
    integrations = sandbox["integrations"] if isinstance(sandbox, Mapping) else ()
    found = [str(each["client_id"]) for each in integrations if each["name"] == name]
    return found[-1] if found else None


def _error_in(location: str) -> str:
    """Find the code of RFC 6749 in a redirect; any other text of it is left out."""
    given = parse_qs(location.partition("?")[2]).get("error", [""])[0]
    if not given:
        return ""
    return given if given.isascii() and given.replace("_", "").isalpha() else "an error"
