"""The screens of Engage's mail: folders, emails, and the composer with its panels."""

from __future__ import annotations

from tests.browser.person import Person
from tests.browser.screens.registry import screen
from tests.sandbox.framed_apps import SCOPES, register_frames

APP_HTML = """\
<div class="card" style="border: 1px solid #ddd; padding: 12px; position: relative">
  <style>.card { box-shadow: none }</style>
  <h2 onclick="track()">Deal Pulse</h2>
  <!-- the score comes from the app -->
  <p style="display: flex; color: #333333">The deal feels <b>better</b> than last week.</p>
  <img src="http://pulse.example/score.png">
  <p><a href="javascript:open()">See why</a> or
     <a href="https://pulse.example/deals/7">https://other.example/deals/7</a></p>
  <script>track("seen")</script>
</div>
"""


async def open_draft(person: Person, role: str = "rep") -> None:
    """Open the user's latest draft, and wait for the editor."""
    await person.sign_in(role=role)
    await person.go("/engage/drafts")
    await person.page.click(".mails a")
    await person.page.wait_for_selector("#draft[data-ready]")


async def begin_email(person: Person) -> None:
    """Begin an email as a sales rep."""
    await person.sign_in(role="rep")
    await new_email(person)


async def new_email(person: Person) -> None:
    """Begin an email as whoever is signed in, and wait for the editor."""
    await person.go("/engage/drafts")
    await person.page.click("text=New email")
    await person.page.wait_for_selector("#draft[data-ready]")


async def give(person: Person, html: str, client_id: str | None = None) -> None:
    """Do what an app's frame does that closes with content."""
    client_id = client_id or person.box.register().client_id
    await person.page.evaluate(
        "detail => document.dispatchEvent(new CustomEvent('gong-content', { detail }))",
        {"clientId": client_id, "html": html},
    )
    await person.page.wait_for_selector("#changes[open], #refused:not([hidden])")


@screen("engage-inbox")
async def inbox(person: Person) -> None:
    await person.sign_in(role="rep")
    await person.go("/engage")


@screen("engage-inbox-empty")
async def inbox_empty(person: Person) -> None:
    await person.sign_in()
    await person.go("/engage")


@screen("engage-drafts")
async def drafts(person: Person) -> None:
    await person.sign_in(role="rep")
    await person.go("/engage/drafts")


@screen("engage-sent")
async def sent(person: Person) -> None:
    await person.sign_in()
    await person.go("/engage/sent")


@screen("engage-received-email")
async def received_email(person: Person) -> None:
    await inbox(person)
    await person.page.click(".mails a")
    await person.see("Reply")


@screen("engage-sent-email")
async def sent_email(person: Person) -> None:
    await sent(person)
    await person.page.click(".mails a")
    await person.see("As it has arrived")


@screen("engage-composer")
async def composer(person: Person) -> None:
    await open_draft(person)


@screen("engage-composer-new")
async def composer_new(person: Person) -> None:
    await begin_email(person)


@screen("engage-composer-refused")
async def composer_refused(person: Person) -> None:
    await begin_email(person)
    await person.page.fill("#to", "nobody")
    await person.page.click("#send")
    await person.see("This is no email address")


@screen("engage-composer-link")
async def composer_link(person: Person) -> None:
    await open_draft(person)
    await person.page.click("[data-command=link]")
    await person.page.wait_for_selector("#link-dialog[open]")


@screen("engage-composer-source")
async def composer_source(person: Person) -> None:
    await open_draft(person)
    await person.page.click("[data-command=source]")
    await person.page.wait_for_selector("#plain:not([hidden])")


@screen("engage-composer-inserted")
async def composer_inserted(person: Person) -> None:
    await open_draft(person)
    await give(person, APP_HTML)


@screen("engage-composer-apps")
async def composer_apps(person: Person) -> None:
    for name in ("Deal Pulse", "Call Recaps"):
        client = register_frames(person.box, "http://localhost:9", name=name)
        person.box.install(client, scope=" ".join(SCOPES))
    await open_draft(person)
    await person.see("Insert pulse")


@screen("engage-composer-too-large")
async def composer_too_large(person: Person) -> None:
    await open_draft(person)
    await give(person, "<p>" * 20_000)
    await person.see("Nothing was put in")
