"""The control API: what tests and tools do to the sandbox, from outside of Gong's world.

Every call takes and gives JSON; errors are `{"errors": [...]}` and name the key.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import closing
from itertools import zip_longest
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from gongkit.clock import parse_instant
from gongkit.contract.registry import OPERATIONS
from gongkit.errors import (
    GongkitError,
    ManifestError,
    SandboxError,
    UnknownName,
    UsageError,
    nearest_hint,
)
from gongkit.sandbox.core import control_bodies as bodies
from gongkit.sandbox.core import (
    control_companies,
    control_faults,
    control_installations,
    control_integrations,
)
from gongkit.sandbox.core.api.asked import Answer
from gongkit.sandbox.core.api.limits import runs_out
from gongkit.sandbox.core.api.request_log import FRAME_OPERATION, OAUTH_OPERATIONS
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.company_settings import (
    CompanySettings,
    load_company_settings,
    save_company_settings,
)
from gongkit.sandbox.core.control_bodies import ControlRefused, convert, read_json
from gongkit.sandbox.core.control_call import Control, Done
from gongkit.sandbox.core.control_companies import describe_company
from gongkit.sandbox.core.crm.accounts import find_account
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.jobs import waiting_jobs
from gongkit.sandbox.core.oauth.authorize import (
    AuthorizationRefused,
    SentBack,
    approve,
    check_company,
    deny,
    read_authorization_request,
)
from gongkit.sandbox.core.oauth.integrations import (
    all_integrations,
    newest_secret,
)
from gongkit.sandbox.core.oauth.parameters import OAuthParameters
from gongkit.sandbox.core.oauth.settings import OAuthSettings, load_settings, save_settings
from gongkit.sandbox.core.people import first_tech_admin, users_of
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.sandbox_clock import utc_text
from gongkit.sandbox.core.state import state_of_image
from gongkit.sandbox.core.timeline.entries import Entry
from gongkit.sandbox.core.timeline.reading import MOST_ENTRIES, read_place, read_timeline

PREFIX = "/_sandbox"
_LONGEST_NUMBER = 15
_LOGGED = (*OPERATIONS, *OAUTH_OPERATIONS, FRAME_OPERATION)
_MAX_DATABASE_BYTES = 4 * 2**30


def describe(sandbox: Sandbox, hosts: Hosts) -> dict[str, Any]:
    """Tell where everything is, and the credentials of all companies and integrations."""
    state = sandbox.state
    companies = load_companies(state)
    owners = {company.id: company.name for company in companies.values()}
    return {
        "url": hosts.app_url,
        "now": _now(sandbox),
        "companies": [describe_company(sandbox, hosts, company) for company in companies.values()],
        "integrations": [
            {
                "name": integration.name,
                "client_id": integration.client_id,
                "client_secret": newest_secret(state, integration.client_id),
                "status": integration.status,
                "company": owners[integration.company_id],
            }
            for integration in all_integrations(state)
        ],
    }


def answer_control(
    sandbox: Sandbox, hosts: Hosts, method: str, path: str, *, query: str, raw: bytes
) -> Answer:
    """Answer one call, whatever it is."""
    try:
        action, names = _find(method, path)
        control = Control(
            sandbox=sandbox, hosts=hosts, query=dict(parse_qsl(query)), raw=raw, names=names
        )
        status, value = action(control)
        return Answer.of(value, status)
    except ControlRefused as refused:
        return _error(refused.status, *refused.errors)
    except ManifestError as error:
        return _error(400, *(str(finding) for finding in error.findings))
    except (UsageError, SandboxError) as error:
        return _error(400, _line(error))


def _error(status: int, *errors: str) -> Answer:
    return Answer(status, Answer.of({"errors": list(errors)}).pieces)


def _line(error: GongkitError) -> str:
    return f"{error.message} {error.hint}".strip()


def _now(sandbox: Sandbox) -> str:
    return utc_text(sandbox.clock.now())


# --- the calls


def _describe(control: Control) -> Done:
    return 200, describe(control.sandbox, control.hosts)


def _consent(control: Control) -> Done:
    body = control.body(bodies.Consent)
    sandbox, company = control.sandbox, control.company(body.company)
    given = msgspec.to_builtins(body)
    pairs = [(name, text) for name, text in given.items() if isinstance(text, str)]
    try:
        request = read_authorization_request(sandbox.state, control.hosts, OAuthParameters(pairs))
        owner = control.company(request.integration.company_id)
        check_company(request, company, owner)
    except AuthorizationRefused as refused:
        raise ControlRefused(refused.status, refused.reason) from None
    except SentBack as sent:
        return 200, {"redirect_to": sent.redirect_to}
    if not body.approve:
        return 200, {"redirect_to": deny(request)}
    admin, now = first_tech_admin(sandbox.state, company.id), sandbox.clock.now()
    return 200, {"redirect_to": approve(sandbox.state, request, company, admin, now)}


def _read_clock(control: Control) -> Done:
    waiting = waiting_jobs(control.sandbox.state)
    return 200, {"now": _now(control.sandbox), "jobs_waiting": waiting}


def _move_clock(control: Control) -> Done:
    body = control.body(bodies.Clock)
    if (body.advance is None) == (body.now is None):
        raise ControlRefused(400, "Say either advance (seconds) or now (ISO-8601 with an offset)")
    if body.advance is not None:
        control.sandbox.clock.advance(body.advance)
    elif body.now is not None:
        control.sandbox.move_to(parse_instant(body.now).timestamp())
    done = control.sandbox.settle()
    status, clock = _read_clock(control)
    return status, {**clock, "jobs_done": done}


def _read_limits(control: Control) -> Done:
    companies = load_companies(control.sandbox.state).values()
    limits = [{**_limits(control, each), **_spending(control, each)} for each in companies]
    return 200, {"now": _now(control.sandbox), "limits": limits}


def _change_limits(control: Control) -> Done:
    body = control.body(bodies.LimitsChange)
    company = control.company(body.company)
    per_second, per_day = control.sandbox.limits.of(company.id)
    if body.per_second is not msgspec.UNSET:
        per_second = _positive("per_second", body.per_second)
    if body.per_day is not msgspec.UNSET:
        per_day = _positive("per_day", body.per_day)
    control.sandbox.limits.set(company.id, per_second, per_day)
    return 200, _limits(control, company)


def _limits(control: Control, company: Company) -> dict[str, Any]:
    per_second, per_day = control.sandbox.limits.of(company.id)
    return {"company": company.name, "per_second": per_second, "per_day": per_day}


def _spending(control: Control, company: Company) -> dict[str, Any]:
    limits, now = control.sandbox.limits, control.sandbox.clock.now()
    spending = limits.spending(company.id, now)
    end = runs_out(spending, limits.of(company.id)[1], now)
    return {
        "spent_last_second": spending.last_second,
        "spent_today": spending.today,
        "last_hour": spending.last_hour,
        "runs_out": None if end is None else utc_text(end),
    }


def _positive(key: str, value: int | None) -> int | None:
    if value is not None and not 0 < value < 2**31:
        raise ControlRefused(400, f"{key}: must be 1 or more, or null for no limit")
    return value


def _read_settings(control: Control) -> Done:
    companies = load_companies(control.sandbox.state).values()
    return 200, {"settings": [_settings(control, company) for company in companies]}


def _change_settings(control: Control) -> Done:
    given = read_json(control.raw)
    if not isinstance(given, dict):
        raise ControlRefused(400, "The body must be an object")
    changes = {"company": None, **given}
    name = changes.pop("company")
    if not isinstance(name, str):
        raise ControlRefused(400, "company: must be the name or id of a company")
    company = control.company(name)
    before = load_company_settings(control.sandbox.state, company.id)
    after = convert({**msgspec.to_builtins(before), **changes}, CompanySettings)
    seen_by = after.calls_seen_by
    users = {user.id: user for user in users_of(control.sandbox.state, company.id)}
    if seen_by is not None and seen_by not in users:
        raise ControlRefused(400, "calls_seen_by: must be the id of an active user, or null")
    save_company_settings(control.sandbox.state, company.id, after)
    return 200, _settings(control, company)


def _settings(control: Control, company: Company) -> dict[str, Any]:
    settings = load_company_settings(control.sandbox.state, company.id)
    return {"company": company.name, **msgspec.to_builtins(settings)}


def _read_timeline(control: Control) -> Done:
    control.check_query("before", "limit")
    state, now = control.sandbox.state, control.sandbox.clock.now()
    company, account_id = control.company(control.names["company"]), control.names["account"]
    if find_account(state, company.id, account_id, now) is None:
        raise ControlRefused(404, f"{company.name} has no account with the id {account_id}")
    before, limit = control.query.get("before"), control.query.get("limit", "100")
    if not limit.isdecimal() or not 1 <= int(limit) <= MOST_ENTRIES:
        raise ControlRefused(400, f"limit: must be a number from 1 to {MOST_ENTRIES}")
    try:
        place = None if before is None else read_place(before)
    except ValueError:
        raise ControlRefused(400, "before: is not one that an answer of this call gave") from None
    page = read_timeline(state, company.id, account_id, now, before=place, limit=int(limit))
    entries = [_entry(entry) for entry in page.entries]
    return 200, {"timeline": entries, "before": page.last and page.last.text()}


def _entry(entry: Entry) -> dict[str, Any]:
    sent = None if entry.sent is None else msgspec.Raw(entry.sent)
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
    return {**fields, "at": utc_text(entry.at), "sent": sent}


def _read_requests(control: Control) -> Done:
    control.check_query("operation", "company", "since", "after", "explained")
    since, company = control.query.get("since"), control.query.get("company")
    operation = control.query.get("operation")
    if operation is not None and operation not in _LOGGED:
        raise UnknownName("operation", operation, _LOGGED)
    log = control.sandbox.log
    after = _number_of(control, "after", "must be the number of an entry")
    explained = _number_of(control, "explained", "must be the one of an earlier answer")
    entries = log.read(
        operation=operation,
        company=None if company is None else control.company(company).name,
        since=None if since is None else parse_instant(since).timestamp(),
        after=after or 0,
        explained=explained,
    )
    said = {"now": _now(control.sandbox), "first": log.first, "last": log.last}
    return 200, {**said, "explained": log.explained, "requests": entries}


def _number_of(control: Control, name: str, wrong: str) -> int | None:
    """Read a parameter that is a number, if it is there."""
    given = control.query.get(name)
    if given is not None and (not given.isdecimal() or len(given) > _LONGEST_NUMBER):
        raise ControlRefused(400, f"{name}: {wrong}")
    return None if given is None else int(given)


def _forget_requests(control: Control) -> Done:
    control.sandbox.log.clear()
    return 200, {}


def _read_oauth(control: Control) -> Done:
    return 200, load_settings(control.sandbox.state)


def _change_oauth(control: Control) -> Done:
    state = control.sandbox.state
    given = read_json(control.raw)
    if isinstance(given, dict):
        given = {**msgspec.to_builtins(load_settings(state)), **given}
    save_settings(state, convert(given, OAuthSettings))
    return _read_oauth(control)


def _take_snapshot(control: Control) -> Done:
    control.sandbox.limits.save()
    image = zlib.compress(control.sandbox.state.image(), 1)
    return 200, bodies.Snapshot(now=_now(control.sandbox), database=image)


def _restore_snapshot(control: Control) -> Done:
    body = control.body(bodies.Snapshot)
    now = parse_instant(body.now).timestamp()
    decompressor = zlib.decompressobj()
    try:
        image = decompressor.decompress(body.database, _MAX_DATABASE_BYTES)
    except zlib.error:
        raise ControlRefused(400, "database: is not zlib data in base64") from None
    if not decompressor.eof:
        raise ControlRefused(400, "database: is cut off, or too large")
    with closing(state_of_image(image)) as other:
        control.sandbox.restore(other, now)
    return _read_clock(control)


def _reset(control: Control) -> Done:
    control.body(bodies.Nothing)
    control.sandbox.reset()
    return _read_clock(control)


_CALLS: dict[str, dict[str, Callable[[Control], Done]]] = {
    "": {"GET": _describe},
    "/integrations": {"POST": control_integrations.add},
    "/integrations/{client_id}": {"PUT": control_integrations.change},
    "/integrations/{client_id}/rotate-secret": {"POST": control_integrations.rotate},
    "/consent": {"POST": _consent},
    "/clock": {"GET": _read_clock, "PUT": _move_clock},
    "/limits": {"GET": _read_limits, "PUT": _change_limits},
    "/settings": {"GET": _read_settings, "PUT": _change_settings},
    "/oauth": {"GET": _read_oauth, "PUT": _change_oauth},
    "/companies": {"POST": control_companies.add},
    "/companies/{company}/accounts/{account}/timeline": {"GET": _read_timeline},
    "/installations": {"GET": control_installations.read},
    "/installations/{id}": {"DELETE": control_installations.delete},
    "/requests": {"GET": _read_requests, "DELETE": _forget_requests},
    "/faults": {
        "GET": control_faults.read,
        "POST": control_faults.add,
        "DELETE": control_faults.delete_all,
    },
    "/faults/{id}": {"DELETE": control_faults.delete_one},
    "/snapshot": {"GET": _take_snapshot, "PUT": _restore_snapshot},
    "/reset": {"POST": _reset},
}
"""The calls by path (below the prefix) and method."""


def _find(method: str, path: str) -> tuple[Callable[[Control], Done], dict[str, str]]:
    for known, methods in _CALLS.items():
        names = _names(known, path.removeprefix(PREFIX))
        if names is None:
            continue
        action = methods.get(method)
        if action is None:
            raise ControlRefused(405, f"{method} {path}: this call takes {', '.join(methods)}")
        return action, names
    paths = [PREFIX + known for known in _CALLS]
    raise ControlRefused(404, f"{path}: there is no such call. {nearest_hint(path, paths)}")


def _names(known: str, path: str) -> dict[str, str] | None:
    """Compare a path with a known one; give what stands where that has names in braces."""
    pairs = list(zip_longest(known.split("/"), path.split("/"), fillvalue=""))
    if all(part == given or (part[:1] == "{" and given) for part, given in pairs):
        return {part[1:-1]: given for part, given in pairs if part[:1] == "{"}
    return None
