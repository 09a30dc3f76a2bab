"""Engage's mail over HTTP: a user's folders, drafts, sending, and the mailboxes outside."""

from __future__ import annotations

import html
import re
from contextlib import closing
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.composing import FORM, Writer, body_of
from tests.sandbox.demo_calls import NOW, planted_state
from tests.sandbox.events import person_of, timeline
from tests.sandbox.test_data_privacy import (
    ERASE_EMAIL,
    FIND_EMAIL,
    ask,
    found,
    opened,
    take_snapshot,
    texts_of,
)
from tests.sandbox.test_pages import Page
from tests.sandbox.world import get, workspaces

from gongkit.sandbox.core.mail.plain_text import text_of
from gongkit.sandbox.core.mail.sanitizer import sanitize
from gongkit.sandbox.server.serving import Options

GOOD = {
    "to": "Ada Lovelace <ada@engines.example>",
    "cc": "bert@engines.example; carl@engines.example",
    "subject": "The engine",
    "html": "<p>Dear Ada,</p><p>it <b>runs</b>.</p>",
}
FOREIGN = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


@pytest.fixture
def writer(box: Box) -> Writer:
    return Writer(box)


def wrong_fields(page: str) -> dict[str, str]:
    """Give the sentences that stand beside fields."""
    found = re.findall(r'id="(\w+)-wrong">(.*?)<', page)
    return {name: html.unescape(text) for name, text in found}


def mailbox_path(sent: str, address: str) -> str:
    return f"/mailbox/{quote(address)}/{sent.rpartition('/')[2]}"


# --- folders


def test_who_is_not_signed_in_is_asked_to(box: Box) -> None:
    for path in ("/engage", "/engage/drafts", "/engage/sent", "/engage/drafts/1"):
        answer = box.send("GET", path)
        assert answer.status == 303
        assert answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("{url}/engage/drafts/1?x=1", "/engage/drafts/1?x=1"),
        ("https://evil.example/engage", "/"),
        ("{url}", "/"),
        ("http://[", "/"),
        (None, "/"),
    ],
)
def test_who_signs_in_to_send_a_form_comes_back_to_it(
    box: Box, referer: str | None, back: str
) -> None:
    headers = {"Referer": referer.format(url=box.url)} if referer else {}
    answer = box.send("POST", "/engage/drafts/1/send", headers={**FORM, **headers})
    assert answer.status == 303
    assert unquote(answer.headers["location"]) == f"/sign-in?next={back}"


@pytest.mark.parametrize("role", ["tech_admin", "business_admin", "rep"])
def test_everybody_has_drafts_and_sent_mail(box: Box, role: str) -> None:
    writer = Writer(box, role=role)
    for folder in ("/engage/drafts", "/engage/sent"):
        paths = re.findall(rf'href="({folder}/\d+)"', writer.get(folder).text)
        assert paths
        assert all(writer.get(path).status == 200 for path in paths)


def test_an_inbox_has_what_customers_answered(writer: Writer) -> None:
    page = writer.get("/engage").text
    paths = re.findall(r'href="(/engage/received/\d+)"', page)
    assert len(paths) > 5
    letter = writer.get(paths[0]).text
    assert writer.person["email"] in letter
    assert "Re: " in letter


def test_a_long_folder_is_read_page_by_page(writer: Writer) -> None:
    path, seen = "/engage/sent", []
    while path:
        page = writer.get(path).text
        seen += re.findall(r'href="/engage/sent/(\d+)"', page)
        more = re.search(r'href="(\?before=[^"]+)" rel="next"', page)
        path = f"/engage/sent{html.unescape(more[1])}" if more else ""
    assert len(seen) > 50
    assert len(seen) == len(set(seen))
    assert f'Sent <span class="count">{len(seen)}</span>' in page
    assert writer.get("/engage/sent?before=nonsense").status == 400


