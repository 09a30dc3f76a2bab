"""Who answers on this machine: the app URL, and the API hosts of installations at a sandbox.

What is elsewhere is left alone: without --live nothing leaves the machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from gongkit.cli.diagnosis.asking import ask
from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.errors import GongkitError
from gongkit.loopback import is_loopback

_SECONDS = 3.0


def examine_reach(around: Surroundings) -> Iterator[Found]:
    """Ask the app URL and each API host, where they are on this machine."""
    sandbox = around.sandbox
    if isinstance(sandbox, Mapping):
        yield ok("reach.app", f"The sandbox at {around.settings.app_url} answers")
    elif sandbox is not None:
        yield _no_sandbox(sandbox)
    elif around.app_host is not None and not around.live:
        yield ok("reach.app", f"{around.app_host} was not asked; --live asks it")
    hosts = {each.base_url for each in around.stored.installations if each.status == "active"}
    local = sorted(url for url in hosts if is_loopback(urlsplit(url).hostname or ""))
    for base_url in local:
        yield api_host(base_url)


def api_host(base_url: str) -> Found:
    """Ask an API host for something that it only gives with credentials: a refusal is enough."""
    try:
        answer = ask(f"{base_url}/v2/users", seconds=_SECONDS)
    except GongkitError as error:
        return Found(
            id="reach.api",
            state=State.FAILED,
            found=error.message.removesuffix("."),
            why="An installation has its API there, and nowhere else.",
            next="Start the sandbox that it was installed at; its ports must be the same ones.",
        )
    if answer.status == 401:
        return ok("reach.api", f"The API at {base_url} answers")
    return Found(
        id="reach.api",
        state=State.FAILED,
        found=f"What answers at {base_url} is no API of Gong's ({answer.status})",
        why="An installation has its API there, and nowhere else.",
        next="Install the app again: the sandbox that had this port is gone.",
    )


def _no_sandbox(error: GongkitError) -> Found:
    return Found(
        id="reach.app",
        state=State.FAILED,
        found=error.message.removesuffix("."),
        why="GONGKIT_APP_URL is where the app authorizes and gets its tokens.",
        next=error.hint,
    )
