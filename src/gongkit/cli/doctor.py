"""`gongkit doctor`: what is wrong on this machine, why it matters, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from gongkit.cli.diagnosis.examinations import Examined


def doctor(
    *,
    live: Annotated[
        bool, typer.Option("--live", help="Ask Gong itself as well; nothing is changed there.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Do what is safe: folders, modes, keys, tables.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write a JSON object.")] = False,
) -> None:
    """Examine this machine and this folder.

    Without --live nothing leaves the machine. The exit code is 1 where something failed.
    """
    from gongkit.cli.diagnosis.examinations import examine_all
    from gongkit.cli.diagnosis.found import State
    from gongkit.cli.diagnosis.report import write_report
    from gongkit.cli.output import write_json

    examined = examine_all(live=live, fix=fix)
    if json:
        write_json(_written(examined, live=live))
    else:
        write_report(examined, live=live)
    if any(found.state is State.FAILED for each in examined for found in each.found):
        raise typer.Exit(1)


def _written(examined: Sequence[Examined], *, live: bool) -> dict[str, Any]:
    from gongkit.cli.diagnosis.found import State
    from gongkit.cli.diagnosis.only_gong import ONLY_GONG, SWITCHING

    found = [
        {
            "subject": each.subject,
            "id": found.id,
            "state": found.state,
            "found": found.found,
            "why": found.why,
            "next": found.next,
            "fixable": found.fix is not None,
            "fixed": found.id in each.done and found.state is State.OK,
        }
        for each in examined
        for found in each.found
    ]
    said: dict[str, Any] = {
        "ok": all(each["state"] != State.FAILED for each in found),
        "examinations": found,
    }
    if live:
        said["only_gong"] = [each._asdict() for each in ONLY_GONG]
        said["switching"] = list(SWITCHING)
    return said
