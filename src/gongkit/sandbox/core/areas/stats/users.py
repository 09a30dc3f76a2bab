"""Whom statistics are about, and in which pages they are listed.

Only those of whom there is something to tell are listed: Gong documents so of activity.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Container, Iterable
from typing import NamedTuple

from gongkit.contract.types.common import Records
from gongkit.contract.types.stats import UserStatsFilter
from gongkit.sandbox.core.api.asked import Asked, Hint, Refused
from gongkit.sandbox.core.api.cursors import make_cursor, read_cursor
from gongkit.sandbox.core.areas.pages import PAGE_SIZE
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.areas.why_no_user import explain_missing_users
from gongkit.sandbox.core.state import State

NO_USERS = "No users found corresponding to the provided filters"


class Users(NamedTuple):
    """The users who match a filter: the conditions, and by id their email addresses."""

    where: Where
    emails: dict[str, str]


def asked_users(state: State, asked: Asked, wanted: UserStatsFilter) -> Users:
    """Find the users a request is about, and leave hints on ids that lead to nobody.

    Gong's own avatars never count.
    """
    where = Where("company_id = ? AND NOT avatar", asked.company.id)
    where.among("id", wanted.user_ids)
    where.period("created", wanted.created_from_date_time, wanted.created_to_date_time)
    emails = dict(
        state.rows(f"SELECT id, email FROM users WHERE {where}", *where.values)  # noqa: S608
    )
    ids = wanted.user_ids or ()
    never = "they are never counted"
    explain_missing_users(state, asked, "filter.userIds", ids, emails, avatars=never)
    return Users(where, emails)


def hint_at_unknown(
    asked: Asked, field: str, ids: Iterable[str] | None, known: Container[str], source: str
) -> None:
    """Leave a hint on ids that are not among the known ones; `source` lists those."""
    unknown = [one for one in ids or () if one not in known]
    if unknown:
        asked.hint(
            field,
            f"{len(unknown)} of these ids fit nothing in {asked.company.name}, such as"
            f" {unknown[0]}; {source} gives the ids of this company.",
        )


def read_user_page(
    asked: Asked, users: Users, active: Collection[str], size: int = PAGE_SIZE
) -> tuple[list[str], Records]:
    """Give the ids of the page that the cursor names, out of those who are active.

    Refuses with 404 when there is nobody, and says in a hint why.
    """
    ids = sorted(active)
    number, total, after = read_cursor(asked) or (0, len(ids), "")
    rest = ids[bisect_right(ids, after) :]
    if not rest:
        raise Refused(404, NO_USERS, hints=(_reason(users),))
    page = rest[:size]
    cursor = make_cursor(asked, [number + 1, total, page[-1]]) if len(rest) > size else None
    records = Records(
        total_records=total,
        current_page_size=len(page),
        current_page_number=number,
        cursor=cursor,
    )
    return page, records


def _reason(users: Users) -> Hint:
    if not users.emails:
        return Hint("filter", "Nobody of this company fits userIds and the created dates.")
    return Hint(
        "filter.fromDate",
        f"{len(users.emails)} users match, and on these days there is nothing to count for"
        " them; take other days, or wait for calls that are still being processed.",
    )