def test_the_demo_s_html_is_as_the_sanitizer_would_leave_it() -> None:
    with closing(planted_state()) as state:
        drafts = state.rows("SELECT html, to_text FROM drafts")
        sent = state.rows("SELECT html, body FROM sent_html JOIN emails ON id = email_id")
        assert len(drafts) > 50
        assert len(sent) > 10
        assert all(sanitize(text) == text for text, _ in (*drafts, *sent))
        assert all(text_of(text) == body for text, body in sent)
        assert state.rows("SELECT 1 FROM drafts WHERE changed > ?", NOW + 86_400) == []


def test_nobody_sees_the_mail_of_others(box: Box, writer: Writer) -> None:
    draft, sent = writer.begin(), writer.send(**GOOD)
    received = re.search(r"/engage/received/\d+", writer.get("/engage").text)
    assert received is not None
    for other in (Writer(box, role="tech_admin"), Writer(box, "kestrel")):
        for path in (draft, sent, received[0]):
            assert other.get(path).status == 404
            assert other.get(f"{path}/document").status == 404
        for path in ("inserted", "panels"):
            assert other.get(f"{draft}/{path}").status == 404
        for action in ("", "/send", "/delete"):
            assert other.post(f"{draft}{action}", GOOD).status == 404
        assert other.insert(draft, "<p>x</p>").status == 404
        assert other.post(f"{received[0]}/reply").status == 404
    assert writer.get(draft).status == 200
    for path in (
        "/engage/drafts/999999",
        f"/engage/drafts/{2**70}",
        "/engage/drafts/x",
        "/engage/sent/1",
    ):
        assert writer.get(path).status == 404


def test_forms_of_other_origins_do_nothing(writer: Writer) -> None:
    draft = writer.begin()
    before = writer.get("/engage/drafts").text
    for path in ("/engage/drafts", draft, f"{draft}/send", f"{draft}/delete", f"{draft}/content"):
        for header in FOREIGN.items():
            assert writer.post(path, GOOD, **dict([header])).status == 403
    assert writer.get("/engage/drafts").text == before


# --- drafts


def test_a_draft_keeps_what_is_written_and_what_may_stay(writer: Writer) -> None:
    draft = writer.begin()
    answer = writer.save(draft, **{**GOOD, "html": '<p onclick="x">it</p><script>x</script>'})
    assert (answer.status, answer.headers["location"]) == (303, draft)
    page = writer.get(draft).text
    assert "The draft is saved." in page
    assert html.escape(GOOD["to"]) in page
    assert writer.html_of(draft) == "<p>it</p>"
    assert "The engine" in writer.get("/engage/drafts").text


def test_a_script_is_told_in_json(writer: Writer) -> None:
    draft = writer.begin()
    answer = writer.post(draft, GOOD, Accept="application/json")
    assert (answer.status, answer.json["errors"]) == (200, {})
    assert re.fullmatch(r"\d\d:\d\d", answer.json["saved"])
    refused = writer.post(draft, {"subject": "x" * 251}, Accept="application/json")
    assert refused.status == 422
    assert refused.json["errors"] == {"subject": "A subject has 250 characters at most."}
    assert "The engine" in writer.get(draft).text


def test_what_cannot_be_kept_is_shown_again(writer: Writer) -> None:
    draft = writer.begin()
    given = "<i>" * 5_001
    answer = writer.upload(draft, {**GOOD, "html": given})
    assert answer.status == 422
    assert wrong_fields(answer.text) == {"html": "The HTML has more than 5,000 tags."}
    assert html.escape(given) in answer.text
    assert html.escape(GOOD["to"]) in answer.text
    assert writer.html_of(draft) == ""
    large = writer.upload(draft, {"html": "x" * 1_000_001})
    assert wrong_fields(large.text) == {"html": "The HTML is larger than 1,000 KB."}
    assert writer.upload(draft, {"html": "x" * 5_000_000}).status == 413
    assert writer.upload(draft, {"html": "x" * 900_000}).status == 303
    assert len(writer.html_of(draft)) == 900_000


