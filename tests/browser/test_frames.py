"""An app's frame in a real browser: what it may do, and what is made of what it may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, FrameLocator, Locator, expect
from tests.browser.partner import Partner, partner_running
from tests.browser.person import PATIENCE_MS, Person
from tests.sandbox.box import Box, Client
from tests.sandbox.framed_apps import SCOPES, allow, frame_reports, register_frames, shown

READY = "init(); GongFrontendApi.ready();"
GIVE = READY + 'on("go", () => GongFrontendApi.closeWithContent("<b>Hi</b>"));'
BY_HAND = 'raw(message("ready")); '
GO = '<button id="go">Go</button>'


@pytest.fixture
def partner() -> Iterator[Partner]:
    with partner_running() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(context: BrowserContext, box: Box) -> Person:
    """Somebody whose browser may complain: what an app may not do is said in its console."""
    return Person(await context.new_page(), box)


def install(box: Box, client: Client, company: str = "northwind") -> None:
    box.install(client, company, scope=" ".join(SCOPES))


def composer(box: Box, partner: Partner, script: str, body: str = GO) -> Client:
    """Install an app whose composer's page has this script."""
    partner.page("/composer", box, script, body)
    client = register_frames(box, partner.at())
    install(box, client)
    return client


async def open_frame(person: Person, company: str = "northwind") -> FrameLocator:
    await person.sign_in(company, "rep")
    await person.go("/engage/frames")
    await person.page.click(".frame-button")
    return person.page.frame_locator("dialog[open] iframe")


async def open_again(person: Person) -> FrameLocator:
    """Open the frame on the page where it may be open already."""
    await person.page.evaluate("document.querySelector('dialog[open]')?.close()")
    await person.page.click(".frame-button")
    return person.page.frame_locator("dialog[open] iframe")


def log(person: Person) -> Locator:
    return person.page.locator(".frame-said li")


async def said(person: Person, *lines: str) -> None:
    """Wait until the log below the frame has these lines: the verdict and what was said."""
    for place, line in enumerate(lines):
        verdict, what = line.split(" ", 1)
        await expect(log(person).nth(place)).to_contain_text(verdict)
        await expect(log(person).nth(place)).to_contain_text(what)


async def reported(person: Person, *expected: tuple[str, str, str | None]) -> None:
    """Wait until the page has reported so much, and hold the request log against it."""
    await expect(person.page.locator(".frame-said li[data-reported]")).to_have_count(len(expected))
    for place, (_, _, reason) in enumerate(expected):
        if reason:
            await expect(log(person).nth(place)).to_contain_text(f"({reason})")
    assert [shown(each) for each in frame_reports(person.box)] == list(expected)


# --- an app that behaves


async def test_content_comes_to_the_page(person: Person, partner: Partner) -> None:
    client = composer(person.box, partner, GIVE)
    frame = await open_frame(person)
    await said(person, "believed ready()")
    await frame.locator("#go").click()
    await expect(person.page.locator("#given")).to_have_text("<b>Hi</b>")
    await expect(person.page.locator("dialog[open]")).to_have_count(0)
    await reported(person, ("ready", "believed", None), ("content", "believed", None))
    (entry, _) = person.box.requests(operation="frame")
    assert (entry["company"], entry["client"]) == ("northwind", client.client_id)


async def test_the_frame_has_gong_s_sandbox_and_nothing_more(
    person: Person, partner: Partner
) -> None:
    composer(person.box, partner, READY)
    await open_frame(person)
    element = person.page.locator("dialog[open] iframe")
    tokens = "allow-forms allow-scripts allow-same-origin allow-popups"
    await expect(element).to_have_attribute("sandbox", tokens)
    await expect(element).to_have_attribute("referrerpolicy", "strict-origin")
    await expect(element).to_have_attribute("title", "Deal Pulse")
    await expect(element).to_have_attribute("src", f"{partner.at()}/composer")


