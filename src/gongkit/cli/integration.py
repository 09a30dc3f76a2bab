"""Which integration a command acts as: its client id and secret, and the manifest behind it.

They come from the environment; in development from the sandbox that GONGKIT_APP_URL names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gongkit.cli.output import note
from gongkit.cli.registration import registration
from gongkit.cli.sandbox_url import is_sandbox, sandbox_of, tell
from gongkit.errors import CredentialsError, UsageError
from gongkit.manifest import FILE_NAME, Manifest, load
from gongkit.redact import Secret
from gongkit.settings import Settings


def manifest_here(settings: Settings) -> Manifest | None:
    """Read the manifest in the present folder, where there is one, as in the profile."""
    return load(Path(), profile=settings.effective_profile) if Path(FILE_NAME).exists() else None


def installing_as(settings: Settings, manifest: Manifest | None, folder: Path) -> Settings:
    """Complete the settings with the integration that is to be installed.

    In a sandbox it is the one that has the manifest's name; where there is none, the
    manifest is registered, with the pictures of its folder. Raises `CredentialsError`
    where there is no telling.
    """
    if settings.client_id or not is_sandbox(settings.app_url):
        return with_secret(settings)
    if manifest is None:
        raise CredentialsError(
            f"GONGKIT_CLIENT_ID is not set, and there is no {FILE_NAME} to register.",
            hint=f"Set GONGKIT_CLIENT_ID, or run this in the folder of the app's {FILE_NAME}.",
        )
    name = manifest.integration.name
    named = [each for each in sandbox_of(settings)["integrations"] if each["name"] == name]
    return _of(settings, named[-1] if named else _registered(settings, manifest, folder))


def choose_app(settings: Settings, apps: Sequence[str]) -> Settings:
    """Complete the settings with the one app whose installations are meant.

    Of several in the store the sandbox's is meant. Raises `UsageError` where that
    leaves more than one.
    """
    if settings.client_id:
        return settings
    left = apps_of_sandbox(settings, apps) if len(apps) > 1 else apps
    if len(left) == 1:
        return replace(settings, client_id=left[0])
    raise UsageError(
        f"The store holds the installations of {len(apps)} apps: {', '.join(apps)}.",
        hint="Set GONGKIT_CLIENT_ID to the one that you mean.",
    )


def apps_of_sandbox(settings: Settings, apps: Sequence[str]) -> Sequence[str]:
    """Leave only the apps that the sandbox knows, where the app URL is a sandbox's."""
    if not is_sandbox(settings.app_url):
        return apps
    known = {each["client_id"] for each in sandbox_of(settings)["integrations"]}
    return [app for app in apps if app in known]


def with_secret(settings: Settings) -> Settings:
    """Complete the settings with the client secret, which a sandbox tells.

    Raises `CredentialsError` where client id or secret are not to be had.
    """
    if settings.client_id and settings.client_secret:
        return settings
    if settings.client_id and is_sandbox(settings.app_url):
        for each in sandbox_of(settings)["integrations"]:
            if each["client_id"] == settings.client_id:
                return _of(settings, each)
        raise CredentialsError(
            f"The sandbox at {settings.app_url} has no integration {settings.client_id}.",
            hint="It was another sandbox's: install the app again with `gongkit install`.",
        )
    missing = "GONGKIT_CLIENT_SECRET" if settings.client_id else "GONGKIT_CLIENT_ID"
    raise CredentialsError(
        f"{missing} is not set.",
        hint="Gong shows client id and secret beside the integration;"
        " in development, set GONGKIT_APP_URL to a sandbox's URL.",
    )


def _registered(settings: Settings, manifest: Manifest, folder: Path) -> dict[str, str]:
    body = registration(manifest, folder) | {"published": True}
    made: dict[str, str] = tell(settings.app_url, "integrations", body)
    note(
        f"Registered {manifest.integration.name} in the sandbox, published, so that every"
        f" company may approve it. Its client id is {made['client_id']}."
    )
    return made


def _of(settings: Settings, integration: dict[str, str]) -> Settings:
    secret = Secret(integration["client_secret"])
    return replace(settings, client_id=integration["client_id"], client_secret=secret)
