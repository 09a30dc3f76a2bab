"""What `gongkit install` says in the end: what was installed, and how to call it."""

from __future__ import annotations

import shlex

from gongkit.cli.app_store import shown
from gongkit.cli.installations.described import described
from gongkit.cli.installations.fields import write_fields
from gongkit.cli.output import note, write_json
from gongkit.contract.registry import OPERATIONS
from gongkit.installations.installation import Installation
from gongkit.settings import Settings


def write_outcome(installation: Installation, settings: Settings, *, as_json: bool) -> None:
    """Write the installation to stdout, and to stderr what to do with it."""
    if as_json:
        write_json(described(installation))
        return
    fields = described(installation)
    shown_fields = ("company", "name", "tenant", "region", "base_url", "scopes", "expires_at")
    note("Installed.")
    write_fields({name: fields[name] for name in shown_fields} | {"store": shown(settings)})
    operation = _callable_with(installation.grant.scopes)
    company = shlex.quote(installation.name or installation.tenant or installation.company)
    note(f"Call it with: gongkit api {operation} --company {company}")


def _callable_with(scopes: tuple[str, ...]) -> str:
    """Choose an operation that these scopes allow and that needs no inputs but a period."""
    granted = set(scopes)
    for each in (OPERATIONS["listUsers"], *OPERATIONS.values()):
        needs_ids = any(p.required and not p.name.endswith("DateTime") for p in each.parameters)
        allowed = each.scopes and granted.issuperset(each.scopes)
        if each.method == "GET" and allowed and not needs_ids:
            return each.id
    return "OPERATION"