def composer_of(page: Reply) -> dict[str, str]:
    """Give the hidden fields by which a composer says which it is, and what it knows."""
    hidden = r'type="hidden" name="(composer|known)"[^>]* value="([^"]*)"'
    return dict(re.findall(hidden, page.text))


def test_a_composer_does_not_replace_what_another_wrote(writer: Writer) -> None:
    draft = writer.begin()
    one, other = composer_of(writer.get(draft)), composer_of(writer.get(draft))
    assert one["composer"] != other["composer"]
    assert writer.save(draft, html="<p>one</p>", **one).status == 303
    assert writer.save(draft, html="<p>one, again</p>", **one).status == 303
    refused = writer.post(draft, {"html": "<p>other</p>", **other}, Accept="application/json")
    assert (refused.status, list(refused.json["errors"])) == (422, ["draft"])
    assert refused.json["composer"] == one["composer"]
    assert writer.html_of(draft) == "<p>one, again</p>"
    for path in (draft, f"{draft}/send"):
        page = writer.post(path, {**GOOD, "html": "<p>other</p>", **other})
        assert "changed on another page" in page.text
        assert "&lt;p&gt;other&lt;/p&gt;" in page.text
    # What was told so may replace it.
    assert writer.save(draft, html="<p>other</p>", **composer_of(page)).status == 303
    assert writer.html_of(draft) == "<p>other</p>"
    opened_now = composer_of(writer.get(draft))
    assert writer.save(draft, html="<p>anew</p>", **opened_now).status == 303


def test_a_subject_is_one_line(writer: Writer) -> None:
    draft = writer.begin()
    writer.save(draft, subject="a\r\nBcc: x@y.example\x00\tb")
    assert 'value="a Bcc: x@y.example b"' in writer.get(draft).text


def test_a_draft_is_deleted(writer: Writer) -> None:
    draft = writer.begin()
    assert writer.post(f"{draft}/delete").headers["location"] == "/engage/drafts"
    assert writer.get(draft).status == 404


def test_an_answer_quotes_the_email(writer: Writer) -> None:
    received = re.search(r"/engage/received/\d+", writer.get("/engage").text)
    assert received is not None
    draft = writer.post(f"{received[0]}/reply").headers["location"]
    page = writer.get(draft).text
    assert re.search(r'id="subject" name="subject" value="Re: (?!Re:)', page)
    assert re.search(r'id="to" name="to" value="[^"]+ &lt;[^"]+@[^"]+&gt;"', page)
    assert "wrote:</p><blockquote><p>" in writer.html_of(draft)


def test_what_was_put_in_last_is_remembered_and_shown(box: Box, writer: Writer) -> None:
    draft, app = writer.begin(), box.register()
    given = "<p onclick=x>Hello</p><script>x</script>"
    answer = writer.insert(draft, given, app.client_id)
    assert answer.json["report"]["client_id"] == app.client_id
    for page in (writer.get(draft).text, writer.get(f"{draft}/panels").text):
        assert "What Deal Pulse put in" in page
        assert "2 removed" in page
        assert ">onclick=x</del>" in page
        assert "&lt;script&gt;x&lt;/script&gt;</del>" in page
        assert "<script>x" not in page
    assert body_of(writer.get(f"{draft}/inserted")) == "<p>Hello</p>"
    assert writer.html_of(draft) == ""
    writer.insert(draft, "<p>pasted</p>")
    assert "What you pasted" in writer.get(draft).text
    assert writer.get(f"{writer.begin()}/inserted").status == 404


