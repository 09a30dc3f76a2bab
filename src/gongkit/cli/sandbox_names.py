"""What a sandbox says of the companies at its API hosts. Gong itself tells an app no name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from gongkit.cli.sandbox_url import is_sandbox, sandbox_of
from gongkit.errors import GongkitError
from gongkit.installations.installation import Installation
from gongkit.loopback import is_loopback
from gongkit.settings import Settings


def called_as_there(
    settings: Settings, installations: Sequence[Installation]
) -> Sequence[Installation]:
    """Call those without a name as the sandbox of the app URL does, where one answers.

    That is for people who read it: the store has only names that the app has given. Gong is
    not asked.
    """
    if not (is_sandbox(settings.app_url) and any(map(_may_be_known_there, installations))):
        return installations
    try:
        companies = sandbox_of(settings)["companies"]
    except GongkitError:
        return installations
    return [
        replace(each, name=at_host(companies, each.base_url).get("name"))
        if _may_be_known_there(each)
        else each
        for each in installations
    ]


def at_host(companies: Sequence[dict[str, Any]], base_url: str) -> dict[str, Any]:
    """Find the company at an API host; nothing where several share it."""
    there = [each for each in companies if each["api_base_url"] == base_url]
    return there[0] if len(there) == 1 else {}


def _may_be_known_there(installation: Installation) -> bool:
    host = urlsplit(installation.base_url).hostname
    return installation.name is None and is_loopback(host or "")
