"""`gongkit check`: what Gong's reviewers would refuse, before they see it."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Annotated

import typer

from gongkit.cli.checking.report_format import ReportFormat


def check(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The app's gong.app.toml, or its folder.")
    ] = Path(),
    *,
    publish: Annotated[
        bool,
        typer.Option("--publish", help="Check the app as it is to be published; ask its links."),
    ] = False,
    run: Annotated[
        str | None,
        typer.Option(metavar="MODULE:APP", help="Run the app at a sandbox, and look at that, too."),
    ] = None,
    run_timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=1, help="How long the app has to start."),
    ] = 15,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The manifest's profile; default: dev."),
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Apply only this rule; repeats.")
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Do not apply this rule; repeats.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail, too, where something needs review.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="List what passes, and what was not looked at.")
    ] = False,
    format: Annotated[  # noqa: A002 - the option's name
        ReportFormat | None, typer.Option("--format", help="How to write it; default: text.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Find what Gong's reviewers would refuse, before they do.

    Exit code 1: something fails. What needs review is for a person to judge.
    """
    from gongkit.cli.checking.as_github import github_report
    from gongkit.cli.checking.as_json import json_report
    from gongkit.cli.checking.as_sarif import sarif_report
    from gongkit.cli.checking.as_text import text_report
    from gongkit.cli.checking.checking import Wanted, check_app
    from gongkit.errors import UsageError
    from gongkit.manifest.review import Grade
    from gongkit.settings import Settings

    if json and format not in {None, ReportFormat.JSON}:
        raise UsageError(f"--json and --format {format} exclude one another.", hint="Give one.")
    wanted = Wanted(
        path=path,
        publish=publish,
        profile=profile,
        rules=tuple(rule or ()),
        without=tuple(skip or ()),
        run=run,
        run_timeout=run_timeout,
    )
    project, review = check_app(Settings.from_environment(), wanted)
    match ReportFormat.JSON if json else format:
        case ReportFormat.JSON:
            typer.echo(jsonlib.dumps(json_report(project, review), indent=2))
        case ReportFormat.SARIF:
            typer.echo(jsonlib.dumps(sarif_report(project, review), indent=2))
        case ReportFormat.GITHUB:
            for line in github_report(project, review):
                typer.echo(line)
        case _:
            typer.echo(text_report(project, review, everything=everything))
    if review.failed or (strict and review.of(Grade.REVIEW)):
        raise typer.Exit(1)
