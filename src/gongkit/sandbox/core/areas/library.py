"""The library: its public folders, and the calls and passages of calls in one of them."""

from __future__ import annotations

from typing import Any

import msgspec

from gongkit.clock import instant_of
from gongkit.contract.types.library import (
    LibraryCall,
    LibraryFolder,
    LibraryFolderListOfCallsResponse,
    LibraryResponse,
    Snippet,
)
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Answer, Asked, Hint, Refused, answers
from gongkit.sandbox.core.areas.calls.filter import visible
from gongkit.sandbox.core.areas.workspace_filter import explain_nothing, workspaces_told
from gongkit.sandbox.core.calls.rows import APP_URL
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.permissions.visibility import Condition, folders_open_to
from gongkit.sandbox.core.state import State

PUBLIC = "public"
_UNLISTED = {
    "private": "is private to the user who made it",
    "archived": "is archived",
    "stream": "is a stream, which fills itself by a filter and is no folder",
}


_UPDATED = (
    "CASE WHEN updated <= ?1 THEN updated ELSE (SELECT max(created) FROM library_calls AS entry"
    " WHERE entry.company_id = library_folders.company_id"
    " AND entry.folder_id = library_folders.id AND created <= ?1) END"
)
"""When a folder changed last, as far as it is known by now (`?1`)."""


class _Call(msgspec.Struct, gc=False):
    """What a library call repeats of its call's metadata."""

    id: str
    title: str | None = None
    url: str = ""


_decode = decoder_of(_Call).decode


@answers("getLibraryStructure")
def get_library_structure(state: State, asked: Asked) -> Answer:
    """List a workspace's public folders by name."""
    workspace_id = _workspace_id(state, asked)
    condition, values = _open_folders(state, asked, workspace_id)
    rows = state.rows(
        f"SELECT id, name, parent_id, created_by, {_UPDATED} FROM library_folders"  # noqa: S608
        f" WHERE company_id = ? AND workspace_id = ? AND kind = ? AND {condition}"
        " ORDER BY name, id",
        asked.now,
        asked.company.id,
        workspace_id,
        PUBLIC,
        *values,
    )
    if not rows:
        _explain_no_folders(state, asked, workspace_id)
        raise Refused(404, "No folders found corresponding to the provided filters")
    folders = [
        LibraryFolder(
            id=folder_id,
            name=name,
            parent_folder_id=parent_id,
            created_by=created_by,
            updated=_written(asked, updated),
        )
        for folder_id, name, parent_id, created_by, updated in rows
    ]
    return Answer.of(LibraryResponse(request_id=asked.request_id, folders=folders))


@answers("getCallsInSpecificFolder")
def get_calls_in_specific_folder(state: State, asked: Asked) -> Answer:
    """List what is in a public folder, in the order in which it was added."""
    folder_id: str | None = asked.query.get("folderId")
    if folder_id is None:
        raise Refused(400, "folderId: is required")
    name, created_by, updated = _folder(state, asked, folder_id)
    where = visible(state, asked)
    rows = state.rows(
        "SELECT meta, note, added_by, created, from_sec, to_sec"  # noqa: S608
        " FROM (SELECT * FROM library_calls"
        " WHERE company_id = ? AND folder_id = ? AND created <= ?) AS entry"
        f" JOIN (SELECT number, meta FROM calls WHERE {where}) AS seen ON number = entry.call"
        " ORDER BY created, entry.id",
        asked.company.id,
        folder_id,
        asked.now,
        *where.values,
    )
    if not rows:
        asked.hint("folderId", "There is nothing in this folder that can be seen.")
    return Answer.of(
        LibraryFolderListOfCallsResponse(
            request_id=asked.request_id,
            id=folder_id,
            name=name,
            created_by=created_by,
            updated=_written(asked, updated),
            calls=[_call(asked, row) for row in rows],
        )
    )


def _call(asked: Asked, row: tuple[Any, ...]) -> LibraryCall:
    meta, note, added_by, created, from_sec, to_sec = row
    call = _decode(meta)
    return LibraryCall(
        id=call.id,
        title=call.title,
        note=note,
        added_by=added_by,
        created=_written(asked, created),
        url=call.url.replace(APP_URL, asked.app_url),
        snippet=None if from_sec is None else Snippet(from_sec=from_sec, to_sec=to_sec),
    )


def _workspace_id(state: State, asked: Asked) -> str:
    """Give the workspace that is meant; it need not be named where there is only one."""
    wanted: str | None = asked.query.get("workspaceId")
    if wanted is not None:
        return wanted
    rows = state.rows("SELECT id FROM workspaces WHERE company_id = ?", asked.company.id)
    if len(rows) != 1:
        raise Refused(
            400,
            "workspaceId: is required, since the company has several workspaces",
            hints=(Hint("workspaceId", workspaces_told(state, asked)),),
        )
    only: str = rows[0][0]
    return only


def _open_folders(state: State, asked: Asked, workspace_id: str) -> Condition:
    """Give the condition for the folders that the API's calls are restricted to."""
    user_id = load_company_settings(state, asked.company.id).calls_seen_by
    if user_id is None:
        return "1", ()
    return folders_open_to(state, asked.company.id, user_id, workspace_id)


def _explain_no_folders(state: State, asked: Asked, workspace_id: str) -> None:
    user_id = load_company_settings(state, asked.company.id).calls_seen_by
    there = state.row(
        "SELECT 1 FROM library_folders WHERE company_id = ? AND workspace_id = ? AND kind = ?",
        asked.company.id,
        workspace_id,
        PUBLIC,
    )
    if there and user_id is not None:
        asked.hint(
            "calls_seen_by",
            f"There are folders, but the setting calls_seen_by restricts the API to what user"
            f" {user_id} may see, and the user's permission profile opens none of them.",
        )
    else:
        explain_nothing(state, asked, "public library folders")


def _folder(state: State, asked: Asked, folder_id: str) -> tuple[str, str, float | None]:
    """Find a public folder; refuse any other, and leave in the log why."""
    row = state.row(
        f"SELECT workspace_id, kind, name, created_by, {_UPDATED} FROM library_folders"  # noqa: S608
        " WHERE company_id = ? AND id = ?",
        asked.now,
        asked.company.id,
        folder_id,
    )
    reason = "is none of the company's: getLibraryStructure tells the ids"
    if row is not None:
        workspace_id, kind, *described = row
        reason = _UNLISTED.get(kind, "") or _closed(state, asked, workspace_id, folder_id)
        if not reason:
            name, created_by, updated = described
            return name, created_by, updated
    raise Refused(
        404,
        f"Folder not found for the provided id: {folder_id}",
        hints=(Hint("folderId", f"The folder {folder_id} {reason}."),),
    )


def _closed(state: State, asked: Asked, workspace_id: str, folder_id: str) -> str:
    """Say why a public folder cannot be seen; nothing where it can."""
    condition, values = _open_folders(state, asked, workspace_id)
    found = state.row(
        f"SELECT 1 FROM library_folders WHERE company_id = ? AND id = ? AND {condition}",  # noqa: S608
        asked.company.id,
        folder_id,
        *values,
    )
    if found is not None:
        return ""
    return "is closed to the user whom the setting calls_seen_by names, by permission profile"


def _written(asked: Asked, moment: float | None) -> str | None:
    if moment is None:
        return None
    return instant_of(moment).astimezone(asked.company.zone).isoformat(timespec="milliseconds")
