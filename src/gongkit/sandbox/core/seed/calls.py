"""Writes a planned call: its conversation, everything computed from it, and its rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import msgspec

from gongkit.contract.types.calls import CallBasicData
from gongkit.sandbox.core.calls.rows import (
    FORM,
    PARTY,
    BlocksRow,
    CallRow,
    Content,
    block,
    call_url,
    encode_meta,
    encode_transcript,
    party_row,
    pieces,
)
from gongkit.sandbox.core.seed.accounts import Account
from gongkit.sandbox.core.seed.analysis import Analysis
from gongkit.sandbox.core.seed.cast import Casting
from gongkit.sandbox.core.seed.comments import comments_on
from gongkit.sandbox.core.seed.crm import FORMS, Records, context, encode_record
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.draft import Draft
from gongkit.sandbox.core.seed.slots import LOST, Slots, account_slots, call_slots
from gongkit.sandbox.core.seed.stories import PlannedCall, Story
from gongkit.sandbox.core.seed.trackers import Finder, make_trackers, trackers_of
from gongkit.sandbox.core.seed.writing import (
    add_content,
    add_interaction,
    add_trackers,
    converse,
)

_HOUR = 3600.0


Rows = tuple[CallRow, Content]


class CallMaker:
    """Writes the calls of one company."""

    def __init__(self, demo: Demo, records: Records, stories: list[Story]) -> None:
        self._demo = demo
        self._records = records
        self._casting = Casting(self._records)
        trackers = make_trackers(demo.blueprint, demo.seed)
        self._finders = [Finder(trackers_of(trackers, place)) for place in (0, 1)]
        self._crm_objects: dict[tuple[int, int, str | None], list[bytes]] = {}
        self._days = demo.working_days()
        self._slots: dict[int, Slots] = {}
        self._standing = {story.account.number: self._records.standing(story) for story in stories}

    def make(self, number: int, planned: PlannedCall) -> Rows:
        """Write the call of this number."""
        draft = self._draft(number, planned)
        blocks = BlocksRow(parties=pieces(map(msgspec.json.encode, draft.cast.parties)))
        self._add_crm(draft, blocks)
        told = Analysis(draft.talk, draft.cast, draft.duration)
        add_content(blocks, told, planned.kind, draft.slots, german=draft.german)
        add_trackers(blocks, self._finders[planned.kind.customer], draft.talk, draft.cast.speakers)
        add_interaction(blocks, told, video=draft.video)
        comments = comments_on(draft, self._demo.company.zone)
        if comments:
            blocks.public_comments = block("publicComments", comments)
        company_id, cast = self._demo.company.id, draft.cast
        content = Content(
            blocks=blocks,
            parties=list(map(partial(party_row, company_id), cast.parties, cast.crm_ids)),
            transcript=encode_transcript(told.monologues()),
        )
        return self._row(number, draft), content

    def _draft(self, number: int, planned: PlannedCall) -> Draft:
        dice = self._demo.dice("call", str(number))
        call_id = dice.gong_id()
        slots = self._slots_of(planned)
        talk = converse(self._demo.blueprint, planned, slots, dice)
        conference = planned.kind.direction == "Conference"
        local = self._days[planned.day].replace(tzinfo=planned.host.zone)
        scheduled = local + timedelta(minutes=planned.minute)
        wait = timedelta(
            milliseconds=dice.between(4_000, 190_000) if conference else dice.below(60_000)
        )
        return Draft(
            planned=planned,
            dice=dice,
            id=call_id,
            slots=slots,
            cast=self._casting.cast(planned, set(talk.roles), dice),
            talk=talk,
            scheduled=scheduled,
            started=scheduled + wait,
            duration=talk.ends[-1] // 1000 + dice.between(1, 5),
            video=conference and dice.chance(0.85),
            german=bool(planned.account and planned.account.german),
        )

    def _slots_of(self, planned: PlannedCall) -> Slots:
        account = planned.account
        base: Slots = {}
        if account:
            found = self._slots.get(account.number)
            if found is None:
                found = account_slots(self._demo.blueprint, account)
                self._slots[account.number] = found
            base = found
        return call_slots(self._demo.blueprint, planned, base)

    def _add_crm(self, draft: Draft, blocks: BlocksRow) -> None:
        by_form = zip(*draft.cast.contexts, strict=True)
        blocks.party_records = FORM.join([PARTY.join(form) for form in by_form])
        account, stage = draft.planned.account, draft.planned.kind.stage
        if account is None or not stage:
            return
        now = self._standing[account.number].stage
        crm = self._records.crm
        blocks.context = FORM.join(
            [
                context(crm, self._encoded(account, then_or_now, timing))
                for timing, then_or_now in zip(FORMS, (now, now, stage), strict=True)
            ]
        )

    def _encoded(self, account: Account, stage: int, timing: str | None) -> list[bytes]:
        """Encode an account and its deal as they are, or were, at a stage."""
        key = (account.number, stage, timing)
        found = self._crm_objects.get(key)
        if found is None:
            fields = self._records.account(account, customer=6 <= stage < LOST)
            standing = self._standing[account.number]
            deal = self._records.opportunity(account, stage, standing)
            found = [
                encode_record("Account", account.id, fields, timing),
                encode_record("Opportunity", account.deal.id, deal, timing),
            ]
            self._crm_objects[key] = found
        return found

    def _row(self, number: int, draft: Draft) -> CallRow:
        demo, planned = self._demo, draft.planned
        visible_at, transcript_at = _lags(draft, demo.today)
        account = planned.account
        meta = self._meta(number, draft)
        return CallRow(
            company_id=demo.company.id,
            id=draft.id,
            started=draft.started.timestamp(),
            duration=draft.duration,
            visible_at=visible_at,
            transcript_at=transcript_at,
            brief_at=transcript_at,
            workspace_id=meta.workspace_id or "",
            primary_user_id=planned.host.id,
            client_unique_id=meta.client_unique_id or "",
            account_id=account.id if account and planned.kind.stage else None,
            opportunity_id=account.deal.id if account and planned.kind.stage else None,
            meta=encode_meta(meta),
        )

    def _meta(self, number: int, draft: Draft) -> CallBasicData:
        demo, planned, dice = self._demo, draft.planned, draft.dice
        kind = planned.kind
        conference = kind.direction == "Conference"
        system = dice.pick(("Zoom", "Zoom", "Microsoft Teams", "Google Meet"))
        token = dice.token()
        zone = demo.company.zone
        return CallBasicData(
            id=draft.id,
            url=call_url(draft.id),
            title=dice.pick(kind.titles).format_map(draft.slots),
            scheduled=draft.scheduled.astimezone(zone).isoformat(timespec="milliseconds"),
            started=draft.started.astimezone(zone).isoformat(timespec="milliseconds"),
            duration=draft.duration,
            primary_user_id=planned.host.id,
            direction=kind.direction,
            system=system if conference else "Gong Connect",
            scope=kind.scope,
            media="Video" if draft.video else "Audio",
            language="deu" if draft.german else "eng",
            workspace_id=demo.workspaces[kind.customer],
            sdr_disposition=kind.disposition,
            client_unique_id=f"{'meeting' if conference else 'dialer'}-{number}-{token[:8]}",
            custom_data="" if conference else f'{{"campaign":"{_CAMPAIGNS[number % 3]}"}}',
            purpose=kind.purpose,
            meeting_url=f"https://meet.{demo.blueprint.domain}/j/{draft.id[:11]}"
            if conference
            else "",
            is_private=kind.name == "coaching",
            calendar_event_id=f"{token}@calendar.{demo.blueprint.domain}" if conference else "",
        )


_CAMPAIGNS = ("autumn-outbound", "trade-fair-follow-up", "website-requests")


def _lags(draft: Draft, today: datetime) -> tuple[float, float]:
    """Say when the call can be seen, and when its transcript is there."""
    dice, late = draft.dice, draft.planned.late
    visible_at = draft.ended + dice.between(9, 75) * 60
    if dice.chance(0.06):
        visible_at += dice.between(3, 20) * _HOUR
    transcript_at = visible_at + dice.between(0, 90) * 60
    tomorrow = (today + timedelta(days=1)).timestamp()
    if late == "call":
        visible_at = tomorrow + 3 * _HOUR
        transcript_at = visible_at + _HOUR
    if late == "transcript":
        transcript_at = tomorrow + 6 * _HOUR
    return visible_at, transcript_at
