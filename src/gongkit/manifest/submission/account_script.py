"""With what steps a reviewer tries the app, from the first page to the last."""

from __future__ import annotations

from collections.abc import Iterator

from gongkit.manifest.model import Manifest
from gongkit.manifest.review.code import registered
from gongkit.manifest.review.project import Project
from gongkit.manifest.submission.passage import Passage


def account_script(project: Project, manifest: Manifest, *, with_kit: bool) -> tuple[Passage, ...]:
    """Write the steps, in their order."""
    return (
        *_reaching(manifest),
        *_consent(manifest),
        *_pages(manifest),
        *_deliveries(manifest),
        *_leaving(project, with_kit=with_kit),
    )


def _reaching(manifest: Manifest) -> Iterator[Passage]:
    name, start = manifest.integration.name, manifest.integration.links.authorization
    if start is None:
        yield Passage(
            f"Open {name}.", fill_in="the page of the app where a customer begins to install it"
        )
    else:
        yield Passage(f"Open the page where {name} is installed:", (start,))
    yield Passage(
        "If the app asks who you are, use this login.",
        fill_in="the test login, or that the app asks for none; send a password apart from this",
    )


def _consent(manifest: Manifest) -> Iterator[Passage]:
    integration = manifest.integration
    count = len(integration.scopes)
    yield Passage(
        "The browser goes to Gong. Sign in as a tech admin of the company: nobody else may"
        " approve an app."
    )
    yield Passage(
        f"Gong's page names {integration.name} and asks for"
        f" {'this scope' if count == 1 else f'these {count} scopes'}. Approve.",
        integration.scopes,
    )
    yield Passage(
        "The browser comes back to the app, at"
        f" {'this address' if len(integration.redirect_uris) == 1 else 'one of these addresses'}.",
        integration.redirect_uris,
        fill_in="what the app shows now",
    )


def _pages(manifest: Manifest) -> Iterator[Passage]:
    iframe = manifest.iframe
    if iframe and iframe.email_composer:
        yield Passage(
            "In Gong, write an email, and press this button in the composer. The app's page"
            " opens in a frame.",
            (iframe.email_composer.label,),
            fill_in="what to do on this page, and what comes into the draft",
        )
    if iframe and iframe.account_information:
        yield Passage(
            "In Gong, open an account. The app's page is beside it, in a frame from this address.",
            (iframe.account_information.url,),
            fill_in="what this page shows",
        )
    if not (iframe and (iframe.email_composer or iframe.account_information)):
        yield Passage(
            "The app has no page inside Gong.", fill_in="where in the app its work is seen"
        )


def _deliveries(manifest: Manifest) -> Iterator[Passage]:
    for rule in manifest.webhooks.rules:
        how = (
            "a signed JWT header"
            if rule.authentication == "signed_jwt"
            else "a key in the URL, which the app shows"
        )
        yield Passage(
            f"In Gong's admin center, make the automation rule {rule.name}, which delivers to"
            f" this address with {how}.",
            (rule.url,),
            fill_in="what the app does with a call that is delivered",
        )


def _leaving(project: Project, *, with_kit: bool) -> Iterator[Passage]:
    yield Passage(
        "To leave, disconnect the app in Gong, as a tech admin. The app's tokens end with that."
    )
    if with_kit:
        yield Passage(
            "The next time that the app calls Gong or refreshes its tokens, it is refused. The"
            " installation is then marked as in need of a reconnect, and no longer called for."
        )
    heard = [
        str(where)
        for event in ("on_needs_reconnect", "on_removed")
        for where in list(registered(project, event))[:1]
    ]
    told = f" The code that is told of it is at {' and '.join(heard)}." if heard else ""
    yield Passage(
        f"What the app has kept of the company is up to the app.{told}",
        fill_in="what is erased then, and when; and how to ask for it",
    )
