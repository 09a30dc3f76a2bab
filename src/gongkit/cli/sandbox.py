"""`gongkit sandbox`: a local Gong, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkit.sandbox.deliveries.reach import Reach

if TYPE_CHECKING:
    from rich.console import RenderableType

MEMORY = ":memory:"

_WIDTH = 80


def sandbox(
    *,
    data: Annotated[
        str | None,
        typer.Option(
            help=f"The file that keeps everything; {MEMORY} keeps nothing."
            " Default: a file in your data folder.",
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            help="Which demo data to make, for new data: any text; large makes 100,000 calls."
            " Default: 1."
        ),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(help="Where sandbox time begins, for new data (ISO-8601 with an offset)."),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65_000, help="The main port; the companies' follow. 0 takes free ones."
        ),
    ] = 4664,
    control_token: Annotated[
        str | None,
        typer.Option(
            envvar="GONGKIT_CONTROL_TOKEN",
            show_envvar=True,
            help="What callers of the control API must know; needed beyond this machine.",
        ),
    ] = None,
    fetch_recordings: Annotated[
        Reach,
        typer.Option(help="From where recordings are fetched for calls with a downloadMediaUrl."),
    ] = Reach.LOOPBACK,
    json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON when it is ready.")
    ] = False,
    while_stdin_open: Annotated[
        bool,
        typer.Option("--while-stdin-open", hidden=True, help="End when standard input ends."),
    ] = False,
) -> None:
    """Run a local Gong: API, OAuth server, sign-in pages and a control API for tests."""
    from gongkit.redact import Secret
    from gongkit.sandbox.server.serving import Options, serve

    path = None if data == MEMORY else Path(data) if data else default_data()
    options = Options(
        data=path,
        seed=seed,
        start=now,
        host=host,
        port=port,
        control_token=Secret(control_token) if control_token else None,
        while_stdin_open=while_stdin_open,
        fetch_recordings=fetch_recordings,
    )
    serve(options, _print_json if json else lambda found: print_panel(found, path))


def default_data() -> Path:
    """Say where the sandbox's data is kept when nobody says otherwise."""
    if given := os.environ.get("XDG_DATA_HOME"):
        folder = Path(given)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = Path.home() / ".local" / "share"
    return folder / "gongkit" / "sandbox.db"


def _print_json(description: dict[str, Any]) -> None:
    import msgspec

    from gongkit.cli.output import write_bytes

    write_bytes(msgspec.json.encode(description) + b"\n")


def print_panel(description: dict[str, Any], data: Path | None) -> None:
    """Print where everything is; `data` is None where it is kept in memory."""
    from rich.console import Console

    console = Console(highlight=False, width=min(_WIDTH, Console().width))
    for part in _parts(description, data):
        console.print(part)


def _parts(description: dict[str, Any], data: Path | None) -> list[RenderableType]:
    from rich.panel import Panel

    url, companies = description["url"], description["companies"]
    kept = "in memory only, gone when it stops" if data is None else str(data)
    places = _grid(
        [
            ("Gong's app", url),
            ("Authorize", f"{url}/oauth2/authorize"),
            ("Control API", f"{url}/_sandbox"),
            ("Time", description["now"]),
            ("Data", kept),
            ("Stop", "Ctrl-C"),
        ]
    )
    people = [
        (company["name"], f"{user['email']}  {user['password']}  ({user['role']})")
        for company in companies
        for user in _one_of_each_role(company["users"])
    ]
    keys = [
        (company["name"], f"{company['access_key']}\n{company['access_key_secret']}")
        for company in companies
    ]
    bases = [(c["name"], f"{c['api_base_url']}  ({c['region']})") for c in companies]
    return [
        Panel(places, title="gongkit sandbox", title_align="left", border_style="magenta"),
        _titled("API base URLs", bases),
        _titled("Sign in as", people),
        _titled("Access keys and their secrets", keys),
    ]


def _one_of_each_role(users: list[dict[str, str]]) -> list[dict[str, str]]:
    by_role = {user["role"]: user for user in reversed(users)}
    return [user for user in users if by_role[user["role"]] is user]


def _titled(title: str, rows: list[tuple[str, str]]) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    return Group(Text(title, style="bold"), Padding(_grid(rows), (0, 0, 1, 2)))


def _grid(rows: list[tuple[str, str]]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="cyan")
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, Text(value, overflow="fold"))
    return grid
