"""The pages of a company's accounts: their list, and each with its people, deals and timeline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.crm.accounts import (
    PAGE_SIZE,
    accounts_after,
    contacts_of,
    deals_of,
    find_account,
)
from gongkit.sandbox.core.crm.deals import deals_owned_by
from gongkit.sandbox.core.crm.records import DealRecord
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.permissions.visibility import deals_reach_of, opens_accounts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.timeline.entries import Entry
from gongkit.sandbox.core.timeline.reading import (
    Place,
    hidden_sources,
    read_place,
    read_timeline,
)
from gongkit.sandbox.ui.rendering import page

_PATH = "/accounts"


class Shown(NamedTuple):
    """An entry of the timeline with its moment as the user reads it."""

    entry: Entry
    moment: datetime
    is_ahead: bool


class AccountPages:
    """The pages for whoever is signed in, about the company they work for."""

    def __init__(self, sandbox: Sandbox, user_of: Callable[[Request], User | None]) -> None:
        self._sandbox, self._user_of = sandbox, user_of

    def routes(self) -> list[Route]:
        """Say where the pages are."""
        return [
            Route(_PATH, self.accounts),
            Route(f"{_PATH}/{{account_id}}", self.account),
        ]

    async def accounts(self, request: Request) -> Response:
        """List the accounts by name."""
        user = self._user_of(request)
        if user is None:
            return _to_sign_in(request)
        self._check_opened(user)
        name, account_id = (request.query_params.get(part, "") for part in ("name", "after"))
        found = accounts_after(
            self._sandbox.state, user.company_id, name, account_id, self._sandbox.clock.now()
        )
        shown, last = found[:PAGE_SIZE], found[PAGE_SIZE - 1 : PAGE_SIZE]
        more = urlencode({"name": last[0].name, "after": last[0].id}) if found[PAGE_SIZE:] else None
        return page(
            "accounts.html",
            accounts=shown,
            company=self._company(user),
            is_first=not name,
            more=more,
            path=_path,
            user=user,
        )

    async def account(self, request: Request) -> Response:
        """Show an account of the user's company."""
        user = self._user_of(request)
        if user is None:
            return _to_sign_in(request)
        self._check_opened(user)
        state, now = self._sandbox.state, self._sandbox.clock.now()
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
        return page(
            "account.html",
            account=account,
            company=self._company(user),
            contacts=contacts_of(state, user.company_id, account_id, now),
            deals=deals,
            hidden=_in_words(hidden),
            days=_by_day(timeline.entries, ZoneInfo(user.time_zone), now),
            is_first=before is None,
            more=urlencode({"before": timeline.last.text()}) if timeline.last else None,
            path=_path,
            user=user,
        )

    def _check_opened(self, user: User) -> None:
        if not opens_accounts(self._sandbox.state, user.company_id, user.id):
            raise HTTPException(403, "Your permission profile does not open the pages of accounts.")

    def _deals(self, user: User, account_id: str, now: float) -> tuple[list[DealRecord], bool]:
        """Give the deals that the user may see, and whether these are all."""
        state, company_id = self._sandbox.state, user.company_id
        deals = deals_of(state, company_id, account_id, now)
        reach = deals_reach_of(state, company_id, user.id)
        if reach is None:
            return deals, True
        owned = deals_owned_by(state, company_id, account_id, reach, now)
        return owned, len(owned) == len(deals)

    def _company(self, user: User) -> Company:
        companies = load_companies(self._sandbox.state).values()
        return next(company for company in companies if company.id == user.company_id)


def _in_words(hidden: list[str]) -> str:
    """Say what the page does not show; nothing where it shows all."""
    if not hidden:
        return ""
    *others, last = hidden
    named = f"{', '.join(others)} and {last}" if others else last
    return f"Your permission profile hides {named} of this account."


def _path(account_id: str) -> str:
    return f"{_PATH}/{quote(account_id, safe='')}"


def _to_sign_in(request: Request) -> Response:
    """Have somebody sign in first, and come back."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?{urlencode({'next': here})}", 303)


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