# --- sending


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"to": ""}, {"to": "Say whom the email goes to."}),
        ({"to": "ada"}, {"to": "This is no email address: ada"}),
        ({"to": "a@b"}, {"to": "This is no email address: a@b"}),
        ({"to": "a@b.example, c@"}, {"to": "This is no email address: c@"}),
        ({"to": "a..b@c.example"}, {"to": "This is no email address: a..b@c.example"}),
        ({"to": "ä@c.example"}, {"to": "This is no email address: ä@c.example"}),
        ({"cc": "<x>"}, {"cc": "This is no email address: <x>"}),
        ({"to": ",".join(f"a{n}@b.example" for n in range(101))}, {"to": None}),
        ({"cc": ",".join(f"a{n}@b.example" for n in range(100))}, {"to": None}),
        ({"subject": " "}, {"subject": "Give the email a subject."}),
        ({"html": "<p> </p>"}, {"html": "Write something first."}),
        ({"to": "", "html": ""}, {"to": None, "html": None}),
    ],
)
def test_what_is_missing_stands_beside_its_field(
    writer: Writer, changes: dict[str, str], expected: dict[str, str | None]
) -> None:
    draft = writer.begin()
    answer = writer.post(f"{draft}/send", {**GOOD, **changes})
    assert answer.status == 422
    found = wrong_fields(answer.text)
    assert found.keys() == expected.keys()
    assert all(text in {None, found[name]} for name, text in expected.items())
    page = Page(answer.text)
    fields = [*page.all("input"), *page.all("textarea")]
    assert {str(each["id"]) for each in fields if "aria-invalid" in each} == found.keys()
    kept = writer.get(draft).text
    assert html.escape({**GOOD, **changes}["to"]) in kept


def test_who_has_opted_out_gets_no_email(box: Box, writer: Writer) -> None:
    with closing(opened(take_snapshot(box))) as state:
        ((address,), *_) = state.rows(
            "SELECT email FROM contacts k JOIN flow_opt_outs o ON o.company_id = k.company_id"
            " AND prospect_id = k.id JOIN companies c ON c.id = k.company_id"
            " WHERE c.name = 'northwind'"
        )
    for field in ("to", "cc"):
        answer = writer.post(f"{writer.begin()}/send", {**GOOD, field: address.upper()})
        assert answer.status == 422
        assert wrong_fields(answer.text) == {field: f"{address.upper()} has opted out of emails."}


def test_an_email_is_sent_and_arrives(own: Box) -> None:
    writer, person = Writer(own), person_of(own)
    before = len(timeline(own, person["account"]))
    to = f"{person['name']} <{person['email'].upper()}>"
    draft = writer.begin()
    answer = writer.post(f"{draft}/send", {**GOOD, "to": to})
    sent = answer.headers["location"]
    assert writer.get(draft).status == 404
    page = writer.get(sent).text
    assert "The email is sent, and has arrived." in page
    assert body_of(writer.get(f"{sent}/document")) == GOOD["html"]
    assert f'href="{sent}"' in writer.get("/engage/sent").text
    after = timeline(own, person["account"])
    assert len(after) == before + 1
    assert (after[0]["kind"], after[0]["title"]) == ("email", "The engine")
    assert after[0]["text"] == "Dear Ada, it runs."
    references = found(ask(own, FIND_EMAIL, person["email"]))["emails"]
    assert references[-1]["mailbox"] == writer.person["email"]
    for address in (person["email"], "bert@engines.example", "carl@engines.example"):
        arrived = own.send("GET", mailbox_path(sent, address))
        assert arrived.status == 200
        assert "The engine" in arrived.text
        assert body_of(own.send("GET", mailbox_path(sent, address) + "/document")) == GOOD["html"]


def test_a_colleague_gets_it_in_the_inbox(box: Box, writer: Writer) -> None:
    colleague = Writer(box, role="business_admin")
    sent = writer.send(**{**GOOD, "to": colleague.person["email"], "subject": "Between us"})
    letter = sent.rpartition("/")[2]
    assert "Between us" in colleague.get("/engage").text
    assert colleague.get(f"/engage/received/{letter}").status == 200
    assert body_of(colleague.get(f"/engage/received/{letter}/document")) == GOOD["html"]
    assert colleague.get(sent).status == 404


