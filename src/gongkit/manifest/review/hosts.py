"""Where the app sends things: to each company's own host, over https that is checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from gongkit.loopback import host_of, is_loopback
from gongkit.manifest.review.code import (
    NO_CODE,
    at,
    at_offset,
    calls,
    constant,
    dotted,
    has_code,
    parsed,
    texts,
)
from gongkit.manifest.review.files import TextFile, is_built
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

API_HOST: Final = Rule(
    "api-host-fixed",
    "No API host of Gong's is written into the code.",
    Source.ARTICLE,
    "Each company has a host of its own, api_base_url_for_customer; at another one its token is"
    " refused, and has been shown to a stranger.",
    "Call through gong.client(company), which knows the host; or read installation.base_url.",
)
TOKEN_REQUEST: Final = Rule(
    "own-token-request",
    "Codes and refresh tokens are exchanged by gongkit alone.",
    Source.ADVICE,
    "A refresh token is spent once. Two that spend it, or one that loses the answer, make the"
    " customer install the app again.",
    "Let GongApp do it: gong.client(company) refreshes when that is due.",
    grade=Grade.REVIEW,
)
PLAIN: Final = Rule(
    "plain-http",
    "The app speaks https with everybody but this machine.",
    Source.ADVICE,
    "What goes over plain http can be read and changed on its way.",
    "Write https.",
    grade=Grade.REVIEW,
)
UNCHECKED: Final = Rule(
    "tls-unchecked",
    "Certificates are checked.",
    Source.ADVICE,
    "Without it anybody on the way can answer in the place of the server, and get the token.",
    "Leave the check on. For a certificate authority of your own, name its file.",
)
RULES: Final = (API_HOST, TOKEN_REQUEST, PLAIN, UNCHECKED)

_API: Final = re.compile(r"(?i)https?://(?:[a-z0-9-]+\.)*api\.gong\.io")
_HTTP: Final = re.compile(r"http://[^\s\"'<>`)]*")
_PAGES: Final = (".html", ".htm", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".jinja", ".j2")
_IN_PAGES: Final = re.compile(
    r"""(?i)(?:\b(?:src|action|href)\s*=\s*["']|\b(?:fetch|import|open)\(\s*["'`])(http://[^"'`\s]+)"""
)
_NAMES: Final = ("www.w3.org", "schemas.", "purl.org", "json-schema.org", "ns.adobe.com")
"""Hosts of URLs that only name something, such as an XML namespace; nobody fetches them."""

_OFF: Final = frozenset(("verify", "ssl", "verify_ssl", "check_hostname"))
"""Arguments that turn the check off with False."""

_ASKS: Final = re.compile(
    r"(?i)(?:.*\.)?(?:get|post|put|patch|delete|head|options|request|stream|ws_connect|client|resource"
    r"|.*client|.*session|.*transport|.*connector|.*context)"
)
"""What takes them so. Others mean something else: `User(verify=False)`, `Redis(ssl=False)`."""


def _check(project: Project) -> Iterator[Outcome]:
    for file in parsed(project):
        compared = _compared(file)
        for node, text in texts(file):
            if (found := _API.search(text)) and node not in compared:
                yield API_HOST.fail(f"{found[0]} is not every company's host.", at(file, node))
            if "generate-customer-token" in text:
                yield TOKEN_REQUEST.review("The code asks for tokens itself.", at(file, node))
            # A sentence that mentions a URL asks nobody.
            if text.startswith("http://") and (url := _plain_url(text)):
                yield PLAIN.review(f"{url} is plain http.", at(file, node))
        yield from _grants(file)
        yield from _unchecked(file)
    for file in project.files:
        if file.path.endswith(_PAGES) and not is_built(file):
            for match in _IN_PAGES.finditer(file.text):
                if url := _plain_url(match[1]):
                    yield PLAIN.review(f"{url} is plain http.", at_offset(file, match.start(1)))


def _compared(file: TextFile) -> set[ast.expr]:
    """Give what a value is only held against, or looked up by: nothing is sent there."""
    found: set[ast.expr] = set()
    for node in file.nodes:
        match node:
            case ast.Compare():
                found.update((node.left, *node.comparators))
            case ast.Dict(keys=keys):
                found.update(key for key in keys if key)
    return found


def _plain_url(text: str) -> str:
    """Give the URL in a text that would go over the network unencrypted."""
    for match in _HTTP.finditer(text):
        host = host_of(match[0])
        # A host without a dot, or none, is filled in later or is a container's name.
        if "." in host and not is_loopback(host) and not host.startswith(_NAMES):
            return match[0][:80]
    return ""


def _grants(file: TextFile) -> Iterator[Outcome]:
    """Find `{"grant_type": "refresh_token"}`, and the same as an argument."""
    for node in file.nodes:
        pairs: list[tuple[object, ast.expr]] = []
        if isinstance(node, ast.Dict):
            keys = zip(node.keys, node.values, strict=True)
            pairs = [(constant(key), value) for key, value in keys]
        elif isinstance(node, ast.Call):
            pairs = [(each.arg, each.value) for each in node.keywords]
        for name, value in pairs:
            if name == "grant_type" and constant(value) in ("refresh_token", "authorization_code"):
                message = f"The code makes a request with grant_type {constant(value)} itself."
                yield TOKEN_REQUEST.review(message, at(file, value))


def _unchecked(file: TextFile) -> Iterator[Outcome]:
    for call in calls(file):
        name = dotted(call.func)
        for keyword in call.keywords:
            is_off = keyword.arg in _OFF and constant(keyword.value) is False
            if is_off and _ASKS.fullmatch(name):
                written = f"{keyword.arg}=False"
                yield UNCHECKED.fail(f"{written} turns the check off.", at(file, keyword))
        if name.endswith("_create_unverified_context"):
            yield UNCHECKED.fail(f"{name}() makes a context without it.", at(file, call))
        elif name.endswith("urllib3.disable_warnings"):
            message = "The warnings that certificates are not checked are silenced."
            yield UNCHECKED.review(message, at(file, call))
    for node in file.nodes:
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value):
                off = name in {"check_hostname", "verify"} and constant(value) is False
                if off or (name == "verify_mode" and dotted(value).endswith("CERT_NONE")):
                    yield UNCHECKED.fail(f"{name} turns the check off.", at(file, node))


SUBJECT: Final = Subject("Hosts", RULES, _check, has_code, NO_CODE)
