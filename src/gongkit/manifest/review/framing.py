"""The pages inside Gong, as the code serves them: there at all, and allowed to be embedded."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from gongkit.manifest.review.code import (
    NO_CODE,
    argument,
    at,
    calls,
    constant,
    dotted,
    functions,
    has_code,
    is_on,
    last_name,
    parsed,
    registered,
    texts,
)
from gongkit.manifest.review.cookies import is_for_scripts
from gongkit.manifest.review.files import TextFile
from gongkit.manifest.review.names import PAGES
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Outcome, Rule, Source
from gongkit.manifest.review.scoping import decorators_of
from gongkit.manifest.review.subject import Subject

NO_HANDLER: Final = Rule(
    "page-without-handler",
    "Every page inside Gong that the manifest names is answered by the code.",
    Source.CONTRACT,
    "Gong would show an empty frame.",
    "Answer it: @gong.email_composer or @gong.account_information.",
)
NO_PAGE: Final = Rule(
    "handler-without-page",
    "Every handler of a page inside Gong has its page in the manifest.",
    Source.CONTRACT,
    "Without a URL there is nowhere to answer: the app does not start.",
    "Give the page a URL in the manifest, or remove the handler.",
)
X_FRAME: Final = Rule(
    "x-frame-options",
    "No X-Frame-Options is sent with the pages inside Gong.",
    Source.ARTICLE,
    "With it the browser shows no page in a frame at another origin, and so none at Gong.",
    "Leave it out for these pages: GongApp says with frame-ancestors who may embed them.",
)
ANCESTORS: Final = Rule(
    "frame-ancestors",
    "The policy of the pages inside Gong lets Gong embed them, and nobody else.",
    Source.ARTICLE,
    "Without it any site can put the page into a frame and have a user click in it.",
    "Send Content-Security-Policy: frame-ancestors https://*.gong.io. GongApp does it for the"
    " pages that it answers.",
)
COOKIE: Final = Rule(
    "cookie-flags",
    "Cookies are HttpOnly and Secure.",
    Source.ADVICE,
    "A script could read the cookie, or it could go over plain http.",
    "Set it with httponly=True, secure=True and samesite='lax'.",
)
RULES: Final = (NO_HANDLER, NO_PAGE, X_FRAME, ANCESTORS, COOKIE)

_OPEN: Final = re.compile(r"^/?\^|\(\?P<|^index\.html$")
"""A route that is a pattern, or a folder of pages that another tool has built."""

_HOLE: Final = re.compile(r"[{<][\w:]+[}>]")
"""Stands in a route for what a request fills in."""

_POLICY: Final = re.compile(r"(?i)\bframe-ancestors\b([^;,]*)")


def _check(project: Project) -> Iterator[Outcome]:
    yield from _handlers(project)
    exempt = any("xframe_options_exempt" in file.text for file in parsed(project)) or all(
        any(registered(project, page)) for page in _pages(project)
    )
    for file in parsed(project):
        yield from _cookies(file)
        if _pages(project):
            yield from _headers(file, exempt=exempt)


def _pages(project: Project) -> dict[str, str]:
    """Give the URLs of the manifest's pages."""
    iframe = project.manifest.iframe if project.manifest else None
    found = {page: getattr(iframe, page, None) for page in sorted(PAGES)}
    return {page: table.url for page, table in found.items() if table is not None}


def _handlers(project: Project) -> Iterator[Outcome]:
    pages = _pages(project)
    for page in sorted(PAGES):
        handlers = list(registered(project, page))
        if handlers and page not in pages and project.is_sound(f"iframe.{page}"):
            yield NO_PAGE.fail(f"The manifest has no [iframe.{page}].", *handlers[:1])
        elif not handlers and page in pages and project.is_sound(f"iframe.{page}.url"):
            yield from _unhandled(project, page, pages[page])


def _unhandled(project: Project, page: str, url: str) -> Iterator[Outcome]:
    """Judge a page that has no handler: a route may answer it, or something elsewhere."""
    path, where = urlsplit(url).path, project.at(f"iframe.{page}.url")
    written = {text for file in parsed(project) for _, text in texts(file)}
    fix = f"Answer it with a function: @gong.{page}."
    if not any("GongApp" in file.text for file in parsed(project)):
        message = f"The code has no GongApp: what answers {path} is somewhere else."
        yield NO_HANDLER.review(message, where)
    elif not _is_at_home(url, project):
        message = f"{url} is at another host than the app: nothing here answers it."
        yield NO_HANDLER.review(message, where, fix="Open it, and look.")
    elif not _is_routed(path, written):
        if any(_may_take(text, path) for text in written):
            message = f"No route is written as {path}; see that another one answers it."
            yield NO_HANDLER.review(message, where, fix=fix)
        else:
            message = f"The code has neither @gong.{page} nor a route for {path}."
            yield NO_HANDLER.fail(message, where, fix=fix)
    elif not any(_POLICY.search(text) for text in written):
        message = f"The code answers {path} by itself, and nowhere says frame-ancestors."
        yield ANCESTORS.review(message, where)


