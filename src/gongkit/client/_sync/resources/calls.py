# Made from _async/resources/calls.py by tools/async_to_sync.py: change that one.
"""`gong.calls`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.client.inputs import listed, texts
from gongkit.clock import instant_text
from gongkit.contract.operations import calls as ops
from gongkit.contract.types.call_access import (
    CallAccessDetails,
    CallAccessFilter,
    CallAccessRequest,
    CallUsersAccess,
    GrantCallAccessRequest,
    RevokeCallAccessRequest,
)
from gongkit.contract.types.call_uploads import (
    CallParticipant,
    FlowContext,
    NewCallAddingRequest,
    NewCallAddingResponse,
    NewCallRecordingResponse,
    SpeakersTimeline,
)
from gongkit.contract.types.calls import (
    CallBasicData,
    CallData,
    CallDirection,
    CallsFilter,
    CallsRequestFilterWithOwners,
    CallTranscript,
    CallTranscriptsRequest,
    ContentSelector,
    ExtensiveCallsRequest,
)
from gongkit.contract.types.common import CallUploadContext
from gongkit.engine.call import attach


class Calls(Resource):
    """Calls, their details, transcripts, uploads and who may see them."""

    def list(
        self, *, from_: datetime, to: datetime, workspace_id: str | None = None
    ) -> Listing[CallBasicData]:
        """List the calls that started from `from_` to before `to`, metadata only.

        Calls appear late: minutes to hours after they ended, at worst a day.
        """
        return self._listing(
            ops.LIST_CALLS,
            query={
                "fromDateTime": instant_text("from_", from_),
                "toDateTime": instant_text("to", to),
                "workspaceId": workspace_id,
            },
        )

    def get(self, call_id: str) -> CallBasicData:
        """Get one call's metadata. Raises `NotFound` where it is not there, or not yet."""
        return self._object(CallBasicData, ops.GET_CALL, path={"id": call_id})

    def list_extensive(
        self,
        *,
        from_: datetime | None = None,
        to: datetime | None = None,
        workspace_id: str | None = None,
        call_ids: Sequence[str] | None = None,
        primary_user_ids: Sequence[str] | None = None,
        content: ContentSelector | None = None,
    ) -> Listing[CallData]:
        """List calls in detail; `content` chooses the blocks, metadata alone without it."""
        chosen = CallsRequestFilterWithOwners(
            from_date_time=instant_text("from_", from_),
            to_date_time=instant_text("to", to),
            workspace_id=workspace_id,
            call_ids=texts("call_ids", call_ids),
            primary_user_ids=texts("primary_user_ids", primary_user_ids),
        )
        return self._listing(
            ops.LIST_CALLS_EXTENSIVE,
            body=ExtensiveCallsRequest(filter=chosen, content_selector=content),
        )

    def transcripts(
        self,
        *,
        from_: datetime | None = None,
        to: datetime | None = None,
        workspace_id: str | None = None,
        call_ids: Sequence[str] | None = None,
    ) -> Listing[CallTranscript]:
        """List transcripts; speakers are ids, their names are among the detailed call's parties.

        Ask for many calls at once: one request for each soon spends the company's day.
        """
        chosen = CallsFilter(
            from_date_time=instant_text("from_", from_),
            to_date_time=instant_text("to", to),
            workspace_id=workspace_id,
            call_ids=texts("call_ids", call_ids),
        )
        return self._listing(ops.GET_CALL_TRANSCRIPTS, body=CallTranscriptsRequest(filter=chosen))

    def add(
        self,
        *,
        client_unique_id: str,
        primary_user: str,
        parties: Sequence[CallParticipant],
        direction: CallDirection,
        actual_start: datetime,
        scheduled_start: datetime | None = None,
        scheduled_end: datetime | None = None,
        duration: float | None = None,
        title: str | None = None,
        purpose: str | None = None,
        disposition: str | None = None,
        context: Sequence[CallUploadContext] | None = None,
        custom_data: str | None = None,
        speakers_timeline: SpeakersTimeline | None = None,
        meeting_url: str | None = None,
        call_provider_code: str | None = None,
        download_media_url: str | None = None,
        workspace_id: str | None = None,
        language_code: str | None = None,
        flow_context: FlowContext | None = None,
    ) -> NewCallAddingResponse:
        """Add a call that was made elsewhere; its recording follows with `add_recording`.

        `duration` is in seconds. Safe to repeat: a `client_unique_id` that Gong has
        already raises `Conflict`.
        """
        call = NewCallAddingRequest(
            client_unique_id=client_unique_id,
            primary_user=primary_user,
            parties=[*parties],
            direction=direction,
            actual_start=instant_text("actual_start", actual_start),
            scheduled_start=instant_text("scheduled_start", scheduled_start),
            scheduled_end=instant_text("scheduled_end", scheduled_end),
            duration=duration,
            title=title,
            purpose=purpose,
            disposition=disposition,
            context=listed(context),
            custom_data=custom_data,
            speakers_timeline=speakers_timeline,
            meeting_url=meeting_url,
            call_provider_code=call_provider_code,
            download_media_url=download_media_url,
            workspace_id=workspace_id,
            language_code=language_code,
            flow_context=flow_context,
        )
        return self._answer(ops.ADD_CALL, body=call)

    def add_recording(self, call_id: str, media: Path | str | bytes) -> NewCallRecordingResponse:
        """Upload the recording of an added call, at most 1.5 GB; it is streamed from disk."""
        return self._answer(
            ops.ADD_CALL_RECORDING,
            path={"id": call_id},
            file=attach(ops.ADD_CALL_RECORDING, media),
        )

    def grant_access(self, call_id: str, user_ids: Sequence[str]) -> None:
        """Let users see a call, beyond what their permission profile allows."""
        access = [CallUsersAccess(call_id=call_id, user_ids=texts("user_ids", user_ids))]
        self._answer(
            ops.ADD_USERS_ACCESS_TO_CALLS, body=GrantCallAccessRequest(call_access_list=access)
        )

    def list_access(self, call_ids: Sequence[str]) -> Listing[CallAccessDetails]:
        """List the users who were given access to these calls one by one."""
        return self._listing(
            ops.GET_USERS_ACCESS_TO_CALLS,
            body=CallAccessRequest(filter=CallAccessFilter(call_ids=texts("call_ids", call_ids))),
        )

    def revoke_access(self, call_id: str, user_ids: Sequence[str]) -> None:
        """Take back the access to a call that users were given."""
        access = [CallUsersAccess(call_id=call_id, user_ids=texts("user_ids", user_ids))]
        self._answer(
            ops.DELETE_USERS_ACCESS_TO_CALLS,
            body=RevokeCallAccessRequest(call_access_list=access),
        )
