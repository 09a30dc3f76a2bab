"""What the app's HTML and JavaScript say to other windows, and whose scripts they run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gongkit.loopback import host_of
from gongkit.manifest.review.code import at_offset
from gongkit.manifest.review.files import TextFile, is_built
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

ANY_ORIGIN: Final = Rule(
    "post-message-any-origin",
    "Messages to other windows name the origin that they are for.",
    Source.ADVICE,
    "With '*' whoever embeds the page, or has taken the window's place, reads the message.",
    "Name the origin. For messages to Gong use GongFrontendApi, which does.",
)
UNCHECKED: Final = Rule(
    "message-origin-unchecked",
    "Messages from other windows are believed by their origin.",
    Source.ADVICE,
    "Any site that has the page in a frame or a window can send it messages.",
    "Begin with: if (event.origin !== EXPECTED) return;",
    grade=Grade.REVIEW,
)
INTEGRITY: Final = Rule(
    "script-integrity",
    "Scripts of others are pinned with integrity, or served by the app itself.",
    Source.ADVICE,
    "Whoever can change the script runs it in the page, with all that the page may do.",
    "Serve a copy yourself, or add integrity='sha384-…' crossorigin='anonymous'.",
    grade=Grade.REVIEW,
)
RULES: Final = (ANY_ORIGIN, UNCHECKED, INTEGRITY)

_PAGES: Final = (".html", ".htm", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".jinja", ".j2", ".py")
_POST: Final = re.compile(r"\.postMessage\s*\(")
_LISTENS: Final = re.compile(
    r"""(?<![\w.$)\]])(?:(?:window|self|globalThis)\s*\.\s*)?"""
    r"""(?:addEventListener\s*\(\s*["'`]message["'`]|onmessage\s*=)"""
)
"""On the window. Sockets, workers and event sources have messages of their own."""

_LOOKS: Final = re.compile(
    r"(?<!location)(?<!window)(?<!self)\.origin\b|[{,]\s*origin\s*[,}]|\.source\s*[!=]=="
)
"""The origin of a message, other than the page's own, or the window that it came from."""

_SCRIPT: Final = re.compile(r"(?is)<script\b([^>]*)>")
_SRC: Final = re.compile(r"""(?i)\bsrc\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""")
_ENOUGH: Final = 4000
"""How many letters the arguments of a call may have."""


def _check(project: Project) -> Iterator[Outcome]:
    for file in project.files:
        if file.path.endswith(_PAGES) and not is_built(file):
            yield from _posts(file)
            yield from _listens(file)
            yield from _scripts(file, project)


def _posts(file: TextFile) -> Iterator[Outcome]:
    for match in _POST.finditer(file.text):
        given = _arguments(file.text, match.end())
        if re.search(r"""(?s),\s*(["'`])\*\1\s*(?:,|$)|targetOrigin\s*:\s*["']\*""", given):
            where = at_offset(file, match.start() + 1)
            yield ANY_ORIGIN.fail("A message is sent to any origin.", where)


def _arguments(text: str, start: int) -> str:
    """Give what stands between the parentheses that begin before `start`."""
    depth = 1
    for end in range(start, min(len(text), start + _ENOUGH)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return text[start:end].strip()
    return ""


def _listens(file: TextFile) -> Iterator[Outcome]:
    if _LOOKS.search(file.text):
        return
    for match in _LISTENS.finditer(file.text):
        message = "Messages are taken without a look at where they come from."
        yield UNCHECKED.review(message, at_offset(file, match.start()))


def _scripts(file: TextFile, project: Project) -> Iterator[Outcome]:
    domains = project.manifest.integration.domains if project.manifest else ()
    own = tuple(f".{each}" for each in (*domains, "gong.io") if each)
    for match in _SCRIPT.finditer(file.text):
        found = _SRC.search(match[1])
        if found is None or "integrity" in match[1].casefold():
            continue
        host = host_of(found[1])
        if host and not f".{host}".endswith(own):
            yield INTEGRITY.review(f"A script comes from {host}.", at_offset(file, match.start()))


SUBJECT: Final = Subject("Scripts of the pages", RULES, _check)
