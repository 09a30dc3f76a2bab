"""An account's timeline: through the control API, and as a page for whoever is signed in."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.sandbox.box import Box, Reply
from tests.sandbox.crm import Crm, account
from tests.sandbox.events import entry, person_of, report, timeline


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def seconds(found: dict[str, Any]) -> float:
    return datetime.fromisoformat(found["at"]).timestamp()


def now(box: Box) -> float:
    return datetime.fromisoformat(box.control("GET", "/clock").json["now"]).timestamp()


def cookie(box: Box, company: str = "northwind", role: str = "tech_admin") -> dict[str, str]:
    person = box.person(company, role)
    form = urlencode({"email": person["email"], "password": person["password"], "next": "/"})
    answer = box.send("POST", "/sign-in", body=form)
    assert answer.status == 303
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


def get(box: Box, path: str, company: str = "northwind") -> Reply:
    return box.send("GET", path, headers=cookie(box, company))


def accounts(box: Box, company: str = "northwind") -> list[str]:
    return re.findall(r'href="/accounts/([^"]+)"', get(box, "/accounts", company).text)


# --- what is in it


def test_it_has_everything_that_happened_the_latest_first(box: Box) -> None:
    kinds = set()
    for account_id in accounts(box):
        found = timeline(box, account_id)
        assert found
        assert [seconds(one) for one in found] == sorted(map(seconds, found), reverse=True)
        kinds |= {one["kind"] for one in found}
        assert all(one["people"] and one["title"] for one in found)
        assert all(seconds(one) <= now(box) for one in found if one["kind"] != "meeting")
    assert kinds == {
        "call",
        "email",
        "meeting",
        "digital_interaction",
        "content_shared",
        "content_viewed",
        "custom_action",
    }


def test_the_demo_s_next_meetings_lie_ahead(box: Box) -> None:
    for account_id in accounts(box):
        for one in timeline(box, account_id):
            if one["kind"] == "meeting":
                assert seconds(one) > now(box)
                assert len(one["people"]) >= 2


def test_a_call_comes_when_it_can_be_seen(own: Box) -> None:
    person = person_of(own)
    own.control("PUT", "/settings", {"company": "northwind", "call_visible_after": 3600})
    host = next(
        user["id"]
        for user in own.api("northwind", "GET", "/v2/users").json["users"]
        if user["active"]
    )
    body = {
        "clientUniqueId": "call-1",
        "actualStart": "2026-01-31T10:00:00Z",
        "direction": "Outbound",
        "primaryUser": host,
        "parties": [{"userId": host}, {"emailAddress": person["email"]}],
        "title": "Quick question",
    }
    assert own.api("northwind", "POST", "/v2/calls", body=body).status in {200, 201}
    assert all(one["title"] != "Quick question" for one in timeline(own, person["account"]))
    own.advance(3601)
    (found,) = (one for one in timeline(own, person["account"]) if one["title"] == body["title"])
    assert found["kind"] == "call"
    assert person["name"] in found["people"]


def test_a_meeting_is_in_it_as_it_stands(own: Box) -> None:
    person = person_of(own)
    organizer = next(
        user["emailAddress"]
        for user in own.api("northwind", "GET", "/v2/users").json["users"]
        if user["settings"]["webConferencesRecorded"]
    )
    start = datetime.fromtimestamp(now(own), UTC) + timedelta(days=60)
    body = {
        "startTime": start.isoformat(),
        "endTime": (start + timedelta(hours=1)).isoformat(),
        "title": "Plans",
        "invitees": [{"email": person["email"], "firstName": "Jo", "lastName": "Doe"}],
        "organizerEmail": organizer,
    }
    made = own.api("northwind", "POST", "/v2/meetings", body=body).json["meetingId"]
    first = timeline(own, person["account"])[0]
    assert (first["id"], first["title"], first["people"][1]) == (made, "Plans", "Jo Doe")
    body |= {"invitees": [{"email": "jo@doe.example"}]}
    assert own.api("northwind", "PUT", f"/v2/meetings/{made}", body=body).status == 200
    assert made not in {one["id"] for one in timeline(own, person["account"])}


# --- paging


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_it_is_paged_to_its_end(box: Box, limit: int) -> None:
    account_id = max(accounts(box)[:10], key=lambda one: len(timeline(box, one)))
    whole = timeline(box, account_id)
    assert len(whole) > 3
    path, query = f"/companies/northwind/accounts/{account_id}/timeline", f"limit={limit}"
    found: list[dict[str, Any]] = []
    while True:
        page = box.control("GET", f"{path}?{query}").json
        assert len(page["timeline"]) <= limit
        found += page["timeline"]
        if page["before"] is None:
            break
        query = urlencode({"limit": limit, "before": page["before"]})
    assert found == whole


def test_pages_divide_events_of_the_same_moment(own: Box) -> None:
    person = person_of(own)
    ids = [f"event-{number}" for number in range(5)]
    for event_id in ids:
        assert report(own, person={"email": person["email"]}, eventId=event_id).status == 200
    path, query = f"/companies/northwind/accounts/{person['account']}/timeline", "limit=2"
    seen = []
    while query:
        page = own.control("GET", f"{path}?{query}").json
        seen += [one["id"] for one in page["timeline"]]
        query = page["before"] and urlencode({"limit": 2, "before": page["before"]})
    assert [one for one in seen if one in ids] == ids[::-1]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=x", "limit"),
        ("before=x", "before"),
        ("before=nan,call,1", "before"),
        ("before=1,visit,1", "before"),
        ("befor=1", "before"),
    ],
)
def test_a_query_that_is_wrong_is_refused(box: Box, query: str, word: str) -> None:
    path = f"/companies/northwind/accounts/{accounts(box)[0]}/timeline"
    answer = box.control("GET", f"{path}?{query}")
    assert answer.status == 400
    assert word in answer.json["errors"][0]


def test_it_is_found_under_its_own_path_only(box: Box) -> None:
    account_id = accounts(box)[0]
    path = f"/accounts/{account_id}/timeline"
    assert box.control("GET", f"/companies/northwind{path}").status == 200
    assert box.control("POST", f"/companies/northwind{path}").status == 405
    assert box.control("GET", f"/companies/kestrel{path}").status == 404
    assert box.control("GET", f"/companies/nowhere{path}").status == 400
    assert box.control("GET", f"/companies/northwind{path}/more").status == 404
    assert box.control("GET", "/companies/northwind/accounts//timeline").status == 404


# --- the pages


def test_the_accounts_are_found_from_the_home_page(box: Box) -> None:
    assert 'href="/accounts"' in get(box, "/").text
    shown = accounts(box)
    assert len(shown) == len(set(shown)) > 10
    first = get(box, f"/accounts/{shown[0]}")
    assert first.status == 200
    assert first.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in first.headers["content-security-policy"]
    person = person_of(box)
    whole = get(box, f"/accounts/{person['account']}").text
    assert person["email"] in whole
    assert f"<h1>{person['account_name']}</h1>" in whole


def test_accounts_that_were_uploaded_have_pages_too(own: Box) -> None:
    crm, before = Crm(own).registered(), accounts(own)
    domains = ["acme.example", "acme.test"]
    crm.load("ACCOUNT", account("acme", name="AAAcme", domains=domains), account("nameless"))
    crm.load("ACCOUNT", account("gone"), account(before[3], name="Of the other CRM"))
    crm.load("ACCOUNT", account("gone", isDeleted=True))
    crm.upload("ACCOUNT", account("late"))
    crm.load("CONTACT", account("jo", accountId="acme", firstName="Jo", phoneNumber="+1 202"))
    crm.load("CONTACT", account("al", accountId="acme", emailAddress="al@acme.example"))
    crm.load("CONTACT", account("moved", accountId="acme", lastName="Moved"))
    later = "2026-02-01T00:00:00Z"
    crm.load(
        "CONTACT", account("moved", accountId="nameless", lastName="Moved", modifiedDate=later)
    )
    deal = {"name": "Ten <seats>", "stage": "Proposal", "amount": 1200.5, "closeDate": "2026-03-04"}
    crm.load("DEAL", account("d-1", accountId="acme", **deal), account("d-2", accountId="acme"))
    shown = accounts(own)
    assert set(shown) == {*before, "acme", "nameless", "late"}
    assert shown[0] == "acme"
    assert "Account_#nameless" in get(own, "/accounts").text
    assert {"acme", "nameless"}.isdisjoint(accounts(own, "kestrel"))
    whole = get(own, "/accounts/acme").text
    for told in ("Jo", "+1 202", "al@acme.example", "Proposal · 1200.5 · closes 2026-03-04"):
        assert told in whole
    assert "Ten &lt;seats&gt;" in whole
    assert "Deal_#d-2" in whole
    assert "Moved" not in whole
    assert "None" not in whole
    assert "Moved" in get(own, "/accounts/nameless").text


def test_the_list_of_accounts_goes_on_to_its_end(own: Box) -> None:
    before, uploaded = accounts(own), [f"n-{number}" for number in range(150)]
    Crm(own).registered().load("ACCOUNT", *(account(each, name="Same name") for each in uploaded))
    path, seen = "/accounts", []
    while path:
        shown = get(own, path).text
        seen += re.findall(r'href="/accounts/([^"]+)"', shown)
        more = re.search(r'href="(\?name=[^"]+)"', shown)
        path = f"/accounts{html.unescape(more[1])}" if more else ""
    assert sorted(seen) == sorted(before + uploaded)


def test_somebody_has_to_be_signed_in(box: Box) -> None:
    for path in ("/accounts", f"/accounts/{accounts(box)[0]}?before=1.0%2Ccall%2C1"):
        answer = box.send("GET", path)
        assert answer.status == 303
        assert answer.headers["location"] == f"/sign-in?{urlencode({'next': path})}"


def test_another_company_s_account_is_not_there(box: Box) -> None:
    account_id = accounts(box)[0]
    rep = cookie(box, "kestrel", "rep")
    assert account_id not in box.send("GET", "/accounts", headers=rep).text
    assert box.send("GET", f"/accounts/{account_id}", headers=rep).status == 404
    assert get(box, "/accounts/nothing").status == 404


def test_a_user_sees_the_calls_that_the_profile_opens(box: Box) -> None:
    calls = {
        account_id: sum(one["kind"] == "call" for one in timeline(box, account_id))
        for account_id in accounts(box)[:12]
    }
    shown = {}
    for role in ("tech_admin", "rep"):
        signed_in = cookie(box, role=role)
        shown[role] = {
            account_id: box.send("GET", f"/accounts/{account_id}", headers=signed_in).text.count(
                '<div class="quiet">Call ·'
            )
            for account_id in calls
        }
    assert shown["tech_admin"] == calls
    assert shown["rep"] != calls
    assert all(shown["rep"][account_id] <= calls[account_id] for account_id in calls)


HIDES = "Your permission profile hides"


def profiles_of(box: Box, user_id: str) -> list[dict[str, Any]]:
    """The profiles that a user of northwind has."""
    found = []
    for workspace in box.api("northwind", "GET", "/v2/workspaces").json["workspaces"]:
        query = f"?workspaceId={workspace['id']}"
        answer = box.api("northwind", "GET", f"/v2/all-permission-profiles{query}")
        for profile in answer.json["profiles"]:
            path = f"/v2/permission-profile/users?profileId={profile['id']}"
            users = box.api("northwind", "GET", path).json["users"]
            if user_id in {user["id"] for user in users}:
                found.append(profile)
    assert found
    return found


def set_profile(box: Box, user_id: str, **changes: Any) -> None:
    for profile in profiles_of(box, user_id):
        path = f"/v2/permission-profile?profileId={profile['id']}"
        answer = box.api("northwind", "PUT", path, body=profile | changes)
        assert answer.status == 200, answer.text


def user_id_of(box: Box, role: str) -> str:
    address = box.person("northwind", role)["email"]
    users = box.api("northwind", "GET", "/v2/users").json["users"]
    return str(next(user["id"] for user in users if user["emailAddress"] == address))


def test_the_page_hides_what_the_profile_hides(own: Box) -> None:
    admin, account_id = user_id_of(own, "tech_admin"), person_of(own)["account"]
    shown = get(own, f"/accounts/{account_id}").text
    assert '<div class="quiet">Email ·' in shown
    assert 'aria-label="Deals"' in shown
    assert HIDES not in shown
    (name,) = re.findall("<h1>(.+)</h1>", shown)
    level = {"permissionLevel": "none"}
    set_profile(own, admin, emailsAccess=level, dealsAccess=level)
    shown = get(own, f"/accounts/{account_id}").text
    assert '<div class="quiet">Email ·' not in shown
    assert '<div class="quiet">Call ·' in shown
    assert 'aria-label="Deals"' not in shown
    assert f"{HIDES} emails and deals of this account." in shown
    set_profile(own, admin, account=False)
    opening = own.person("northwind", "business_admin")["email"]
    for path in ("/accounts", f"/accounts/{account_id}"):
        closed = get(own, path)
        assert closed.status == 403
        assert "does not open the pages of accounts" in closed.text
        assert "let updatePermissionProfile set its permission" in closed.text
        assert f"such as {opening}," in closed.text
        assert name not in closed.text


def test_a_seller_reads_the_emails_and_deals_of_no_others(own: Box) -> None:
    level = {"permissionLevel": "own"}
    set_profile(own, user_id_of(own, "rep"), emailsAccess=level, dealsAccess=level)
    signed_in, address = cookie(own, role="rep"), own.person("northwind", "rep")["email"]
    seen = hidden = 0
    for account_id in accounts(own):
        shown = own.send("GET", f"/accounts/{account_id}", headers=signed_in).text
        assert 'aria-label="Deals"' not in shown, "a development rep has no deals"
        sentences = [line for line in shown.splitlines() if HIDES in line]
        for people in re.findall(r'<div class="quiet">Email · ([^<]+)', shown):
            assert address in people
            seen += 1
        emails = sum(one["kind"] == "email" for one in timeline(own, account_id))
        if emails > shown.count('<div class="quiet">Email ·'):
            hidden += "?before" not in shown
            assert "?before" in shown or "emails" in sentences[0]
    assert seen
    assert hidden


def test_a_deal_that_was_uploaded_is_its_owner_s(own: Box) -> None:
    crm = Crm(own).registered()
    crm.load("ACCOUNT", account("acme", name="Acme"))
    set_profile(own, user_id_of(own, "rep"), dealsAccess={"permissionLevel": "own"})
    rep = own.person("northwind", "rep")["email"]
    crm.load("BUSINESS_USER", account("u-1", emailAddress=rep))
    crm.load(
        "DEAL",
        account("d-1", accountId="acme", ownerId="u-1", name="Own deal"),
        account("d-2", accountId="acme", ownerId="u-2", name="Deal of another"),
    )
    shown = own.send("GET", "/accounts/acme", headers=cookie(own, role="rep")).text
    assert "Own deal" in shown
    assert "Deal of another" not in shown
    assert f"{HIDES} deals of this account." in shown
    assert "Deal of another" in get(own, "/accounts/acme").text


def test_what_was_reported_is_escaped_on_the_page(own: Box) -> None:
    person = person_of(own)
    given = {"name": "<script>alert(1)</script>", "email": person["email"]}
    at = datetime.fromtimestamp(now(own)).astimezone().isoformat()
    assert report(own, person=given, timestamp=at, eventType='"><img src=x>').status == 200
    assert entry(own, person["account"], "digital_interaction")["people"] == [given["name"]]
    shown = get(own, f"/accounts/{person['account']}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script" not in shown
    assert "<img" not in shown


def test_the_page_goes_on_to_the_beginning(own: Box) -> None:
    person = person_of(own)
    for number in range(60):
        given: dict[str, Any] = {"person": {"email": person["email"]}, "eventId": f"event-{number}"}
        content = {"contentTitle": f"Page no. {number};"}
        assert report(own, **given, content=content).status == 200
    path, seen = f"/accounts/{person['account']}", ""
    query: str | None = ""
    while query is not None:
        shown = get(own, path + query).text
        seen += shown
        more = re.search(r'href="(\?before=[^"]+)"', shown)
        query = more[1] if more else None
    for number in range(60):
        assert seen.count(f"Page no. {number};") == 1
    assert get(own, f"{path}?before=x").status == 400