def _is_at_home(url: str, project: Project) -> bool:
    """Tell whether a page is where the redirect URIs are; the code answers only there."""
    uris = project.manifest.integration.redirect_uris if project.manifest else ()
    return urlsplit(url).netloc in {urlsplit(uri).netloc for uri in uris}


def _is_routed(path: str, written: set[str]) -> bool:
    """Tell whether the code names the path, or its end below a mount."""
    ends = {path, path.lstrip("/"), "/" + path.rpartition("/")[2], path.rpartition("/")[2]}
    plain = {text.rstrip("/") for text in written}
    return any(end.rstrip("/") in plain for end in ends if end) or any(
        _matches(text, path.lstrip("/")) for text in written if text.startswith("^")
    )


def _matches(pattern: str, path: str) -> bool:
    """Tell whether a route of Django's that is a pattern takes a path."""
    try:
        return re.search(pattern, path) is not None
    except re.error:
        return False


def _may_take(route: str, path: str) -> bool:
    """Tell whether a route that takes more than one path may take this one."""
    if _OPEN.search(route):
        return True
    pieces = [re.escape(piece) for piece in _HOLE.split(route)]
    pattern = ".+".join(pieces).strip("/")
    return len(pieces) > 1 and re.search(rf"(?:^|/){pattern}/?$", path) is not None


def _headers(file: TextFile, *, exempt: bool) -> Iterator[Outcome]:
    """Find headers that keep Gong from embedding. A person judges those outside a handler.

    `exempt`: no page has what Django sends, as it is excepted, or GongApp answers it beside.
    """
    inside, removed = _in_pages(file), {id(each) for each in _removed(file)}
    for node, text in texts(file):
        in_page, where = id(node) in inside, at(file, node)
        if text.casefold() == "x-frame-options" and id(node) not in removed:
            told = X_FRAME.fail if in_page else X_FRAME.review
            yield told("X-Frame-Options is set: no site may show such a page in a frame.", where)
        elif "XFrameOptionsMiddleware" in text and not exempt:
            yield X_FRAME.review("Django sends X-Frame-Options with every page.", where)
        elif (policy := _POLICY.search(text)) and not _lets_gong(policy[1]):
            told = ANCESTORS.fail if in_page else ANCESTORS.review
            yield told(f"This does not let Gong embed: {policy[0].strip()}.", where)


def _lets_gong(ancestors: str) -> bool:
    """Tell whether the sources include Gong, or are filled in later."""
    return "gong.io" in ancestors or "{" in ancestors or not ancestors.strip()


def _in_pages(file: TextFile) -> set[int]:
    """Name the nodes that stand in the handlers of pages."""
    handlers = (each for each in functions(file) if decorators_of(each) & PAGES)
    return {id(node) for handler in handlers for node in ast.walk(handler)}


def _removed(file: TextFile) -> Iterator[ast.AST]:
    """Give what stands where a header is taken away or asked for."""
    for node in file.nodes:
        if isinstance(node, ast.Delete | ast.Compare):
            yield from ast.walk(node)
        elif isinstance(node, ast.Call) and dotted(node.func).endswith(".pop"):
            yield from node.args


def _cookies(file: TextFile) -> Iterator[Outcome]:
    """Find cookies without their flags: Starlette and Django set none that is not asked for."""
    for call in calls(file):
        if _sets_cookie(call):
            if not is_on(call, "httponly") and not _is_for_scripts(call):
                yield COOKIE.fail("Scripts can read this cookie.", at(file, call))
            elif not is_on(call, "secure"):
                yield COOKIE.review("This cookie goes over plain http, too.", at(file, call))
        elif _is_session(call) and not is_on(call, "https_only"):
            message = "The session's cookie goes over plain http, too."
            fix = "Give SessionMiddleware https_only=True, in production at least."
            yield COOKIE.review(message, at(file, call), fix=fix)


def _sets_cookie(call: ast.Call) -> bool:
    """Tell whether an answer is given a cookie, and it can be read with which flags.

    A jar of cookies that were received is given each as one object.
    """
    given = [*call.args, *call.keywords]
    is_open = any(each.arg is None for each in call.keywords)
    is_named = last_name(call.func) == "set_cookie"
    return is_named and len(given) > 1 and not is_open


def _is_for_scripts(call: ast.Call) -> bool:
    """Tell whether a script has to read it: so it is with tokens against forged requests."""
    name = constant(call.args[0] if call.args else argument(call, "key"))
    return isinstance(name, str) and is_for_scripts(name)


def _is_session(call: ast.Call) -> bool:
    return any(dotted(each) == "SessionMiddleware" for each in (call.func, *call.args))


SUBJECT: Final = Subject("Pages inside Gong", RULES, _check, has_code, NO_CODE)
