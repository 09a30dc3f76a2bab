"""Steps 5 to 7: the first calls, what was said in one of them, and a list of many pages."""

from __future__ import annotations

from datetime import timedelta
from textwrap import shorten

from gongkit import Gong
from gongkit.cli.story.narrator import expect, there
from gongkit.cli.story.stage import Stage
from gongkit.contract.types.calls import (
    CallBasicData,
    CallTranscript,
    ContentSelector,
    ExposedFields,
)

DAYS, MANY_DAYS = 7, 365
SHOWN_CALLS, SHOWN_LINES = 5, 6


def list_calls(stage: Stage, gong: Gong) -> list[CallBasicData]:
    """List the calls of the last days, the way every app begins."""
    with stage.tell.step("List calls", f"The calls of the last {DAYS} days, by the client."):
        since = stage.now - timedelta(days=DAYS)
        calls = gong.calls.list(from_=since, to=stage.now).all()
        expect(bool(calls), f"there are calls in the last {DAYS} days")
        got = {"calls": f"{len(calls)}, the first ones below"}
        stage.tell.exchange(stage.network.last, got=got)
        stage.tell.rows(
            [
                (str(call.started)[:16], f"{(call.duration or 0) // 60:>2} min", str(call.title))
                for call in calls[:SHOWN_CALLS]
            ]
        )
        own = stage.company(0)["api_base_url"]
        expect(stage.network.last.request.url.startswith(own), "the company's own host was asked")
        stage.tell.proven("The token went to this company's own API host, and to no other.")
        return calls


def read_transcript(stage: Stage, gong: Gong, calls: list[CallBasicData]) -> None:
    """Read what was said: speakers are ids, their names are in the detailed call."""
    about = "A transcript has speaker ids; the detailed call has the names that go with them."
    with stage.tell.step("Read a transcript", about):
        transcript = _first_transcript(gong, calls)
        got = {"callId": transcript.call_id, "monologues": len(transcript.transcript or ())}
        body = f"filter.callIds: {len(calls)} ids, so one request for all of them"
        stage.tell.exchange(stage.network.last, body=body, got=got)
        names = _speakers(gong, str(transcript.call_id))
        expect(bool(names), "the parties of the call have speaker ids")
        stage.tell.exchange(
            stage.network.last,
            body="filter.callIds: 1 id; contentSelector.exposedFields.parties: true",
            got={"parties": ", ".join(names.values())},
        )
        stage.tell.rows(_lines(transcript, names))
        stage.tell.proven("Every speaker of the transcript is a person with a name.")


def follow_cursor(stage: Stage, gong: Gong) -> None:
    """Read a long list to its end."""
    about = f"The calls of the last {MANY_DAYS} days: more than fit one page."
    with stage.tell.step("Follow a cursor over pages", about):
        since = stage.now - timedelta(days=MANY_DAYS)
        ids: list[str] = []
        sizes: list[int] = []
        total = None
        for page in gong.calls.list(from_=since, to=stage.now).pages():
            ids += [str(call.id) for call in page.items]
            sizes.append(len(page.items))
            total = page.records.total_records if page.records else None
        got = {"page sizes": " + ".join(map(str, sizes)), "totalRecords": total}
        stage.tell.exchange(stage.network.last, got=got)
        expect(len(sizes) > 1, "there is more than one page")
        expect(len(ids) == len(set(ids)) == total, "each call came once, and none is missing")
        stage.tell.proven(f"{len(ids)} calls in {len(sizes)} pages; the filter never changed.")


def _first_transcript(gong: Gong, calls: list[CallBasicData]) -> CallTranscript:
    found = gong.calls.transcripts(call_ids=[str(call.id) for call in calls]).first()
    return there(found, "one of these calls has a transcript")


def _speakers(gong: Gong, call_id: str) -> dict[str, str]:
    parties = ContentSelector(exposed_fields=ExposedFields(parties=True))
    call = gong.calls.list_extensive(call_ids=[call_id], content=parties).first()
    listed = (call.parties if call else None) or []
    return {party.speaker_id: party.name or "?" for party in listed if party.speaker_id}


def _lines(transcript: CallTranscript, names: dict[str, str]) -> list[tuple[str, str, str]]:
    lines = []
    for monologue in (transcript.transcript or ())[:SHOWN_LINES]:
        sentences = monologue.sentences or []
        speaker_id = str(monologue.speaker_id)
        speaker = there(names.get(speaker_id), f"speaker {speaker_id} is one of the parties")
        seconds = ((sentences[0].start or 0) if sentences else 0) // 1000
        said = " ".join(str(sentence.text) for sentence in sentences)
        lines.append((f"{seconds // 60:02}:{seconds % 60:02}", speaker, shorten(said, 200)))
    return lines
