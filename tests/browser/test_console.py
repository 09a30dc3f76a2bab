"""The console in a browser, with traffic that is made over raw HTTP while it is looked at."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Locator, Page, Route, expect
from tests.browser.person import Person, Watched
from tests.sandbox.apps import PULSE, manifest, pulse, register, use
from tests.sandbox.box import Box, Serving, send
from tests.sandbox.test_uploads_fetched import added, media_host

from gongkit.redact import Secret
from gongkit.sandbox.server.serving import Options
from gongkit.sandbox.ui.console import VIEWS

HOSTILE = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
TOKEN = "offen für alle"


def rows(page: Page) -> Locator:
    return page.locator("#entries > li")


async def called(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).click()


async def said(page: Page, text: str) -> None:
    await expect(page.get_by_role("status")).to_contain_text(text)


# --- overview


async def test_the_overview_knows_companies_people_and_integrations(
    person: Person, context: BrowserContext
) -> None:
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    await person.go("/console")
    await person.see("No integration is registered yet.")
    client = pulse(person.box)
    row = person.page.locator("#integrations tr")
    await expect(row).to_contain_text(client.client_id)
    await expect(row).to_contain_text("published")
    kestrel = person.box.companies["kestrel"]
    await called(person.page, f"Copy the API base URL of {kestrel['title']}")
    await said(person.page, "Copied the API base URL")
    copied = await person.page.evaluate("navigator.clipboard.readText()")
    assert copied == kestrel["api_base_url"]

    await person.page.locator("#companies > li").nth(1).locator("summary").click()
    admin = person.box.person("kestrel", "tech_admin")
    await called(person.page, f"Sign in as {admin['name']}, tech admin")
    await expect(person.page.get_by_label(f"Signed in as {admin['name']}")).to_be_visible()


async def test_what_is_open_stays_open_while_the_page_follows(person: Person) -> None:
    await person.go("/console")
    people = person.page.locator("#companies details").first
    await people.locator("summary").focus()
    await person.page.keyboard.press("Enter")
    pulse(person.box)
    await expect(person.page.locator("#integrations tr")).to_have_count(1)
    await expect(people).to_have_attribute("open", "")
    await expect(people.locator("summary")).to_be_focused()


# --- requests


async def test_a_request_appears_while_one_looks(person: Person) -> None:
    await person.go("/console/requests")
    await person.see("Nothing has been asked yet.")
    person.box.api("northwind", "GET", "/v2/users")
    await expect(rows(person.page)).to_have_count(1)
    person.box.api("kestrel", "GET", "/v2/workspaces")
    await expect(rows(person.page).first).to_contain_text("GET /v2/workspaces")
    await expect(person.page.locator("#count")).to_have_text("2 in the log, the newest first")


async def test_an_entry_opens_to_all_that_is_known_of_it(person: Person) -> None:
    use(person.box)
    await person.go("/console/requests")
    await rows(person.page).filter(has_text="/v2/flows").locator("summary").focus()
    await person.page.keyboard.press("Enter")
    entry = person.page.locator(".entry")
    await expect(entry.locator(".warning")).to_contain_text("did not grant api:flows:read")
    await expect(entry).to_contain_text('"flowOwnerEmail": "a@b.example"')
    await expect(entry).to_contain_text("missing-scope")
    await expect(entry).to_contain_text("listFlows")

    first = rows(person.page).first  # the refresh token that was sent twice
    await first.locator("summary").click()
    await expect(first).to_contain_text("This refresh token was spent at")
    await expect(first).to_contain_text('"refresh_token": "•••"')


async def test_why_it_went_wrong_later_comes_into_the_open_entry(person: Person) -> None:
    with media_host() as media:
        media.gate.clear()
        added(person.box, f"{media.url}/missing.mp3")
        await person.go("/console/requests")
        entry = rows(person.page).filter(has_text="POST /v2/calls")
        await entry.locator("summary").focus()
        await person.page.keyboard.press("Enter")
        await expect(entry).to_contain_text("addCall")
        await expect(entry.locator(".badge.warn")).to_have_count(0)
        media.gate.set()
        await expect(entry.locator(".badge.warn")).to_have_text("why")
        await expect(entry.locator(".warning")).to_contain_text("could not be fetched")
        await expect(entry.locator("summary")).to_be_focused()


async def test_requests_are_filtered_and_the_url_keeps_the_filters(person: Person) -> None:
    use(person.box)
    await person.go("/console/requests")
    await expect(rows(person.page)).to_have_count(9)
    await person.page.select_option("#company", "kestrel")
    await expect(rows(person.page)).to_have_count(2)
    await person.page.select_option("#status", "4")
    await expect(rows(person.page)).to_have_count(1)
    await expect(person.page.locator("#count")).to_have_text("1 of 9 in the log, the newest first")
    await person.page.reload()
    await expect(rows(person.page)).to_have_count(1)
    await person.page.fill("#text", "no such thing")
    await person.see("No request fits these filters.")
    await person.go("/console/requests?operation=token&text=SPENT AT")
    await expect(rows(person.page)).to_have_count(1)
    await expect(person.page.locator("#operation")).to_have_value("token")


async def test_following_can_be_paused_and_the_log_cleared(person: Person) -> None:
    await person.go("/console/requests")
    person.box.api("northwind", "GET", "/v2/users")
    await expect(rows(person.page)).to_have_count(1)
    await called(person.page, "Pause")
    await said(person.page, "Paused")
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    person.box.api("northwind", "GET", "/v2/workspaces")
    await called(person.page, "Pause")
    await expect(rows(person.page)).to_have_count(2)
    assert asked  # only now
    await called(person.page, "Clear")
    await said(person.page, "The log is empty.")
    await expect(rows(person.page)).to_have_count(0)
    person.box.api("northwind", "GET", "/v2/users")
    await expect(rows(person.page)).to_have_count(1)


async def test_a_hidden_tab_asks_nothing(person: Person) -> None:
    page = person.page
    await page.clock.install()
    await person.go("/console/requests")
    await person.see("Nothing has been asked yet.")
    hide = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    async with page.expect_request_finished():
        pass  # the next one is a second away
    await page.evaluate(hide, arg=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    person.box.api("northwind", "GET", "/v2/users")
    await page.clock.run_for(10_000)
    assert asked == []
    await page.evaluate(hide, arg=False)
    await expect(rows(page)).to_have_count(1)


async def test_a_log_that_somebody_else_cleared_is_empty_here_too(person: Person) -> None:
    await person.go("/console/requests")
    person.box.api("northwind", "GET", "/v2/users")
    await expect(rows(person.page)).to_have_count(1)
    person.box.control("DELETE", "/requests")
    await expect(rows(person.page)).to_have_count(0)


async def test_requests_after_time_went_back_are_seen(person: Person) -> None:
    await person.go("/console/requests")
    person.box.api("northwind", "GET", "/v2/users")
    await expect(rows(person.page)).to_have_count(1)
    person.box.control("PUT", "/clock", {"now": "2020-02-29T12:00:00Z"})
    person.box.api("northwind", "GET", "/v2/workspaces")
    await expect(rows(person.page).first).to_contain_text("2020-02-29")


async def test_thousands_of_requests_cost_no_more_than_what_is_shown(person: Person) -> None:
    await asyncio.to_thread(ask_often, person.box, 3_000)
    await person.go("/console/requests")
    await expect(person.page.locator("#count")).to_contain_text("3,000 in the log")
    await expect(rows(person.page)).to_have_count(100)
    texts, shown = await person.page.evaluate(
        """() => {
            const field = document.getElementById("text");
            const { stringify } = JSON;
            let texts = 0;
            JSON.stringify = (...given) => { texts += 1; return stringify(...given); };
            const rows = new MutationObserver(() => {});
            rows.observe(document.getElementById("entries"), { childList: true });
            for (const text of ["users/1", "users/12", "users/123", ""]) {
                field.value = text;
                field.dispatchEvent(new Event("input"));
            }
            JSON.stringify = stringify;
            const made = rows.takeRecords().map((each) => each.addedNodes.length);
            return [texts, made.reduce((sum, each) => sum + each, 0)];
        }"""
    )
    assert 0 < texts <= 3_000, "each is made once, to be searched"
    assert 0 < shown <= 4 * 100
    await person.page.fill("#text", "users/2999")
    await expect(rows(person.page)).to_have_count(1)
    await person.page.fill("#text", "")
    await called(person.page, "Show 100 more of 2,900")
    await expect(rows(person.page)).to_have_count(200)


def ask_often(box: Box, count: int) -> None:
    for number in range(count):
        box.api("northwind", "GET", f"/v2/users/{number}")


async def test_hostile_texts_stay_texts(person: Person) -> None:
    box = person.box
    client = register(box, manifest(HOSTILE), published=True)
    box.install(client)
    box.api("northwind", "POST", "/v2/calls/extensive", body={"filter": {HOSTILE: HOSTILE}})
    box.api("northwind", "GET", "/v2/users?%3Cscript%3E=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    box.control("POST", "/companies", {"name": "hostile", "title": HOSTILE})
    for view in ("", "/requests", "/fleet", "/installations", "/faults"):
        await person.go(f"/console{view}")
        await person.page.locator("#now").filter(has_text="-").wait_for()
        for summary in await person.page.locator("main summary").all():
            await summary.click()
        assert await person.page.locator("main img, main script").count() == 0
        assert "run" not in (await person.page.title()).split()
    await person.go("/console/requests")
    await rows(person.page).filter(has_text="calls/extensive").locator("summary").click()
    await expect(person.page.locator(".entry pre")).to_contain_text("<script>")


# --- the fleet, installations and budget


async def test_the_fleet_shows_what_needs_care_on_top(person: Person) -> None:
    box, page = person.box, person.page
    await person.go("/console/fleet")
    await person.see("No company has installed an app yet.")
    client = pulse(box)
    tokens = [box.install(client, company) for company in ("northwind", "kestrel", "globex")]
    fleet = page.locator("#fleet > tr")
    names = page.locator("#fleet > tr > th")
    at = "Deal Pulse at {}".format
    await expect(names).to_have_text([at("globex"), at("kestrel"), at("northwind")])
    await expect(page.locator("#count")).to_have_text("3 installations: 3 active")
    await expect(fleet.nth(1)).to_contain_text("eu")

    box.control("DELETE", "/installations/1")
    await expect(names.first).to_have_text(at("northwind"))
    await expect(fleet.first).to_contain_text(re.compile(r"ended \d+ s ago"))
    more = [*PULSE["integration"]["scopes"], "api:flows:read"]
    wider = {**PULSE, "integration": {**PULSE["integration"], "scopes": more}}
    assert box.control("PUT", f"/integrations/{client.client_id}", wider).status == 200
    await expect(fleet.nth(1)).to_contain_text("1 to approve")
    await fleet.nth(1).locator("summary").click()
    await expect(fleet.nth(1)).to_contain_text("api:flows:read")
    again = box.install(client)  # of two at one company it is the one that lives
    await expect(names).to_have_text([at("globex"), at("kestrel"), at("northwind")])
    first_by_name = {**PULSE, "integration": {**PULSE["integration"], "name": "Account Pulse"}}
    box.install(register(box, first_by_name), "northwind")
    fine = ["Account Pulse at northwind", at("northwind")]
    await expect(names).to_have_text([at("globex"), at("kestrel"), *fine])
    for each in (*tokens, again):
        assert each["access_token"] not in await page.content()


async def test_a_row_that_changes_keeps_what_is_open_and_focused(person: Person) -> None:
    box, page = person.box, person.page
    tokens = box.install(client := pulse(box), "kestrel")
    await person.go("/console/installations")
    card = page.locator("#installations > li")
    await card.locator("summary").focus()
    await page.keyboard.press("Enter")
    box.refresh(client, tokens["refresh_token"])
    await expect(card).to_contain_text("1 refresh, the last")
    await expect(card.locator("details")).to_have_attribute("open", "")
    await expect(card.locator("summary")).to_be_focused()
    await person.go("/console/fleet")
    link = page.get_by_role("link", name="the budget of kestrel")
    await link.focus()
    box.api("kestrel", "GET", "/v2/users")
    await expect(page.locator("#fleet")).to_contain_text("1, without a limit")
    await expect(link).to_be_focused()


async def test_the_fleet_is_filtered_and_leads_on(person: Person) -> None:
    box, page = person.box, person.page
    box.control("PUT", "/clock", {"now": "2099-05-05T12:00:00Z"})
    client = pulse(box)
    for company in ("northwind", "kestrel"):
        box.install(client, company)
    box.control("PUT", "/limits", {"company": "kestrel", "per_second": None, "per_day": 10})
    for _ in range(4):
        box.api("kestrel", "GET", "/v2/users")
    await person.go("/console/fleet")
    fleet = page.locator("#fleet > tr")
    await expect(fleet).to_have_count(2)
    await page.select_option("#region", "eu")
    await expect(fleet).to_have_count(1)
    await expect(page.locator("#count")).to_have_text("1 installation of 2: 1 active")
    await expect(fleet.get_by_label("Today, Deal Pulse at kestrel")).to_have_js_property("value", 4)
    await page.select_option("#state", "expired")
    await expect(page.locator("#count")).to_have_text("No installation fits these filters.")
    await page.select_option("#state", "")
    await page.get_by_role("link", name="the budget of kestrel").click()
    await expect(page.locator("#limits > li")).to_have_count(1)
    await expect(page.locator("#limits > li")).to_contain_text("4 of 10")
    await page.fill("#company", "")
    await expect(page.locator("#limits > li")).to_have_count(3)
    await page.go_back()
    await expect(page.locator("#region")).to_have_value("eu")
    await page.get_by_role("link", name="Deal Pulse at kestrel").click()
    await expect(page.locator("#installations > li")).to_have_count(1)
    await expect(page.locator("#company")).to_have_value("kestrel")
    await page.select_option("#company", "")
    await expect(page.locator("#installations > li")).to_have_count(2)


async def test_an_installation_is_followed(person: Person) -> None:
    await person.go("/console/installations")
    await person.see("No company has installed an app yet.")
    client = pulse(person.box)
    tokens = person.box.install(client, "kestrel")
    card = person.page.locator("#installations > li")
    await expect(card).to_contain_text("Deal Pulse at kestrel")
    await expect(card).to_contain_text("Calls succeed, and so will the next refresh.")
    await expect(card).to_contain_text("(in 23 h)")
    await expect(card).to_contain_text("never spent twice")
    person.box.refresh(client, tokens["refresh_token"])
    await expect(card).to_contain_text("1 refresh, the last")
    person.box.refresh(client, tokens["refresh_token"])
    await expect(card).to_contain_text("spent twice")
    person.box.advance(86_400)
    await expect(card).to_contain_text("401 for every call, until it refreshes.")
    assert tokens["access_token"] not in await person.page.content()


async def test_a_budget_is_spent_before_ones_eyes(person: Person) -> None:
    box = person.box
    box.control("PUT", "/clock", {"now": "2099-05-05T12:00:00Z"})
    box.control("PUT", "/limits", {"company": "northwind", "per_second": 3, "per_day": 20})
    await person.go("/console/budget")
    card = person.page.locator("#limits > li").first
    await expect(card.get_by_label("Today, northwind")).to_have_js_property("value", 0)
    await expect(card).to_contain_text("calls do not end today.")
    box.control("PUT", "/limits", {"company": "northwind", "per_second": None})
    for _ in range(10):
        box.api("northwind", "GET", "/v2/users")
    await expect(card).to_contain_text("10 of 20")
    await expect(card).to_contain_text(re.compile("10 calls, .* end at 13:0., in (1 h|59 min)"))
    for _ in range(11):
        box.api("northwind", "GET", "/v2/users")
    await expect(card).to_contain_text("calls are spent. New ones come at midnight")
    await expect(card.get_by_label("Today, northwind")).to_have_attribute(
        "aria-valuetext", "20 of 20"
    )


# --- clock


async def test_the_clock_is_moved(person: Person) -> None:
    person.box.control("PUT", "/clock", {"now": "2099-05-05T12:00:00Z"})
    path = "/v2/data-privacy/erase-data-for-email-address?emailAddress=nobody@nowhere.example"
    assert person.box.api("northwind", "POST", path).status == 200
    page = person.page
    await person.go("/console/clock")
    await expect(page.locator("#now")).to_contain_text("2099-05-05 12:0")
    await person.see("1 job of Gong")
    await called(page, "Advance 1 minute")
    await said(page, "It is 2099-05-05 12:0")
    await called(page, "Advance 1 hour")
    await said(page, "1 job became due and is done.")
    await called(page, "Advance 1 day")
    await said(page, "It is 2099-05-06 13:0")

    await page.fill("#moment", "2099-12-24T18:00:00")
    await page.keyboard.press("Enter")
    await said(page, "It is 2099-12-24 18:00:0")
    assert person.box.control("GET", "/clock").json["now"].startswith("2099-12-24T18:0")


async def test_going_back_is_warned_of_and_asked(person: Person) -> None:
    page = person.page
    await person.go("/console/clock")
    await page.fill("#moment", "2020-02-29T12:00:00")
    await expect(page.locator("#back")).to_contain_text("This goes back.")
    await called(page, "Go there")
    await expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Go there")).to_be_focused()
    assert not person.box.control("GET", "/clock").json["now"].startswith("2020")
    await called(page, "Go there")
    await called(page, "Go back")
    await said(page, "It is 2020-02-29 12:00:0")


# --- faults


async def test_faults_are_added_happen_and_are_deleted(person: Person) -> None:
    page, box = person.page, person.box
    await person.go("/console/faults")
    await person.see("Nothing will go wrong.")
    await page.fill("#operation", "listUsers")
    await page.select_option("#company", "kestrel")
    await page.fill("#retry-after", "7")
    await called(page, "Add")
    await said(page, "waits for its request")
    fault = page.locator("#faults > li")
    await expect(fault).to_contain_text('{"status":503,"retry_after":7}')
    assert box.api("northwind", "GET", "/v2/users").status == 200
    answer = box.api("kestrel", "GET", "/v2/users")
    assert (answer.status, answer.headers["retry-after"]) == (503, "7")
    await expect(fault).to_have_count(0)

    added: dict[str, object] = {
        "delay": {"delay": 5},
        "before": {"drop": "before"},
        "after": {"drop": "after"},
        "body": {"body": "malformed"},
        "answer": {"answer": {"refresh_token": None}},
    }
    await page.fill("#operation", "token")
    await page.fill("#times", "")
    for count, kind in enumerate(added, 1):
        await page.select_option("#kind", kind)
        await called(page, "Add")
        await expect(fault).to_have_count(count)
    faults = box.control("GET", "/faults").json["faults"]
    assert [each["effect"] for each in faults] == list(added.values())
    assert {each["times"] for each in faults} == {None}
    await called(page, f"Delete fault {faults[0]['id']}")
    await expect(fault).to_have_count(len(added) - 1)
    await called(page, "Delete all")
    await person.see("Nothing will go wrong.")


async def test_a_refused_fault_is_explained_by_the_control_api(person: Person) -> None:
    await person.go("/console/faults")
    await person.page.fill("#operation", "listCals")
    await called(person.page, "Add")
    alert = person.page.locator("#trouble")
    await expect(alert).to_contain_text("Did you mean 'listCalls'?")
    await person.page.select_option("#kind", "answer")
    await person.page.fill("#operation", "listCalls")
    await called(person.page, "Add")
    await expect(alert).to_have_text("effect.answer: is for the operation token only")
    await person.page.fill("#answer", "{oh")
    await called(person.page, "Add")
    await expect(alert).to_contain_text("not JSON")
    assert person.box.control("GET", "/faults").json["faults"] == []


# --- snapshots


async def test_a_snapshot_is_saved_and_restored(person: Person, tmp_path: Path) -> None:
    page, box = person.page, person.box
    pulse(box)
    await person.go("/console/snapshots")
    async with page.expect_download() as downloading:
        await called(page, "Save to a file")
    download = await downloading.value
    assert download.suggested_filename.startswith("gongkit-")
    saved = tmp_path / download.suggested_filename
    await download.save_as(saved)
    assert json.loads(saved.read_text())["format"] == "gongkit-sandbox-snapshot"

    await called(page, "Reset")
    await person.see("unless it was saved")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert box.control("GET", "").json["integrations"]
    await called(page, "Reset")
    await page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    await said(page, "The sandbox is as at first.")
    assert box.control("GET", "").json["integrations"] == []

    await page.set_input_files("#file", saved)
    await called(page, "Restore")
    await page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    await said(page, "Restored.")
    (integration,) = box.control("GET", "").json["integrations"]
    assert integration["name"] == "Deal Pulse"


async def test_what_takes_long_is_said_meanwhile(person: Person, tmp_path: Path) -> None:
    page = person.page
    held: asyncio.Queue[Route] = asyncio.Queue()
    for path in ("snapshot", "reset"):
        await page.route(f"**/_sandbox/{path}", held.put)
    saved = tmp_path / "snapshot.json"
    saved.write_bytes(person.box.control("GET", "/snapshot").content)
    await person.go("/console/snapshots")
    await called(page, "Save to a file")
    await said(page, "Saving …")
    await called(page, "Save to a file")
    await (await held.get()).continue_()
    await said(page, "Saved as")
    assert held.empty(), "what is under way is not begun once more"
    await page.set_input_files("#file", saved)
    for name, words, done in (
        ("Restore", "Restoring …", "Restored."),
        ("Reset", "Starting over …", "as at first"),
    ):
        await called(page, name)
        await page.get_by_role("dialog").get_by_role("button", name=name).click()
        await said(page, words)
        await (await held.get()).continue_()
        await said(page, done)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no JSON", "not valid JSON"), (b"{}", "now"), (b"", "now"), (None, "SQLite")],
)
async def test_what_is_no_snapshot_is_refused_in_the_apis_words(
    person: Person, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "snapshot.json"
    if content is None:  # with another database in it
        snapshot = person.box.control("GET", "/snapshot").json
        content = json.dumps({**snapshot, "database": "eJwDAAAAAAE="}).encode()
    path.write_bytes(content)
    await person.go("/console/snapshots")
    await person.page.set_input_files("#file", path)
    await called(person.page, "Restore")
    await person.page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    await expect(person.page.locator("#trouble")).to_contain_text(words)


# --- the control token, a sandbox that stops, the keyboard


@pytest.fixture
def guarded() -> Iterator[Serving]:
    """A sandbox that has a control token."""
    serving = Serving(Options(port=0, control_token=Secret(TOKEN)))
    yield serving
    serving.stop()
    serving.join()


async def test_the_control_token_is_asked_for_once(
    context: BrowserContext, guarded: Serving
) -> None:
    watched = await Watched.open(context)
    page, url = watched.page, guarded.box.url
    await page.goto(f"{url}/console/faults")
    await expect(page.get_by_label("Control token")).to_be_focused()
    await expect(page.locator("#view")).to_be_hidden()
    await page.keyboard.type("wrong")
    await page.keyboard.press("Enter")
    await expect(page.locator("#token-wrong")).to_contain_text("This is not the sandbox")
    await page.keyboard.type(TOKEN)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Nothing will go wrong.")).to_be_visible()
    await called(page, "Add")
    await said(page, "waits for its request")
    headers = {"X-Control-Token": TOKEN.encode().decode("latin-1")}
    assert send("GET", f"{url}/_sandbox/faults", headers=headers).json["faults"]

    for view in VIEWS:
        await page.goto(url + view.path)
        await page.locator("#now").filter(has_text="-").wait_for()
        await expect(page.get_by_label("Control token")).to_be_hidden()
        assert TOKEN not in page.url
    watched.check()

    other = await context.new_page()  # another tab is asked again
    await other.goto(f"{url}/console")
    await expect(other.get_by_label("Control token")).to_be_visible()


async def test_a_sandbox_that_stopped_is_said_and_asked_again(
    context: BrowserContext, box: Box
) -> None:
    page = await context.new_page()
    await page.goto(f"{box.url}/console/requests")
    await expect(page.get_by_text("Nothing has been asked yet.")).to_be_visible()
    await context.set_offline(offline=True)
    stopped = page.get_by_text("The sandbox does not answer. Asking again every second.")
    await expect(stopped).to_be_visible()
    await called(page, "Clear")
    await expect(page.locator("#trouble")).to_have_text("The sandbox does not answer.")
    await context.set_offline(offline=False)
    await expect(stopped).to_be_hidden()
    box.api("northwind", "GET", "/v2/users")
    await expect(rows(page)).to_have_count(1)


async def test_views_are_reached_by_keyboard(person: Person) -> None:
    await person.go("/console")
    for view in VIEWS:
        views = person.page.get_by_role("navigation", name="Console")
        link = views.get_by_role("link", name=view.title)
        await link.focus()
        async with person.page.expect_event("load"):
            await person.page.keyboard.press("Enter")
        await expect(person.page.get_by_role("heading", level=1)).to_have_text(view.title)
