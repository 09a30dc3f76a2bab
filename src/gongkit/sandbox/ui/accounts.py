"""The pages of a company's accounts: their list, and each with its people, deals and timeline."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.crm.accounts import (
    PAGE_SIZE,
    accounts_after,
    contacts_of,
    deals_of,
    find_account,
)
from gongkit.sandbox.core.crm.deals import deals_owned_by
from gongkit.sandbox.core.crm.records import DealRecord
from gongkit.sandbox.core.people import User, users_of
from gongkit.sandbox.core.permissions.visibility import deals_reach_of, opens_accounts
from gongkit.sandbox.core.timeline.entries import Entry
from gongkit.sandbox.core.timeline.reading import (
    Place,
    hidden_sources,
    read_place,
    read_timeline,
)
from gongkit.sandbox.ui.frames import account_frames
from gongkit.sandbox.ui.site import Site

_PATH = "/accounts"

_NOT_OPENED: Final = (
    "Your permission profile does not open the pages of accounts. Sign in as {whom},"
    " or let updatePermissionProfile set its permission “account”."
)


class Shown(NamedTuple):
    """An entry of the timeline with its moment as the user reads it."""

    entry: Entry
    moment: datetime
    is_ahead: bool


def account_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages = AccountPages(site)
    return [
        Route(_PATH, site.for_users(pages.accounts)),
        Route(f"{_PATH}/{{account_id}}", site.for_users(pages.account)),
    ]


class AccountPages:
    """The pages for whoever is signed in, about the company they work for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def accounts(self, request: Request, user: User) -> Response:
        """List the accounts by name."""
        self._check_opened(user)
        name, account_id = (request.query_params.get(part, "") for part in ("name", "after"))
        found = accounts_after(
            self._site.state, user.company_id, name, account_id, self._site.now()
        )
        shown, last = found[:PAGE_SIZE], found[PAGE_SIZE - 1 : PAGE_SIZE]
        more = urlencode({"name": last[0].name, "after": last[0].id}) if found[PAGE_SIZE:] else None
        return self._site.page(
            request,
            "accounts.html",
            section="accounts",
            accounts=shown,
            is_first=not name,
            more=more,
            path=account_path,
        )

    async def account(self, request: Request, user: User) -> Response:
        """Show an account of the user's company."""
        self._check_opened(user)
        state, now = self._site.state, self._site.now()
        account_id: str = request.path_params["account_id"]
        account = find_account(state, user.company_id, account_id, now)
        if account is None:
            raise HTTPException(404)
        before = _place(request.query_params.get("before"))
        timeline = read_timeline(
            state, user.company_id, account_id, now, before=before, user_id=user.id
        )
        deals, all_deals = self._deals(user, account_id, now)
        hidden = [
            f"{source}s"
            for source in hidden_sources(state, user.company_id, account_id, now, user.id)
        ] + ["deals"] * (not all_deals)
        embedding = account_frames(self._site, request, user, account_id)
        return self._site.page(
            request,
            "account.html",
            headers=embedding.headers,
            section="accounts",
            embedding=embedding,
            account=account,
            contacts=contacts_of(state, user.company_id, account_id, now),
            deals=deals,
            hidden=_in_words(hidden),
            days=_by_day(timeline.entries, ZoneInfo(user.time_zone), now),
            is_first=before is None,
            more=urlencode({"before": timeline.last.text()}) if timeline.last else None,
            path=account_path,
        )

    def _check_opened(self, user: User) -> None:
        if not opens_accounts(self._site.state, user.company_id, user.id):
            raise HTTPException(403, _NOT_OPENED.format(whom=self._somebody_else(user)))

    def _somebody_else(self, user: User) -> str:
        """Name somebody of the same company who may open them."""
        state, company_id = self._site.state, user.company_id
        for each in users_of(state, company_id):
            if opens_accounts(state, company_id, each.id):
                return f"somebody whose profile does, such as {each.email}"
        return "somebody of another company"

    def _deals(self, user: User, account_id: str, now: float) -> tuple[list[DealRecord], bool]:
        """Give the deals that the user may see, and whether these are all."""
        state, company_id = self._site.state, user.company_id
        deals = deals_of(state, company_id, account_id, now)
        reach = deals_reach_of(state, company_id, user.id)
        if reach is None:
            return deals, True
        owned = deals_owned_by(state, company_id, account_id, reach, now)
        return owned, len(owned) == len(deals)


def _in_words(hidden: list[str]) -> str:
    """Say what the page does not show; nothing where it shows all."""
    if not hidden:
        return ""
    *others, last = hidden
    named = f"{', '.join(others)} and {last}" if others else last
    return f"Your permission profile hides {named} of this account."


def account_path(account_id: str) -> str:
    """Give the path of an account's page."""
    return f"{_PATH}/{quote(account_id, safe='')}"


def _place(text: str | None) -> Place | None:
    try:
        return None if text is None else read_place(text)
    except ValueError:
        raise HTTPException(400, "This is no place in a timeline: begin at its top.") from None


def _by_day(entries: list[Entry], zone: ZoneInfo, now: float) -> list[tuple[datetime, list[Shown]]]:
    shown = [
        Shown(entry, datetime.fromtimestamp(entry.at, zone), entry.at > now) for entry in entries
    ]
    days = groupby(shown, key=lambda one: one.moment.date())
    return [(group[0].moment, group) for group in (list(one) for _, one in days)]
