"""What the running app did at a sandbox: its installation, its calls, its pages, its output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkit.contract.registry import OPERATIONS
from gongkit.manifest.review.cookies import is_for_scripts
from gongkit.manifest.review.observations import Called, Observations, Shown, Step
from gongkit.manifest.review.observed_rules import (
    ANCESTORS,
    COOKIES,
    ERRORS,
    FRAMED,
    HEALTH,
    INSTALLS,
    REFRESH,
    RULES,
    SCOPE_MISSING,
    SCOPE_UNUSED,
    STARTS,
    STATE,
    TOKEN_SAID,
    WEBHOOK,
    X_FRAME,
)
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence, Outcome
from gongkit.manifest.review.scopes import scopes_used
from gongkit.manifest.review.subject import Subject

_SIGN_IN: Final = (
    "See that it offers a way to sign in: Gong shows nothing but this page."
    " @gong.frame_identity tells who somebody is."
)


def _start(project: Project) -> Iterator[Outcome]:
    seen = project.observations
    if seen is not None and seen.failure:
        yield STARTS.fail(seen.failure, fix=_not_found(seen))


def _not_found(seen: Observations) -> str:
    """Say how its package is found, where that is not; else nothing."""
    if f"No module named '{seen.target.split('.')[0].split(':')[0]}'" not in seen.failure:
        return ""
    return (
        "The module is looked for from the manifest's folder. Where its package is in src,"
        " set PYTHONPATH=src, or install it with `pip install -e .`."
    )


def _check(project: Project) -> Iterator[Outcome]:
    if (seen := project.observations) is None:
        return
    yield from _installation(project, seen)
    yield from _calls(project, seen)
    yield from _frames(project, seen)
    yield from _cookies(seen)
    yield from _output(seen)
    for page in seen.unsigned:
        if page.status is not None and page.status < 400:
            message = f"{page.url} took a delivery that was not signed ({page.status})."
            yield WEBHOOK.fail(message, project.at(page.place))


def _installation(project: Project, seen: Observations) -> Iterator[Outcome]:
    where = project.at("integration.redirect_uris[0]")
    if seen.health and seen.health.status != 200:
        yield HEALTH.review(f"{seen.health.url} answers {_status(seen.health.status)}.", where)
    said = f" {seen.install_said}" if seen.install_said else ""
    match seen.install:
        case Step.ELSEWHERE:
            message = f"/install led to another page first:{said} The rest was not seen."
            yield INSTALLS.review(message, where, fix="Install it in the sandbox by hand.")
        case Step.NO_INSTALL:
            # Only GongApp has to have this page; another app may have it elsewhere.
            with_kit = any("GongApp" in file.text for file in project.sources)
            may_be = "answers 404" in seen.install_said and not with_kit
            told = INSTALLS.review if may_be else INSTALLS.fail
            yield told(f"/install does not lead to Gong.{said}", where)
        case Step.REFUSED:
            yield INSTALLS.fail(f"Gong would not ask for consent.{said}", where)
        case Step.NOT_FINISHED:
            message = f"The callback did not finish the installation.{said}"
            yield INSTALLS.fail(message, where, fix=_regions(project, seen))
    if seen.forged and seen.forged.status is not None and seen.forged.status < 400:
        message = f"The callback answered {seen.forged.status} to a forged state."
        # It may lead to a page that says no.
        told = STATE.fail if seen.forged.status < 300 else STATE.review
        yield told(message, where)


def _regions(project: Project, seen: Observations) -> str:
    """Say how the sandbox's hosts get a region, where one is wanted; else nothing."""
    wanted = project.manifest is not None and project.manifest.residency.regions
    if not wanted or " 403" not in seen.install_said:
        return ""
    return 'Give the sandbox a region: "127.0.0.1:*" in [profiles.dev.residency.regions].'


def _calls(project: Project, seen: Observations) -> Iterator[Outcome]:
    where = project.at("integration.scopes")
    refused = {c.operation: c for c in (*seen.called, *seen.called_later) if c.status == 403}
    for call in refused.values():
        scopes = " and ".join(_scopes(call)) or "another right"
        yield SCOPE_MISSING.fail(f"{call.operation} was refused: it needs {scopes}.", where)
    if seen.install is not Step.INSTALLED:
        for rule in (SCOPE_UNUSED, REFRESH):
            yield rule.passed("Not seen: the app was not installed.")
        return
    yield from _unused(project, seen)
    yield from _refresh(seen.called_later)


