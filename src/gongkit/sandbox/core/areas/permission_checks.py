"""What is wrong with a permission profile that somebody sends.

Gong tells a malformed profile (400) from one that cannot be as it stands (422), without
saying which is which. Here the first is what the profile alone shows; the second is
what contradicts itself, or does not fit what else there is in the company.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gongkit.contract.types.permissions import LibraryFolderAccess, PermissionProfile
from gongkit.sandbox.core.permissions.profiles import LEVELS, LIBRARY_LEVELS, accesses_of
from gongkit.sandbox.core.state import State, listed

_LIBRARY = "libraryFolderAccess"
_LEVEL = f"{_LIBRARY}.permissionLevel"
_FOLDER_IDS = f"{_LIBRARY}.libraryFolderIds"


def malformed(profile: PermissionProfile) -> Iterator[str]:
    """Say what is missing from a profile, or can never be in one."""
    if not (profile.name or "").strip():
        yield "name: must not be empty"
    library = profile.library_folder_access
    if library is None or library.permission_level is None:
        yield f"{_LEVEL}: is required"
    elif library.permission_level not in LIBRARY_LEVELS:
        yield f"{_LEVEL}: must be one of {', '.join(LIBRARY_LEVELS)}"
    for path, access in accesses_of(profile):
        if access.permission_level not in {None, *LEVELS}:
            yield f"{path}.permissionLevel: must be one of {', '.join(LEVELS)}"
        yield from _repeated(f"{path}.teamLeadIds", access.team_lead_ids)
    yield from _repeated(_FOLDER_IDS, library.library_folder_ids if library else None)


def impossible(
    state: State, company_id: str, workspace_id: str, profile: PermissionProfile
) -> Iterator[str]:
    """Say why a well-formed profile cannot be; `profile.id` is its own, if it has one."""
    namesake = state.row(
        "SELECT id FROM permission_profiles"
        " WHERE company_id = ? AND workspace_id = ? AND name = ? AND id IS NOT ?",
        company_id,
        workspace_id,
        profile.name,
        profile.id,
    )
    if namesake:
        yield f"name: the workspace has a profile of this name already, {namesake[0]}"
    for path, access in accesses_of(profile):
        leads = access.team_lead_ids or ()
        if access.permission_level == "managers-team" and not leads:
            yield f"{path}.teamLeadIds: is required with the level managers-team"
        for user_id in _missing(state, "users WHERE company_id = ?", leads, company_id):
            yield f"{path}.teamLeadIds: there is no user {user_id}"
    if profile.library_folder_access is not None:
        library = profile.library_folder_access
        yield from _impossible_library(state, company_id, workspace_id, library)


def _impossible_library(
    state: State, company_id: str, workspace_id: str, library: LibraryFolderAccess
) -> Iterator[str]:
    folder_ids = library.library_folder_ids or ()
    if library.permission_level == "specific-folders" and not folder_ids:
        yield f"{_FOLDER_IDS}: is required with the level specific-folders"
    if library.permission_level == "none":
        for name, value in msgspec.to_builtins(library).items():
            if name != "permissionLevel" and value:
                yield f"{_LIBRARY}.{name}: must not be set with the level none"
    there = "library_folders WHERE company_id = ? AND workspace_id = ?"
    for folder_id in _missing(state, there, folder_ids, company_id, workspace_id):
        yield f"{_FOLDER_IDS}: the workspace has no library folder {folder_id}"


def _repeated(path: str, ids: Sequence[str] | None) -> Iterator[str]:
    if ids and len(set(ids)) < len(ids):
        yield f"{path}: must not hold an id twice"


def _missing(state: State, table: str, ids: Sequence[str], *values: str) -> list[str]:
    """List the ids that a table does not have."""
    rows = state.rows(
        f"SELECT id FROM {table} AND id IN (SELECT value FROM json_each(?))",  # noqa: S608
        *values,
        listed(ids),
    )
    there = {found for (found,) in rows}
    return [one for one in ids if one not in there]