async def test_the_user_cancels_in_the_frame(person: Person, partner: Partner) -> None:
    script = READY + 'on("go", () => GongFrontendApi.close());'
    composer(person.box, partner, script)
    frame = await open_frame(person)
    await said(person, "believed ready()")
    await frame.locator("#go").click()
    await person.see("closed without content")


async def test_by_keyboard(person: Person, partner: Partner) -> None:
    composer(person.box, partner, READY)
    await person.sign_in("northwind", "rep")
    await person.go("/engage/frames")
    await person.page.locator(".frame-button").focus()
    await person.page.keyboard.press("Enter")
    await said(person, "believed ready()")
    await expect(person.page.locator("dialog[open] [data-closes]")).to_be_focused()
    await person.page.keyboard.press("Escape")
    await person.see("closed without content")
    await expect(person.page.locator(".frame-button")).to_be_focused()


async def test_a_frame_that_was_closed_is_gone_soon(person: Person, partner: Partner) -> None:
    composer(person.box, partner, GIVE)
    await person.page.clock.install()
    frame = await open_frame(person)
    await frame.locator("#go").click()
    await expect(person.page.locator("#given")).to_have_text("<b>Hi</b>")
    await person.page.clock.fast_forward(2_000)
    assert await person.page.locator("iframe").count() == 0, "the app's page runs on unseen"


async def test_each_opening_is_a_fresh_one(person: Person, partner: Partner) -> None:
    composer(person.box, partner, GIVE)
    for _ in range(2):
        frame = await open_frame(person)
        await said(person, "believed ready()")
        await frame.locator("#go").click()
        await expect(person.page.locator("#given")).to_have_text("<b>Hi</b>")
        await expect(person.page.locator(".frame-said li[data-reported]")).to_have_count(2)
        await person.page.context.clear_cookies()
    verdicts = [report["verdict"] for report in frame_reports(person.box)]
    assert verdicts == ["believed"] * 4


SHAPES = (
    "init(); GongFrontendApi.ready();",
    'init("https://us-1.api.gong.io"); GongFrontendApi.ready();',
    'init({ api_base_url_for_customer: "https://us-1.api.gong.io/" }); GongFrontendApi.ready();',
    "init(null); new GongFrontendApi().ready();",
    "const gong = init(); gong.ready();",
    "const gong = await init(); await gong.ready();",
    "init().then((gong) => gong.ready());",
    "const { ready } = await init(); ready();",
)


async def test_each_likely_way_to_call_it_works(person: Person, partner: Partner) -> None:
    composer(person.box, partner, "")
    await person.sign_in("northwind", "rep")
    await person.go("/engage/frames")
    for place, script in enumerate(SHAPES):
        partner.page("/composer", person.box, script)
        frame = await open_again(person)
        await expect(log(person).nth(place)).to_contain_text("believed")
        await expect(frame.locator("#told")).to_have_text("")


ERRORS = {
    "GongFrontendApi.ready();": "Call init() first.",
    "init(); init();": "init() was called before. Call it once.",
    "init(); GongFrontendApi.close();": "close(): call ready() first.",
    "init(17);": "init() takes the company's api_base_url_for_customer",
    'init("us-1.api.gong.io");': "init() takes the company's api_base_url_for_customer",
    "init({ url: 1 });": "init() takes the company's api_base_url_for_customer",
    READY + "GongFrontendApi.ready();": "ready() was called before. Call it once.",
    READY + "GongFrontendApi.closeWithContent(document.body);": (
        "closeWithContent() takes HTML as a string, not object."
    ),
    READY + 'GongFrontendApi.closeWithContent("€".repeat(400000));': (
        "the HTML has 1200000 bytes, and may have 1000000."
    ),
}


async def test_what_is_called_wrongly_is_a_sentence(visitor: Person, partner: Partner) -> None:
    composer(visitor.box, partner, "")
    await visitor.sign_in("northwind", "rep")
    await visitor.go("/engage/frames")
    for script, error in ERRORS.items():
        partner.page("/composer", visitor.box, script)
        frame = await open_again(visitor)
        await expect(frame.locator("#told")).to_contain_text(error)


