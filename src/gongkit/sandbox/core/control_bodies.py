"""The JSON bodies of the control API, read strictly: an unknown key names the nearest."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType, inspect

from gongkit.decoders import converted
from gongkit.errors import nearest_hint
from gongkit.sandbox.core.api.validation import sentence
from gongkit.sandbox.core.oauth.integrations import GRACE_HOURS

Body = TypeVar("Body")

MOST_COMPANIES = 10_000
"""How many companies one call adds."""
_KEY = re.compile(r" - at `\$\.([^`.\[]*)`$")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`(?: - at `\$\.?([^`]*)`)?")


class ControlRefused(Exception):
    """Ends a call to the control API with `{"errors": [...]}`."""

    def __init__(self, status: int, *errors: str) -> None:
        super().__init__(status, *errors)
        self.status, self.errors = status, errors


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body in which every key is known."""


class Consent(Strict, frozen=True, kw_only=True):
    """What a tech admin's click would say; the keys are those of the authorize URL.

    `company` is the one whose tech admin clicks. Without `scope` all registered scopes
    are asked for.
    """

    client_id: str
    company: str
    redirect_uri: str
    response_type: str = "code"
    scope: str | None = None
    state: str | None = None
    approve: bool = True
    code_challenge: str | None = None
    code_challenge_method: str | None = None


class Clock(Strict, frozen=True, kw_only=True):
    """Where to move the time: `advance` by seconds, or to `now` (ISO-8601); one of the two."""

    advance: float | None = None
    now: str | None = None


Limit = int | None | UnsetType


class LimitsChange(Strict, frozen=True, kw_only=True):
    """A company's new limits: null lifts one, a key that is left out leaves it."""

    company: str
    per_second: Limit = UNSET
    per_day: Limit = UNSET


class NewCompanies(Strict, frozen=True, kw_only=True):
    """A company to add, or `count` of them, named `name-1` and so on."""

    name: str
    title: str | None = None
    region: str = "us"
    time_zone: str = "UTC"
    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_COMPANIES)] | None = None


class NewFault(Strict, frozen=True, kw_only=True):
    """A fault to add: what it does to which requests, how often (null: until it is deleted)."""

    operation: str
    company: str | None = None
    times: Annotated[int, msgspec.Meta(ge=1, lt=2**31)] | None = 1
    effect: dict[str, Any]


class Rotation(Strict, frozen=True, kw_only=True):
    """How long the old client secret lives on, in hours."""

    grace_hours: float = GRACE_HOURS


class Snapshot(Strict, frozen=True, kw_only=True):
    """The whole sandbox: its time, and its database (zlib, base64)."""

    format: Literal["gongkit-sandbox-snapshot"] = "gongkit-sandbox-snapshot"
    version: Literal[1] = 1
    now: str
    database: bytes


class Nothing(Strict, frozen=True, kw_only=True):
    """The body of a call that takes none."""


def read_json(raw: bytes) -> Any:
    """Decode any JSON; none at all is an empty object."""
    try:
        return msgspec.json.decode(raw) if raw.strip() else {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ControlRefused(400, f"The body is not valid JSON: {error}") from None


def convert(value: Any, kind: type[Body]) -> Body:
    """Turn decoded JSON into a body; what does not fit is refused, naming the key."""
    if not isinstance(value, dict):
        raise ControlRefused(400, "The body: must be a JSON object")
    try:
        return converted(value, kind)
    except msgspec.ValidationError as error:
        raise ControlRefused(400, _explained(str(error), kind)) from None


def _explained(text: str, kind: type[Any]) -> str:
    unknown = _UNKNOWN.match(text)
    if unknown is None:
        return _choice(text, kind) or sentence(text)
    known = [field.encode_name for field in msgspec.structs.fields(kind)]
    hint = nearest_hint(unknown[1], known) if known else "It takes none."
    return f"{unknown[1]}: is no key of this call. {hint}"


def _choice(text: str, kind: type[Any]) -> str | None:
    """List the values that a key may have, where it is one with a closed list."""
    place = _KEY.search(text)
    if place is None:
        return None
    for field in msgspec.structs.fields(kind):
        of_field = inspect.type_info(field.type)
        if field.encode_name == place[1] and isinstance(of_field, inspect.LiteralType):
            return f"{place[1]}: must be {' or '.join(map(str, of_field.values))}"
    return None
