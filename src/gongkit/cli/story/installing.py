"""Steps 1 to 4: the app is registered, refused, approved, and gets its tokens."""

from __future__ import annotations

import secrets
from pathlib import Path

from gongkit.auth.oauth import OAuthClient, parse_callback
from gongkit.cli.example import hello_gong
from gongkit.cli.registration import registration
from gongkit.cli.story.browser import Browser, Page
from gongkit.cli.story.narrator import expect
from gongkit.cli.story.stage import App, Installed, Stage
from gongkit.client import run
from gongkit.installations.installation import company_key
from gongkit.installations.keyring import generate_key
from gongkit.manifest import load
from gongkit.redact import Secret, mask_query


def register(stage: Stage) -> App:
    """Register hello-gong's manifest, where a tech admin would fill in Gong's form."""
    about = "The manifest of examples/hello-gong stands in for Gong's form."
    with stage.tell.step("Register the app", about):
        manifest = load(hello_gong())
        integration = manifest.integration
        body = registration(manifest, hello_gong())
        done = stage.network.control("POST", f"{stage.url}/_sandbox/integrations", body)
        expect(done.response.status == 201, "the manifest is accepted")
        answer = done.json()
        stage.tell.exchange(
            done,
            body=f"gong.app.toml as JSON: {integration.name!r}, {len(integration.scopes)} scopes",
            got={"client_id": answer["client_id"], "client_secret": answer["client_secret"]},
        )
        owner = stage.company(0)["title"]
        stage.tell.proven(f"{integration.name} is a private integration of {owner}.")
        oauth = OAuthClient(
            client_id=answer["client_id"],
            client_secret=Secret(answer["client_secret"]),
            redirect_uri=integration.redirect_uris[0],
            scopes=integration.scopes,
            app_url=stage.url,
            clock=stage.clock,
        )
        return App(manifest=manifest, oauth=oauth)


def refuse_rep(stage: Stage, app: App) -> None:
    """Let somebody try to install the app who may not."""
    rep = stage.person("rep")
    about = f"{rep['name']} ({rep['email']}) opens the app's authorize URL and signs in."
    with stage.tell.step("Authorize as a rep", about):
        browser = Browser(stage.network)
        page = _sign_in(browser, app, Secret(secrets.token_urlsafe(16)), rep)
        expect(page.exchange.response.status == 403, "a rep is refused")
        expect("tech admin" in page.alert, "the page says who may authorize")
        stage.tell.exchange(page.exchange, got={"page": page.heading, "reason": page.alert})
        stage.tell.proven("Only a tech admin may install an app, and the page says so.")


def approve(stage: Stage, app: App) -> Secret:
    """Install the app: sign in, read the consent page, approve. Gives the code."""
    admin = stage.person("tech_admin")
    about = f"{admin['name']} ({admin['email']}) signs in and sees what the app asks for."
    with stage.tell.step("Authorize as a tech admin", about):
        state = Secret(secrets.token_urlsafe(16))
        browser = Browser(stage.network)
        page = _sign_in(browser, app, state, admin)
        stage.tell.exchange(page.exchange, got={"page": page.heading})
        form = page.form_to_press("approve")
        back = browser.submit(page, form, ("decision", "approve")).exchange
        location = back.response.header("location") or ""
        target, _, query = location.partition("?")
        expect(target == app.oauth.redirect_uri, "the browser is sent to the redirect URI")
        code = parse_callback(location, state)
        answer = {"location": f"{target}?{mask_query(query)}"}
        stage.tell.exchange(back, got=answer, with_query=False)
        stage.tell.proven("The browser is back with a code, and with the state that was sent.")
        return code


def exchange_code(stage: Stage, app: App, code: Secret) -> Installed:
    """Turn the code into tokens, and keep them encrypted."""
    about = "The code, good once and for ten minutes, becomes tokens for this one company."
    with stage.tell.step("Exchange the code", about):
        grant = run(app.oauth.exchange(code), stage.network)
        answer = stage.network.last.json()
        shown = ("access_token", "refresh_token", "token_type", "expires_in")
        got = {name: answer[name] for name in shown}
        got["api_base_url_for_customer"] = answer["api_base_url_for_customer"]
        stage.tell.exchange(stage.network.last, got=got)
        company = stage.company(0)
        expect(grant.base_url == company["api_base_url"], "the answer names the company's own host")
        expect(grant.scopes == app.manifest.integration.scopes, "every scope is granted")
        installed = Installed(
            app=app,
            company=company_key(grant.base_url),
            store_url=f"sqlite:///{stage.folder / 'installations.db'}",
            key=Secret(generate_key()),
            stage=stage,
        )
        store = installed.open_store()
        store.install(installed.company, grant, name=company["name"], region=company["region"])
        store.close()
        expect(not _found_in(stage.folder, grant.access_token), "the token is encrypted on disk")
        stage.tell.proven(
            "The installation is stored, its tokens encrypted, together with the API host"
            " that they are for."
        )
        return installed


def _sign_in(browser: Browser, app: App, state: Secret, person: dict[str, str]) -> Page:
    """Open the authorize URL and fill in the sign-in page that comes first."""
    page = browser.open(app.oauth.authorize_url(state))
    form = page.form_to_fill("password")
    form.fields |= {"email": person["email"], "password": person["password"]}
    return browser.submit(page, form)


def _found_in(folder: Path, secret: Secret) -> bool:
    return any(secret.reveal().encode() in file.read_bytes() for file in folder.iterdir())
