"""What stands on the screen when everything runs: where, and how to sign in."""

from __future__ import annotations

from typing import Any, Final

from gongkit.cli.developing.folder import PRIVATE
from gongkit.cli.developing.place import Place, install_url
from gongkit.manifest import Manifest

_SHOWN: Final = 5
"""Of how many companies: a sandbox may have thousands."""


def panel(
    manifest: Manifest, place: Place, app_url: str, companies: list[dict[str, Any]], profile: str
) -> list[tuple[str, str]]:
    """Give the rows: name and value."""
    start = install_url(manifest, place)
    admins = [
        f"{user['email']}  {user['password']}  ({company['name']}, {company['region']})"
        for company in companies
        if (user := _tech_admin(company))
    ]
    return [
        ("App", place.url),
        *([("Install", start)] if start else []),
        ("Gong", app_url),
        ("Console", f"{app_url}/console"),
        ("Profile", profile),
        *(("" if before else "Sign in as", admin) for before, admin in enumerate(admins[:_SHOWN])),
        ("Elsewhere", f"export GONGKIT_APP_URL={app_url}"),
        ("", f"export GONGKIT_STORE=sqlite:///{PRIVATE}/installations.db"),
    ]


def _tech_admin(company: dict[str, Any]) -> dict[str, str] | None:
    return next((user for user in company["users"] if user["role"] == "tech_admin"), None)