def _unused(project: Project, seen: Observations) -> Iterator[Outcome]:
    """Name the scopes that neither this run has used nor the code has a use for."""
    ran = {scope for call in (*seen.called, *seen.called_later) for scope in _scopes(call)}
    asked = project.manifest.integration.scopes if project.manifest else ()
    idle = {scope: index for index, scope in enumerate(asked) if scope and scope not in ran}
    read = [scope for scope in idle if scope in scopes_used(project)]
    unused = [scope for scope in idle if scope not in read]
    if unused:
        places = (project.at(f"integration.scopes[{idle[scope]}]") for scope in unused)
        message = f"Neither the run nor the code has used {', '.join(unused)}."
        yield SCOPE_UNUSED.review(message, *places)
    elif read:
        yield SCOPE_UNUSED.passed(f"Used by the code, but not in this run: {', '.join(read)}.")


def _scopes(call: Called) -> tuple[str, ...]:
    found = OPERATIONS.get(call.operation)
    return found.scopes if found else ()


def _refresh(called: tuple[Called, ...]) -> Iterator[Outcome]:
    """Judge the calls after the token's end: a refused one is to be made good."""
    names = [call.operation for call in called if call.operation != "token"]
    refused = [call for call in called if call.operation != "token" and call.status == 401]
    refreshed = any(call.operation == "token" and call.status == 200 for call in called)
    if refused and not refreshed:
        message = f"{refused[0].operation} was refused with an ended token, and none was asked for."
        yield REFRESH.fail(message)
    elif not names:
        yield REFRESH.passed("Not seen: the app made no call after its token had ended.")


def _frames(project: Project, seen: Observations) -> Iterator[Outcome]:
    for page in seen.frames:
        where = project.at(page.place)
        if page.status in {401, 403}:
            message = f"{page.url} answers {page.status} to somebody who is not signed in."
            yield FRAMED.review(message, where, fix=_SIGN_IN)
        elif page.status is None or page.status >= 400:
            yield FRAMED.fail(f"{page.url} answers {_status(page.status)}.", where)
        elif 300 <= page.status < 400:
            # It may be a page that asks for a sign-in, which has to be shown in the frame too.
            yield FRAMED.review(f"{page.url} redirects to another page.", where)
        else:
            yield from _policy(page, where)
        if value := page.headers.get("x-frame-options"):
            yield X_FRAME.fail(f"{page.url} is sent with X-Frame-Options: {value}.", where)


def _policy(page: Shown, where: Evidence) -> Iterator[Outcome]:
    policy = page.headers.get("content-security-policy", "")
    if "frame-ancestors" not in policy:
        yield ANCESTORS.fail(f"{page.url} does not say who may embed it.", where)
    elif "gong.io" not in policy or "frame-ancestors *" in policy:
        yield ANCESTORS.fail(f"The policy of {page.url} is not for Gong alone.", where)


def _cookies(seen: Observations) -> Iterator[Outcome]:
    told = set()
    for page in (*seen.pages, *seen.frames):
        for cookie in page.cookies:
            name, *flags = (part.strip() for part in cookie.split(";"))
            has = {flag.partition("=")[0].casefold() for flag in flags}
            if name in told:
                continue
            told.add(name)
            if "httponly" not in has and not is_for_scripts(name):
                yield COOKIES.fail(f"Scripts can read the cookie {name} of {page.url}.")
            elif page.secure and "secure" not in has:
                yield COOKIES.fail(f"The cookie {name} of {page.url} is not Secure.")
            elif "samesite" not in has:
                yield COOKIES.review(f"The cookie {name} of {page.url} says no SameSite.")


def _output(seen: Observations) -> Iterator[Outcome]:
    for said in seen.secrets_said:
        yield TOKEN_SAID.fail(f"Line {said.line} of the app's output holds {said.what}.")
    for said in seen.errors_said[:5]:
        yield ERRORS.review(f"Line {said.line} of the app's output: {said.what}")
    for page in (*seen.pages, *seen.after_removal):
        if page.status is None or page.status >= 500:
            after = " after the company had disconnected the app" if page not in seen.pages else ""
            yield ERRORS.review(f"{page.url} answers {_status(page.status)}{after}.")


def _status(status: int | None) -> str:
    return "nothing" if status is None else str(status)


STARTED: Final = Subject(
    "The app's start",
    (STARTS,),
    _start,
    lambda project: project.observations is not None,
    "Looked at with --run MODULE:APP.",
)
SUBJECT: Final = Subject(
    "The running app",
    RULES,
    _check,
    lambda project: project.observations is not None and not project.observations.failure,
    "Looked at with --run MODULE:APP, once the app starts.",
)
