"""`gongkit manifest diff`: what is different, and what that means for those who have the app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gongkit.cli.manifest.choice import Profile


def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD", help="A manifest, its folder, or a revision of git such as HEAD."
        ),
    ],
    new: Annotated[
        Path,
        typer.Argument(
            metavar="NEW", help="The other manifest, or its folder.", show_default=False
        ),
    ] = Path(),
    *,
    profile: Annotated[
        Profile | None, typer.Option(help="Compare as in this profile.", show_default=False)
    ] = None,
    old_profile: Annotated[
        Profile | None,
        typer.Option(help="The profile of OLD, if it is another.", show_default=False),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where they are different.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write a JSON array.")] = False,
) -> None:
    """Compare two manifests, and say what each change means for those who have the app."""
    from gongkit.cli.manifest.differences import described, lines_by_place
    from gongkit.cli.manifest.revisions import read_old
    from gongkit.cli.output import note, write_json
    from gongkit.manifest import load
    from gongkit.manifest.diff import differences

    after = load(new, profile=profile)
    found = differences(read_old(old, new).manifest(old_profile or profile), after)
    if json:
        write_json([described(each) for each in found])
    elif found:
        print("\n".join(lines_by_place(found)))
    else:
        note("There is no difference.")
    if found and exit_code:
        raise typer.Exit(1)
