"""The companies in the control API: described, and added."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.control_bodies import ControlRefused, NewCompanies
from gongkit.sandbox.core.control_call import Control, Done
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.new_companies import add_companies, make_company
from gongkit.sandbox.core.people import users_of
from gongkit.sandbox.core.sandbox import Sandbox

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_LONGEST_NAME = 50
_REGION = re.compile(r"[a-z]{2,20}", re.ASCII)


def describe_company(sandbox: Sandbox, hosts: Hosts, company: Company) -> dict[str, Any]:
    """Tell where a company is reached, and the credentials of it and of its people."""
    per_second, per_day = sandbox.limits.of(company.id)
    return {
        "id": company.id,
        "name": company.name,
        "title": company.title,
        "region": company.region,
        "time_zone": company.time_zone,
        "api_base_url": hosts.api_url(company),
        "access_key": company.access_key,
        "access_key_secret": company.access_key_secret.reveal(),
        "limits": {"per_second": per_second, "per_day": per_day},
        "users": [
            {
                "email": user.email,
                "password": user.password.reveal(),
                "role": user.role,
                "name": user.name,
                "time_zone": user.time_zone,
            }
            for user in users_of(sandbox.state, company.id)
        ],
    }


def add(control: Control) -> Done:
    """Add one company, or as many as `count` says."""
    sandbox, body = control.sandbox, control.body(NewCompanies)
    _check(body)
    titles = _titles(body)
    taken = [name for name in titles if name in load_companies(sandbox.state)]
    if taken:
        raise ControlRefused(409, f"name: there is a company {taken[0]} already")
    seed, now = sandbox.seed, sandbox.clock.now()
    companies = [
        make_company(name, title, body.region, body.time_zone, seed)
        for name, title in titles.items()
    ]
    add_companies(sandbox.state, companies, seed, now)
    described = [describe_company(sandbox, control.hosts, company) for company in companies]
    return 201, described[0] if body.count is None else {"companies": described}


def _titles(body: NewCompanies) -> dict[str, str]:
    """Give the title of each new company by its name."""
    title = body.name.replace("-", " ").title() if body.title is None else body.title
    if body.count is None:
        return {body.name: title}
    return {f"{body.name}-{number}": f"{title} {number}" for number in range(1, body.count + 1)}


def _check(body: NewCompanies) -> None:
    if len(body.name) > _LONGEST_NAME or not _NAME.fullmatch(body.name):
        raise ControlRefused(
            400,
            f"name: must be lower-case letters, digits and single hyphens, such as acme-2, at most"
            f" {_LONGEST_NAME} of them",
        )
    if body.title is not None and not (body.title.strip() and body.title.isprintable()):
        raise ControlRefused(400, "title: must be something to read, on one line")
    if not _REGION.fullmatch(body.region):
        raise ControlRefused(400, "region: must be lower-case letters, such as us or eu")
    try:
        ZoneInfo(body.time_zone)
    except (KeyError, ValueError, OSError):
        raise ControlRefused(400, "time_zone: must be a name such as Europe/Berlin") from None