async def test_after_the_end_the_bridge_says_so(visitor: Person, partner: Partner) -> None:
    script = READY + 'await GongFrontendApi.close(); GongFrontendApi.closeWithContent("x");'
    composer(visitor.box, partner, script)
    await open_frame(visitor)
    frame = visitor.page.frame_locator("iframe")
    await expect(frame.locator("#told")).to_have_text(
        "closeWithContent(): the frame is closed already."
    )


FORGED = {
    "by itself": "{ data, origin: GONG, source: window }",
    "from elsewhere": "{ data, origin: location.origin, source: parent }",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
async def test_only_gong_s_answers_are_believed(
    visitor: Person, partner: Partner, forged: str
) -> None:
    script = """
      crypto.randomUUID = () => "known";
      const data = { gong: "host", id: "known", ok: true };
      init();
      await GongFrontendApi.ready();
      GongFrontendApi.closeWithContent("x").then(() => told("believed"));
    """
    answer = f'dispatchEvent(new MessageEvent("message", {forged}));'
    partner.page("/account", visitor.box, script + answer.replace("GONG", f'"{visitor.box.url}"'))
    install(visitor.box, register_frames(visitor.box, partner.at(), account="/account"))
    frame = await open_account(visitor)
    await expect(frame.locator("#told")).to_contain_text("There is no draft here")


async def test_outside_of_gong_the_bridge_says_so(visitor: Person, partner: Partner) -> None:
    composer(visitor.box, partner, READY)
    await visitor.page.goto(f"{partner.at()}/composer")
    await expect(visitor.page.locator("#told")).to_contain_text("The page is not in a frame.")
    partner.page("/around", visitor.box, "", '<iframe src="/composer"></iframe>')
    await visitor.page.goto(f"{partner.at()}/around")
    inner = visitor.page.frame_locator("iframe")
    await expect(inner.locator("#told")).to_contain_text(
        f"The page is in a frame of {partner.at()}, and Gong is {visitor.box.url}."
    )


# --- an app that does not


async def test_an_app_that_is_never_ready_is_shown_with_a_hint(
    person: Person, partner: Partner
) -> None:
    composer(person.box, partner, "")
    await person.page.clock.install()
    frame = await open_frame(person)
    await expect(frame.locator("h1")).to_have_text("Hello")
    await expect(person.page.locator(".frame-state")).to_have_text("Loading Deal Pulse …")
    await person.page.clock.fast_forward(10_000)
    hint = person.page.locator(".frame-hint")
    await expect(hint).to_contain_text("has not said within 10 seconds that it is ready")
    await expect(person.page.locator("dialog[open] iframe")).to_be_visible()
    await frame.locator("#go").click()
    await said(person, "missing ready()")
    await reported(person, ("nothing", "ignored", "never-ready"))


async def test_who_was_ready_in_time_is_not_missed(person: Person, partner: Partner) -> None:
    composer(person.box, partner, READY)
    await person.page.clock.install()
    await open_frame(person)
    await said(person, "believed ready()")
    await person.page.clock.fast_forward(10_000)
    await expect(person.page.locator(".frame-state")).to_have_text("Deal Pulse is ready.")
    await reported(person, ("ready", "believed", None))


IGNORED = (
    (BY_HAND + 'raw("hello");', "unknown", "malformed"),
    (BY_HAND + 'raw(message("close", { version: 2 }));', "close", "malformed"),
    (BY_HAND + 'raw(message("close", { x: 1 }));', "close", "malformed"),
    (BY_HAND + 'raw(message("content", { html: 17 }));', "content", "malformed"),
    (BY_HAND + 'raw(message("open"));', "unknown", "malformed"),
    (BY_HAND + 'raw(message("close", { id: {} }));', "close", "malformed"),
    (BY_HAND + 'raw(message("close", { id: "" }));', "close", "malformed"),
    (BY_HAND + 'raw(message("close", { id: "x".repeat(301) }));', "close", "malformed"),
    (BY_HAND + 'raw(message("ready", { apiBaseUrl: 7 }));', "ready", "malformed"),
    (BY_HAND + 'raw(message("ready"));', "ready", "repeated"),
    (
        BY_HAND + 'raw(message("content", { html: "x".repeat(2 * 2 ** 20) }));',
        "content",
        "too-large",
    ),
    (
        BY_HAND + 'raw(message("content", { html: "€".repeat(400000) }));',
        "content",
        "too-large",
    ),
    ('raw(message("content", { html: "x" }));', "content", "before-ready"),
    ('raw(message("close"));', "close", "before-ready"),
)


async def test_what_may_not_be_believed_is_ignored_and_reported(
    person: Person, partner: Partner
) -> None:
    composer(person.box, partner, "")
    await person.sign_in("northwind", "rep")
    await person.go("/engage/frames")
    expected: list[tuple[str, str, str | None]] = []
    for script, what, why in IGNORED:
        partner.page("/composer", person.box, script)
        await open_again(person)
        if script.startswith(BY_HAND):
            expected.append(("ready", "believed", None))
        expected.append((what, "ignored", why))
        await expect(log(person).nth(len(expected) - 1)).to_contain_text(f"({why})")
        await expect(person.page.locator("dialog[open]")).to_have_count(1)
    await reported(person, *expected)
    await expect(person.page.locator("#given")).to_be_hidden()


async def test_what_comes_after_the_end_is_late(person: Person, partner: Partner) -> None:
    script = 'raw(message("close")); raw(message("content", { html: "x" }));'
    composer(person.box, partner, BY_HAND + script)
    await open_frame(person)
    await person.see("closed without content")
    await reported(
        person,
        ("ready", "believed", None),
        ("close", "believed", None),
        ("content", "ignored", "late"),
    )
    await expect(person.page.locator("#given")).to_be_hidden()


async def test_a_frame_inside_the_frame_is_another_window(person: Person, partner: Partner) -> None:
    forged = f'top.postMessage(message("content", {{ html: "x" }}), "{person.box.url}");'
    listens = 'window.addEventListener("message", () => told("answered"));'
    script = f'{listens} on("go", () => {{ {forged} }}); told("listens");'
    partner.page("/inside", person.box, script, GO)
    composer(person.box, partner, READY, '<iframe src="/inside"></iframe>')
    frame = await open_frame(person)
    await said(person, "believed ready()")
    inside = frame.frame_locator("iframe")
    await expect(inside.locator("#told")).to_have_text("listens")
    await inside.locator("#go").click()
    await reported(person, ("ready", "believed", None), ("content", "ignored", "other-window"))
    await expect(inside.locator("#told")).to_have_text("listens")


async def test_a_pop_up_is_another_window(
    person: Person, partner: Partner, context: BrowserContext
) -> None:
    gong = person.box.url
    forged = f'opener.parent.postMessage(message("content", {{ html: "x" }}), "{gong}");'
    partner.page("/pop-up", person.box, f"{forged} told('sent');")
    composer(person.box, partner, READY + 'on("go", () => window.open("/pop-up"));')
    frame = await open_frame(person)
    await said(person, "believed ready()")
    async with context.expect_page() as opened:
        await frame.locator("#go").click()
    await expect((await opened.value).locator("#told")).to_have_text("sent")
    await reported(person, ("ready", "believed", None), ("content", "ignored", "other-window"))


async def test_messages_that_are_none_of_ours_are_nobody_s_business(
    person: Person, partner: Partner
) -> None:
    composer(person.box, partner, READY)
    await open_frame(person)
    await said(person, "believed ready()")
    await person.page.evaluate("window.postMessage({ from: 'an extension' }, '*')")
    await person.page.evaluate("window.postMessage({ gong: 'frontend-sdk' }, '*')")
    await reported(person, ("ready", "believed", None), ("unknown", "ignored", "other-window"))


async def test_a_flood_is_not_reported_to_its_end(person: Person, partner: Partner) -> None:
    script = READY + 'on("go", () => { for (let i = 0; i < 300; i++) raw(i); });'
    script += 'on("close", () => GongFrontendApi.close());'
    composer(person.box, partner, script, GO + '<button id="close">Close</button>')
    frame = await open_frame(person)
    await said(person, "believed ready()")
    await frame.locator("#go").click()
    await expect(log(person).nth(101)).to_contain_text("(too-many)")
    await expect(person.page.locator(".frame-said li[data-reported]")).to_have_count(102)
    await frame.locator("#close").click()
    await expect(person.page.locator(".frame-said li[data-reported]")).to_have_count(103)
    reports = [shown(each) for each in frame_reports(person.box)]
    assert reports[-2:] == [("unknown", "ignored", "too-many"), ("close", "believed", None)]
    assert len(reports) == 103


async def test_one_app_s_frame_at_another_app_s_origin(visitor: Person, partner: Partner) -> None:
    """The page lets both be framed, but a frame speaks for its own app only."""
    box = visitor.box
    other = partner.at("other.localhost")
    listens = 'window.addEventListener("message", () => told("heard"));'
    partner.page("/composer", box, listens + GIVE.replace("Hi", "Other"), GO)
    partner.page("/leaves", box, f'location.href = "{other}/composer";')
    install(box, register_frames(box, partner.at(), composer="/leaves"))
    install(box, register_frames(box, other, name="Other"))
    await visitor.page.clock.install()
    frame = await open_frame(visitor)
    await expect(frame.locator("#go")).to_be_visible()
    await reported(visitor, ("ready", "ignored", "other-origin"))
    await expect(frame.locator("#told")).to_have_text("")
    await visitor.page.clock.fast_forward(10_000)
    await expect(frame.locator("#told")).to_have_text(
        f"Gong ({box.url}) does not answer. Is the page in its frame?"
    )


# --- origins


async def refused(person: Person, rule: str) -> None:
    await expect(person.page.locator("dialog[open] .frame-hint")).to_contain_text(f"({rule})")
    await expect(person.page.locator("dialog[open] .frame-state")).to_contain_text(
        "wanted to go where it may not be shown from"
    )


FORBIDDEN = (
    ("http://elsewhere.localhost:{port}/composer", "origin-not-listed"),
    ("https://app.pulse.example/composer", "origin-not-listed"),
    ("http://app.pulse.example:{port}/composer", "origin-not-https"),
    ("https://evil.example/composer", "origin-outside-domains"),
    ("http://[::1]:{port}/composer", "origin-ipv6"),
)


async def test_where_a_frame_may_not_go(visitor: Person, partner: Partner) -> None:
    composer(visitor.box, partner, "")
    await visitor.sign_in("northwind", "rep")
    await visitor.go("/engage/frames")
    for address, rule in FORBIDDEN:
        target = address.format(port=partner.port)
        by_itself = f'on("go", () => {{ location.href = "{target}"; }});'
        partner.page("/composer", visitor.box, f'{READY} {by_itself} told("listens");', GO)
        frame = await open_again(visitor)
        await expect(frame.locator("#told")).to_have_text("listens")
        await frame.locator("#go").click()
        await refused(visitor, rule)
        partner.redirect("/composer", target)
        await open_again(visitor)
        await refused(visitor, rule)
    told = visitor.page.locator(".frame-said li[data-reported]").filter(has_text="a navigation")
    await expect(told).to_have_count(2 * len(FORBIDDEN))
    found = [shown(each) for each in frame_reports(visitor.box)]
    rules = [rule for said, _, rule in found if said == "navigation"]
    assert rules == [rule for _, rule in FORBIDDEN for _ in range(2)]
    assert set(partner.asked) == {f"{partner.at()}/composer"}


# Listens before the page's own code does, and hands over what a frame says once that has
# handled the refusal: an event comes to the document's listeners first, to the window's last.
READY_COMES_AFTER_THE_REFUSAL = """
const held = [];
const hold = (event) => { event.stopImmediatePropagation(); held.push(event); };
if (window === top) {
  addEventListener("message", hold);
  addEventListener("securitypolicyviolation", () => {
    removeEventListener("message", hold);
    for (const { data, origin, source } of held.splice(0)) {
      dispatchEvent(new MessageEvent("message", { data, origin, source }));
    }
  });
}
"""


async def test_a_page_that_was_refused_stays_so_when_its_ready_comes_late(
    visitor: Person, partner: Partner
) -> None:
    await visitor.page.add_init_script(READY_COMES_AFTER_THE_REFUSAL)
    target = f"http://elsewhere.localhost:{partner.port}/composer"
    composer(visitor.box, partner, f'{BY_HAND} location.href = "{target}";')
    await open_frame(visitor)
    await said(visitor, "refused a navigation", "believed ready()")
    await refused(visitor, "origin-not-listed")
    state = visitor.page.locator("dialog[open] [data-state]")
    await expect(state).to_have_attribute("data-state", "refused")


async def test_a_page_that_was_refused_is_not_missed_besides(
    visitor: Person, partner: Partner
) -> None:
    composer(visitor.box, partner, "")
    partner.redirect("/composer", f"http://elsewhere.localhost:{partner.port}/composer")
    await visitor.page.clock.install()
    await open_frame(visitor)
    await refused(visitor, "origin-not-listed")
    await visitor.page.clock.fast_forward(10_000)
    await refused(visitor, "origin-not-listed")
    await reported(visitor, ("navigation", "ignored", "origin-not-listed"))


async def test_of_two_pages_the_one_that_is_not_ready_was_refused(
    visitor: Person, partner: Partner
) -> None:
    """The browser says that a frame was refused, and not which one."""
    box, elsewhere = visitor.box, f"http://elsewhere.localhost:{partner.port}/"
    partner.page("/ready", box, READY)
    partner.page("/leaves", box, f'on("go", () => {{ location.href = "{elsewhere}"; }});', GO)
    install(box, register_frames(box, partner.at(), name="First", account="/ready"))
    install(box, register_frames(box, partner.at(), name="Second", account="/leaves"))
    await visitor.sign_in("northwind", "rep")
    await visitor.go("/accounts")
    await visitor.page.click("tbody a")
    first, second = (visitor.page.locator(".frame-card").nth(place) for place in (0, 1))
    await expect(first.locator(".frame-state")).to_have_text("First is ready.")
    # Where it is out of sight a browser draws it seldom, and would be waited for to click.
    await second.frame_locator("iframe").locator("#go").evaluate("button => button.click()")
    await expect(second.locator(".frame-hint")).to_contain_text("(origin-not-listed)")
    await expect(first.locator(".frame-state")).to_have_text("First is ready.")


async def test_an_origin_that_one_company_allowed(
    chromium: Browser, visitor: Person, partner: Partner
) -> None:
    """Two browsers on two companies: the tenant's sub-domain is for one of them."""
    box = visitor.box
    tenant = partner.at("acme.localhost")
    base_url = box.companies["northwind"]["api_base_url"]
    partner.page("/tenant", box, f'init("{base_url}"); GongFrontendApi.ready();')
    partner.redirect("/composer", f"{tenant}/tenant")
    client = register_frames(box, partner.at())
    allow(box, client, tenant, "EMAIL_COMPOSER", "northwind")
    install(box, client, "kestrel")

    await open_frame(visitor, "northwind")
    await reported(visitor, ("ready", "believed", None))
    assert frame_reports(box)[0]["origin"] == tenant

    other = await chromium.new_context()
    other.set_default_timeout(PATIENCE_MS)
    elsewhere = Person(await other.new_page(), box)
    await open_frame(elsewhere, "kestrel")
    await refused(elsewhere, "origin-not-listed")
    await expect(elsewhere.page.locator(".frame-said li[data-reported]")).to_have_count(1)
    await other.close()
    companies = [entry["company"] for entry in box.requests(operation="frame")]
    assert companies == ["northwind", "kestrel"]


@pytest.mark.parametrize("init", ["init()", 'init("https://us-1.api.gong.io")'])
async def test_at_a_tenant_s_origin_the_base_url_must_be_the_company_s(
    person: Person, partner: Partner, init: str
) -> None:
    tenant = partner.at("acme.localhost")
    partner.page("/tenant", person.box, f"{init}; GongFrontendApi.ready();")
    partner.redirect("/composer", f"{tenant}/tenant")
    allow(person.box, register_frames(person.box, partner.at()), tenant, "EMAIL_COMPOSER")
    frame = await open_frame(person)
    await expect(frame.locator("#told")).to_contain_text("api_base_url_for_customer")
    await reported(person, ("ready", "ignored", "base-url"))


# --- the other places


async def open_account(person: Person) -> FrameLocator:
    await person.sign_in("northwind", "rep")
    await person.go("/accounts")
    await person.page.click("tbody a")
    return person.page.frame_locator(".frame-card iframe")


async def test_beside_an_account(person: Person, partner: Partner) -> None:
    script = 'document.querySelector("h1").textContent = location.search; ' + READY
    partner.page("/account", person.box, script)
    change = {"company": "northwind", "account_frame_parameters": "account"}
    person.box.control("PUT", "/settings", change)
    install(person.box, register_frames(person.box, partner.at(), account="/account"))
    frame = await open_account(person)
    await said(person, "believed ready()")
    account_id = person.page.url.rpartition("/")[2]
    await expect(frame.locator("h1")).to_contain_text(f"?accountId={account_id}&userEmail=")
    await person.page.context.clear_cookies()
    await person.sign_in()
    await person.go("/pipeline")
    await person.page.click("tbody a")
    pipeline = person.page.frame_locator(".frame-card iframe")
    await expect(pipeline.locator("h1")).to_contain_text("?accountId=")


async def test_there_is_no_draft_beside_an_account(visitor: Person, partner: Partner) -> None:
    partner.page("/account", visitor.box, GIVE, GO)
    install(visitor.box, register_frames(visitor.box, partner.at(), account="/account"))
    frame = await open_account(visitor)
    await said(visitor, "believed ready()")
    await frame.locator("#go").click()
    await expect(frame.locator("#told")).to_contain_text("There is no draft here")
    await reported(visitor, ("ready", "believed", None), ("content", "ignored", "no-draft"))


async def test_an_account_s_frame_that_was_closed_can_be_opened_again(
    person: Person, partner: Partner
) -> None:
    script = READY + 'on("go", () => GongFrontendApi.close());'
    partner.page("/account", person.box, script, GO)
    install(person.box, register_frames(person.box, partner.at(), account="/account"))
    frame = await open_account(person)
    await said(person, "believed ready()")
    await frame.locator("#go").click()
    await expect(person.page.locator(".frame-state")).to_have_text("Deal Pulse is closed.")
    await person.page.click(".frame-again")
    await said(person, "believed ready()", "believed close()", "believed ready()")
    await expect(frame.locator("#go")).to_be_visible()


async def test_the_dialer(person: Person, partner: Partner) -> None:
    partner.page("/", person.box, READY, title="Dial here")
    client = register_frames(person.box, partner.at())
    allow(person.box, client, partner.at("dial.localhost"), "DIALER")
    await person.sign_in("northwind", "rep")
    await person.go("/dialer")
    frame = person.page.frame_locator(".frame-card iframe")
    await expect(frame.locator("h1")).to_have_text("Dial here")
    await said(person, "believed ready()")
    for key in "+15":
        if key != "+":
            await person.page.click(f"[data-key='{key}']")
    await person.page.click("#pad .primary")
    await expect(person.page.locator("#called")).to_contain_text("Nobody is called here")
    await expect(person.page.locator("#number")).to_have_value("15")
    await person.page.click("#erase")
    await expect(person.page.locator("#number")).to_have_value("1")
