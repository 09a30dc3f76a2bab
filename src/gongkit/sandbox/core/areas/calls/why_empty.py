"""Why a request found no call, or fewer than it named: what Gong does not say, for the log."""

from __future__ import annotations

import msgspec

from gongkit.clock import instant_of
from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.areas.calls.filter import (
    PROCESSED,
    SEEN_BY,
    TRANSCRIPT,
    CallFilter,
    Restriction,
)
from gongkit.sandbox.core.areas.calls.unknown_ids import known_hosts, known_workspace
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.state import State

_FIGURES = "count(*), min(started), max(started), min(visible_at), min(transcript_at)"
_SHOWN = 5
"""So many ids that led to nothing are explained one by one."""


def explain_empty(state: State, asked: Asked, wanted: CallFilter, prefix: str) -> None:
    """Say why nothing matches. `prefix` stands before the names of the filters (`filter.`)."""
    if wanted.call_ids is not None:
        explain_missing(state, asked, wanted, prefix)
        return
    known = _without_unknown(state, asked, wanted, prefix)
    if not _Calls(state, asked, list(known.restrictions(state, asked))).count:
        _explain_together(state, asked, known, prefix)


def explain_missing(state: State, asked: Asked, wanted: CallFilter, prefix: str) -> None:
    """Say of each id that was asked for, and is not in the answer, why it is not."""
    where = wanted.where(state, asked)
    rows = state.rows(f"SELECT id FROM calls WHERE {where}", *where.values)  # noqa: S608
    found = {call_id for (call_id,) in rows}
    missing = [call_id for call_id in wanted.call_ids or () if call_id not in found]
    for call_id in missing[:_SHOWN]:
        explain_call(state, asked, wanted, f"{prefix}callIds", call_id)
    if len(missing) > _SHOWN:
        asked.hint(f"{prefix}callIds", f"{len(missing) - _SHOWN} more ids led to no call.")


def explain_call(state: State, asked: Asked, wanted: CallFilter, field: str, call_id: str) -> None:
    """Say why a call is not in the answer."""
    row = state.row(
        "SELECT number, visible_at FROM calls WHERE company_id = ? AND id = ?",
        asked.company.id,
        call_id,
    )
    if row is None:
        explain_unknown_call(state, asked, field, call_id)
        return
    number, visible_at = row
    if visible_at > asked.now:
        asked.hint(
            field,
            f"Call {call_id} is still being processed: it can be seen from"
            f" {_written(visible_at)} on.",
        )
        return
    for restriction in wanted.restrictions(state, asked):
        if not _fits(state, number, restriction):
            asked.hint(field, _against(state, asked, number, call_id, restriction))


def explain_unknown_call(state: State, asked: Asked, field: str, call_id: str) -> None:
    """Say of an id that is no call of the company whose it is, if it is anybody's."""
    own = asked.company
    for company in load_companies(state).values():
        other = state.row(
            "SELECT 1 FROM calls WHERE company_id = ? AND id = ?", company.id, call_id
        )
        if other is not None and company.id != own.id:
            asked.hint(
                field,
                f"Call {call_id} is {company.name}'s, and was asked of {own.name}:"
                " a company sees its own calls only.",
            )
            return
    asked.hint(
        field,
        f"No company has a call {call_id}: check that the id is a call's, and whole"
        " (numbers above 2^53 lose digits in some languages).",
    )


def _fits(state: State, number: int, restriction: Restriction) -> bool:
    found = state.row(
        f"SELECT 1 FROM calls WHERE number = ? AND {restriction.condition}",  # noqa: S608
        number,
        *restriction.values,
    )
    return found is not None


def _against(
    state: State, asked: Asked, number: int, call_id: str, restriction: Restriction
) -> str:
    """Say how one restriction keeps a call away."""
    if restriction.field == TRANSCRIPT:
        return _no_transcript(state, number, call_id)
    if restriction.field == SEEN_BY:
        return f"Call {call_id} cannot be seen: {told_seen_by(state, asked)}"
    row = state.row(
        "SELECT started, workspace_id, primary_user_id FROM calls WHERE number = ?", number
    )
    started, workspace_id, host = row or (0.0, "", "")
    if restriction.field == "workspaceId":
        return f"Call {call_id} is in another workspace: {workspace_id}."
    if restriction.field == "primaryUserIds":
        return f"Call {call_id} is hosted by another user: {host}."
    return f"Call {call_id} is out of the period: it began at {_written(started)}."