def test_an_email_counts_where_emails_are_counted(own: Box) -> None:
    writer, person = Writer(own), person_of(own)
    about = {
        "crmEntityType": "ACCOUNT",
        "crmEntityId": person["account"],
        "timePeriod": "ALL_CONVERSATIONS",
        "question": "What runs?",
    }

    def searched() -> int:
        answers = [
            get(own, "northwind", "/v2/entities/ask-entity", workspaceId=each, **about)
            for each in workspaces(own)
        ]
        return sum(answer.json["numOfEmailsSearched"] for answer in answers)

    before = searched()
    writer.send(**{**GOOD, "to": person["email"]})
    assert searched() == before + 1


# --- mailboxes


def test_mailboxes_list_who_got_mail_the_last_one_first(own: Box) -> None:
    Writer(own).send(**GOOD)
    page = own.send("GET", "/mailbox").text
    listed = [html.unescape(one) for one in re.findall(r'href="/mailbox/([^"]+)"', page)]
    assert listed[:3] == [
        "ada%40engines.example",
        "bert%40engines.example",
        "carl%40engines.example",
    ]
    page = own.send("GET", "/mailbox?address=BERT%40engines").text
    assert re.findall(r'href="/mailbox/([^"]+)"', page) == ["bert%40engines.example"]
    assert "No mailbox has" in own.send("GET", "/mailbox?address=%25").text


def test_a_mailbox_lists_its_mail(box: Box, writer: Writer) -> None:
    sent = writer.send(**GOOD)
    for address in ("ada@engines.example", "ADA@ENGINES.EXAMPLE"):
        page = box.send("GET", f"/mailbox/{address}").text
        assert sent.rpartition("/")[2] in page
    assert "Nothing has arrived here." in box.send("GET", "/mailbox/zoe@engines.example").text
    assert box.send("GET", mailbox_path(sent, "zoe@engines.example")).status == 404
    assert box.send("GET", "/mailbox/ada@engines.example?before=x").status == 400


def test_an_email_without_html_has_its_text(box: Box, writer: Writer) -> None:
    page = writer.get("/engage/sent").text
    letters = re.findall(r'href="/engage/sent/(\d+)"', page)
    for letter in letters:
        shown = writer.get(f"/engage/sent/{letter}").text
        if "mail-text" in shown:
            break
    assert writer.get(f"/engage/sent/{letter}/document").status == 404
    (path, *_) = re.findall(r'href="(/mailbox/[^"]+)"', shown)
    arrived = box.send("GET", path).text
    assert ">HTML</a>" not in arrived
    assert box.send("GET", f"{path}/document").status == 404
    source = read_source(box, path)
    assert source.get_content_type() == "text/plain"


