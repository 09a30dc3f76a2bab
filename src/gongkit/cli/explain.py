"""`gongkit explain`: what a code means, why it comes, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gongkit.cli.explanations import Explanation


def explain(
    *,
    code: Annotated[
        str | None, typer.Argument(help="The code, such as needs_reconnect; all, without it.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write a JSON array.")] = False,
) -> None:
    """Explain a code: what happened, why, and what to do."""
    from gongkit.cli.explanations import explanations, find
    from gongkit.cli.output import write_json

    known = explanations()
    found = find(code, known) if code else [each for same in known.values() for each in same]
    if json:
        write_json(found)
    elif code:
        _write(found)
    else:
        _list(found)


def _write(found: list[Explanation]) -> None:
    import sys

    from gongkit.cli.markdown import write_markdown
    from gongkit.cli.output import Paint

    paint = Paint(sys.stdout)
    for place, each in enumerate(found):
        print(("\n" if place else "") + f"{paint(each.code, 'bold')}: {each.about}\n")
        write_markdown(each.text)


def _list(found: list[Explanation]) -> None:
    import sys

    from gongkit.cli.output import Paint

    paint = Paint(sys.stdout)
    for about in dict.fromkeys(each.about for each in found):
        print(paint(about, "bold"))
        for code in sorted(each.code for each in found if each.about == about):
            print(f"  {code}")
