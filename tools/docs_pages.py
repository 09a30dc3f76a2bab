"""Make the pages of the documentation that are read off the code.

    python tools/docs_pages.py           writes them
    python tools/docs_pages.py --check   fails where they are not what it would write

`docs/coverage.md` has the operations and what answers them, `docs/behaviour.md` how the
sandbox behaves and how sure it is that Gong does so, `docs/email-html.md` what may stay of
the HTML of an email and what is held against it. In `docs/manifest.md` the table of keys is
made, in `docs/check.md` the rules of `gongkit check`; what stands around them is not.
`docs/errors/frames.md` explains why the sandbox does not show or believe a frame, and
`docs/errors/README.md` lists all of that folder. `docs/gong.app.schema.json` is the schema of
the manifest, for editors.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import gongkit.sandbox.core.areas  # noqa: F401  (registers the handlers)
from gongkit.cli.explanations import read_pages
from gongkit.client._sync import resources
from gongkit.client._sync.resource import Resource
from gongkit.contract.operation import Operation, Place
from gongkit.contract.registry import AREAS, OPERATIONS
from gongkit.manifest.review import Grade, Rule
from gongkit.manifest.review.subject import Subject
from gongkit.manifest.review.table import SUBJECTS
from gongkit.manifest.schema import json_schema
from gongkit.sandbox.core.api.asked import HANDLERS
from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour
from gongkit.sandbox.core.behaviours.table import BEHAVIOURS
from gongkit.sandbox.core.frames.reports import REASONS
from gongkit.sandbox.core.frames.rules import RULES
from gongkit.sandbox.core.mail.html_rules import (
    ATTRIBUTES,
    DROPPED,
    IMAGE_TYPES,
    KEPT,
    LINK_SCHEMES,
    MOST_BYTES,
    MOST_IMAGE_BYTES,
    MOST_STYLE_CHARACTERS,
    MOST_TAGS,
    PROPERTIES,
    PROPERTY_VALUES,
    UNWRAPPED,
)
from gongkit.sandbox.core.mail.lint_rules import LINT

ROOT = Path(__file__).parents[1]
COVERAGE, BEHAVIOUR = ROOT / "docs/coverage.md", ROOT / "docs/behaviour.md"
EMAIL_HTML, CHECK = ROOT / "docs/email-html.md", ROOT / "docs/check.md"
MANIFEST = ROOT / "docs/manifest.md"
ERRORS, FRAME_ERRORS = ROOT / "docs/errors/README.md", ROOT / "docs/errors/frames.md"
SCHEMA = ROOT / "docs/gong.app.schema.json"
MADE = f"<!-- Made by tools/{Path(__file__).name}: change the code it reads. -->"

Table = Mapping[str, Sequence[Behaviour]]

_COVERAGE = """\
# Coverage

{made}

The sandbox answers **{count} of {all}** operations of Gong's API. All of them are in \
[the client](client.md), and `gongkit api` calls each by its id. The last column names what is \
worth knowing of an operation beyond Gong's reference; [Behaviour](behaviour.md) says it in full, \
with what holds for every operation."""

_BEHAVIOUR = """\
# Behaviour

{made}

What the sandbox does where Gong's reference leaves a question, and on what basis. Every answer \
names the behaviours behind it in the header `x-gongkit-basis`. [Coverage](coverage.md) lists the \
operations."""

_EMAIL_HTML = """\
# Email HTML

{made}

What the sandbox's composer leaves of the HTML that an app gives, that is pasted, or that is sent. \
Gong sanitizes too and does not say how: these rules are [assumed](behaviour.md#composer-rules), \
and what they leave is what common mail clients agree on. The composer shows of everything that \
was removed where it stood, and why.

HTML of more than {kilobytes:,} KB, or with more than {tags:,} tags once all are closed, is not \
taken at all. Comments go, those for Outlook too."""

_CHECKS = """\
Below every draft, and of everything that an app gives, the composer tells what common mail \
clients drop, break or take amiss. An email can be sent nevertheless."""

_KEYS = f"<!-- Made by tools/{Path(__file__).name} from the model: keys -->"
_END_OF_KEYS = "<!-- end of keys -->"
_FRAMES = """\
# Frames

{made}

Why the sandbox does not show an app's [page inside Gong](../frames.md), or does not believe what \
it says. The page that holds the frame shows it, and the request log has it under the operation \
`frame`."""

_ERRORS = """\
# Errors

{made}

Every error, finding and refusal has a code that stays, and a page here that says what happened, \
why, and what to do next. `gongkit explain CODE` shows the same in the terminal. It knows the \
[rules of `gongkit check`](../check.md), the [behaviours of the sandbox](../behaviour.md) and the \
[checks of an email's HTML](../email-html.md#the-checks), too."""

