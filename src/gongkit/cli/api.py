"""`gongkit api`: calls any operation of Gong's API."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import Annotated

import typer

from gongkit.cli.confirm import confirm
from gongkit.cli.formats import Format
from gongkit.errors import UnknownName, UsageError


def api(
    *,
    operation: Annotated[
        str | None, typer.Argument(metavar="OPERATION", help="Its id, such as listCalls.")
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE", help="Parameters; a list's name repeats."),
    ] = None,
    body: Annotated[str | None, typer.Option(metavar="JSON", help="The body, as JSON.")] = None,
    body_file: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="A file with the body, or to upload; - is stdin."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask before taking away what is there.")
    ] = False,
    output: Annotated[
        Format | None, typer.Option("-o", "--output", help="How to write it; json by default.")
    ] = None,
    every_page: Annotated[
        bool, typer.Option("--all", help="Follow a list to its end; write its items.")
    ] = False,
    columns: Annotated[
        str | None, typer.Option(metavar="A,B", help="The columns of a table, by comma.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="The company's API host.")
    ] = None,
    company: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Call as this installation, or as a sandbox's company."),
    ] = None,
    catalogue: Annotated[bool, typer.Option("--list", help="List the operations.")] = False,
    describe: Annotated[
        bool, typer.Option("--describe", help="Say what the operation takes and needs.")
    ] = False,
) -> None:
    """Call any operation of Gong's API.

    --company names an installation, by its key, base URL, name, tenant or region.
    Without it the access key comes from GONGKIT_ACCESS_KEY, GONGKIT_ACCESS_KEY_SECRET
    and GONGKIT_BASE_URL; without them from the sandbox that GONGKIT_APP_URL names.
    """
    from gongkit import Gong
    from gongkit.cli import api_body, api_catalogue, api_credentials, api_inputs, api_output
    from gongkit.contract.registry import operation as find_operation
    from gongkit.settings import Settings

    if catalogue:
        api_catalogue.write_list(output or Format.TABLE)
        return
    if operation is None:
        raise UsageError("No operation was named.", hint="`gongkit api --list` shows them all.")
    try:
        found = find_operation(operation)
    except UnknownName as error:
        if error.nearest is None:
            error.hint = "`gongkit api --list` shows them all."
        raise
    if describe:
        api_catalogue.write_description(found)
        return
    form = output or Format.JSON
    chosen = [name.strip() for name in columns.split(",")] if columns else None
    settings = Settings.from_environment()
    now = partial(api_credentials.time_at, settings, company)
    given = api_inputs.read_inputs(found, inputs or (), now)
    with ExitStack() as opened:
        given |= api_body.read_body(found, body, body_file, opened)
        caller = api_credentials.find_caller(settings, base_url, company, opened)
        if found.destructive and not yes:
            confirm(
                found.id,
                found.doc.partition("\n")[0],
                f"Call {found.id} at {caller.base_url}?",
                declined="Nothing was sent.",
            )
        gong = opened.enter_context(Gong(caller.credentials, options=caller.options))
        if every_page and found.items is not None:
            pages = gong.listing(found, **given).pages()
            items = (item for page in pages for item in api_output.items_of(found, page.content))
            api_output.write_items(items, form, chosen)
        else:
            api_output.write_answer(gong.request(found, **given), form, chosen)
