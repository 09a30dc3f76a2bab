"""The code as a whole: it can be run, and the app answers where Gong sends people to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from gongkit.manifest.addresses import mount_of
from gongkit.manifest.review.code import (
    NO_CODE,
    argument,
    at,
    calls,
    constant,
    dotted,
    has_code,
    last_name,
    parsed,
    texts,
)
from gongkit.manifest.review.files import TextFile
from gongkit.manifest.review.names import Names
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence, Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject
from gongkit.manifest.review.values import Kind

SYNTAX: Final = Rule(
    "code-syntax",
    "Every Python file can be parsed.",
    Source.ADVICE,
    "A file that cannot be parsed cannot be run, and cannot be looked at here.",
    "Correct it; python -m compileall . lists all such files.",
)
CALLBACK: Final = Rule(
    "callback-served",
    "The app is mounted where the redirect URIs lead.",
    Source.CONTRACT,
    "Gong sends the tech admin back to a page that is not there, and nothing gets installed.",
    "Mount it at the redirect URI's path without the last segment, or say GongApp(url=…).",
)
DEBUG: Final = Rule(
    "debug-on",
    "Debugging pages are off.",
    Source.ADVICE,
    "They show code and values of variables to whoever makes the app fail.",
    "Remove it, or read it from the environment.",
    grade=Grade.REVIEW,
)
RULES: Final = (SYNTAX, CALLBACK, DEBUG)

_AT_HOME: Final = re.compile(r"(?:^|[/_])(?:dev|development|local)\.py$")
"""Settings for the author's own machine, as Django's projects have them."""

_SITES: Final = frozenset(("Starlette", "FastAPI", "Flask", "run", "Litestar", "Quart"))


def _check(project: Project) -> Iterator[Outcome]:
    for file in project.sources:
        if isinstance(file.parsed, SyntaxError):
            error = file.parsed
            where = Evidence(file.path, error.lineno or 1, error.offset or None)
            # A template that a program is made of is no program yet.
            told = SYNTAX.review if re.search(r"\{[{%]", file.text) else SYNTAX.fail
            yield told(f"{error.msg}.", where)
    yield from _callbacks(project)
    for file in parsed(project):
        for node in file.nodes:
            match node:
                case ast.Call() if _is_site(node.func):
                    if constant(argument(node, "debug")) is True:
                        yield DEBUG.review("debug=True shows tracebacks.", at(file, node))
                case ast.Assign(targets=[ast.Name(id="DEBUG")]) if constant(node.value) is True:
                    if not _AT_HOME.search(file.path):
                        yield DEBUG.review("DEBUG = True shows tracebacks.", at(file, node))


def _is_site(called: ast.expr) -> bool:
    return last_name(called) in _SITES and dotted(called) != "asyncio.run"


def _callbacks(project: Project) -> Iterator[Outcome]:
    """Hold the mounts of the app against the redirect URIs, where all of it can be read."""
    if project.manifest is None or not project.is_sound("integration.redirect_uris"):
        return
    if any(_says_url(file, names) for file, names in project.parsed):
        return
    mounts = [each for parsed in project.parsed for each in _mounts(*parsed)]
    uris = project.manifest.integration.redirect_uris
    wanted = urlsplit(mount_of(uris[0])).path
    if not mounts or any(path.rstrip("/") == wanted for path, _ in mounts):
        return
    path, where = mounts[0]
    message = f"The app is at {path or '/'}, and {uris[0]} belongs to one at {wanted or '/'}."
    told = CALLBACK.fail
    if path.strip("/") and wanted.endswith(path.rstrip("/")):
        above = wanted.removesuffix(path.rstrip("/"))
        if any(text.rstrip("/") == above for file in parsed(project) for _, text in texts(file)):
            return  # It is mounted in what is mounted there.
        told = CALLBACK.review  # A proxy may take off the beginning.
    yield told(message, where, project.at("integration.redirect_uris[0]"))


def _says_url(file: TextFile, names: Names) -> bool:
    made = (call for call in calls(file) if names.value(call) is Kind.APP)
    return any(argument(call, "url") is not None for call in made)


def _mounts(file: TextFile, names: Names) -> Iterator[tuple[str, Evidence]]:
    """Find `Mount("/gong", app=gong)`, `site.mount(…)`, and `gong.beside(…, at="/gong")`."""
    for call in calls(file):
        path: object = None
        if last_name(call.func) in {"Mount", "mount"} and call.args:
            given = [*call.args[1:2], argument(call, "app")]
            is_ours = any(each and names.value(each) is Kind.APP for each in given)
            path = constant(call.args[0]) if is_ours else None
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "beside":
            is_ours = names.value(call.func.value) is Kind.APP
            path = constant(argument(call, "at")) if is_ours else None
        if isinstance(path, str):
            yield path, at(file, call)


SUBJECT: Final = Subject("The code", RULES, _check, has_code, NO_CODE)
