"""Which calls a request is about: what its caller may see by now, and what its filters ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.areas.where import Where, seconds
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.permissions.visibility import seen_by
from gongkit.sandbox.core.state import State, listed

PROCESSED, SEEN_BY, TRANSCRIPT = "processed", "calls_seen_by", "transcript"
"""Restrictions that no filter of the request makes."""


class Restriction(NamedTuple):
    """One condition on `calls`; `field` is the input that makes it, by the filter's own name."""

    field: str
    condition: str
    values: tuple[object, ...]


class CallFilter(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The filters of one request; what is None does not restrict."""

    start: str | None = None
    end: str | None = None
    workspace_id: str | None = None
    call_ids: Sequence[str] | None = None
    primary_user_ids: Sequence[str] | None = None
    with_transcript: bool = False

    def restrictions(self, state: State, asked: Asked) -> Iterator[Restriction]:
        """Give every condition, each on its own, in the order in which an index serves them."""
        yield Restriction(PROCESSED, "visible_at <= ?", (asked.now,))
        if self.with_transcript:
            yield Restriction(TRANSCRIPT, "transcript_at <= ?", (asked.now,))
        if self.start is not None:
            yield Restriction("fromDateTime", "started >= ?", (seconds(self.start),))
        if self.end is not None:
            yield Restriction("toDateTime", "started < ?", (seconds(self.end),))
        if self.workspace_id is not None:
            yield Restriction("workspaceId", "workspace_id = ?", (self.workspace_id,))
        if self.call_ids is not None:
            yield Restriction("callIds", _BY_ID, (asked.company.id, listed(self.call_ids)))
        if self.primary_user_ids is not None:
            hosts = listed(self.primary_user_ids)
            yield Restriction("primaryUserIds", f"primary_user_id {_AMONG}", (hosts,))
        user_id = load_company_settings(state, asked.company.id).calls_seen_by
        if user_id is not None:
            yield Restriction(SEEN_BY, *seen_by(state, asked.company.id, user_id))

    def where(self, state: State, asked: Asked) -> Where:
        """Put the conditions together."""
        # With the plus no index on the company is used: that of the ids is better then.
        by_id = "+" if self.call_ids is not None else ""
        where = Where(f"{by_id}company_id = ?", asked.company.id)
        for _, condition, values in self.restrictions(state, asked):
            where.add(condition, *values)
        return where


_AMONG = "IN (SELECT value FROM json_each(?))"
_BY_ID = f"number IN (SELECT number FROM calls WHERE company_id = ? AND id {_AMONG})"  # noqa: S608


def visible(state: State, asked: Asked) -> Where:
    """Restrict to the company's calls that have been processed, and that the caller may see."""
    return _EVERYTHING.where(state, asked)


_EVERYTHING = CallFilter()
