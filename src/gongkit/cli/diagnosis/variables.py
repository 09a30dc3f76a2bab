"""The environment variables: misspelt ones, and those that contradict one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from gongkit.base_url import check_base_url
from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.stored import is_splittable
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.errors import BaseUrlRefused
from gongkit.loopback import host_of, is_loopback
from gongkit.manifest import FILE_NAME
from gongkit.settings import Settings, regional_variable

Contradiction = Callable[[Settings], Found | None]


def examine_variables(around: Surroundings) -> Iterator[Found]:
    """Look at each variable's spelling, at both URLs, and at what does not go together."""
    settings = around.settings
    for error in around.unreadable:
        yield Found(
            id="environment.spelling",
            state=State.FAILED,
            found=error.message.removesuffix("."),
            why="A setting that is not read leaves its default in force, without a word.",
            next=error.hint,
        )
    yield _profile(settings)
    found = [each for look in _CONTRADICTIONS if (each := look(settings))]
    found += _regions(around)
    yield from found
    if not found and not around.unreadable:
        yield ok("environment.variables", "The environment variables agree with one another")


def _regions(around: Surroundings) -> Iterator[Found]:
    """Find stores of regions that the manifest does not have."""
    manifest = around.sound_manifest
    if manifest is None:
        return
    residency = manifest.residency
    known = {*residency.regions, *({residency.default} if residency.default else ())}
    for region in around.settings.regional_stores:
        if region not in known:
            yield Found(
                id="environment.region",
                state=State.FAILED,
                found=f"{regional_variable(region)} is set, and region {region!r} is not known",
                why="The app does not start: it would not know whose data belongs there.",
                next=f"Name its API hosts under [residency.regions] in {FILE_NAME}.",
            )


def _profile(settings: Settings) -> Found:
    whence = "GONGKIT_PROFILE" if settings.profile else "by the app URL"
    return ok(
        "environment.profile",
        f"Profile {settings.effective_profile} ({whence}), Gong at {_shown(settings.app_url)}",
    )


def _app_url(settings: Settings) -> Found | None:
    return _refused("GONGKIT_APP_URL", settings.app_url)


def _base_url(settings: Settings) -> Found | None:
    return None if settings.base_url is None else _refused("GONGKIT_BASE_URL", settings.base_url)


def _store_url(settings: Settings) -> Found | None:
    urls = {"GONGKIT_STORE": settings.store} | {
        regional_variable(region): url for region, url in settings.regional_stores.items()
    }
    broken = [variable for variable, url in urls.items() if not is_splittable(url)]
    if not broken:
        return None
    return Found(
        id="environment.store",
        state=State.FAILED,
        found=f"{broken[0]} is no URL",
        why="Installations are kept there.",
        next="Write sqlite:///installations.db, or postgresql://user:password@host/database.",
    )


def _prod_with_sandbox(settings: Settings) -> Found | None:
    if settings.profile != "prod" or not _is_local(settings.app_url):
        return None
    return Found(
        id="environment.profile_prod",
        state=State.FAILED,
        found="GONGKIT_PROFILE is prod, and GONGKIT_APP_URL is a sandbox's",
        why="From prod no sandbox is called: every call will be refused.",
        next="Unset GONGKIT_APP_URL for Gong, or set GONGKIT_PROFILE=dev for the sandbox.",
    )


def _dev_with_gong(settings: Settings) -> Found | None:
    if settings.profile != "dev" or _is_local(settings.app_url):
        return None
    return Found(
        id="environment.profile_dev",
        state=State.ADVICE,
        found="GONGKIT_PROFILE is dev, and GONGKIT_APP_URL is Gong's",
        why="From dev nothing is changed at Gong: writes and authorizations will be refused.",
        next="Set GONGKIT_APP_URL to a sandbox's URL, or GONGKIT_PROFILE to staging or prod.",
    )


def _half_a_key(settings: Settings) -> Found | None:
    key, secret = settings.access_key, settings.access_key_secret
    if bool(key) == bool(secret):
        return None
    missing = "GONGKIT_ACCESS_KEY_SECRET" if key else "GONGKIT_ACCESS_KEY"
    return Found(
        id="environment.access_key",
        state=State.FAILED,
        found=f"{missing} is not set, and its other half is",
        why="Key and secret belong together: `gongkit api` calls with neither alone.",
        next=f"Set {missing}, or unset the other.",
    )


def _no_client_secret(settings: Settings) -> Found | None:
    if not settings.client_id or settings.client_secret or _is_local(settings.app_url):
        return None
    return Found(
        id="environment.client_secret",
        state=State.FAILED,
        found="GONGKIT_CLIENT_SECRET is not set, and GONGKIT_CLIENT_ID is",
        why="Without it no authorization can be finished and no token refreshed.",
        next="Gong shows it beside the integration, in its admin center.",
    )


def _base_url_alone(settings: Settings) -> Found | None:
    if not settings.base_url or settings.access_key or settings.access_key_secret:
        return None
    return Found(
        id="environment.base_url_alone",
        state=State.ADVICE,
        found="GONGKIT_BASE_URL is set, and no access key",
        why="It is the API host of an access key; installations have one of their own.",
        next="Unset it, or set GONGKIT_ACCESS_KEY and GONGKIT_ACCESS_KEY_SECRET.",
    )


def _key_twice(settings: Settings) -> Found | None:
    if not settings.key or not settings.key_file:
        return None
    return Found(
        id="environment.key",
        state=State.ADVICE,
        found="GONGKIT_KEY and GONGKIT_KEY_FILE are both set",
        why="GONGKIT_KEY counts; the file is not read.",
        next="Unset the one that is not meant.",
    )


_CONTRADICTIONS: Final[tuple[Contradiction, ...]] = (
    _app_url,
    _base_url,
    _store_url,
    _prod_with_sandbox,
    _dev_with_gong,
    _half_a_key,
    _no_client_secret,
    _base_url_alone,
    _key_twice,
)


def _refused(variable: str, url: str) -> Found | None:
    try:
        check_base_url(url)
    except BaseUrlRefused as error:
        return Found(
            id=f"environment.{variable.removeprefix('GONGKIT_').lower()}",
            state=State.FAILED,
            found=f"{variable} is refused. {error.message.removesuffix('.')}",
            why="Tokens go to Gong and to a sandbox of this machine only.",
            next=error.hint,
        )
    return None


def _is_local(url: str) -> bool:
    return is_loopback(host_of(url))


def _shown(url: str) -> str:
    """Show where a URL leads, without what it may hold of credentials."""
    try:
        return check_base_url(url)
    except BaseUrlRefused:
        return "a host that is refused"
