"""`gongkit new`: makes the folder of an app, which runs and has tests as it is."""

from __future__ import annotations

from typing import Annotated

import typer


def new(
    *,
    folder: Annotated[
        str | None, typer.Argument(metavar="DIR", help="The folder to make; an empty one will do.")
    ] = None,
    template: Annotated[
        str, typer.Option("--template", "-t", metavar="NAME", help="What to make it of.")
    ] = "hello",
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What to call the app; default: as the folder."),
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write what was made as JSON.")] = False,
) -> None:
    """Make the folder of an app. It asks nothing, and changes nothing that is there.

    The app runs with `gongkit dev`, and has tests that pass and logos that may stay.
    """
    from gongkit.cli.making.making import make_app
    from gongkit.cli.making.template import all_templates, find_template
    from gongkit.cli.making.told import tell_made, tell_templates
    from gongkit.errors import UsageError

    if show_list:
        tell_templates(all_templates(), as_json=json)
    elif folder is None:
        raise UsageError("Which folder?", hint="Name one: gongkit new my-app")
    else:
        tell_made(make_app(folder, find_template(template), name), as_json=json)