def _no_transcript(state: State, number: int, call_id: str) -> str:
    row = state.row(
        "SELECT transcript_at, u.call, download_media_url, download_problem FROM calls"
        " LEFT JOIN call_uploads u ON u.call = number WHERE number = ?",
        number,
    )
    transcript_at, upload, url, problem = row or (None, None, None, None)
    if transcript_at is not None:
        moment = _written(transcript_at)
        return f"The transcript of call {call_id} is not there yet: it comes at {moment}."
    if upload is None:
        return f"Call {call_id} never gets a transcript."
    if url is None:
        return f"Call {call_id} has no recording yet: send it with addCallRecording."
    if problem is None:
        return f"The recording of call {call_id} is still being fetched from its downloadMediaUrl."
    return (
        f"The recording of call {call_id} could not be fetched from its downloadMediaUrl:"
        f" {problem}."
    )


def _without_unknown(state: State, asked: Asked, wanted: CallFilter, prefix: str) -> CallFilter:
    """Say which ids nothing in the company has, and take them out of the filters."""
    return msgspec.structs.replace(
        wanted,
        workspace_id=known_workspace(state, asked, wanted, prefix),
        primary_user_ids=known_hosts(state, asked, wanted, prefix),
    )


def _explain_together(state: State, asked: Asked, wanted: CallFilter, prefix: str) -> None:
    """Leave out one restriction after the other: with whichever there are calls, that one it is."""
    restrictions = list(wanted.restrictions(state, asked))
    explained = False
    for one in _one_of_each(restrictions):
        others = [each for each in restrictions if _group(each) != _group(one)]
        calls = _Calls(state, asked, others)
        if calls.count:
            field = one.field if one.field in {PROCESSED, SEEN_BY, TRANSCRIPT} else ""
            asked.hint(field or prefix + one.field, _without(state, asked, one, calls))
            explained = True
    if not explained:
        everything = _Calls(state, asked, [])
        asked.hint(
            prefix.rstrip(".") or "query",
            "No single filter is the reason: nothing matches with any one of them left out."
            f" {asked.company.name} has {everything.described()}.",
        )


def _group(restriction: Restriction) -> str:
    """Take the two ends of a period together."""
    return "period" if restriction.field.endswith("DateTime") else restriction.field


def _one_of_each(restrictions: list[Restriction]) -> list[Restriction]:
    return list({_group(each): each for each in reversed(restrictions)}.values())[::-1]


class _Calls:
    """The calls that fit some restrictions: how many, and the times that matter."""

    def __init__(self, state: State, asked: Asked, restrictions: list[Restriction]) -> None:
        conditions = " AND ".join(["company_id = ?", *(each.condition for each in restrictions)])
        values = [value for each in restrictions for value in each.values]
        row = state.row(
            f"SELECT {_FIGURES} FROM calls WHERE {conditions}",  # noqa: S608
            asked.company.id,
            *values,
        )
        self.count, self.first, self.last, self.visible_at, self.transcript_at = row or (0,) * 5

    def described(self) -> str:
        """Say how many there are, and of when."""
        if not self.count:
            return "no calls"
        number = "1 call" if self.count == 1 else f"{self.count} calls"
        return f"{number}, begun from {_written(self.first)} to {_written(self.last)}"


def _without(state: State, asked: Asked, left_out: Restriction, calls: _Calls) -> str:
    """Say what there is without one restriction."""
    there = calls.described()
    texts = {
        PROCESSED: f"Still being processed: {there}. The first can be seen from"
        f" {_written(calls.visible_at)} on.",
        TRANSCRIPT: f"Without a transcript: {there}. {_first_transcript(calls)}",
        "workspaceId": f"In other workspaces there would be {there}.",
        "primaryUserIds": f"Hosted by others there would be {there}.",
    }
    if left_out.field == SEEN_BY:
        return f"There would be {there}, but {told_seen_by(state, asked)}"
    return texts.get(left_out.field, f"Out of this period there would be {there}.")


def _first_transcript(calls: _Calls) -> str:
    if calls.transcript_at is None:
        return "None will come, since there are no recordings."
    return f"The first one comes at {_written(calls.transcript_at)}."


def told_seen_by(state: State, asked: Asked) -> str:
    """Say what the setting `calls_seen_by` does, as the rest of a sentence."""
    user_id = load_company_settings(state, asked.company.id).calls_seen_by
    row = state.row(
        "SELECT first_name || ' ' || last_name FROM users WHERE company_id = ? AND id = ?",
        asked.company.id,
        user_id,
    )
    name = row[0] if row else "nobody"
    return (
        f"the setting calls_seen_by restricts the API to what {name} ({user_id}) may see:"
        " permission profile, calls hosted or attended, and access given."
    )


def _written(moment: float) -> str:
    return instant_of(moment).isoformat(timespec="seconds")
