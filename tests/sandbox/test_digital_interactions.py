"""Digital interactions over HTTP: taken once, found again in an account's timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.sandbox.box import Box
from tests.sandbox.crm import Crm, account
from tests.sandbox.events import (
    AT,
    entry,
    hints,
    interaction,
    person_of,
    report,
    timeline,
)

KIND = "digital_interaction"
ANONYMOUS = {"personId": "visitor-1", "company": {"domain": "doe.example"}}


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def test_an_event_comes_to_the_account_of_the_person(own: Box) -> None:
    person = person_of(own)
    sent = interaction(
        person={"name": person["name"], "email": person["email"].upper()},
        sourceSystemName="Sitewatch",
        sessionId="s-1",
        device="PC",
        trackingId="t-1",
        customFields=[{"name": "Campaign", "value": "7", "dataType": "NUMBER"}],
    )
    answer = report(own, **sent)
    assert answer.status == 200
    assert answer.json.keys() == {"requestId"}
    assert hints(own, "addDigitalInteraction") == []
    found = entry(own, person["account"], KIND)
    assert found["title"] == "Prices"
    assert found["action"] == "Page viewed"
    assert found["people"] == [person["name"]]
    assert found["system"] == "Sitewatch"
    assert found["sent"] == sent
    assert datetime.fromisoformat(found["at"]) == datetime.fromisoformat(AT)


@pytest.mark.parametrize(
    "clue",
    ["opportunity", "account", "contact", "short id", "phone", "domain", "website", "email domain"],
)
def test_every_clue_leads_to_the_account(own: Box, clue: str) -> None:
    person = person_of(own)
    domain = person["email"].partition("@")[2]

    def company(**more: Any) -> dict[str, Any]:
        return {"personId": "visitor-1", "company": {"name": "Whoever", **more}}

    def context(kind: str, crm_id: str) -> dict[str, Any]:
        return company(companyBusinessContexts=[{"objectType": kind, "objectId": crm_id}])

    people = {
        "opportunity": context("OPPORTUNITY", person["opportunity"]),
        "account": context("ACCOUNT", person["account"]),
        "contact": {"personBusinessContext": {"objectType": "CONTACT", "objectId": person["id"]}},
        "short id": context("ACCOUNT", person["account"][:15]),
        "phone": {"phoneNumber": person["phone"].replace(" ", "-").replace("+", "00")},
        "domain": company(domain=domain.upper()),
        "website": company(domain=f"https://www.{domain}/about"),
        "email domain": {"email": f"somebody.new@{domain}"},
    }
    assert report(own, person=people[clue]).status == 200
    assert entry(own, person["account"], KIND)["sent"]["person"] == people[clue]


def test_what_names_an_object_counts_more_than_an_address(own: Box) -> None:
    person = person_of(own)
    accounts = {
        one["account"] for one in (person_of(own, company) for company in ("northwind", "globex"))
    }
    assert len(accounts) == 2
    context = [{"objectType": "ACCOUNT", "objectId": person["account"]}]
    given = {"email": "jo@doe.example", "company": {"companyBusinessContexts": context}}
    assert report(own, person=given).status == 200
    assert entry(own, person["account"], KIND)["sent"]["person"] == given


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ({"email": "jo@doe.example"}, "jo@doe.example"),
        ({"name": "Jo Doe"}, "nothing in it points to an account"),
        (None, "nothing in it points to an account"),
        (ANONYMOUS, "doe.example"),
    ],
)
def test_an_event_that_leads_nowhere_is_taken_with_a_hint(
    own: Box, person: dict[str, Any] | None, words: str
) -> None:
    assert report(own, person=person).status == 200
    (hint,) = hints(own, "addDigitalInteraction")
    assert words in hint["message"]
    assert report(own, person=person).status == 409


def test_an_event_is_taken_once(own: Box) -> None:
    person = person_of(own)
    sent: dict[str, Any] = {"person": {"email": person["email"]}, "eventId": "event é 1"}
    assert report(own, **sent).status == 200
    before = timeline(own, person["account"])
    again = report(own, **sent, eventType="Page left")
    assert again.status == 409
    assert again.errors[0].startswith("eventId: ")
    assert timeline(own, person["account"]) == before
    snapshot = own.control("GET", "/snapshot").json
    assert own.control("POST", "/reset", {}).status == 200
    own.lift_limits()
    assert report(own, **sent).status == 200
    assert own.control("PUT", "/snapshot", snapshot).status == 200
    assert report(own, **sent).status == 409
    assert timeline(own, person["account"]) == before


def test_companies_have_their_own_events(own: Box) -> None:
    person = person_of(own)
    given: dict[str, Any] = {"person": {"email": person["email"]}}
    assert report(own, "kestrel", **given).status == 200
    assert all(one["id"] != "event-1" for one in timeline(own, person["account"]))
    assert report(own, **given).status == 200
    path = f"/companies/kestrel/accounts/{person['account']}/timeline"
    assert own.control("GET", path).status == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"eventId": None}, "eventId"),
        ({"eventId": ""}, "eventId"),
        ({"eventType": " "}, "eventType"),
        ({"content": {}}, "content.contentTitle"),
        ({"content": {"contentTitle": ""}}, "content.contentTitle"),
        ({"timestamp": "2026-11-02"}, "timestamp"),
        ({"timestamp": "2026-11-02T10:30:00"}, "timestamp"),
        ({"timestamp": "2199-01-01T00:00:00Z"}, "timestamp"),
        ({"timestamp": "1969-12-31T00:00:00Z"}, "timestamp"),
        ({"device": "TABLET"}, "device"),
        ({"customFields": [{"name": "Campaign"}]}, "customFields[0].value"),
        ({"person": {"email": "jo"}}, "person.email"),
        ({"person": {}}, "person.personId"),
        ({"person": {"personId": "visitor-1"}}, "person.company.domain"),
        ({"person": {"company": {"domain": "doe.example"}}}, "person.personId"),
        ({"person": {"name": " "}}, "person.personId"),
        (
            {"person": {"personBusinessContext": {"objectType": "CONTACT", "objectId": ""}}},
            "person.personId",
        ),
        (
            {"person": {"personId": " ", "company": {"domain": "doe.example"}}},
            "person.personId",
        ),
        (
            {
                "person": {
                    "personId": "visitor-1",
                    "company": {
                        "companyBusinessContexts": [{"objectType": "ACCOUNT", "objectId": ""}]
                    },
                }
            },
            "person.company.domain",
        ),
        (
            {"person": {"personBusinessContext": {"objectType": "Contact", "objectId": "1"}}},
            "person.personBusinessContext.objectType",
        ),
    ],
)
def test_an_event_that_is_wrong_is_refused(box: Box, changes: dict[str, Any], field: str) -> None:
    answer = report(box, **changes)
    assert answer.status == 400
    assert answer.errors[0].startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"numericContentDetails": {"rangeFrom": 5, "rangeTo": 1}}, "numericContentDetails.range"),
        (
            {"numericContentDetails": {"rangeFrom": 0, "rangeTo": 10, "value": 11}},
            "numericContentDetails.value",
        ),
        (
            {"stepContentDetails": {"value": "third", "availableSteps": ["first", "second"]}},
            "stepContentDetails.value",
        ),
        (
            {"searchObjectDetails": {"name": "Acme", "objectType": "SHOP", "domain": "a.example"}},
            "searchObjectDetails.objectType",
        ),
    ],
)
def test_details_that_contradict_themselves_are_refused(
    box: Box, details: dict[str, Any], field: str
) -> None:
    answer = report(box, content={"contentTitle": "Prices", **details})
    assert answer.status == 400
    assert answer.errors[0].startswith(f"content.{field}")


def test_details_that_fit_are_taken(own: Box) -> None:
    content = {
        "contentTitle": "Prices",
        "contentId": "c-1",
        "contentLabel": ["pricing"],
        "numericContentDetails": {
            "rangeFrom": 0,
            "rangeTo": 10,
            "value": 10,
            "numericType": "NPS",
        },
        "stepContentDetails": {"value": "second", "availableSteps": ["first", "second"]},
    }
    assert report(own, content=content).status == 200


def test_clocks_may_differ_by_some_minutes(own: Box) -> None:
    now = datetime.fromisoformat(own.control("GET", "/clock").json["now"]).timestamp()
    for ahead, status in ((240, 200), (900, 400)):
        moment = datetime.fromtimestamp(now + ahead).astimezone().isoformat()
        assert report(own, timestamp=moment).status == status


def test_the_scope_is_needed(box: Box) -> None:
    client = box.register(scopes=["api:engagement-data:write"])
    token = box.install(client, scope="api:engagement-data:write")["access_token"]
    path = "/v2/digital-interaction"
    answer = box.api("northwind", "POST", path, body=interaction(), token=token)
    assert answer.status == 403
    assert "api:digital-interactions:write" in answer.errors[0]


def test_erasing_somebody_takes_the_events_about_them(own: Box) -> None:
    person = person_of(own)
    domain = person["email"].partition("@")[2]
    assert report(own, person={"email": person["email"]}).status == 200
    other: dict[str, Any] = {"eventId": "event-2", "person": {"email": f"somebody.new@{domain}"}}
    assert report(own, **other).status == 200
    path = "/v2/data-privacy/erase-data-for-email-address"
    query = f"?emailAddress={person['email']}"
    assert own.api("northwind", "POST", path + query).status == 200
    own.advance(86_400)
    left = [one for one in timeline(own, person["account"]) if one["kind"] == KIND]
    assert "event-2" in {one["id"] for one in left}
    assert person["email"] not in str(left)


@pytest.fixture
def crm(own: Box) -> Crm:
    """A registered CRM with an account, and a contact of it."""
    crm = Crm(own).registered()
    crm.load(
        "ACCOUNT", account("acme", name="Acme", domains=["x.example", "https://www.Acme.example"])
    )
    number = "+1 (202) 555-0107"
    crm.load(
        "CONTACT",
        account("jo", accountId="acme", emailAddress="jo@post.example", phoneNumber=number),
    )
    return crm


UPLOADED: dict[str, dict[str, Any]] = {
    "email": {"email": "Jo@post.example"},
    "phone": {"phoneNumber": "0012025550107"},
    "email domain": {"email": "other@acme.example"},
    "domain": {"personId": "visitor-1", "company": {"domain": "www.ACME.example"}},
    "contact": {"personBusinessContext": {"objectType": "CONTACT", "objectId": "jo"}},
}


@pytest.mark.usefixtures("crm")
@pytest.mark.parametrize("clue", UPLOADED)
def test_every_clue_leads_to_an_account_that_was_uploaded(own: Box, clue: str) -> None:
    assert report(own, person=UPLOADED[clue]).status == 200
    assert hints(own, "addDigitalInteraction") == []
    assert entry(own, "acme", KIND)["title"] == "Prices"


def test_what_an_account_or_contact_was_before_leads_nowhere(own: Box, crm: Crm) -> None:
    later = {"modifiedDate": "2026-02-01T00:00:00Z"}
    crm.load("ACCOUNT", account("acme", name="Acme", domains=["new.example"], **later))
    crm.load("CONTACT", account("jo", accountId="acme", emailAddress="jo@new.example", **later))
    for number, clue in enumerate(("email", "phone", "email domain", "domain")):
        assert report(own, person=UPLOADED[clue], eventId=f"event-{number}").status == 200
        assert "is in no account's timeline" in hints(own, "addDigitalInteraction")[0]["message"]
    assert timeline(own, "acme") == []
    assert report(own, person={"email": "somebody@new.example"}, eventId="new").status == 200
    assert entry(own, "acme", KIND, "new")


@pytest.mark.usefixtures("crm")
@pytest.mark.parametrize(
    "party", [{"emailAddress": "other@acme.example"}, {"phoneNumber": "+12025550107"}]
)
def test_calls_belong_to_accounts_that_were_uploaded(own: Box, party: dict[str, str]) -> None:
    users = own.api("northwind", "GET", "/v2/users").json["users"]
    host = next(user["id"] for user in users if user["active"])
    body = {
        "clientUniqueId": "call-1",
        "actualStart": "2026-01-31T10:00:00Z",
        "direction": "Outbound",
        "primaryUser": host,
        "parties": [{"userId": host}, party],
    }
    call_id = own.api("northwind", "POST", "/v2/calls", body=body).json["callId"]
    assert [(one["kind"], one["id"]) for one in timeline(own, "acme")] == [("call", call_id)]


@pytest.mark.usefixtures("crm")
def test_meetings_belong_to_accounts_that_were_uploaded(own: Box) -> None:
    users = own.api("northwind", "GET", "/v2/users").json["users"]
    able = (user for user in users if user["settings"]["webConferencesRecorded"])
    body = {
        "startTime": "2027-01-07T15:00:00Z",
        "endTime": "2027-01-07T16:00:00Z",
        "invitees": [{"email": "other@acme.example"}],
        "organizerEmail": next(able)["emailAddress"],
    }
    made = own.api("northwind", "POST", "/v2/meetings", body=body).json["meetingId"]
    assert [(one["kind"], one["id"]) for one in timeline(own, "acme")] == [("meeting", made)]
