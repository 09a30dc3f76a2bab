"""The integrations in the control API: registered, changed, and given new secrets."""

from __future__ import annotations

import base64
import binascii
from typing import Any, NamedTuple

import msgspec

from gongkit.errors import UsageError, nearest_hint
from gongkit.manifest import Manifest, from_json
from gongkit.sandbox.core import control_bodies as bodies
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.control_bodies import ControlRefused, read_json
from gongkit.sandbox.core.control_call import Control, Done
from gongkit.sandbox.core.oauth.images import (
    KINDS,
    Image,
    Kind,
    forget_image,
    read_image,
    save_image,
)
from gongkit.sandbox.core.oauth.integrations import register, rotate_secret, update
from gongkit.sandbox.core.state import State

_TABLES = tuple(field.encode_name for field in msgspec.structs.fields(Manifest))
_BESIDE = ("company", "published", "images")


class _Registration(NamedTuple):
    """A manifest with what is not in it. None: not said."""

    manifest: Manifest
    company: str | None
    published: bool | None
    images: dict[Kind, Image | None]


def add(control: Control) -> Done:
    """Register a manifest."""
    given, state = _read(control), control.sandbox.state
    company = (
        next(iter(load_companies(state).values()))
        if given.company is None
        else control.company(given.company)
    )
    now, published = control.sandbox.clock.now(), bool(given.published)
    integration, secret = register(state, given.manifest, company, published=published, now=now)
    _keep_images(state, integration.client_id, given.images)
    return 201, {"client_id": integration.client_id, "client_secret": secret}


def change(control: Control) -> Done:
    """Put another manifest in the place of an integration's; what is not said stays."""
    integration, given = control.integration(control.names["client_id"]), _read(control)
    if given.company is not None:
        raise ControlRefused(400, "company: an integration stays with its company")
    published = integration.published if given.published is None else given.published
    update(control.sandbox.state, integration.client_id, given.manifest, published=published)
    _keep_images(control.sandbox.state, integration.client_id, given.images)
    return 200, {"client_id": integration.client_id}


def rotate(control: Control) -> Done:
    """Make a new client secret."""
    integration = control.integration(control.names["client_id"])
    hours = control.body(bodies.Rotation).grace_hours
    now = control.sandbox.clock.now()
    secret = rotate_secret(control.sandbox.state, integration.client_id, hours, now)
    return 200, {"client_id": integration.client_id, "client_secret": secret}


def _read(control: Control) -> _Registration:
    tables = read_json(control.raw)
    if not isinstance(tables, dict):
        raise ControlRefused(400, "The body: must be a JSON object, the manifest's tables")
    known = (*_TABLES, *_BESIDE)
    unknown = [name for name in tables if name not in known]
    if unknown:
        said = [f"{name}: is no known key. {nearest_hint(name, known)}" for name in unknown]
        raise ControlRefused(400, *said)
    published, company = tables.pop("published", None), tables.pop("company", None)
    if published is not None and not isinstance(published, bool):
        raise ControlRefused(400, "published: must be true or false")
    if company is not None and not isinstance(company, str):
        raise ControlRefused(400, "company: must be a string")
    images = _read_images(tables.pop("images", None) or {})
    return _Registration(from_json(tables), company, published, images)


def _read_images(given: Any) -> dict[Kind, Image | None]:
    if not isinstance(given, dict) or any(kind not in KINDS for kind in given):
        raise ControlRefused(400, f"images: must be an object with {', '.join(KINDS)}")
    return {kind: _read_one(kind, given[kind]) for kind in KINDS if kind in given}


def _read_one(kind: Kind, given: Any) -> Image | None:
    """Read a picture from base64; null takes the one there is away."""
    if given is None:
        return None
    try:
        return read_image(base64.b64decode(given, validate=True))
    except (binascii.Error, TypeError, ValueError):
        raise ControlRefused(400, f"images.{kind}: must be a file's bytes in base64") from None
    except UsageError as error:
        raise ControlRefused(400, f"images.{kind}: {error.message}") from None


def _keep_images(state: State, client_id: str, images: dict[Kind, Image | None]) -> None:
    for kind, image in images.items():
        if image is None:
            forget_image(state, client_id, kind)
        else:
            save_image(state, client_id, kind, image)
