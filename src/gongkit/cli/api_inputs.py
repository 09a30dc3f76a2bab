"""The inputs of `gongkit api`: from words on the command line to a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from gongkit.cli.api_body import body_hint
from gongkit.cli.output import note
from gongkit.contract.operation import Operation, Parameter, Place
from gongkit.errors import UnknownName, UsageError

DEFAULT_DAYS = 30

_PERIODS = (("fromDateTime", "toDateTime"), ("from", "to"))


def read_inputs(
    operation: Operation[Any], words: Iterable[str], now: Callable[[], datetime]
) -> dict[str, Any]:
    """Make the inputs in path and query, by place, of `name=value` words.

    `now` is asked for the time where a period has to be completed with it.
    """
    given = _by_name(operation, words)
    _check_offsets(given)
    _fill_period(operation, given, now)
    _check_required(operation, given)
    places: dict[Place, dict[str, Any]] = {Place.PATH: {}, Place.QUERY: {}}
    for parameter in operation.parameters:
        if parameter.name in given:
            values = given[parameter.name]
            places[parameter.place][parameter.name] = values if len(values) > 1 else values[0]
    return {"path": places[Place.PATH], "query": places[Place.QUERY]}


def _by_name(operation: Operation[Any], words: Iterable[str]) -> dict[str, list[str]]:
    names = [parameter.name for parameter in operation.parameters]
    given: dict[str, list[str]] = {}
    for word in words:
        name, mark, value = word.partition("=")
        if not mark:
            raise UsageError(f"{word!r} is no input.", hint="Write inputs as name=value.")
        if name not in names and names:
            raise UnknownName(f"parameter of {operation.id}", name, names)
        if name not in names:
            raise UsageError(f"{operation.id} takes no parameters.", hint=body_hint(operation))
        given.setdefault(name, []).append(value)
    return given


def _check_offsets(given: Mapping[str, list[str]]) -> None:
    """Refuse moments without an offset; what is no moment at all is Gong's to refuse."""
    for name, texts in given.items():
        for text in texts if name.endswith("DateTime") else ():
            moment = _moment(text)
            if moment is not None and moment.tzinfo is None:
                raise UsageError(
                    f"{name}: {text!r} has no offset from UTC.",
                    hint=f"Add one: {moment.isoformat()}Z is the moment in UTC.",
                )


def _fill_period(
    operation: Operation[Any], given: dict[str, list[str]], now: Callable[[], datetime]
) -> None:
    """Complete a period that the operation requires: to now, from 30 days before its end."""
    for start, end in _PERIODS:
        first, last = operation.parameter(start), operation.parameter(end)
        if first is None or last is None or not _is_open(first, last, given):
            continue
        length = "until now" if start in given else f"the {DEFAULT_DAYS} days before its end"
        if end not in given:
            given[end] = [now().isoformat(timespec="seconds")]
        if start not in given:
            since = _before(end, given[end][0])
            given[start] = [since.isoformat(timespec="seconds")]
        note(f"{start}={given[start][0]} {end}={given[end][0]} ({length})")


def _is_open(first: Parameter, last: Parameter, given: Mapping[str, list[str]]) -> bool:
    """Tell whether a required start or end of the period is missing."""
    return any(each.required and each.name not in given for each in (first, last))


def _before(name: str, text: str) -> datetime:
    """Go back from the end of a period to its usual start."""
    moment = _moment(text)
    if moment is None:
        raise UsageError(f"{name}: {text!r} is not an ISO-8601 date-time.")
    try:
        return moment - timedelta(days=DEFAULT_DAYS)
    except OverflowError:
        raise UsageError(f"{name}: {text!r} is too early.") from None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _check_required(operation: Operation[Any], given: Mapping[str, list[str]]) -> None:
    missing = [p.name for p in operation.parameters if p.required and p.name not in given]
    if missing:
        raise UsageError(
            f"{operation.id} needs {', '.join(missing)}.",
            hint=f"Write {' '.join(f'{name}=…' for name in missing)}."
            f" `gongkit api {operation.id} --describe` says what they are.",
        )
