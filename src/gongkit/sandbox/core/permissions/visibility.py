"""What a user may see: by their permission profiles, by having taken part, by access given.

A user has at most one profile in each workspace. What it opens reaches so far:

- `all`: everybody's data;
- `managers-team`: that of the team leads it names, and of their teams;
- `report-to-them`: the user's own, and that of the people who report to the user;
- `own`: the user's own; `none`: nothing.

Teams go down to the last report of a report. Whatever the level, calls that the user
hosts or attended can be seen, and those to which access was given call by call.
Private calls can be seen in these two ways only.
"""

from __future__ import annotations

from collections.abc import Iterable

from gongkit.contract.types.permissions import PermissionProfile, TeamAccess
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.state import AMONG, State, listed

IS_PRIVATE = """instr(meta, CAST('"isPrivate":true' AS BLOB)) > 0"""
"""The condition of the index `private_calls`; quotes inside the metadata's texts are escaped."""

_ATTENDED = (
    "content IN (SELECT content FROM call_parties WHERE company_id = ? AND attended AND user_id {})"
)
_GRANTED = "number IN (SELECT call FROM call_user_access WHERE company_id = ? AND user_id = ?)"
_NOT_PRIVATE = f"number NOT IN (SELECT number FROM calls WHERE company_id = ? AND {IS_PRIVATE})"  # noqa: S608

_decode = decoder_of(PermissionProfile).decode

Condition = tuple[str, tuple[object, ...]]
"""An SQL condition with its values."""


def seen_by(state: State, company_id: str, user_id: str) -> Condition:
    """Give the condition for the calls of a company that a user may see.

    It is about the columns `number`, `content`, `workspace_id` and `primary_user_id` of
    the table `calls`, without an alias; combine it with one on the company. An
    id that is no user's sees no call at all.
    """
    return _any(
        [
            *_opened_by_profiles(state, company_id, user_id),
            ("primary_user_id = ?", (user_id,)),
            (_ATTENDED.format("= ?"), (company_id, user_id)),
            (_GRANTED, (company_id, user_id)),
        ]
    )


def emails_seen_by(state: State, company_id: str, user_id: str) -> Condition:
    """Give the condition for the emails of a company that a user may see.

    It is about the columns `workspace_id` and `mailbox_user_id` of the table `emails`,
    without an alias; combine it with one on the company.
    """
    opened: list[Condition] = []
    for workspace_id, profile in profiles_of(state, company_id, user_id).items():
        in_workspace = ("workspace_id = ?", (workspace_id,))
        people = reach_of(state, company_id, user_id, profile.emails_access)
        if people is None:
            opened.append(in_workspace)
        elif people:
            of_people = (f"mailbox_user_id {AMONG}", (listed(sorted(people)),))
            opened.append(_all([in_workspace, of_people]))
    return _any(opened) if opened else ("0", ())


def deals_reach_of(state: State, company_id: str, user_id: str) -> frozenset[str] | None:
    """Say whose deals a user may see; None for everybody's. Deals are in no workspace."""
    reached: frozenset[str] = frozenset()
    for profile in profiles_of(state, company_id, user_id).values():
        people = reach_of(state, company_id, user_id, profile.deals_access)
        if people is None:
            return None
        reached |= people
    return reached


def opens_accounts(state: State, company_id: str, user_id: str) -> bool:
    """Tell whether a user may open the pages of accounts, which are in no workspace."""
    profiles = profiles_of(state, company_id, user_id).values()
    return any(profile.account for profile in profiles)


def folders_open_to(state: State, company_id: str, user_id: str, workspace_id: str) -> Condition:
    """Give the condition for the library folders of a workspace that a user may see.

    It is about the column `id` of the table `library_folders`.
    """
    profile = profiles_of(state, company_id, user_id).get(workspace_id)
    library = profile.library_folder_access if profile else None
    match library and library.permission_level:
        case "all":
            return "1", ()
        case "specific-folders":
            return f"id {AMONG}", (listed((library and library.library_folder_ids) or ()),)
        case _:
            return "0", ()


def profiles_of(state: State, company_id: str, user_id: str) -> dict[str, PermissionProfile]:
    """Give a user's permission profiles by workspace."""
    rows = state.rows(
        "SELECT user_profiles.workspace_id, encoded FROM user_profiles"
        " JOIN permission_profiles"
        " ON permission_profiles.company_id = user_profiles.company_id AND id = profile_id"
        " WHERE user_profiles.company_id = ? AND user_id = ?"
        " ORDER BY user_profiles.workspace_id",
        company_id,
        user_id,
    )
    return {workspace_id: _decode(encoded) for workspace_id, encoded in rows}


def reach_of(
    state: State, company_id: str, user_id: str, access: TeamAccess | None
) -> frozenset[str] | None:
    """Say whose data one of the accesses of a user's profile opens; None for everybody's.

    `access` is a part of the profile such as `calls_access` or `insights_access`. A part
    that is missing, or has no level, opens nothing.
    """
    level = access.permission_level if access else None
    match level:
        case "all":
            return None
        case "managers-team":
            leads = access.team_lead_ids if access else None
            return team_of(state, company_id, leads or ())
        case "report-to-them":
            return team_of(state, company_id, (user_id,))
        case "own":
            return frozenset((user_id,))
        case _:
            return frozenset()


def team_of(state: State, company_id: str, lead_ids: Iterable[str]) -> frozenset[str]:
    """Give the ids of users and of all who report to them, directly or not."""
    rows = state.rows(
        "WITH RECURSIVE team (id) AS ("
        "SELECT id FROM users WHERE company_id = ?1 AND id IN (SELECT value FROM json_each(?2))"
        " UNION SELECT users.id FROM users JOIN team ON manager_id = team.id"
        " WHERE company_id = ?1) SELECT id FROM team",
        company_id,
        listed(lead_ids),
    )
    return frozenset(user_id for (user_id,) in rows)


def _opened_by_profiles(state: State, company_id: str, user_id: str) -> list[Condition]:
    """Give the condition for the calls that the profiles open, if they open any."""
    opened: list[Condition] = []
    for workspace_id, profile in profiles_of(state, company_id, user_id).items():
        people = reach_of(state, company_id, user_id, profile.calls_access)
        if people is None:
            opened.append(("workspace_id = ?", (workspace_id,)))
        elif people - {user_id}:
            in_workspace = ("workspace_id = ?", (workspace_id,))
            opened.append(_all([in_workspace, _calls_of(company_id, people)]))
    return [_all([_any(opened), (_NOT_PRIVATE, (company_id,))])] if opened else []


def _calls_of(company_id: str, people: frozenset[str]) -> Condition:
    of_people = listed(sorted(people))
    return _any(
        [
            (f"primary_user_id {AMONG}", (of_people,)),
            (_ATTENDED.format(AMONG), (company_id, of_people)),
        ]
    )


def _all(conditions: list[Condition]) -> Condition:
    return _joined(" AND ", conditions)


def _any(conditions: list[Condition]) -> Condition:
    return _joined(" OR ", conditions)


def _joined(operator: str, conditions: list[Condition]) -> Condition:
    texts = operator.join(text for text, _ in conditions)
    return f"({texts})", tuple(value for _, values in conditions for value in values)
