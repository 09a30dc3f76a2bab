"""Data privacy over HTTP: what is found under an address or a number, and that it can be erased."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.crm import Crm
from tests.sandbox.demo_calls import dump
from tests.sandbox.every_operation import (
    Known,
    first_reads,
    last_writes,
    look_around,
    other_reads,
    writes,
)
from tests.sandbox.flows_demo import assign, assigned, read_flows_demo
from tests.sandbox.world import calls, token_for

from gongkit.sandbox.core.state import State, state_of_image
from gongkit.sandbox.server.serving import Options

FIND_EMAIL = ("GET", "/v2/data-privacy/data-for-email-address?emailAddress=")
FIND_NUMBER = ("GET", "/v2/data-privacy/data-for-phone-number?phoneNumber=")
ERASE_EMAIL = ("POST", "/v2/data-privacy/erase-data-for-email-address?emailAddress=")
ERASE_NUMBER = ("POST", "/v2/data-privacy/erase-data-for-phone-number?phoneNumber=")
ALL = (FIND_EMAIL, FIND_NUMBER, ERASE_EMAIL, ERASE_NUMBER)

NOTHING: dict[str, Any] = {
    "emails": [],
    "calls": [],
    "meetings": [],
    "customerData": [],
    "customerEngagement": [],
}
HOUR = 3600


def ask(box: Box, operation: tuple[str, str], value: str, company: str = "northwind") -> Reply:
    method, path = operation
    return box.api(company, method, path + quote(value, safe=""))


def found(reply: Reply) -> dict[str, Any]:
    assert reply.status == 200, reply.content
    answer: dict[str, Any] = reply.json
    assert answer.pop("requestId")
    return answer


def outsiders(box: Box, company: str = "northwind") -> list[dict[str, Any]]:
    """The people from outside who took part in calls, each once."""
    people = {
        party["emailAddress"]: party
        for call in calls(box, company)
        for party in call["parties"]
        if party["affiliation"] == "External"
    }
    return list(people.values())


def with_party(box: Box, key: str, value: str, company: str = "northwind") -> set[str]:
    """The ids of the calls in which somebody is a party."""
    return {
        call["metaData"]["id"]
        for call in calls(box, company)
        if any(party.get(key) == value for party in call["parties"])
    }


def call_ids(answer: dict[str, Any]) -> list[str]:
    return [call["id"] for call in answer["calls"]]


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


# --- finding


@pytest.mark.parametrize("company", ["northwind", "kestrel", "globex"])
def test_all_calls_and_records_of_an_address_are_found(box: Box, company: str) -> None:
    for person in outsiders(box, company)[:12]:
        answer = found(ask(box, FIND_EMAIL, person["emailAddress"], company))
        ids = call_ids(answer)
        assert len(ids) == len(set(ids))
        assert set(ids) == with_party(box, "emailAddress", person["emailAddress"], company)
        assert {call["status"] for call in answer["calls"]} == {"COMPLETED"}
        (system,) = answer["customerData"]
        assert system["system"] == ("HubSpot" if company == "kestrel" else "Salesforce")
        (record,) = system["objects"]
        assert record["objectType"] in {"Contact", "Lead"}
        assert re.fullmatch(r"[0-9]{19}", record["id"])
        values = {field["name"].lower(): field.get("value") for field in record["fields"]}
        assert values["email"] == person["emailAddress"]
        assert person["name"] == f"{values['firstname']} {values['lastname']}"


def test_emails_are_found_with_their_mailboxes(box: Box) -> None:
    users = {user["email"] for user in box.companies["northwind"]["users"]}
    kinds = set()
    for person in outsiders(box)[:30]:
        emails = found(ask(box, FIND_EMAIL, person["emailAddress"]))["emails"]
        assert [email["sentTime"] for email in emails] == sorted(
            email["sentTime"] for email in emails
        )
        for email in emails:
            kinds.add(email["from"] == person["emailAddress"])
            assert email["from"] in {*users, person["emailAddress"]} or "@" in email["from"]
            assert email["mailbox"].endswith("@northwind.example")
            assert re.fullmatch(r"[0-9a-f]{64}", email["messageHash"])
            assert re.search(r"T.*-0[45]:00$", email["sentTime"])
    assert kinds == {True, False}


def test_an_address_is_found_whatever_its_case(box: Box) -> None:
    address = outsiders(box)[0]["emailAddress"]
    expected = found(ask(box, FIND_EMAIL, address))
    assert expected["calls"]
    assert found(ask(box, FIND_EMAIL, f"  {address.upper()} ")) == expected


def test_a_number_is_found_in_every_form(box: Box) -> None:
    person = outsiders(box)[0]
    number = person["phoneNumber"]
    digits = re.sub(r"\D", "", number)
    country, area, rest = digits[0], digits[1:4], digits[4:]
    forms = [
        number,
        f"+{digits}",
        f"00{digits}",
        f"+{country}-{area}-{rest}",
        f"+{country} ({area}) {rest[:3]}-{rest[3:]}",
        f" +{country}.{area}.{rest} ",
        f"00 {country}/{area}/{rest}",
    ]
    expected = found(ask(box, FIND_NUMBER, number))
    assert expected.pop("suppliedPhoneNumber") == number
    assert expected["matchingPhoneNumbers"] == [number]
    assert expected["emailAddresses"] == [person["emailAddress"]]
    assert set(call_ids(expected)) == with_party(box, "phoneNumber", number)
    assert expected["emails"] == found(ask(box, FIND_EMAIL, person["emailAddress"]))["emails"]
    for form in forms:
        answer = found(ask(box, FIND_NUMBER, form))
        assert answer.pop("suppliedPhoneNumber") == form
        assert answer == expected


def test_other_numbers_do_not_match(box: Box) -> None:
    digits = re.sub(r"\D", "", outsiders(box)[0]["phoneNumber"])
    for other in (f"+{digits}0", f"+{digits[:-1]}", f"+{digits[1:]}", f"+44{digits}"):
        assert found(ask(box, FIND_NUMBER, other))["matchingPhoneNumbers"] == []


def test_the_ways_in_which_a_number_is_written_are_told(own: Box) -> None:
    number = outsiders(own)[0]["phoneNumber"]
    written = f"00{re.sub(r'[^0-9]', '', number)}"
    upload(own, {"phoneNumber": written, "name": "Somebody"})
    answer = found(ask(own, FIND_NUMBER, number))
    assert answer["matchingPhoneNumbers"] == sorted([number, written])


def test_a_stranger_has_empty_lists(own: Box) -> None:
    assert found(ask(own, FIND_EMAIL, "nobody@nowhere.example")) == NOTHING
    answer = found(ask(own, FIND_NUMBER, "+1 000 555 0199"))
    assert answer == {
        **{name: [] for name in NOTHING if name != "customerEngagement"},
        "suppliedPhoneNumber": "+1 000 555 0199",
        "matchingPhoneNumbers": [],
        "emailAddresses": [],
    }
    for entry in own.requests()[-2:]:
        assert "Nothing at northwind" in entry["hints"][0]["message"]


def test_one_company_knows_nothing_of_another_one_s_people(box: Box) -> None:
    person = outsiders(box)[0]
    assert found(ask(box, FIND_EMAIL, person["emailAddress"], "globex")) == NOTHING
    answer = found(ask(box, FIND_NUMBER, person["phoneNumber"], "kestrel"))
    assert answer["calls"] == answer["customerData"] == answer["emailAddresses"] == []


@pytest.mark.parametrize(
    "address", ["", " ", "nobody", "@x.example", "a@", "a b@c.example", "a@b@c"]
)
@pytest.mark.parametrize("operation", [FIND_EMAIL, ERASE_EMAIL])
def test_what_is_no_address_is_refused(box: Box, operation: tuple[str, str], address: str) -> None:
    reply = ask(box, operation, address)
    assert reply.status == 400
    assert reply.errors[0].startswith("emailAddress: must be an email address")


@pytest.mark.parametrize("number", ["", "+", "4155550123", "call me", "0 415 555 0123", "++"])
@pytest.mark.parametrize("operation", [FIND_NUMBER, ERASE_NUMBER])
def test_a_number_without_its_country_is_refused(
    box: Box, operation: tuple[str, str], number: str
) -> None:
    reply = ask(box, operation, number)
    assert reply.status == 400
    assert reply.errors[0].startswith("phoneNumber: must begin with a plus sign")


def test_a_plus_sign_that_was_not_written_as_2b_is_explained(box: Box) -> None:
    method, path = FIND_NUMBER
    reply = box.api("northwind", method, path + "+14155550123")
    assert reply.status == 400
    assert "%2B" in reply.errors[0]


@pytest.mark.parametrize("operation", ALL)
def test_the_parameter_and_the_scope_are_needed(own: Box, operation: tuple[str, str]) -> None:
    method, path = operation
    assert own.api("northwind", method, path.partition("?")[0]).status == 400
    narrow = token_for(own, "api:users:read")
    reply = own.api("northwind", method, path + "a%40b.example", token=narrow)
    assert reply.status == 403
    assert "api:data-privacy:" in reply.errors[0]


# --- erasing


def upload(box: Box, party: dict[str, Any], company: str = "northwind") -> str:
    """Add a call with somebody."""
    host = next(
        party["userId"]
        for call in calls(box, company)
        for party in call["parties"]
        if "userId" in party
    )
    body = {
        "clientUniqueId": f"privacy-{json.dumps(party)}",
        "actualStart": "2026-01-02T03:04:05Z",
        "direction": "Conference",
        "primaryUser": host,
        "parties": [{"userId": host}, party],
    }
    reply = box.api(company, "POST", "/v2/calls", body=body)
    assert reply.status == 200, reply.content
    call_id: str = reply.json["callId"]
    return call_id


def take_snapshot(box: Box) -> dict[str, Any]:
    taken: dict[str, Any] = box.control("GET", "/snapshot").json
    return taken


def opened(snapshot: dict[str, Any]) -> State:
    """Open the database in a snapshot."""
    return state_of_image(zlib.decompress(base64.b64decode(snapshot["database"])))


def texts_of(box: Box) -> Iterator[tuple[str, str]]:
    """Every value in the database, with its table."""
    with closing(opened(take_snapshot(box))) as state:
        for table, rows in dump(state).items():
            for row in rows:
                for value in row:
                    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                    yield table, str(text)


def unmentioned(box: Box) -> dict[str, Any]:
    """Somebody whom nobody names in a call or an email without them."""
    with closing(opened(take_snapshot(box))) as state:
        for person in outsiders(box):
            row = state.row(
                "SELECT count(*) FROM call_transcripts JOIN calls USING (content)"
                " JOIN companies c ON c.id = company_id AND name = 'northwind'"
                " WHERE instr(transcript, ?) > 0 AND content NOT IN"
                " (SELECT content FROM call_parties WHERE email = ?)",
                person["name"].encode(),
                person["emailAddress"],
            )
            if row == (0,) and len(with_party(box, "emailAddress", person["emailAddress"])) > 2:
                return person
    raise AssertionError("everybody is mentioned")


def test_an_erased_person_is_in_no_answer_and_no_table(own: Box) -> None:
    person = unmentioned(own)
    record = found(ask(own, FIND_EMAIL, person["emailAddress"]))["customerData"][0]["objects"][0]
    known = look_around(own, "northwind")
    known = Known(
        **{
            **vars(known),
            "contact": record["externalId"],
            "contact_email": person["emailAddress"],
            "call": min(with_party(own, "emailAddress", person["emailAddress"])),
        }
    )
    for example in chain(first_reads(known), writes(known), other_reads(known)):
        reply = example.send(own, "northwind")
        assert reply.status < 500, (example, reply.content)
        known.made[example.operation] = reply.json
    own.advance(2 * 86_400)
    before = found(ask(own, FIND_EMAIL, person["emailAddress"]))
    assert all(before[name] for name in NOTHING if name != "meetings"), before
    assert found(ask(own, ERASE_EMAIL, person["emailAddress"])) == {}
    own.advance(HOUR + 1)
    marks = {
        person["emailAddress"],
        person["phoneNumber"],
        re.sub(r"\D", "", person["phoneNumber"]),
        person["name"],
        record["externalId"],
    }
    for example in chain(first_reads(known), other_reads(known)):
        reply = example.send(own, "northwind")
        assert reply.status < 500
        text = reply.text.replace(example.path, "")
        asked_for = json.dumps(example.body) + example.path
        shown = {mark for mark in marks if mark in text and mark not in asked_for}
        assert not shown, (example, shown)
    left = {(table, mark) for table, text in texts_of(own) for mark in marks if mark in text}
    assert not left
    assert found(ask(own, FIND_EMAIL, person["emailAddress"])) == NOTHING


def test_an_erasure_waits_for_its_moment(own: Box) -> None:
    person = outsiders(own)[0]
    before = found(ask(own, FIND_EMAIL, person["emailAddress"]))
    assert (
        own.control("PUT", "/settings", {"company": "northwind", "erase_after": 600}).status == 200
    )
    assert found(ask(own, ERASE_EMAIL, person["emailAddress"].upper())) == {}
    own.advance(500)
    assert found(ask(own, FIND_EMAIL, person["emailAddress"])) == before
    told = [hint["message"] for hint in own.requests()[-1]["hints"]]
    assert any("An erasure was accepted" in message for message in told)
    own.advance(200)
    assert found(ask(own, FIND_EMAIL, person["emailAddress"])) == NOTHING
    for call_id in call_ids(before):
        assert own.api("northwind", "GET", f"/v2/calls/{call_id}").status == 404


def test_a_number_s_erasure_takes_the_emails_of_its_contacts_along(own: Box) -> None:
    person = next(
        one for one in outsiders(own) if found(ask(own, FIND_EMAIL, one["emailAddress"]))["emails"]
    )
    others = [one for one in outsiders(own) if one["emailAddress"] != person["emailAddress"]]
    assert found(ask(own, ERASE_NUMBER, person["phoneNumber"])) == {}
    own.advance(HOUR + 1)
    assert found(ask(own, FIND_EMAIL, person["emailAddress"])) == NOTHING
    assert found(ask(own, FIND_NUMBER, person["phoneNumber"]))["matchingPhoneNumbers"] == []
    kept = {one["emailAddress"] for one in outsiders(own)}
    assert len(kept & {one["emailAddress"] for one in others}) > len(others) - 5


def test_an_address_does_not_lead_on_to_numbers(own: Box) -> None:
    person = outsiders(own)[0]
    call_id = upload(own, {"phoneNumber": person["phoneNumber"]})
    assert call_id not in call_ids(found(ask(own, FIND_EMAIL, person["emailAddress"])))
    assert call_id in call_ids(found(ask(own, FIND_NUMBER, person["phoneNumber"])))


def test_erasing_in_one_company_leaves_the_others_alone(own: Box) -> None:
    party = {"emailAddress": "shared@customer.example", "name": "Shared"}
    for company in ("northwind", "kestrel"):
        upload(own, party, company)
    assert found(ask(own, ERASE_EMAIL, "shared@customer.example")) == {}
    own.advance(HOUR + 1)
    assert found(ask(own, FIND_EMAIL, "shared@customer.example")) == NOTHING
    assert len(found(ask(own, FIND_EMAIL, "shared@customer.example", "kestrel"))["calls"]) == 1


def test_erasing_again_or_a_stranger_is_accepted(own: Box) -> None:
    address = outsiders(own)[0]["emailAddress"]
    for _ in range(2):
        assert found(ask(own, ERASE_EMAIL, address)) == {}
    own.advance(HOUR + 1)
    for _ in range(2):
        assert found(ask(own, ERASE_EMAIL, address)) == {}
    assert found(ask(own, ERASE_NUMBER, "+1 000 555 0199")) == {}
    own.advance(HOUR + 1)
    assert found(ask(own, FIND_EMAIL, address)) == NOTHING


def test_a_call_that_cannot_be_seen_yet_goes_too(own: Box) -> None:
    late = {"company": "northwind", "call_visible_after": 86_400}
    assert own.control("PUT", "/settings", late).status == 200
    call_id = upload(own, {"emailAddress": "late@customer.example"})
    assert found(ask(own, FIND_EMAIL, "late@customer.example")) == NOTHING
    assert found(ask(own, ERASE_EMAIL, "late@customer.example")) == {}
    own.advance(2 * 86_400)
    assert own.api("northwind", "GET", f"/v2/calls/{call_id}").status == 404
    assert not [text for _, text in texts_of(own) if "late@customer.example" in text]


@pytest.mark.parametrize("change", [str, str.upper])
def test_the_company_s_own_users_cannot_be_erased(box: Box, change: Any) -> None:
    user = next(party for call in calls(box) for party in call["parties"] if "userId" in party)
    assert len(found(ask(box, FIND_EMAIL, user["emailAddress"]))["calls"]) > 5
    replies = [
        ask(box, ERASE_EMAIL, change(user["emailAddress"])),
        ask(box, ERASE_NUMBER, user["phoneNumber"]),
    ]
    for reply in replies:
        assert reply.status == 400
        assert "belongs to a user of the company" in reply.errors[0]


def test_an_abnormal_amount_is_refused(own: Box) -> None:
    address = outsiders(own)[0]["emailAddress"]
    before = found(ask(own, FIND_EMAIL, address))
    count = len(before["calls"]) + len(before["emails"]) + 1
    for most, status in ((count - 1, 400), (count, 200)):
        body = {"company": "northwind", "erase_at_most": most}
        assert own.control("PUT", "/settings", body).status == 200
        reply = ask(own, ERASE_EMAIL, address)
        assert reply.status == status
        if status == 400:
            assert "abnormal amount" in reply.errors[0]
            assert f"{count} objects" in own.requests()[-1]["hints"][0]["message"]
            own.advance(HOUR + 1)
            assert found(ask(own, FIND_EMAIL, address)) == before


def test_a_snapshot_brings_back_what_was_erased_and_what_is_due(own: Box) -> None:
    address = outsiders(own)[0]["emailAddress"]
    untouched = take_snapshot(own)
    before = found(ask(own, FIND_EMAIL, address))
    assert found(ask(own, ERASE_EMAIL, address)) == {}
    accepted = take_snapshot(own)
    own.advance(HOUR + 1)
    assert found(ask(own, FIND_EMAIL, address)) == NOTHING
    own.control("PUT", "/snapshot", untouched)
    own.lift_limits()
    own.advance(HOUR + 1)
    assert call_ids(found(ask(own, FIND_EMAIL, address))) == call_ids(before)
    own.control("PUT", "/snapshot", accepted)
    assert found(ask(own, FIND_EMAIL, address)) == before
    own.advance(HOUR + 1)
    assert found(ask(own, FIND_EMAIL, address)) == NOTHING


def test_an_erasure_that_was_accepted_survives_a_restart(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        address = outsiders(box)[0]["emailAddress"]
        assert found(ask(box, ERASE_EMAIL, address)) == {}
    with running(Options(data=data, port=0)) as box:
        assert found(ask(box, FIND_EMAIL, address))["calls"]
        box.advance(HOUR + 1)
        assert found(ask(box, FIND_EMAIL, address)) == NOTHING
    with running(Options(data=data, port=0)) as box:
        assert found(ask(box, FIND_EMAIL, address)) == NOTHING


def test_what_others_say_about_somebody_stays(own: Box) -> None:
    with closing(opened(take_snapshot(own))) as state:
        (name, email), *_ = state.rows(
            "SELECT k.name, k.email FROM contacts k JOIN companies c"
            " ON c.id = k.company_id AND c.name = 'northwind'"
            " WHERE NOT EXISTS (SELECT 1 FROM call_parties p WHERE p.email = k.email)"
            " AND EXISTS (SELECT 1 FROM call_transcripts"
            " WHERE instr(transcript, CAST(k.name AS BLOB)) > 0)"
        )
    assert found(ask(own, ERASE_EMAIL, email)) == {}
    own.advance(HOUR + 1)
    left = {table for table, text in texts_of(own) if name in text}
    assert "call_transcripts" in left
    assert not left & {"contacts", "call_parties"}


def test_meetings_and_reported_events_are_found_and_erased(own: Box) -> None:
    known = look_around(own, "northwind")
    wanted = {"addMeeting", "contentShared", "contentViewed", "customAction"}
    for example in chain(first_reads(known), writes(known)):
        if example.operation == "updateMeeting":
            break
        reply = example.send(own, "northwind")
        known.made[example.operation] = reply.json
        if example.operation in wanted | {"addDigitalInteraction"}:
            assert reply.status in {200, 201}, reply.content
    answer = found(ask(own, FIND_EMAIL, known.contact_email))
    assert known.made["addMeeting"]["meetingId"] in {one["id"] for one in answer["meetings"]}
    events = {one["eventType"]: one for one in answer["customerEngagement"]}
    assert set(events) == {"contentShared", "contentViewed", "customEvent", "digitalInteraction"}
    assert events["customEvent"]["eventName"] == "Booked"
    assert events["contentShared"]["contentUrl"] == "https://pulse.example/brochure"
    assert events["contentViewed"]["reportingSystem"] == "Deal Pulse"
    assert events["contentShared"]["sourceEventId"] == "northwind-shared"
    assert found(ask(own, ERASE_EMAIL, known.contact_email)) == {}
    own.advance(HOUR + 1)
    assert found(ask(own, FIND_EMAIL, known.contact_email)) == NOTHING


def test_the_last_writes_are_accepted(own: Box) -> None:
    known = look_around(own, "globex")
    for example in chain(first_reads(known), writes(known), last_writes(known)):
        reply = example.send(own, "globex")
        known.made[example.operation] = reply.json
        if example.operation.startswith("purge"):
            assert found(reply) == {}


def person(crm_id: str, name: str, day: int = 1) -> dict[str, str]:
    """A contact or lead to upload."""
    moment = f"2026-01-{day:02}T00:00:00Z"
    return {"objectId": crm_id, "modifiedDate": moment, "emailAddress": f"{name}@people.example"}


def records(answer: dict[str, Any]) -> list[tuple[str, str]]:
    found = [each for system in answer["customerData"] for each in system["objects"]]
    return [(each["objectType"], each["externalId"]) for each in found]


def test_who_shares_the_id_of_another_type_stays(own: Box, planted: Path) -> None:
    demo, crm = read_flows_demo(planted), Crm(own).registered()
    crm.load("CONTACT", person("77", "anna"))
    crm.load("LEAD", person("77", "bert"))
    assert assign(own, demo, "Cold outreach", ["77"]).status == 200
    assert records(found(ask(own, FIND_EMAIL, "anna@people.example"))) == [("Contact", "77")]
    assert records(found(ask(own, FIND_EMAIL, "bert@people.example"))) == [("Lead", "77")]
    assert found(ask(own, ERASE_EMAIL, "anna@people.example")) == {}
    own.advance(HOUR + 1)
    assert found(ask(own, FIND_EMAIL, "anna@people.example")) == NOTHING
    assert crm.objects("CONTACT", "77") == {"77": None}
    # Of the two it is the lead who is in the flow.
    assert crm.objects("LEAD", "77")["77"]["emailAddress"] == "bert@people.example"
    assert len(assigned(own, demo, crmProspectsIds=["77"])) == 1
    assert found(ask(own, ERASE_EMAIL, "bert@people.example")) == {}
    own.advance(HOUR + 1)
    assert crm.objects("LEAD", "77") == {"77": None}
    assert assigned(own, demo, crmProspectsIds=["77"]) == []


def test_an_address_is_that_of_whoever_has_it_now(own: Box) -> None:
    crm = Crm(own).registered()
    crm.load("LEAD", person("79", "old"))
    assert records(found(ask(own, FIND_EMAIL, "old@people.example"))) == [("Lead", "79")]
    crm.load("LEAD", person("79", "new", day=2))
    assert found(ask(own, FIND_EMAIL, "old@people.example")) == NOTHING
    assert records(found(ask(own, FIND_EMAIL, "new@people.example"))) == [("Lead", "79")]
    assert found(ask(own, ERASE_EMAIL, "old@people.example")) == {}
    own.advance(HOUR + 1)
    assert crm.objects("LEAD", "79")["79"]["emailAddress"] == "new@people.example"
    assert all("old@people.example" not in text for _, text in texts_of(own))
    assert found(ask(own, ERASE_EMAIL, "new@people.example")) == {}
    own.advance(HOUR + 1)
    assert crm.objects("LEAD", "79") == {"79": None}
    assert all("@people.example" not in text for _, text in texts_of(own))


def test_a_person_whose_upload_is_not_done_is_erased_too(own: Box) -> None:
    crm = Crm(own).registered()
    crm.load("LEAD", {**person("80", "old"), "phoneNumber": "+1 202 555 0107"})
    name = crm.upload("LEAD", person("80", "new", day=2))
    own.control("PUT", "/settings", {"company": "northwind", "erase_after": 0})
    assert found(ask(own, ERASE_EMAIL, "new@people.example")) == {}
    assert crm.settled(name)["status"] == "DONE"
    assert crm.objects("LEAD", "80") == {"80": None}
