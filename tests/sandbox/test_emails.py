"""The demo emails: they agree with people, calls and CRM, and nobody else's are among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from tests.sandbox.demo_calls import NOW, planted_state

from gongkit.sandbox.core.engage.emails import Email, insert_emails
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import State

COMPANIES = ("northwind", "kestrel", "globex")


@pytest.fixture(scope="module")
def state() -> Iterator[State]:
    with closing(planted_state()) as planted:
        yield planted


def emails_of(state: State, company: str) -> list[dict[str, Any]]:
    rows = state.rows(
        "SELECT e.id, mailbox_user_id, from_email, sent_at, subject, body, workspace_id,"
        " account_id, opportunity_id, (SELECT json_group_array(json_array(address, role))"
        " FROM email_addresses a WHERE a.company_id = e.company_id AND email_id = e.id)"
        " FROM emails e JOIN companies c ON c.id = company_id WHERE name = ?",
        company,
    )
    names = ("id", "mailbox", "from", "sent_at", "subject", "body", "workspace", "account", "deal")
    found = [dict(zip((*names, "addresses"), row, strict=True)) for row in rows]
    return [email | {"addresses": json.loads(email["addresses"])} for email in found]


@pytest.mark.parametrize("company", COMPANIES)
def test_there_are_hundreds_in_both_directions(state: State, company: str) -> None:
    emails = emails_of(state, company)
    own = f"@{company}.example"
    sent = [email for email in emails if email["from"].endswith(own)]
    assert 100 < len(emails) < 600
    assert 0.2 < (len(emails) - len(sent)) / len(emails) < 0.6
    assert any(email["account"] is None for email in emails)
    assert all(email["sent_at"] <= NOW + 86_400 for email in emails)
    assert len({email["workspace"] for email in emails}) == 2


@pytest.mark.parametrize("company", COMPANIES)
def test_everybody_in_an_email_is_known(state: State, company: str) -> None:
    contacts = dict(
        state.rows(
            "SELECT email, account_id FROM contacts JOIN companies c ON c.id = company_id"
            " WHERE c.name = ?",
            company,
        )
    )
    users = dict(
        state.rows(
            "SELECT email, u.id FROM users u JOIN companies c ON c.id = company_id WHERE name = ?",
            company,
        )
    )
    for email in emails_of(state, company):
        addresses = {address for address, _ in email["addresses"]}
        assert addresses <= contacts.keys() | users.keys()
        others = {contacts[address] for address in addresses & contacts.keys()}
        assert others == {email["account"]}
        assert email["mailbox"] in {users[address] for address in addresses & users.keys()}
        assert [plain_email(email["from"]), "from"] in email["addresses"]
        assert {"from", "to"} <= {role for _, role in email["addresses"]}


@pytest.mark.parametrize("company", COMPANIES)
def test_what_was_agreed_in_a_call_stands_in_the_email_after_it(state: State, company: str) -> None:
    rows = state.rows(
        "SELECT json_extract(meta, '$.title'), started + duration, highlights, account_id"
        " FROM calls JOIN call_blocks USING (content) JOIN companies c ON c.id = company_id"
        " WHERE name = ? AND account_id IS NOT NULL",
        company,
    )
    emails = emails_of(state, company)
    for title, ended, highlights, account in rows:
        (recap,) = [
            email
            for email in emails
            if email["account"] == account
            and email["subject"] in {f"Recap: {title}", f"Zusammenfassung: {title}"}
            and 0 < email["sent_at"] - ended < 3 * 3600
        ]
        told = json.loads(b"{%b}" % highlights)["highlights"]
        agreed = [
            item["text"] for part in told if part["title"] == "Next steps" for item in part["items"]
        ]
        assert all(f"- {text}" in recap["body"] for text in agreed)


def test_no_text_has_a_gap(state: State) -> None:
    for company in COMPANIES:
        for email in emails_of(state, company):
            assert not set("{}") & set(email["subject"] + email["body"])
            assert email["subject"].strip()
            greeting, _, rest = email["body"].partition("\n\n")
            assert greeting.endswith(",")
            assert rest.count("\n\n") >= 1


def test_an_email_is_found_by_each_address_in_plain_form(state: State) -> None:
    email = Email(
        id="1",
        mailbox_user_id="2",
        from_email=" Ada@Example.COM ",
        to=("b@example.com", "B@example.com"),
        cc=("b@example.com",),
        sent_at=NOW,
        subject="Hello",
        body="",
        workspace_id="3",
    )
    with state.write():
        insert_emails(state, "nobody", [email])
    rows = state.rows("SELECT address, role FROM email_addresses WHERE company_id = 'nobody'")
    assert sorted(rows) == [
        ("ada@example.com", "from"),
        ("b@example.com", "cc"),
        ("b@example.com", "to"),
    ]
