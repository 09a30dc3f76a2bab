"""The `gongkit` command: its subcommands, and how every one of them ends.

Exit codes: 0 fine, 1 failed, 2 usage, 3 credentials, 4 not found, 5 limited, 130
interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from gongkit import __version__
from gongkit.cli.api import api
from gongkit.cli.check import check
from gongkit.cli.demo import demo
from gongkit.cli.dev import dev
from gongkit.cli.doctor import doctor
from gongkit.cli.explain import explain
from gongkit.cli.fleet import fleet
from gongkit.cli.install import install
from gongkit.cli.installations.group import installations
from gongkit.cli.manifest.group import manifest
from gongkit.cli.new import new
from gongkit.cli.output import let_print_anything, report
from gongkit.cli.sandbox import sandbox
from gongkit.cli.submission import submission
from gongkit.errors import GongkitError, UsageError

INTERRUPTED = 130
"""128 + SIGINT, as a shell reports it."""

EXTRAS = {
    **dict.fromkeys(
        ("starlette", "uvicorn", "h11", "watchfiles", "jinja2", "nh3", "python_multipart"),
        "sandbox",
    ),
    **dict.fromkeys(("psycopg", "psycopg_pool"), "postgres"),
}
"""What a plain installation lacks, and the extra that brings it."""


class Commands(TyperGroup):
    """Runs a command and turns what it raises into a message and an exit code."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command line; what cannot be written to stdout ends it with exit code 1."""
        let_print_anything()
        try:
            return super().main(*args, **options)
        except OSError as error:
            if error.filename is not None:
                raise
            _let_go_of_stdout()
            report(GongkitError(f"Standard output cannot be written: {error.strerror}."))
            sys.exit(1)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except GongkitError as error:
            report(error)
            raise typer.Exit(error.exit_code) from None
        except ModuleNotFoundError as error:
            if error.name not in EXTRAS:
                raise
            report(_not_installed(error.name))
            raise typer.Exit(UsageError.exit_code) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # The reader, such as `head`, has seen enough.
            _let_go_of_stdout()
            raise typer.Exit from None
        return result


def _let_go_of_stdout() -> None:
    """Send what is still to be written nowhere: at the end nothing may be flushed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _not_installed(module: str) -> UsageError:
    return UsageError(
        f"This command needs {module}, which is not installed.",
        hint=f'Install it with: pip install "gongkit[{EXTRAS[module]}]"',
    )


app = typer.Typer(
    name="gongkit",
    cls=Commands,
    help="The kit for building apps for Gong.",
    no_args_is_help=True,
    # Plain help: rendering it with Rich takes longer than everything else at the start.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(new)
app.command()(demo)
app.command()(sandbox)
app.command()(dev)
app.command()(install)
app.command()(api)
app.command()(check)
app.command()(submission)
app.command()(doctor)
app.add_typer(manifest, name="manifest", no_args_is_help=True)
app.command()(fleet)
app.add_typer(installations, name="installations", no_args_is_help=True)
app.command()(explain)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gongkit {__version__}")
        raise typer.Exit


@app.callback()
def gongkit(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Run a command."""
