"""Permission profiles: what makes one right and complete, and keeping them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import msgspec

from gongkit.contract.types.permissions import (
    ForecastPermissions,
    LibraryFolderAccess,
    PermissionProfile,
    TeamAccess,
)
from gongkit.sandbox.core.state import State

LEVELS = ("all", "managers-team", "report-to-them", "own", "none")
LIBRARY_LEVELS = ("none", "all", "specific-folders")
"""Gong's contract lists one value more in each, which is these in one text."""


def _fields_of(struct: type[Any], base: type[Any]) -> dict[str, type[Any]]:
    """Find the optional fields of a type."""
    found = {}
    for name, hint in get_type_hints(struct).items():
        kind = next(iter(get_args(hint)), None)
        if isinstance(kind, type) and issubclass(kind, base):
            found[name] = kind
    return found


_FLAGS = tuple(_fields_of(PermissionProfile, bool))
_LIBRARY_FLAGS = tuple(_fields_of(LibraryFolderAccess, bool))
_ACCESSES = _fields_of(PermissionProfile, TeamAccess)
_FORECAST = _fields_of(ForecastPermissions, TeamAccess)


def completed(profile: PermissionProfile) -> PermissionProfile:
    """Write out what a profile leaves open: a flag is off, an access has the level `none`.

    The profile must have a library folder access.
    """
    library, forecast = profile.library_folder_access, profile.forecast_permissions
    empty = ForecastPermissions()
    if library is None:
        raise AssertionError("a profile without library folder access was not refused")
    return msgspec.structs.replace(
        profile,
        **{name: bool(getattr(profile, name)) for name in _FLAGS},
        **_levels(profile, _ACCESSES),
        forecast_permissions=msgspec.structs.replace(
            empty, **_levels(forecast or empty, _FORECAST)
        ),
        library_folder_access=msgspec.structs.replace(
            library, **{name: bool(getattr(library, name)) for name in _LIBRARY_FLAGS}
        ),
    )


def _levels(holder: Any, accesses: dict[str, type[Any]]) -> dict[str, TeamAccess]:
    return {
        name: kind(
            permission_level=(access and access.permission_level) or "none",
            team_lead_ids=access and access.team_lead_ids,
        )
        for name, kind in accesses.items()
        for access in [getattr(holder, name)]
    }


def accesses_of(profile: PermissionProfile) -> Iterator[tuple[str, TeamAccess]]:
    """Give the accesses that a profile sets, each with its path on the wire."""
    holders: list[tuple[str, Any, dict[str, type[Any]]]] = [("", profile, _ACCESSES)]
    if profile.forecast_permissions is not None:
        holders.append(("forecastPermissions.", profile.forecast_permissions, _FORECAST))
    for prefix, holder, accesses in holders:
        for name in accesses:
            access = getattr(holder, name)
            if access is not None:
                yield prefix + _wire_name(holder, name), access


def turned_off(before: PermissionProfile, given: PermissionProfile) -> list[str]:
    """Name, as on the wire, the permissions that a profile had and the one given leaves out."""
    return [
        _wire_name(before, name)
        for name in (*_FLAGS, *_ACCESSES)
        if getattr(given, name) is None and _is_open(getattr(before, name))
    ]


def _is_open(permission: Any) -> bool:
    if isinstance(permission, TeamAccess):
        return permission.permission_level not in {None, "none"}
    return bool(permission)


def _wire_name(struct: msgspec.Struct, name: str) -> str:
    place = struct.__struct_fields__.index(name)
    return struct.__struct_encode_fields__[place]


def insert_profile(
    state: State, company_id: str, workspace_id: str, profile: PermissionProfile
) -> None:
    """Add a complete profile, inside a transaction."""
    state.execute(
        "INSERT INTO permission_profiles VALUES (?, ?, ?, ?, ?)",
        company_id,
        profile.id,
        workspace_id,
        profile.name,
        msgspec.json.encode(profile),
    )


def replace_profile(state: State, company_id: str, profile: PermissionProfile) -> None:
    """Keep a complete profile in the place of the one with its id, inside a transaction."""
    state.execute(
        "UPDATE permission_profiles SET name = ?, encoded = ? WHERE company_id = ? AND id = ?",
        profile.name,
        msgspec.json.encode(profile),
        company_id,
        profile.id,
    )