_TITLES = {"crm": "CRM", "oauth": "OAuth"}
_PAGES = {None: "", Place.QUERY: "cursor in the query", Place.BODY: "cursor in the body"}
_BASES = {
    Basis.DOCUMENTED: "Gong says so, in its API reference or its help centre.",
    Basis.REPORTED: "Integrators say so.",
    Basis.ASSUMED: "Nobody says. The sandbox does what is stricter.",
}


def main() -> int:
    """Write the pages, or compare them."""
    made = make_all()
    stale = [path for path, text in made.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what {Path(__file__).name} makes: run it")
        return 1 if stale else 0
    for path in stale:
        path.write_text(made[path])
    return 0


def make_all() -> dict[Path, str]:
    """Give the text of each page."""
    return {
        COVERAGE: coverage_page(HANDLERS, BEHAVIOURS),
        BEHAVIOUR: behaviour_page(BEHAVIOURS),
        EMAIL_HTML: email_html_page(),
        CHECK: check_page(CHECK.read_text(), SUBJECTS),
        MANIFEST: manifest_page(MANIFEST.read_text()),
        SCHEMA: json.dumps(json_schema(), indent=2) + "\n",
        FRAME_ERRORS: frame_errors_page(),
        ERRORS: errors_page(),
    }


def coverage_page(answered: Collection[str], table: Table) -> str:
    """List all operations, area by area, with what answers them."""
    count = sum(operation_id in answered for operation_id in OPERATIONS)
    lines = [_COVERAGE.format(made=MADE, count=count, all=len(OPERATIONS))]
    for area, operations in AREAS.items():
        rows = [_operation_row(operation, answered, table) for operation in operations]
        lines += ["", f"## {_title(area)}", ""]
        titles = ("operation", "request", "does", "in the client", "scopes", "pages", "behaviour")
        lines += _table(titles, rows)
    return "\n".join(lines) + "\n"


def behaviour_page(table: Table) -> str:
    """List every behaviour, area by area, with its basis."""
    lines = [_BEHAVIOUR.format(made=MADE), ""]
    lines += _table(("basis", "means", "behaviours"), _basis_rows(table))
    for area, behaviours in table.items():
        lines += ["", f"## {_title(area)}", ""]
        lines += _table(
            ("behaviour", "what happens", "operations", "status", "basis"),
            map(_behaviour_row, behaviours),
        )
    return "\n".join(lines) + "\n"


def email_html_page() -> str:
    """List what may stay of an email's HTML, what goes, and the rules of the lint."""
    lines = [_EMAIL_HTML.format(made=MADE, kilobytes=MOST_BYTES // 1000, tags=MOST_TAGS)]
    lines += ["", "## Elements", ""]
    kept = [(group.title, _codes(group.names), "stays") for group in KEPT]
    dropped = [(g.title, _codes(g.names), f"goes, with all in it. {g.why}") for g in DROPPED]
    others = [("All others", "", UNWRAPPED)]
    lines += _table(("elements", "names", "what happens"), [*kept, *dropped, *others])
    lines += ["", "## Attributes", ""]
    lines += _table(
        ("attribute", "on", "what it may say"),
        [(f"`{a.name}`", _codes(a.elements) or "all", a.value.text) for a in ATTRIBUTES],
    )
    lines += ["", 'Every link gets `rel="noopener noreferrer"`.', "", "## Addresses", ""]
    kilobytes = MOST_IMAGE_BYTES // 1000
    lines += [
        f"- Links: {_codes(LINK_SCHEMES)}.",
        f"- Images: `https`, or {_codes(IMAGE_TYPES)} as `data:`, {kilobytes} KB at most.",
        "- Relative ones go: an email has no page that they could start from.",
    ]
    lines += ["", "## Inline styles", "", f"{_codes(PROPERTIES)}.", ""]
    lines += [f"Values are {PROPERTY_VALUES.text}; {MOST_STYLE_CHARACTERS:,} characters at most."]
    lines += ["", "## The checks", "", _CHECKS, ""]
    lines += _table(
        ("check", "finds", "why it matters", "what to do"),
        [(f'<a id="{r.id}"></a>{r.id}', r.what, r.why, r.fix) for r in LINT],
    )
    return "\n".join(lines) + "\n"


def check_page(page: str, subjects: Sequence[Subject]) -> str:
    """Put the rules of the review, subject by subject, behind what is written by hand."""
    lines = [page.partition(MADE)[0] + MADE]
    for subject in subjects:
        lines += ["", f"### {subject.title}", ""]
        lines += _table(
            ("rule", "expects", "why", "what to do", "who says so"), map(_rule_row, subject.rules)
        )
    return "\n".join(lines) + "\n"


def _rule_row(rule: Rule) -> tuple[str, ...]:
    grade = "fails" if rule.grade is Grade.FAIL else "to review"
    when = ", with `--publish`" if rule.publish else ""
    name = f'<a id="{rule.id}"></a>`{rule.id}`<br>{grade}{when}'
    return name, rule.title, rule.why, rule.fix, rule.source


def manifest_page(page: str) -> str:
    """Put the table of the manifest's keys into its page, between the marks."""
    before, _, rest = page.partition(_KEYS)
    _, _, after = rest.partition(_END_OF_KEYS)
    rows = _key_rows(json_schema())
    return "\n".join(
        [before + _KEYS, "", *_table(("key", "holds"), rows), "", _END_OF_KEYS + after]
    )


def _key_rows(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """List the keys of all tables, each table under its own name, in the form's order."""
    yield from _rows_of_table("", {"properties": schema["properties"]}, schema["$defs"])


def _rows_of_table(
    place: str, table: Mapping[str, Any], tables: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    inner = []
    for key, value in table["properties"].items():
        below = f"{place}.{key}" if place else key
        found = _table_behind(value, tables)
        if found is None:
            required = " Required." if key in table.get("required", ()) and place else ""
            if key != "profiles":
                yield f"`{key}`", value["description"] + required
        else:
            many = value.get("type") == "array"
            inner.append(
                (f"**`[[{below}]]`**" if many else f"**`[{below}]`**", below, value, found)
            )
    for heading, below, value, found in inner:
        if any(_table_behind(each, tables) is None for each in found["properties"].values()):
            yield heading, value["description"]
        yield from _rows_of_table(below, found, tables)


def _table_behind(value: Mapping[str, Any], tables: Mapping[str, Any]) -> Mapping[str, Any] | None:
    reference = value.get("$ref") or value.get("items", {}).get("$ref")
    return tables[reference.rpartition("/")[2]] if reference else None


def frame_errors_page() -> str:
    """Explain each rule by which a frame is refused, and each reason not to believe one."""
    lines = [_FRAMES.format(made=MADE)]
    for code, (text, fix) in {**RULES, **REASONS}.items():
        lines += ["", f"## {code}", "", text, "", f"**What to do.** {fix}"]
    return "\n".join(lines) + "\n"


def errors_page() -> str:
    """List the pages of docs/errors, with what each code means in a sentence."""
    pages = {path.name: path.read_text() for path in ERRORS.parent.glob("*.md")}
    found = read_pages({**pages, FRAME_ERRORS.name: frame_errors_page()})
    lines = [_ERRORS.format(made=MADE)]
    for about, explained in groupby(found, key=lambda each: each.about):
        lines += ["", f"## {about}", ""]
        rows = [(f"[{each.code}]({each.page})", each.summary) for each in explained]
        lines += _table(("code", "means"), rows)
    return "\n".join(lines) + "\n"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


@cache
def _client_methods() -> Mapping[str, Sequence[str]]:
    """Find the client's methods by the operations that their code names."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in pkgutil.iter_modules(resources.__path__):
        module = importlib.import_module(f"{resources.__name__}.{each.name}")
        areas = [x for x in vars(module).values() if inspect.getmodule(x) is module]
        (area,) = (x for x in areas if inspect.isclass(x) and issubclass(x, Resource))
        for name, method in inspect.getmembers(area, inspect.isfunction):
            for constant in set(re.findall(r"\bops\.(\w+)", inspect.getsource(method))):
                operation = getattr(module.ops, constant)
                if isinstance(operation, Operation) and not name.startswith("_"):
                    found[operation.id].append(f"`gong.{each.name}.{name}()`")
    return found


def _operation_row(
    operation: Operation[Any], answered: Collection[str], table: Table
) -> tuple[str, ...]:
    scopes = [f"`{scope}`" for scope in operation.scopes]
    scopes += [f"`{scope}` for some inputs" for scope in operation.extra_scopes]
    return (
        f"`{operation.id}`{' (deprecated)' if operation.deprecated else ''}",
        f"`{operation.method} {operation.path}`",
        operation.doc.partition("\n")[0],
        "<br>".join(_client_methods()[operation.id]),
        "<br>".join(scopes) or "none",
        _PAGES[operation.paging],
        _links(operation.id, table) if operation.id in answered else "not answered: 501",
    )


def _links(operation_id: str, table: Table) -> str:
    found = (
        f"[{behaviour.id}](behaviour.md#{behaviour.id})"
        for behaviours in table.values()
        for behaviour in behaviours
        if operation_id in behaviour.operations
    )
    return ", ".join(found)


def _basis_rows(table: Table) -> Iterator[tuple[str, ...]]:
    bases = [behaviour.basis for behaviours in table.values() for behaviour in behaviours]
    for basis, means in _BASES.items():
        yield basis, means, str(bases.count(basis))


def _behaviour_row(behaviour: Behaviour) -> tuple[str, ...]:
    return (
        f'<a id="{behaviour.id}"></a>{behaviour.id}',
        behaviour.text,
        ", ".join(f"`{name}`" for name in behaviour.operations) or "all",
        ", ".join(map(str, behaviour.statuses)),
        behaviour.basis,
    )


def _title(area: str) -> str:
    return _TITLES.get(area) or area.replace("_", " ").capitalize()


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(heading)
    yield "|" + "---|" * len(heading)
    yield from map(_line, rows)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
