"""Python, gongkit, and its extras: which are there, and what each is for."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final

from gongkit import __version__
from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.stored import store_urls
from gongkit.cli.diagnosis.surroundings import Surroundings

_OLDEST: Final = (3, 11)

PURPOSES: Final[Mapping[str, str]] = {
    "app": "GongApp, in any ASGI application",
    "check": "looks at logos in `gongkit check`",
    "otel": "traces and metrics by OpenTelemetry",
    "postgres": "installations of several machines, in PostgreSQL",
    "sandbox": "`gongkit sandbox`, `demo` and `dev`",
    "sync": "nothing yet: a durable sync of Gong's data is to come",
}
"""What each extra is for; `all` stands for all of them."""


def examine_software(around: Surroundings) -> Iterator[Found]:
    """Look at Python, at gongkit, and at each extra."""
    yield _python()
    yield ok("gongkit.version", f"gongkit {__version__}")
    needed = {"postgres"} if _wants_postgres(around) else set()
    for extra, missing in _missing_of_extras().items():
        yield _extra(extra, missing, needed=extra in needed)


def _python() -> Found:
    found = f"Python {platform.python_version()}"
    if sys.version_info >= _OLDEST:
        return ok("python.version", found)
    return Found(
        id="python.version",
        state=State.FAILED,
        found=found,
        why="gongkit is written for Python 3.11 and newer.",
        next="Make the virtual environment anew, with a newer Python.",
    )


def _extra(extra: str, missing: list[str], *, needed: bool) -> Found:
    name, purpose = f"extra.{extra}", PURPOSES.get(extra, "see its documentation")
    if not missing:
        return ok(name, f"Extra {extra}: {purpose}")
    how = f'pip install "gongkit[{extra}]"'
    if not needed:
        return ok(name, f"Extra {extra} is not installed ({how}): {purpose}")
    return Found(
        id=name,
        state=State.FAILED,
        found=f"Extra {extra} is not installed: {', '.join(missing)} is missing",
        why="GONGKIT_STORE is in PostgreSQL.",
        next=how,
    )


def _missing_of_extras() -> dict[str, list[str]]:
    """Read from the installed package what each extra needs, and leave what is there out."""
    missing: dict[str, list[str]] = {}
    for line in _requirements():
        package = re.match(r"[A-Za-z0-9._-]+", line)
        extra = re.search(r"extra == ['\"]([a-z-]+)['\"]", line)
        if package is None or extra is None or extra[1] == "all":
            continue
        listed = missing.setdefault(extra[1], [])
        if not _is_installed(package[0]):
            listed.append(package[0])
    return dict(sorted(missing.items()))


def _requirements() -> list[str]:
    try:
        return requires("gongkit") or []
    except PackageNotFoundError:
        return []  # It runs from its source, and was not installed.


def _is_installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def _wants_postgres(around: Surroundings) -> bool:
    return any(url.startswith("postgresql:") for url in store_urls(around.settings))
