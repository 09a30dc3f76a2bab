"""The composer in a real browser: writing, what apps put in, sending, and reading what arrived."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import BrowserContext, FrameLocator, Page, Route, expect
from tests.browser.composer_app import until_ready
from tests.browser.partner import partner_running
from tests.browser.person import Person
from tests.browser.screens.engage import APP_HTML, begin_email, give, open_draft
from tests.sandbox.composing import Writer
from tests.sandbox.framed_apps import SCOPES, register_frames

PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
CARD = '<table width="400" style="color: #000000"><tbody><tr><td>Deal</td></tr></tbody></table>'


def text_of(person: Person) -> FrameLocator:
    return person.page.frame_locator("#editor")


async def written(page: Page) -> str:
    """Give the HTML that the editor hands over."""
    html: str = await page.evaluate(
        "document.getElementById('editor').contentDocument.body.innerHTML"
    )
    return html.strip()


async def type_text(person: Person, text: str) -> None:
    await text_of(person).locator("body").click()
    await person.page.keyboard.type(text)


async def saved(person: Person) -> None:
    await expect(person.page.locator("#saved")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


async def select_all(person: Person) -> None:
    await text_of(person).locator("body").click()
    await person.page.keyboard.press("Control+A")


async def test_an_email_is_written_sent_and_read_where_it_arrived(person: Person) -> None:
    page = person.page
    await begin_email(person)
    suggested = await page.locator("#people option").first.get_attribute("value")
    await page.fill("#to", str(suggested))
    await page.fill("#subject", "From a browser")
    await type_text(person, "Hello there")
    await saved(person)
    await page.click("#send")
    await person.see("The email is sent, and has arrived.")
    await expect(page.frame_locator(".mail-frame").locator("body")).to_have_text("Hello there")
    await page.click("#arrived ~ .links a")
    await expect(page.frame_locator(".mail-frame").locator("p")).to_have_text("Hello there")
    await page.click("text=Plain text")
    await expect(page.locator(".mail-text")).to_have_text("Hello there")
    await page.click("text=Source")
    await person.see("multipart/alternative")


async def test_buttons_and_keys_format_the_text(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await type_text(person, "word")
    for name, key, html in (
        ("bold", "Control+B", "<b>word</b>"),
        ("italic", "Control+I", "<i>word</i>"),
        ("underline", "Control+U", "<u>word</u>"),
    ):
        for with_key in (False, True):
            await select_all(person)
            if with_key:
                await page.keyboard.press(key)
            else:
                await page.click(f"[data-command={name}]")
            assert await written(page) == f"<p>{html}</p>"
            await expect(page.locator(f"[data-command={name}]")).to_have_attribute(
                "aria-pressed", "true"
            )
            await page.keyboard.press("Control+Backslash")
            assert await written(page) == "<p>word</p>"
    await page.select_option("#block", "h2")
    assert await written(page) == "<h2>word</h2>"
    await page.select_option("#block", "p")
    for name, key, html in (
        ("insertUnorderedList", "Control+Shift+Digit8", "<ul><li>word</li></ul>"),
        ("insertOrderedList", "Control+Shift+Digit7", "<ol><li>word</li></ol>"),
        ("quote", "Control+Shift+Digit9", "<blockquote><p>word</p></blockquote>"),
    ):
        await page.click(f"[data-command={name}]")
        assert re.sub(r"</?p>", "", await written(page)) == re.sub(r"</?p>", "", html)
        await page.keyboard.press(key)
        assert "word" in await written(page)
        assert not re.search("<ul|<ol|<blockquote", await written(page))


async def test_a_format_holds_for_what_is_typed_next(person: Person) -> None:
    await begin_email(person)
    await type_text(person, "a")
    for key in ("Control+B", "Control+I"):
        await person.page.keyboard.press(key)
    await person.page.keyboard.type("b")
    await person.page.click("[data-command=bold]")
    await person.page.keyboard.type("c")
    html = (await written(person.page)).replace(' style=""', "")
    assert html == "<p>a<i><b>b</b>c</i></p>"


async def test_changes_are_undone_and_done_again(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await type_text(person, "one two")
    await give(person, CARD)
    whole = await written(page)
    assert CARD in whole
    await page.click("[data-command=undo]")
    assert await written(page) == "<p>one two</p>"
    await text_of(person).locator("body").click()
    await page.keyboard.press("Control+Z")
    assert await written(page) == "<p>one&nbsp;</p>"
    await page.keyboard.press("Control+Y")
    await page.keyboard.press("Control+Shift+Z")
    assert await written(page) == whole
    for _ in range(10):
        await page.keyboard.press("Control+Z")
    assert await written(page) == "<p><br></p>"
    await type_text(person, "another")
    await page.keyboard.press("Control+Y")
    assert await written(page) == "<p>another</p>", "what was undone is gone with a new change"
    await saved(person)


async def test_the_browser_s_own_menu_undoes_the_same(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await type_text(person, "one")
    await give(person, CARD)
    whole = await written(page)
    for kind, expected in (("historyUndo", "<p>one</p>"), ("historyRedo", whole)):
        by_the_browser = await page.evaluate(
            """inputType => {
              const before = new InputEvent("beforeinput", { inputType, cancelable: true });
              return document.getElementById("editor").contentDocument.body.dispatchEvent(before);
            }""",
            kind,
        )
        assert not by_the_browser
        assert await written(page) == expected


async def test_a_link_is_set_changed_and_taken_away(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await type_text(person, "see here")
    await select_all(person)
    await page.keyboard.press("Control+K")
    await expect(page.locator("#link-text")).to_have_value("see here")
    await page.fill("#link-address", "javascript:alert(1)")
    await page.click("text=Set the link")
    await person.see("Links lead to https:")
    await page.fill("#link-address", "northwind.example/a")
    await page.click("text=Set the link")
    assert await written(page) == '<p><a href="https://northwind.example/a">see here</a></p>'
    await text_of(person).locator("a").click()
    await page.click("[data-command=link]")
    await expect(page.locator("#link-address")).to_have_value("https://northwind.example/a")
    await page.fill("#link-address", "ada@engines.example")
    await page.fill("#link-text", "Ada")
    await page.keyboard.press("Enter")
    assert await written(page) == '<p><a href="mailto:ada@engines.example">Ada</a></p>'
    await text_of(person).locator("a").click()
    await page.click("[data-command=link]")
    await page.click("text=Take the link away")
    assert await written(page) == "<p>Ada</p>"


async def test_the_keyboard_reaches_everything(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await page.focus("#subject")
    await page.keyboard.press("Tab")
    await expect(page.locator("#block")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("[data-command=bold]")).to_be_focused()
    await page.keyboard.press("End")
    await expect(page.locator("[data-command=source]")).to_be_focused()
    await page.keyboard.press("Home")
    await page.keyboard.press("Tab")
    await page.keyboard.type("in the text")
    assert await written(page) == "<p>in the text</p>"
    await page.keyboard.press("Alt+F10")
    await expect(page.locator("#block")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.type(", again")
    assert await written(page) == "<p>in the text, again</p>"
    await page.keyboard.press("Tab")
    await expect(page.locator("#checks summary")).to_be_focused()
    await page.focus("#to")
    await page.keyboard.type("ada@engines.example")
    await page.keyboard.press("Enter")
    await saved(person)
    await page.fill("#subject", "By keyboard")
    await page.keyboard.press("Control+Enter")
    await person.see("The email is sent, and has arrived.")


async def test_what_is_written_is_there_again(person: Person) -> None:
    page = person.page
    await open_draft(person)
    await select_all(person)
    await page.keyboard.type("Kept as I type")
    await page.fill("#subject", "Kept too")
    await saved(person)
    await page.reload()
    await page.wait_for_selector("#draft[data-ready]")
    await expect(text_of(person).locator("body")).to_have_text("Kept as I type")
    await expect(page.locator("#subject")).to_have_value("Kept too")
    await text_of(person).locator("body").click()
    await page.keyboard.press("Control+S")
    await saved(person)


async def test_what_was_written_when_the_tab_is_left_is_kept(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await page.evaluate("window.setTimeout = () => 1")  # the pause after a change never ends
    await type_text(person, "Hello")
    async with page.expect_response(lambda answer: answer.request.method == "POST"):
        await page.evaluate(
            """() => {
              Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    await page.reload()
    await page.wait_for_selector("#draft[data-ready]")
    await expect(text_of(person).locator("body")).to_have_text("Hello")


async def test_what_is_written_while_it_is_saved_is_saved_too(person: Person) -> None:
    page = person.page
    await begin_email(person)
    begun, goes_on = asyncio.Event(), asyncio.Event()
    texts: list[str] = []

    async def hold(route: Route) -> None:
        texts.append(route.request.post_data or "")
        begun.set()
        await goes_on.wait()
        await route.continue_()

    await page.route(page.url, hold)
    await type_text(person, "one")
    await page.keyboard.press("Control+S")
    await begun.wait()
    await page.keyboard.type(" two")
    await page.keyboard.press("Control+S")
    async with page.expect_request_finished(lambda each: "one two" in (each.post_data or "")):
        goes_on.set()
    assert "one" in texts[0]
    assert "two" not in texts[0]


async def test_what_is_not_kept_yet_is_not_said_to_be_saved(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await type_text(person, "one")
    await saved(person)
    held: asyncio.Queue[Route] = asyncio.Queue()
    await page.route("**/engage/drafts/*", held.put)
    await page.keyboard.type("t")
    assert "Saved" not in await page.locator("#saved").inner_text()
    first = await held.get()
    await page.evaluate(
        """() => {
          const place = document.getElementById("saved");
          window.said = [];
          const note = new MutationObserver(() => said.push(place.textContent));
          note.observe(place, { childList: true });
        }"""
    )
    await page.keyboard.type("w")
    await first.continue_()
    await (await held.get()).continue_()
    await saved(person)
    words = await page.evaluate("window.said")
    assert [each for each in words if each.startswith("Saved")] == words[-1:]


async def test_a_refused_email_keeps_everything(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await page.fill("#to", "Ada <ada>")
    await page.fill("#subject", "Once more")
    await type_text(person, "Hello")
    await page.click("#send")
    await person.see("This is no email address: Ada <ada>")
    await page.wait_for_selector("#draft[data-ready]")
    await expect(page.locator("#to")).to_have_value("Ada <ada>")
    await expect(text_of(person).locator("body")).to_have_text("Hello")
    await page.fill("#to", "Ada <ada@engines.example>")
    await page.click("#send")
    await person.see("The email is sent, and has arrived.")


async def test_what_could_not_be_kept_is_in_the_editor_again(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await page.fill("#subject", "x" * 251)
    await type_text(person, "Hello")
    await page.click("#send")
    await person.see("A subject has 250 characters at most.")
    await page.wait_for_selector("#draft[data-ready]")
    await expect(text_of(person).locator("body")).to_have_text("Hello")


async def test_two_tabs_with_the_same_draft(person: Person, context: BrowserContext) -> None:
    page = person.page
    await begin_email(person)
    other = Person(await context.new_page(), person.box)
    await other.page.goto(page.url)
    await other.page.wait_for_selector("#draft[data-ready]")
    await type_text(person, "one")
    await saved(person)
    await type_text(other, "other")
    await expect(other.page.locator("#saved")).to_have_text("Not saved")
    await expect(other.page.locator("#refused")).to_contain_text("changed on another page")
    await type_text(person, " more")
    await saved(person)
    await other.page.keyboard.press("Control+S")
    await saved(other)
    await expect(other.page.locator("#refused")).to_be_hidden()
    await type_text(person, " lost")
    await expect(page.locator("#refused")).to_contain_text("changed on another page")
    await other.page.fill("#to", "ada@engines.example")
    await other.page.fill("#subject", "From the other tab")
    await other.page.click("#send")
    await other.see("The email is sent, and has arrived.")
    await expect(other.page.frame_locator(".mail-frame").locator("body")).to_have_text("other")
    await type_text(person, "!")
    await expect(page.locator("#refused")).to_contain_text("sent or deleted on another page")
    await context.clear_cookies()
    await type_text(person, "!")
    await expect(page.locator("#refused")).to_contain_text("Nobody is signed in any more.")


async def test_a_draft_is_deleted_after_a_question(person: Person) -> None:
    page = person.page
    await open_draft(person)
    url = page.url
    await page.click("#delete")
    await page.click("text=Keep it")
    assert page.url == url
    await page.click("#delete")
    await page.click("#delete-dialog button[value=delete]")
    await person.see("The draft is deleted.")


async def test_the_source_is_edited_and_sanitized(person: Person) -> None:
    page = person.page
    await open_draft(person)
    await page.click("[data-command=source]")
    await page.fill("#html", '<p onclick="x">By hand</p><script>x</script>')
    await page.click("[data-command=source]")
    await expect(text_of(person).locator("body")).to_have_text("By hand")
    assert await written(page) == "<p>By hand</p>"


async def test_a_source_that_cannot_be_kept_stays_where_it_is(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await page.click("[data-command=source]")
    source = f"<p>{'x' * 1_000_000}</p>"
    await page.fill("#html", source)
    await page.click("[data-command=source]")
    await expect(page.locator("#refused")).to_contain_text("larger than 1,000 KB")
    await expect(page.locator("#html")).to_be_visible()
    await expect(page.locator("#html")).to_have_value(source)


async def test_what_is_pasted_is_sanitized(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await text_of(person).locator("body").click()
    by_the_browser = await page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          const paste = new ClipboardEvent("paste", { clipboardData: data, cancelable: true });
          return document.getElementById("editor").contentDocument.body.dispatchEvent(paste);
        }""",
        '<p class="x" style="position: fixed; color: red">Pasted</p>',
    )
    assert not by_the_browser, "it would be put in as it came, too"
    await expect(text_of(person).locator("p").first).to_have_text("Pasted")
    assert '<p style="color: red">Pasted</p>' in await written(page)
    await expect(page.locator("#told")).to_have_text(re.compile("2 things were removed"))
    await expect(page.locator("#changes")).not_to_have_attribute("open", "")
    await expect(page.locator("#changes h2")).to_have_text("What you pasted")


DROP = """([type, html, picture, x, y]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (picture) data.items.add(new File([new Uint8Array(picture)], "a.png", { type: "image/png" }));
  const body = document.getElementById("editor").contentDocument.body;
  return body.dispatchEvent(type === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, cancelable: true, clientX: x, clientY: y }));
}"""


async def test_a_picture_that_is_too_large_is_told_of(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await text_of(person).locator("body").click()
    await page.evaluate(DROP, ["paste", "", 3_000, 0, 0])
    await expect(text_of(person).locator("img")).to_have_count(1)
    await page.evaluate(DROP, ["paste", "", 300_000, 0, 0])
    await expect(page.locator("#told")).to_contain_text("1 thing was removed")
    await expect(page.locator("#changes .removed")).to_contain_text("250 KB")
    await page.evaluate(DROP, ["paste", "", 900_000, 0, 0])
    await expect(page.locator("#refused")).to_contain_text("Nothing was put in.")


async def test_what_is_dropped_stands_where_it_was_dropped(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await type_text(person, "Hello")
    await page.keyboard.press("Enter")
    await page.keyboard.type("world")
    first = await page.evaluate(
        """() => {
          const frame = document.getElementById("editor").contentDocument;
          const box = frame.querySelector("p").getBoundingClientRect();
          return [box.right - 5, box.top + 5];
        }"""
    )
    await page.evaluate(DROP, ["drop", "<b>!</b>", 0, *first])
    await expect(text_of(person).locator("b")).to_have_count(1)
    assert await written(page) == "<p>Hello<b>!</b></p><p>world</p>"


async def test_what_is_moved_within_the_text_the_browser_moves(person: Person) -> None:
    page = person.page
    await begin_email(person)
    await type_text(person, "Hello")
    drag = """type => document.getElementById("editor").contentDocument.body
      .dispatchEvent(new DragEvent(type))"""
    await page.evaluate(drag, "dragstart")
    assert await page.evaluate(DROP, ["drop", "<b>!</b>", 0, 0, 0])
    await page.evaluate(drag, "dragend")
    assert not await page.evaluate(DROP, ["drop", "<b>!</b>", 0, 0, 0])


async def test_what_is_put_in_is_seen(person: Person) -> None:
    await begin_email(person)
    await type_text(person, "Hello")
    for _ in range(40):
        await person.page.keyboard.press("Enter")
    await person.page.focus("#subject")
    await give(person, CARD)
    seen = await person.page.evaluate(
        """() => {
          const frame = document.getElementById("editor");
          const box = frame.contentDocument.querySelector("table").getBoundingClientRect();
          return box.top >= 0 && box.bottom <= frame.clientHeight;
        }"""
    )
    assert seen


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (0, f"{CARD}<p>Hello world</p>"),
        (5, f"<p>Hello</p>{CARD}<p> world</p>"),
        (11, f"<p>Hello world</p>{CARD}<p><br></p>"),
    ],
)
async def test_content_stands_where_the_cursor_was_exactly_as_it_was_kept(
    person: Person, at: int, expected: str
) -> None:
    await begin_email(person)
    await type_text(person, "Hello world")
    await person.page.keyboard.press("Home")
    for _ in range(at):
        await person.page.keyboard.press("ArrowRight")
    await person.page.focus("#subject")
    await give(person, CARD)
    assert await written(person.page) == expected


async def test_words_are_put_into_the_line(person: Person) -> None:
    await begin_email(person)
    await type_text(person, "Hello !")
    await person.page.keyboard.press("ArrowLeft")
    await give(person, "<b>Ada</b>")
    assert await written(person.page) == "<p>Hello <b>Ada</b>!</p>"


async def test_a_panel_shows_before_and_after(person: Person) -> None:
    page = person.page
    await open_draft(person)
    await give(person, APP_HTML)
    await expect(page.locator("#changes h2")).to_have_text("What Deal Pulse put in")
    removed = page.locator("#changes .removed tbody tr")
    await expect(removed).to_have_count(8)
    await expect(page.locator("#changes .mail-source del")).to_have_count(8)
    looks = page.frame_locator("#changes .mail-frame")
    await expect(looks.locator("h2")).to_have_text("Deal Pulse")
    await expect(page.locator("#checks [data-rule=image-no-source]")).to_have_count(1)
    await page.reload()
    await page.click("#changes > summary")
    await expect(looks.locator("h2")).to_have_text("Deal Pulse")


async def test_several_contents_come_in_their_order(person: Person) -> None:
    page = person.page
    await begin_email(person)
    client_id = person.box.register().client_id
    asked, goes_on = [], asyncio.Event()
    page.on("request", lambda each: asked.append(each.url))

    async def hold(route: Route) -> None:
        await goes_on.wait()
        await route.continue_()

    await page.route(f"{page.url}/content", hold)
    await page.evaluate(
        """clientId => {
          for (const html of ["<p>one</p>", "<p>two</p>", "<p>three</p>"]) {
            const detail = { clientId, html };
            document.dispatchEvent(new CustomEvent("gong-content", { detail }));
          }
        }""",
        client_id,
    )
    await page.evaluate("fetch('/sign-in')")  # what was asked before is known by now
    assert asked.count(f"{page.url}/content") == 1, "the second one could come first"
    goes_on.set()
    await expect(text_of(person).locator("p").nth(2)).to_have_text("three")
    assert await written(page) == "<p>one</p><p>two</p><p>three</p><p><br></p>"


async def test_an_app_puts_its_content_in_from_its_frame(person: Person) -> None:
    page, box = person.page, person.box
    with partner_running() as partner:
        script = """
          init();
          await GongFrontendApi.ready();
          on("give", () => GongFrontendApi.closeWithContent("<p onclick=x>From the frame</p>"));
        """
        partner.page("/composer", box, script, "<button id=give>Give</button>")
        box.install(register_frames(box, partner.at()), scope=" ".join(SCOPES))
        await begin_email(person)
        await type_text(person, "Before")
        await page.click(".frame-button")
        await until_ready(page)
        await page.frame_locator("dialog[open] iframe").locator("#give").click()
        await expect(text_of(person).locator("p").nth(1)).to_have_text("From the frame")
        assert await written(page) == "<p>Before</p><p>From the frame</p><p><br></p>"
        await expect(page.locator("#changes h2")).to_have_text("What Deal Pulse put in")
        await expect(page.locator("#changes .removed")).to_contain_text("onclick")
        # The keys of the toolbar pass by what is in the app's dialog.
        await page.focus("[data-command=source]")
        await page.keyboard.press("ArrowRight")
        await expect(page.locator(".frame-button")).to_be_focused()
        await page.keyboard.press("ArrowRight")
        await expect(page.locator("#block")).to_be_focused()


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("x" * 1_000_001, "The HTML is larger than 1,000 KB."),
        ("<b>" * 6_000, "The HTML has more than 5,000 tags."),
    ],
)
async def test_what_is_too_much_changes_nothing(person: Person, html: str, reason: str) -> None:
    await open_draft(person)
    before = await written(person.page)
    await give(person, html)
    await expect(person.page.locator("#refused")).to_have_text(f"Nothing was put in. {reason}")
    assert await written(person.page) == before
    await type_text(person, "!")
    await saved(person)
    await expect(person.page.locator("#refused")).to_have_text(f"Nothing was put in. {reason}")


async def test_without_javascript_there_is_a_form(person: Person) -> None:
    await person.sign_in(role="rep")
    context = person.page.context
    assert context.browser is not None
    plain = await context.browser.new_context(
        java_script_enabled=False, storage_state=await context.storage_state()
    )
    page = await plain.new_page()
    await page.goto(f"{person.box.url}/engage/drafts")
    await page.click("text=New email")
    assert await page.locator("#tools").is_hidden()
    await page.fill("#html", "<p>Without <b>scripts</b></p>")
    await page.fill("#to", "ada@engines.example")
    await page.fill("#subject", "Plain")
    await page.press("#subject", "Enter")
    await page.get_by_text("The draft is saved.").wait_for()
    await page.click("#send")
    await page.get_by_text("The email is sent, and has arrived.").wait_for()
    await plain.close()


async def test_remote_images_are_shown_in_a_mailbox_when_asked_for(person: Person) -> None:
    # A page of its own: that an image is refused is said on the console.
    page, asked = await person.page.context.new_page(), []

    async def fulfil(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(status=200, content_type="image/gif", body=PIXEL)

    await page.context.route("https://pulse.example/**", fulfil)
    image = '<img src="https://pulse.example/x.gif" alt="" width="10">'
    sent = Writer(person.box).send(to="ada@engines.example", subject="Image", html=image)
    await page.goto(f"{person.box.url}/mailbox/ada@engines.example/{sent.rpartition('/')[2]}")
    await page.get_by_text("Images from elsewhere are not shown").wait_for()
    await page.wait_for_load_state("networkidle")
    assert asked == []
    await page.click("text=Show them")
    await page.get_by_text("Images from elsewhere are shown").wait_for()
    await page.wait_for_load_state("networkidle")
    assert asked == ["https://pulse.example/x.gif"]
