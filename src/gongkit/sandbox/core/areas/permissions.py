"""Permission profiles: listed, found, made and replaced, and who has them."""

from __future__ import annotations

import hashlib

import msgspec

from gongkit.contract.types.permissions import (
    PermissionProfile,
    PermissionProfileResponse,
    PermissionProfilesResponse,
    PermissionProfileUsersResponse,
    UserSimpleMetadata,
)
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Answer, Asked, Hint, Refused, answers
from gongkit.sandbox.core.areas.permission_checks import impossible, malformed
from gongkit.sandbox.core.areas.workspace_filter import is_workspace, workspaces_told
from gongkit.sandbox.core.audit_log import add_activity
from gongkit.sandbox.core.people import first_tech_admin
from gongkit.sandbox.core.permissions.profiles import (
    completed,
    insert_profile,
    replace_profile,
    turned_off,
)
from gongkit.sandbox.core.state import State

_decode = decoder_of(PermissionProfile).decode


@answers("listPermissionProfile")
def list_permission_profiles(state: State, asked: Asked) -> Answer:
    """List a workspace's profiles by name."""
    rows = state.rows(
        "SELECT encoded FROM permission_profiles WHERE company_id = ? AND workspace_id = ?"
        " ORDER BY name, id",
        asked.company.id,
        _workspace_id(state, asked),
    )
    profiles = [_decode(encoded) for (encoded,) in rows]
    return Answer.of(PermissionProfilesResponse(request_id=asked.request_id, profiles=profiles))


@answers("getPermissionProfile")
def get_permission_profile(state: State, asked: Asked) -> Answer:
    """Give one profile."""
    profile, _ = _profile(state, asked)
    return _answer(asked, profile)


@answers("createPermissionProfile")
def create_permission_profile(state: State, asked: Asked) -> Answer:
    """Make a profile, with an id of its own; what it leaves out is off."""
    given: PermissionProfile = asked.body
    workspace_id = _workspace_id(state, asked)
    problems = list(malformed(given))
    if problems:
        raise Refused(400, *problems)
    if given.id is not None:
        asked.hint("id", f"{given.id} is ignored: Gong gives a new profile its id.")
    given = msgspec.structs.replace(given, id=None)
    problems = list(impossible(state, asked.company.id, workspace_id, given))
    if problems:
        raise Refused(422, *problems)
    profile_id = _new_id(state, asked.company.id, given.name or "")
    profile = msgspec.structs.replace(completed(given), id=profile_id)
    with state.write():
        insert_profile(state, asked.company.id, workspace_id, profile)
        _log(state, asked, "PermissionProfileCreated", profile)
    return _answer(asked, profile)


@answers("updatePermissionProfile")
def update_permission_profile(state: State, asked: Asked) -> Answer:
    """Replace a profile; what is left out is off from now on."""
    given: PermissionProfile = asked.body
    before, workspace_id = _profile(state, asked)
    problems = list(malformed(given))
    if given.id not in {None, before.id}:
        problems.append(f"id: must be that of the profile, {before.id}, or be left out")
    given = msgspec.structs.replace(given, id=before.id)
    problems = problems or list(impossible(state, asked.company.id, workspace_id, given))
    if problems:
        raise Refused(400, *problems)
    off = turned_off(before, given)
    if off:
        asked.hint("body", f"Left out, and therefore off from now on: {', '.join(off)}.")
    profile = completed(given)
    with state.write():
        replace_profile(state, asked.company.id, profile)
        _log(state, asked, "PermissionProfileUpdated", profile)
    return _answer(asked, profile)


@answers("listPermissionProfileUsers")
def list_permission_profile_users(state: State, asked: Asked) -> Answer:
    """List who has a profile, by name; those who left are among them."""
    profile, _ = _profile(state, asked)
    rows = state.rows(
        "SELECT id, first_name || ' ' || last_name AS full_name, email FROM user_profiles"
        " JOIN users ON users.company_id = user_profiles.company_id AND id = user_id"
        " WHERE user_profiles.company_id = ? AND profile_id = ? ORDER BY full_name, id",
        asked.company.id,
        profile.id,
    )
    users = [
        UserSimpleMetadata(id=user_id, full_name=name, email_address=email)
        for user_id, name, email in rows
    ]
    if not users:
        asked.hint("profileId", "Nobody has this profile. Users get profiles in Gong itself.")
    return Answer.of(PermissionProfileUsersResponse(request_id=asked.request_id, users=users))


def _answer(asked: Asked, profile: PermissionProfile) -> Answer:
    return Answer.of(PermissionProfileResponse(request_id=asked.request_id, profile=profile))


def _workspace_id(state: State, asked: Asked) -> str:
    """Give the workspace that is meant, or refuse one that the company does not have."""
    wanted: str = asked.query["workspaceId"]
    if not is_workspace(state, asked, wanted):
        raise Refused(
            400,
            f"workspaceId: there is no workspace {wanted}",
            hints=(Hint("workspaceId", workspaces_told(state, asked)),),
        )
    return wanted


def _profile(state: State, asked: Asked) -> tuple[PermissionProfile, str]:
    """Find the profile that is meant, and its workspace."""
    wanted: str = asked.query["profileId"]
    row = state.row(
        "SELECT encoded, workspace_id FROM permission_profiles WHERE company_id = ? AND id = ?",
        asked.company.id,
        wanted,
    )
    if row is None:
        raise Refused(
            400,
            f"profileId: there is no permission profile {wanted}",
            hints=(
                Hint("profileId", "listPermissionProfile tells the ids, workspace by workspace."),
            ),
        )
    return _decode(row[0]), row[1]


def _new_id(state: State, company_id: str, name: str) -> str:
    """Make an id as Gong's are: 19 digits, the same after the same requests."""
    count = state.row("SELECT count(*) FROM permission_profiles WHERE company_id = ?", company_id)
    digest = hashlib.sha256(f"profile {company_id} {count} {name}".encode()).digest()
    return str(10**18 + (int.from_bytes(digest[:8]) >> 2))


def _log(state: State, asked: Asked, action: str, profile: PermissionProfile) -> None:
    add_activity(
        state,
        asked.company.id,
        first_tech_admin(state, asked.company.id),
        asked.now,
        action,
        profileId=profile.id or "",
        profileName=profile.name or "",
        client=asked.caller.client,
    )
