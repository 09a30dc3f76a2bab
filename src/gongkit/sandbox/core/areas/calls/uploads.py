"""Calls that come from elsewhere: adding one, then its recording."""

from __future__ import annotations

import msgspec

from gongkit.contract.types.call_uploads import (
    NewCallAddingRequest,
    NewCallAddingResponse,
    NewCallRecordingResponse,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.calls.listing import with_app_url
from gongkit.sandbox.core.areas.calls.new_call import NewCall
from gongkit.sandbox.core.areas.calls.new_call_crm import match_call
from gongkit.sandbox.core.areas.calls.why_empty import explain_unknown_call
from gongkit.sandbox.core.areas.where import seconds
from gongkit.sandbox.core.calls.recordings import keep_recording, sound_or_video
from gongkit.sandbox.core.calls.rows import (
    CallRow,
    call_url,
    encode_meta,
    insert_calls,
    insert_contents,
)
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.state import State


@answers("addCall")
def add_call(state: State, asked: Asked) -> Answer:
    """Add a call. There is nothing to hear or read in it before its recording is there."""
    request: NewCallAddingRequest = asked.body
    new = NewCall(state, asked, request)
    new.check()
    new.explain()
    meta, match = new.meta(), match_call(state, asked, request)
    settings = load_company_settings(state, asked.company.id)
    with state.write():
        if _is_there(state, asked.company.id, request.client_unique_id):
            raise Refused(
                409, f"clientUniqueId: a call with {request.client_unique_id!r} exists already"
            )
        row = CallRow(
            company_id=asked.company.id,
            id=new.id,
            started=seconds(request.actual_start),
            duration=meta.duration or 0,
            visible_at=asked.now + settings.call_visible_after,
            transcript_at=None,
            brief_at=None,
            workspace_id=new.workspace_id,
            primary_user_id=request.primary_user,
            client_unique_id=request.client_unique_id,
            account_id=match.account_id,
            opportunity_id=match.opportunity_id,
            meta=encode_meta(meta),
        )
        (content,) = insert_contents(state, [new.content()])
        insert_calls(state, [(content, row)])
        state.execute(
            "INSERT INTO call_uploads"
            " SELECT number, ?, ?, ?, ?, NULL FROM calls WHERE company_id = ? AND id = ?",
            asked.caller.client,
            asked.request_id,
            msgspec.json.encode(request),
            request.download_media_url,
            asked.company.id,
            new.id,
        )
    return Answer.of(NewCallAddingResponse(request_id=asked.request_id, call_id=new.id))


def _is_there(state: State, company_id: str, client_unique_id: str) -> bool:
    found = state.row(
        "SELECT 1 FROM calls WHERE company_id = ? AND client_unique_id = ?",
        company_id,
        client_unique_id,
    )
    return found is not None


@answers("addCallRecording")
def add_call_recording(state: State, asked: Asked) -> Answer:
    """Keep the recording of a call that was added without one."""
    upload, call_id = asked.upload, asked.path["id"]
    if upload is None or not upload.size:
        raise Refused(400, "mediaFile: must be a recording, and not empty")
    content_type = sound_or_video(upload)
    if content_type is None:
        kind = upload.content_type or "of an unknown type"
        raise Refused(400, f"mediaFile: {upload.filename!r} is {kind}, not a sound or video file")
    with state.write():
        number = _without_recording(state, asked)
        keep_recording(state, number, upload, content_type, asked.now)
    answer = NewCallRecordingResponse(
        request_id=asked.request_id, call_id=call_id, url=call_url(call_id)
    )
    return Answer(201, (with_app_url(asked, msgspec.json.encode(answer)),))


def _without_recording(state: State, asked: Asked) -> int:
    """Find a call that waits for its recording; refuse (400) any other."""
    call_id = asked.path["id"]
    row = state.row(
        "SELECT number, u.call, download_media_url, size FROM calls"
        " LEFT JOIN call_uploads u ON u.call = number LEFT JOIN call_media m ON m.call = number"
        " WHERE company_id = ? AND id = ?",
        asked.company.id,
        call_id,
    )
    if row is None:
        explain_unknown_call(state, asked, "id", call_id)
        raise Refused(400, f"id: there is no call {call_id}")
    number, upload, download_media_url, size = row
    if upload is None:
        raise Refused(400, f"id: call {call_id} was not added through the API")
    if download_media_url is not None:
        raise Refused(400, f"id: the recording of call {call_id} comes from its downloadMediaUrl")
    if size is not None:
        raise Refused(400, f"id: call {call_id} has its recording already")
    return int(number)
