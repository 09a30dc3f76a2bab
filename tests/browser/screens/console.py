"""The screens of the console."""

from __future__ import annotations

from tests.browser.person import Person
from tests.browser.screens.registry import screen
from tests.sandbox.apps import manifest, register, use
from tests.sandbox.box import SCOPES, Serving

from gongkit.redact import Secret
from gongkit.sandbox.server.serving import Options


@screen("console-overview")
async def overview(person: Person) -> None:
    use(person.box)
    await person.go("/console")
    await person.see("Deal Pulse")
    await person.page.locator("#companies summary").first.click()


@screen("console-overview-empty")
async def no_integration(person: Person) -> None:
    await person.go("/console")
    await person.see("No integration is registered yet.")


@screen("console-requests")
async def requests(person: Person) -> None:
    use(person.box)
    await person.go("/console/requests")
    await person.page.locator("#entries summary").filter(has_text="why").first.click()
    await person.see("Request ID")


@screen("console-requests-empty")
async def no_requests(person: Person) -> None:
    await person.go("/console/requests")
    await person.see("Nothing has been asked yet.")


@screen("console-fleet")
async def fleet(person: Person) -> None:
    client = use(person.box)
    other = register(person.box, manifest("Call Recaps"), published=True)
    person.box.install(other, "globex")
    person.box.advance(90_000)
    person.box.install(other, "northwind")
    body = {**manifest("Call Recaps", scopes=[*SCOPES, "api:flows:read", "api:logs:read"])}
    assert person.box.control("PUT", f"/integrations/{other.client_id}", body).status == 200
    person.box.install(client, "globex")
    person.box.control("DELETE", "/installations/1")
    set_limits(person, "northwind", 3, 10_000)
    set_limits(person, "kestrel", 3, 10)
    for _ in range(3):
        person.box.api("kestrel", "GET", "/v2/users/1")
    await person.go("/console/fleet")
    await person.see("Call Recaps at globex")
    await person.page.locator("#fleet summary").first.click()


@screen("console-fleet-empty")
async def no_fleet(person: Person) -> None:
    await person.go("/console/fleet")
    await person.see("No company has installed an app yet.")


@screen("console-installations")
async def installations(person: Person) -> None:
    client = use(person.box)
    person.box.control("PUT", "/oauth", {"refresh": "revoke_family"})
    tokens = person.box.install(client, "globex")
    for _ in range(2):
        person.box.refresh(client, tokens["refresh_token"])
    person.box.advance(90_000)
    person.box.install(client, "globex")
    await person.go("/console/installations")
    await person.see("Deal Pulse at globex")


@screen("console-installations-empty")
async def no_installations(person: Person) -> None:
    await person.go("/console/installations")
    await person.see("No company has installed an app yet.")


@screen("console-budget")
async def budget(person: Person) -> None:
    set_limits(person, "northwind", 3, 10_000)
    set_limits(person, "kestrel", None, 5)
    for _ in range(3):
        person.box.api("northwind", "GET", "/v2/users/1")
    for _ in range(5):
        person.box.api("kestrel", "GET", "/v2/users/1")
    await person.go("/console/budget")
    await person.see("calls are spent.")


@screen("console-clock")
async def clock(person: Person) -> None:
    await person.go("/console/clock")
    await person.see("later moment")


@screen("console-clock-back")
async def back_in_time(person: Person) -> None:
    await clock(person)
    await person.page.fill("#moment", "2020-02-29T12:00:00")
    await person.page.get_by_role("button", name="Go there").click()
    await person.see("Go back in time?")


@screen("console-faults")
async def faults(person: Person) -> None:
    for fault in (
        {"operation": "listCalls", "company": "kestrel", "times": 3, "effect": {"delay": 2.5}},
        {"operation": "*", "times": None, "effect": {"status": 503, "retry_after": 5}},
    ):
        assert person.box.control("POST", "/faults", fault).status == 201
    await person.go("/console/faults")
    await person.see("Every operation")


@screen("console-faults-refused")
async def refused_fault(person: Person) -> None:
    await person.go("/console/faults")
    await person.see("Nothing will go wrong.")
    await person.page.fill("#operation", "listCals")
    await person.page.get_by_role("button", name="Add").click()
    await person.see("Did you mean")


@screen("console-snapshots")
async def snapshots(person: Person) -> None:
    await person.go("/console/snapshots")
    await person.see("Save to a file")


@screen("console-token")
async def control_token(person: Person) -> None:
    serving = Serving(Options(port=0, control_token=Secret("let-me-in")))
    person.page.once("close", lambda _: serving.stop())
    await person.page.goto(f"{serving.box.url}/console")
    await person.page.fill("#token", "wrong")
    await person.page.keyboard.press("Enter")
    await person.see("This is not the sandbox")


def set_limits(person: Person, company: str, per_second: int | None, per_day: int | None) -> None:
    body = {"company": company, "per_second": per_second, "per_day": per_day}
    assert person.box.control("PUT", "/limits", body).status == 200
