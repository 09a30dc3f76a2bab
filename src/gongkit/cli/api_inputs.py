"""The inputs of `gongkit api`: from words on the command line to a call, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gongkit.auth.access_key import AccessKey
from gongkit.base_url import API_BASE_URL
from gongkit.cli.api_body import body_hint
from gongkit.cli.output import note
from gongkit.cli.sandbox_url import is_sandbox, is_url, look_at
from gongkit.cli.settings import Settings
from gongkit.contract.operation import Operation, Parameter, Place
from gongkit.errors import CredentialsError, UnknownName, UsageError
from gongkit.redact import Secret

DEFAULT_DAYS = 30

_PERIODS = (("fromDateTime", "toDateTime"), ("from", "to"))


def read_inputs(
    operation: Operation[Any], words: Iterable[str], now: Callable[[], datetime]
) -> dict[str, Any]:
    """Make the inputs in path and query, by place, of `name=value` words.

    `now` is asked for the time where a period has to be completed with it.
    """
    given = _by_name(operation, words)
    _check_offsets(given)
    _fill_period(operation, given, now)
    _check_required(operation, given)
    places: dict[Place, dict[str, Any]] = {Place.PATH: {}, Place.QUERY: {}}
    for parameter in operation.parameters:
        if parameter.name in given:
            values = given[parameter.name]
            places[parameter.place][parameter.name] = values if len(values) > 1 else values[0]
    return {"path": places[Place.PATH], "query": places[Place.QUERY]}


def time_at(settings: Settings) -> datetime:
    """Tell the time where the call goes to: a sandbox's own, if the access key will be one's.

    Raises `SandboxError` where none answers at the app URL.
    """
    if settings.access_key or settings.access_key_secret or not is_sandbox(settings.app_url):
        return datetime.now(UTC)
    return datetime.fromisoformat(look_at(settings.app_url)["now"])


def find_credentials(settings: Settings, base_url: str | None, company: str | None) -> AccessKey:
    """Take the access key from the settings, or one of a sandbox's companies.

    Raises `CredentialsError` where there is neither, `UsageError` where the app URL is no URL.
    """
    key, secret = settings.access_key, settings.access_key_secret
    if key and secret:
        if company:
            raise UsageError(
                "--company picks a sandbox's company, but GONGKIT_ACCESS_KEY is set.",
                hint="Unset GONGKIT_ACCESS_KEY, or leave --company out.",
            )
        return AccessKey(key, secret, base_url or settings.base_url or API_BASE_URL)
    if key or secret:
        missing = "GONGKIT_ACCESS_KEY_SECRET" if key else "GONGKIT_ACCESS_KEY"
        raise CredentialsError(f"{missing} is not set.", hint="Key and secret belong together.")
    if not is_url(settings.app_url):
        raise UsageError(
            "There is no access key to use, and GONGKIT_APP_URL is not a URL.",
            hint="Write it whole, from http:// on, as `gongkit sandbox` prints it.",
        )
    if is_sandbox(settings.app_url):
        return _sandbox_key(settings.app_url, base_url, company)
    raise CredentialsError(
        "There are no credentials.",
        hint="Set GONGKIT_ACCESS_KEY, GONGKIT_ACCESS_KEY_SECRET and GONGKIT_BASE_URL;"
        " or start `gongkit sandbox` and set GONGKIT_APP_URL to its URL.",
    )


def _sandbox_key(app_url: str, base_url: str | None, company: str | None) -> AccessKey:
    companies = {each["name"]: each for each in look_at(app_url)["companies"]}
    name = company or next(iter(companies))
    if name not in companies:
        raise UnknownName("company in this sandbox", name, companies)
    found = companies[name]
    if company is None and base_url is None:
        note(f"Asking {name}, the first company of the sandbox; --company picks another.")
    return AccessKey(
        Secret(found["access_key"]),
        Secret(found["access_key_secret"]),
        base_url or found["api_base_url"],
    )


def _by_name(operation: Operation[Any], words: Iterable[str]) -> dict[str, list[str]]:
    names = [parameter.name for parameter in operation.parameters]
    given: dict[str, list[str]] = {}
    for word in words:
        name, mark, value = word.partition("=")
        if not mark:
            raise UsageError(f"{word!r} is no input.", hint="Write inputs as name=value.")
        if name not in names and names:
            raise UnknownName(f"parameter of {operation.id}", name, names)
        if name not in names:
            raise UsageError(f"{operation.id} takes no parameters.", hint=body_hint(operation))
        given.setdefault(name, []).append(value)
    return given


def _check_offsets(given: Mapping[str, list[str]]) -> None:
    """Refuse moments without an offset; what is no moment at all is Gong's to refuse."""
    for name, texts in given.items():
        for text in texts if name.endswith("DateTime") else ():
            moment = _moment(text)
            if moment is not None and moment.tzinfo is None:
                raise UsageError(
                    f"{name}: {text!r} has no offset from UTC.",
                    hint=f"Add one: {moment.isoformat()}Z is the moment in UTC.",
                )


def _fill_period(
    operation: Operation[Any], given: dict[str, list[str]], now: Callable[[], datetime]
) -> None:
    """Complete a period that the operation requires: to now, from 30 days before its end."""
    for start, end in _PERIODS:
        first, last = operation.parameter(start), operation.parameter(end)
        if first is None or last is None or not _is_open(first, last, given):
            continue
        length = "until now" if start in given else f"the {DEFAULT_DAYS} days before its end"
        if end not in given:
            given[end] = [now().isoformat(timespec="seconds")]
        if start not in given:
            since = _before(end, given[end][0])
            given[start] = [since.isoformat(timespec="seconds")]
        note(f"{start}={given[start][0]} {end}={given[end][0]} ({length})")


def _is_open(first: Parameter, last: Parameter, given: Mapping[str, list[str]]) -> bool:
    """Tell whether a required start or end of the period is missing."""
    return any(each.required and each.name not in given for each in (first, last))


def _before(name: str, text: str) -> datetime:
    """Go back from the end of a period to its usual start."""
    moment = _moment(text)
    if moment is None:
        raise UsageError(f"{name}: {text!r} is not an ISO-8601 date-time.")
    try:
        return moment - timedelta(days=DEFAULT_DAYS)
    except OverflowError:
        raise UsageError(f"{name}: {text!r} is too early.") from None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _check_required(operation: Operation[Any], given: Mapping[str, list[str]]) -> None:
    missing = [p.name for p in operation.parameters if p.required and p.name not in given]
    if missing:
        raise UsageError(
            f"{operation.id} needs {', '.join(missing)}.",
            hint=f"Write {' '.join(f'{name}=…' for name in missing)}."
            f" `gongkit api {operation.id} --describe` says what they are.",
        )