def read_source(box: Box, path: str) -> Any:
    page = box.send("GET", f"{path}?view=source").text
    shown = re.search(r'<pre class="mail-source[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert shown is not None
    return message_from_string(html.unescape(shown[1]), policy=default)


def test_the_source_is_a_sound_message(box: Box, writer: Writer) -> None:
    given = {
        **GOOD,
        "to": '"Łukasz, the first" <lukasz@engines.example>',
        "subject": "Grüße aus Köln 😀 " + "long " * 30,
        "html": "<p>Schöne Grüße = \xa0</p><p>" + "x" * 2_000 + "</p>",
    }
    sent = writer.send(**given)
    message = read_source(box, mailbox_path(sent, "lukasz@engines.example"))
    assert message["subject"] == given["subject"].strip()
    assert message["delivered-to"] == "lukasz@engines.example"
    assert message["from"].addresses[0].addr_spec == writer.person["email"]
    (to,) = message["to"].addresses
    assert (to.display_name, to.addr_spec) == ("Łukasz, the first", "lukasz@engines.example")
    assert [one.addr_spec for one in message["cc"].addresses] == [
        "bert@engines.example",
        "carl@engines.example",
    ]
    assert message["message-id"].endswith("@northwind.example>")
    assert message["date"].datetime.tzinfo is not None
    assert message.get_content_type() == "multipart/alternative"
    text, page = message.iter_parts()
    assert text.get_content().startswith("Schöne Grüße =")
    assert "<p>Schöne Grüße = &nbsp;</p>" in page.get_content()
    assert not message.defects


def test_documents_have_no_way_to_do_harm(box: Box, writer: Writer) -> None:
    image = '<img src="https://pulse.example/x.png" alt="" width="1">'
    draft = writer.begin()
    writer.save(draft, html=image)
    writer.insert(draft, image)
    sent = writer.send(**{**GOOD, "html": image})
    arrived = mailbox_path(sent, "ada@engines.example")
    expected = {
        f"{draft}/document": ("data: https:", "sandbox allow-same-origin"),
        f"{draft}/inserted": ("data: https:", "sandbox"),
        f"{sent}/document": ("data: https:", "sandbox allow-popups"),
        f"{arrived}/document": ("data:", "sandbox allow-popups"),
        f"{arrived}/document?images=show": ("data: https:", "sandbox allow-popups"),
    }
    for path, (images, sandbox) in expected.items():
        answer = writer.get(path)
        policy = dict(
            part.partition(" ")[::2]
            for part in answer.headers["content-security-policy"].split("; ")
        )
        assert policy["default-src"] == "'none'"
        assert policy["img-src"] == images
        assert policy["frame-ancestors"] == "'self'"
        assert policy["form-action"] == policy["base-uri"] == "'none'"
        assert "script-src" not in policy
        assert "allow-scripts" not in policy["sandbox"]
        assert f"sandbox {policy['sandbox']}".strip().startswith(sandbox)
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert body_of(answer) == image
    assert "Images from elsewhere are not shown" in box.send("GET", arrived).text
    assert "images=show" in box.send("GET", f"{arrived}?images=show").text


def test_pages_are_escaped(box: Box, writer: Writer) -> None:
    bad = {**GOOD, "subject": "<i>x</i>\"'", "to": '"<b>" <ada@engines.example>'}
    draft = writer.begin()
    writer.save(draft, **bad)
    sent = writer.send(**bad)
    for answer in (
        writer.get(draft),
        writer.get("/engage/drafts"),
        writer.get("/engage/sent"),
        writer.get(sent),
        box.send("GET", mailbox_path(sent, "ada@engines.example")),
        box.send("GET", mailbox_path(sent, "ada@engines.example") + "?view=source"),
        box.send("GET", "/mailbox?address=<i>x"),
        box.send("GET", "/mailbox/<i>x"),
    ):
        assert "<i>x" not in answer.text
        assert not [tag for tag, _ in Page(answer.text).tags if tag == "i"]


# --- privacy, and what survives


def test_an_erased_person_leaves_no_trace_in_mail(own: Box) -> None:
    writer, address = Writer(own), "ada@engines.example"
    kept = writer.begin()
    writer.save(kept, **{**GOOD, "to": "zoe@engines.example", "cc": ""})
    writer.insert(kept, "<p>write to &#97;da@engines.example</p>")
    sent = writer.send(**GOOD)
    drafts = []
    for changes in (
        {"to": "ADA@engines.example"},
        {"to": "", "cc": f"x@y.example, {address}"},
        {"to": "", "html": f'<p>ask <a href="mailto:{address}">her</a></p>'},
        {"to": "", "subject": f"About {address}"},
    ):
        drafts.append(writer.begin())
        writer.save(drafts[-1], **{**GOOD, "cc": "", **changes})
    assert found(ask(own, ERASE_EMAIL, address)) == {}
    own.advance(3_601)
    assert all(writer.get(path).status == 404 for path in (*drafts, sent))
    assert "What you pasted" not in writer.get(kept).text
    assert own.send("GET", mailbox_path(sent, "bert@engines.example")).status == 404
    assert [table for table, text in texts_of(own) if "da@engines.example" in text.lower()] == []


def test_mail_survives_a_restart(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        writer = Writer(box)
        draft, sent = writer.begin(), writer.send(**GOOD)
        writer.save(draft, **GOOD)
    with running(Options(data=data, port=0)) as box:
        writer = Writer(box)
        assert writer.html_of(draft) == GOOD["html"]
        assert body_of(writer.get(f"{sent}/document")) == GOOD["html"]
