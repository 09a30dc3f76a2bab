"""A call that is being added: what is wrong with it, and what it becomes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec

from gongkit.contract.types.call_details import Party
from gongkit.contract.types.call_uploads import CallParticipant, NewCallAddingRequest
from gongkit.contract.types.calls import CallBasicData
from gongkit.sandbox.core.api.asked import Asked, Refused
from gongkit.sandbox.core.areas.calls.new_call_crm import (
    CALL_KINDS,
    PERSON_KINDS,
    context_forms,
    crm_id,
    effective,
    known_contacts,
)
from gongkit.sandbox.core.areas.calls.new_call_users import CallUsers
from gongkit.sandbox.core.areas.where import seconds
from gongkit.sandbox.core.calls.recordings import UNKNOWN_LANGUAGE, is_web_address
from gongkit.sandbox.core.calls.rows import (
    FORM,
    PARTY,
    BlocksRow,
    Content,
    call_url,
    party_row,
    pieces,
)
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import State

_LANGUAGES = {
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "he": "heb",
    "it": "ita",
    "ja": "jpn",
    "nl": "nld",
    "pl": "pol",
    "pt": "por",
    "sv": "swe",
}
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CLOCKS_DIFFER_SECONDS = 300
_LONGEST_SECONDS = 7 * 86_400
_LATEST = seconds("9000-01-01T00:00:00Z")


class NewCall:
    """One request to add a call. Its id follows from the company and the `clientUniqueId`."""

    def __init__(self, state: State, asked: Asked, request: NewCallAddingRequest) -> None:
        self._asked, self._request = asked, request
        self._users = CallUsers(state, asked.company.id)
        self._contacts = known_contacts(state, asked.company.id, request.parties)
        workspaces = state.rows(
            "SELECT id FROM workspaces WHERE company_id = ? ORDER BY name", asked.company.id
        )
        self._workspaces = [workspace_id for (workspace_id,) in workspaces]
        name = f"{asked.company.id} {request.client_unique_id}"
        digest = hashlib.sha256(name.encode(errors="surrogatepass")).digest()
        self.id = str(10**18 + (int.from_bytes(digest[:8]) >> 2))

    @property
    def workspace_id(self) -> str:
        """Where the call goes; without a wish into the first workspace by name."""
        return self._request.workspace_id or self._workspaces[0]

    def check(self) -> None:
        """Refuse (400) what cannot be a call, naming every field that is wrong."""
        problems = [*self._problems(), *self._party_problems(), *self._timeline_problems()]
        if problems:
            raise Refused(400, *problems)

    def _problems(self) -> Iterator[str]:
        request = self._request
        if not request.client_unique_id:
            yield "clientUniqueId: must not be empty"
        elif _CONTROL_CHARACTER.search(request.client_unique_id):
            yield "clientUniqueId: must not contain control characters"
        if request.primary_user not in self._users:
            yield f"primaryUser: {request.primary_user!r} is no active user of the company"
        elif all(party.user_id != request.primary_user for party in request.parties):
            yield "parties: must contain the primaryUser, with its userId"
        if request.workspace_id and request.workspace_id not in self._workspaces:
            yield f"workspaceId: this company has no workspace {request.workspace_id}"
        if seconds(request.actual_start) > self._asked.now + _CLOCKS_DIFFER_SECONDS:
            yield "actualStart: is in the future"
        if seconds(request.scheduled_start or request.actual_start) >= _LATEST:
            yield "scheduledStart: must be before the year 9000"
        if request.duration is not None and not 0 <= request.duration <= _LONGEST_SECONDS:
            yield f"duration: must be a number of seconds from 0 to {_LONGEST_SECONDS}"
        url = request.download_media_url
        if url is not None and not is_web_address(url):
            yield "downloadMediaUrl: must be an http or https address, without spaces"

    def _party_problems(self) -> Iterator[str]:
        seen: set[str] = set()
        for place, party in enumerate(self._request.parties):
            if party.user_id is not None and party.user_id not in self._users:
                yield f"parties[{place}].userId: {party.user_id!r} is no active user of the company"
            if party.party_id is None:
                continue
            if party.party_id in seen:
                yield f"parties[{place}].partyId: {party.party_id!r} is there twice"
            seen.add(party.party_id)

    def _timeline_problems(self) -> Iterator[str]:
        timeline = self._request.speakers_timeline
        known = {party.party_id for party in self._request.parties}
        for place, segment in enumerate((timeline and timeline.speech_segments) or ()):
            field = f"speakersTimeline.speechSegments[{place}]"
            if segment.to_time <= segment.from_time:
                yield f"{field}.toTime: must be later than fromTime"
            for unknown in sorted(set(segment.party_ids) - known):
                yield f"{field}.partyIds: no party has the partyId {unknown!r}"

    def explain(self) -> None:
        """Leave hints on what is taken, and differs from what one may expect."""
        from gongkit.sandbox.core.calls.transcription import understands

        code = self._request.language_code
        if code and not understands(self._asked.company, code):
            message = f"The words of the call will be English: the sandbox has none in {code!r}."
            self._asked.hint("languageCode", message)

    def meta(self) -> CallBasicData:
        """Describe the call as the API will."""
        request = self._request
        language = (request.language_code or "").partition("-")[0].lower()
        return CallBasicData(
            id=self.id,
            url=call_url(self.id),
            title=request.title or self._title(),
            scheduled=self._local(request.scheduled_start or request.actual_start),
            started=self._local(request.actual_start),
            duration=round(request.duration or 0),
            primary_user_id=request.primary_user,
            direction=request.direction,
            system=request.call_provider_code or "API",
            scope=self._scope(),
            media="Audio",
            language=_LANGUAGES.get(language, UNKNOWN_LANGUAGE),
            workspace_id=self.workspace_id,
            sdr_disposition=request.disposition or "",
            client_unique_id=request.client_unique_id,
            custom_data=request.custom_data or "",
            purpose=request.purpose or "",
            meeting_url=request.meeting_url or "",
            is_private=False,
            calendar_event_id="",
        )

    def content(self) -> Content:
        """Encode what is known of the parties and of the CRM; the rest comes with analysis."""
        parties, asked = self._request.parties, self._asked
        described = self._parties()
        contexts = [
            context_forms(
                effective(asked, f"parties[{place}].context", party.context, PERSON_KINDS)
            )
            for place, party in enumerate(parties)
        ]
        by_form = zip(*contexts, strict=True)
        blocks = BlocksRow(
            parties=pieces(map(msgspec.json.encode, described)),
            party_records=FORM.join([PARTY.join(form) for form in by_form]),
            context=FORM.join(
                context_forms(effective(asked, "context", self._request.context, CALL_KINDS))
            ),
        )
        company_id = asked.company.id
        crm_ids = [crm_id(party, self._contacts) for party in parties]
        return Content(
            blocks=blocks, parties=list(map(partial(party_row, company_id), described, crm_ids))
        )

    def _local(self, moment: str) -> str:
        zone = self._asked.company.zone
        return datetime.fromtimestamp(seconds(moment), zone).isoformat(timespec="milliseconds")

    def _title(self) -> str:
        others = [p for p in self._parties() if p.user_id != self._request.primary_user]
        names = [party.name or party.email_address or party.phone_number for party in others]
        return f"Call with {next(filter(None, names), 'nobody else')}"

    def _affiliation(self, party: CallParticipant) -> str:
        address = (party.email_address or "").lower()
        if self._users.find(party) or address.endswith(f"@{self._asked.company.domain}"):
            return "Internal"
        return "External" if address else "Unknown"

    def _scope(self) -> str:
        found = {self._affiliation(party) for party in self._request.parties}
        if found == {"Internal"}:
            return "Internal"
        return "External" if "External" in found else "Unknown"

    def _parties(self) -> list[Party]:
        return [self._party(place, party) for place, party in enumerate(self._request.parties)]

    def _party(self, place: int, party: CallParticipant) -> Party:
        user = self._users.find(party)
        contact = self._contacts.get(plain_email(party.email_address) or "")
        return Party(
            id=str(int(self.id) + place + 1),
            email_address=party.email_address or (user and user.email),
            name=party.name or (user and user.name) or (contact and contact.name),
            title=user and user.title,
            user_id=user and user.id,
            affiliation=self._affiliation(party),
            phone_number=party.phone_number,
            methods=["Attendee"],
        )
