"""Calls that come from elsewhere: adding one, then its recording."""

from __future__ import annotations

import mimetypes

import msgspec

from gongkit.contract.types.call_uploads import (
    NewCallAddingRequest,
    NewCallAddingResponse,
    NewCallRecordingResponse,
)
from gongkit.contract.types.calls import CallBasicData
from gongkit.sandbox.core.areas.calls import with_app_url
from gongkit.sandbox.core.areas.new_call import NewCall
from gongkit.sandbox.core.areas.where import seconds
from gongkit.sandbox.core.asked import Answer, Asked, Refused, Upload, answers
from gongkit.sandbox.core.call_rows import (
    CallRow,
    call_url,
    encode_meta,
    insert_calls,
    insert_contents,
    media_block,
)
from gongkit.sandbox.core.state import State


@answers("addCall")
def add_call(state: State, asked: Asked) -> Answer:
    """Add a call. It can be seen at once; there is nothing to hear or read in it yet."""
    request: NewCallAddingRequest = asked.body
    new = NewCall(state, asked, request)
    new.check()
    meta = new.meta()
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
            visible_at=asked.now,
            transcript_at=None,
            brief_at=None,
            workspace_id=new.workspace_id,
            primary_user_id=request.primary_user,
            client_unique_id=request.client_unique_id,
            account_id=None,
            opportunity_id=None,
            meta=encode_meta(meta),
        )
        (content,) = insert_contents(state, [new.content()])
        insert_calls(state, [(content, row)])
        state.execute(
            "INSERT INTO call_uploads"
            " SELECT number, ?, ?, ? FROM calls WHERE company_id = ? AND id = ?",
            asked.caller.client,
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
    content_type = _sound_or_video(upload)
    with state.write():
        number, meta = _without_recording(state, asked.company.id, call_id)
        state.execute(
            "INSERT INTO call_media VALUES (?, ?, ?, ?, ?)",
            number,
            content_type,
            upload.size,
            upload.sha256,
            upload.content,
        )
        video = content_type.startswith("video/")
        if video:
            meta.media = "Video"
            state.execute("UPDATE calls SET meta = ? WHERE number = ?", encode_meta(meta), number)
        state.execute(
            "UPDATE call_blocks SET media = ? WHERE content ="
            " (SELECT content FROM calls WHERE number = ?)",
            media_block(video=video),
            number,
        )
    answer = NewCallRecordingResponse(
        request_id=asked.request_id, call_id=call_id, url=call_url(call_id)
    )
    return Answer(201, (with_app_url(asked, msgspec.json.encode(answer)),))


def _without_recording(state: State, company_id: str, call_id: str) -> tuple[int, CallBasicData]:
    """Find a call that waits for its recording; refuse (400) any other."""
    row = state.row(
        "SELECT number, meta, u.call, download_media_url, size FROM calls"
        " LEFT JOIN call_uploads u ON u.call = number LEFT JOIN call_media m ON m.call = number"
        " WHERE company_id = ? AND id = ?",
        company_id,
        call_id,
    )
    if row is None:
        raise Refused(400, f"id: there is no call {call_id}")
    number, meta, upload, download_media_url, size = row
    if upload is None:
        raise Refused(400, f"id: call {call_id} was not added through the API")
    if download_media_url is not None:
        raise Refused(400, f"id: the recording of call {call_id} comes from its downloadMediaUrl")
    if size is not None:
        raise Refused(400, f"id: call {call_id} has its recording already")
    return number, msgspec.json.decode(meta, type=CallBasicData)


def _sound_or_video(upload: Upload) -> str:
    """Tell the recording's type from its content type or, where that says nothing, its name."""
    named = mimetypes.guess_type(upload.filename)[0] or ""
    declared = upload.content_type.partition(";")[0].strip().lower()
    for content_type in (declared, named):
        if content_type.startswith(("audio/", "video/")):
            return content_type
    if declared in {"", "application/octet-stream"} and not named:
        return "audio/mpeg"
    raise Refused(
        400, f"mediaFile: {upload.filename!r} is {declared or named}, not a sound or video file"
    )
