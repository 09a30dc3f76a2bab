"""What `gongkit new` says: what was made, and what to do with it."""

from __future__ import annotations

import json
import shlex
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from gongkit.cli.making.making import Made
from gongkit.cli.making.template import Template
from gongkit.cli.output import Paint, columns, note, printable

_NEXT = {
    "gongkit dev": "runs it, beside a Gong of its own",
    "pytest": "tests it",
    "gongkit check": "says what Gong's reviewers would refuse",
}


def tell_templates(templates: Sequence[Template], *, as_json: bool) -> None:
    """List the templates."""
    if as_json:
        print(json.dumps([{"name": t.name, "description": t.description} for t in templates]))
        return
    longest = max(len(template.name) for template in templates)
    for template in templates:
        lines = textwrap.wrap(template.description, max(columns() - longest - 2, 30))
        print(f"{template.name:{longest}}  " + f"\n{'':{longest}}  ".join(lines))


def tell_made(made: Made, *, as_json: bool) -> None:
    """Write the files that were made to stdout, and what to do next to stderr."""
    if as_json:
        found = {
            "folder": str(made.folder.resolve()),
            "name": made.naming.name,
            "template": made.template.name,
            "files": made.files,
        }
        print(json.dumps(found))
        return
    for file in made.files:
        print(printable(str(made.folder / file)))
    sys.stdout.flush()
    paint = Paint(sys.stderr)
    note(f"\n{paint(made.naming.name, 'bold')} is made. Next:\n")
    if made.folder.resolve() != Path.cwd():
        note(f"  {paint(f'cd {printable(shlex.quote(str(made.folder)))}', 'bold')}")
    width = max(map(len, _NEXT)) + 2
    for command, does in _NEXT.items():
        note(f"  {paint(f'{command:{width}}', 'bold')}{does}")
