"""Tokens and codes in what the app logs or prints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

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
)
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

TOKEN: Final = Rule(
    "token-logged",
    "No token, code or secret is logged or printed.",
    Source.ADVICE,
    "Logs are copied, kept and read by many; whoever reads a token can use it.",
    "Log what it belongs to instead, such as the company's key. A gongkit.Secret is mute by"
    " itself.",
)
REQUEST: Final = Rule(
    "request-logged",
    "No whole request is logged: its URL and headers can hold codes and tokens.",
    Source.ADVICE,
    "A callback's URL holds the code and the state, the headers of a request its credentials.",
    "Log request.url.path, and only the headers that you mean.",
    grade=Grade.REVIEW,
)
DEBUG: Final = Rule(
    "http-debug-logging",
    "The log of HTTP libraries is not on level DEBUG.",
    Source.ADVICE,
    "On that level some write headers and URLs, tokens included.",
    "Set DEBUG for your own loggers only: logging.getLogger('yours').setLevel(logging.DEBUG).",
    grade=Grade.REVIEW,
)
RULES: Final = (TOKEN, REQUEST, DEBUG)

_LEVELS: Final = frozenset(
    ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")
)
_LOGGER: Final = re.compile(r"(?i)(?:.*[._])?_?(?:log|logger|logging|structlog)(?:\(\))?")
_PRINTS: Final = re.compile(
    r"print|pprint(?:\.pprint)?|(?:typer|click)\.s?echo|sys\.(?:stdout|stderr)\.write"
    r"|(?:.*\.)?console\.print|warnings\.warn"
)
_SECRET: Final = re.compile(
    r"(?i)(?:.*_)?(?:access_?token|refresh_?token|client_?secret|access_?key_?secret|password"
    r"|authorization|api_?key|bearer_?token|auth_?code)"
)
_VARIABLE: Final = re.compile(r"GONGKIT_(?:CLIENT_SECRET|ACCESS_KEY|ACCESS_KEY_SECRET|KEY)")
_HARMLESS: Final = re.compile(
    r"(?i)len|bool|type|isinstance|id|.*(?:mask|redact|hash|sha\d|digest).*"
)
_WHOLE: Final = re.compile(r"(?:.*\.)?(?:request|req)\.(?:url|headers|query_params|scope)")
_HTTP: Final = re.compile(
    r"httpx2?|httpcore2?|urllib3|requests|aiohttp.*|http\.client|h11|uvicorn.*"
)


def _check(project: Project) -> Iterator[Outcome]:
    for file in parsed(project):
        for call in calls(file):
            if _writes(call):
                for node, rule, message in _shown(call):
                    told = rule.fail if rule is TOKEN else rule.review
                    yield told(message, at(file, node))
            elif message := _turns_on_debug(call):
                yield DEBUG.review(message, at(file, call))
        for each in file.nodes:
            if isinstance(each, ast.Assign) and _is_debuglevel(each):
                yield DEBUG.review("http.client prints all that is sent.", at(file, each))


def _writes(call: ast.Call) -> bool:
    """Tell whether a call writes to a log or a terminal."""
    name = dotted(call.func)
    owner, _, method = name.rpartition(".")
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        owner = dotted(call.func.value.func).replace("getLogger", "logger")
    return bool(_PRINTS.fullmatch(name) or (method in _LEVELS and _LOGGER.fullmatch(owner)))


def _shown(call: ast.Call) -> Iterator[tuple[ast.expr, Rule, str]]:
    """Find what a call would show of what nobody may see."""
    waiting: list[ast.AST] = [*call.args, *(keyword.value for keyword in call.keywords)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and (name := _secret_name(node)):
            yield node, TOKEN, f"{name} is written to the output."
        elif isinstance(node, ast.expr) and _WHOLE.fullmatch(dotted(node)):
            yield node, REQUEST, f"{dotted(node)} is written to the output, with all that is in it."
        elif isinstance(node, ast.IfExp):  # Its condition only chooses.
            waiting += (node.body, node.orelse)
        elif not _is_harmless(node):
            waiting += ast.iter_child_nodes(node)


def _secret_name(node: ast.expr) -> str:
    """Say how a secret is called, if the expression gives one."""
    match node:
        case ast.Call(func=ast.Attribute(attr="reveal")):
            return f"{dotted(node.func).removesuffix('.reveal')}.reveal()"
        case ast.Call(func=ast.Attribute(attr="get" | "getenv"), args=[key, *_]):
            return _secret_key(constant(key))
        case ast.Name(id=name) if _SECRET.fullmatch(name):
            return name
        case ast.Subscript(slice=key):
            return _secret_key(constant(key))
    return ""


def _secret_key(key: object) -> str:
    if not isinstance(key, str):
        return ""
    return key if _SECRET.fullmatch(key) or _VARIABLE.fullmatch(key) else ""


def _is_harmless(node: ast.AST) -> bool:
    """Tell whether nothing of what stands in it is shown."""
    if isinstance(node, ast.Call):
        return bool(_HARMLESS.fullmatch(last_name(node.func)))
    if isinstance(node, ast.Attribute):  # Only what the chain ends in is shown.
        return not isinstance(node.value, ast.Call)
    return isinstance(node, ast.Compare | ast.Lambda) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _turns_on_debug(call: ast.Call) -> str:
    if last_name(call.func) == "basicConfig" and _is_debug(argument(call, "level")):
        return "Every library logs at DEBUG, also those that speak HTTP."
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "setLevel":
        return ""
    logger = call.func.value
    if not (isinstance(logger, ast.Call) and dotted(logger.func).endswith("getLogger")):
        return ""
    named = constant(logger.args[0]) if logger.args else ""
    if call.args and _is_debug(call.args[0]) and (not named or _HTTP.fullmatch(str(named))):
        return f"{named or 'Every library'} logs at DEBUG."
    return ""


def _is_debug(level: ast.AST | None) -> bool:
    return level is not None and (last_name(level) == "DEBUG" or constant(level) in ("DEBUG", 10))


def _is_debuglevel(node: ast.Assign) -> bool:
    is_named = any(dotted(target).endswith(".debuglevel") for target in node.targets)
    return is_named and bool(constant(node.value))


SUBJECT: Final = Subject("Logs", RULES, _check, has_code, NO_CODE)
