"""`gongkit submission`: the packet to fill Gong's form with, and what reviewers ask for besides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkit.cli.manifest.choice import Profile

if TYPE_CHECKING:
    from gongkit.cli.submitting.making import Wanted
    from gongkit.errors import ManifestError


def submission(
    path: Annotated[
        Path,
        typer.Argument(help="The app's gong.app.toml, or its folder.", show_default=False),
    ] = Path(),
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            help="The folder to make. Default: submission, beside the manifest.",
            show_default=False,
        ),
    ] = None,
    profile: Annotated[
        Profile | None, typer.Option(help="The manifest's profile; default: prod.")
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(
            metavar="MODULE:APP", help="Run the app at a sandbox: calls seen, and screenshots."
        ),
    ] = None,
    no_screenshots: Annotated[
        bool, typer.Option("--no-screenshots", help="With --run: take no screenshots.")
    ] = False,
    links: Annotated[
        bool, typer.Option("--links", help="Ask the manifest's links, as the check does.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Make it anew, even where its pages were edited.")
    ] = False,
    verify: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Make nothing: compare the manifest with this packet.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write a JSON object.")] = False,
) -> None:
    """Make a folder with all that Gong's form and its reviewers ask for.

    With --verify: compare the manifest with such a folder; exit code 1 where they differ.
    """
    from gongkit.errors import ManifestError

    try:
        if verify is not None:
            _refuse_with_verify(output=output, run=run, links=links, force=force)
            _verify(path, verify, profile, json=json)
        else:
            from gongkit.cli.submitting.making import Wanted

            beside = path if path.is_dir() else path.parent
            wanted = Wanted(
                path=path,
                output=output or beside / "submission",
                profile=profile or "prod",
                run=run,
                screenshots=not no_screenshots,
                links=links,
            )
            _make(wanted, force=force, json=json)
    except ManifestError as error:
        _show_findings(error, json=json)
        raise typer.Exit(1) from None


def _make(wanted: Wanted, *, force: bool, json: bool) -> None:
    from gongkit.cli.output import write_json
    from gongkit.cli.submitting.folder import check_folder, write_packet
    from gongkit.cli.submitting.making import make_packet
    from gongkit.cli.submitting.told import made_json, made_text
    from gongkit.manifest.submission.files import files_of

    check_folder(wanted.output, force=force)
    packet = make_packet(wanted)
    write_packet(wanted.output, files_of(packet))
    if json:
        write_json(made_json(packet, wanted.output))
    else:
        typer.echo(made_text(packet, wanted.output))


def _verify(path: Path, folder: Path, profile: Profile | None, *, json: bool) -> None:
    from gongkit.cli.output import write_json
    from gongkit.cli.submitting.told import compared_json, compared_text
    from gongkit.manifest import Document
    from gongkit.manifest.submission.comparing import Submitted, compare
    from gongkit.manifest.submission.pictures import pictures_of

    submitted = Submitted.read(folder)
    document = Document.read(path)
    manifest = document.manifest(profile or submitted.profile)
    pictures = pictures_of(manifest, document.folder or path)
    found = compare(submitted, manifest, pictures)
    if json:
        write_json(compared_json(submitted, found))
    else:
        typer.echo(compared_text(submitted, found))
    if not found.same:
        raise typer.Exit(1)


def _refuse_with_verify(**given: object) -> None:
    from gongkit.errors import UsageError

    for name, value in given.items():
        if value:
            raise UsageError(
                f"--verify and --{name} exclude one another.",
                hint="With --verify nothing is made: a packet is compared.",
            )


def _show_findings(error: ManifestError, *, json: bool) -> None:
    from gongkit.cli.manifest.findings import described, write_findings
    from gongkit.cli.output import write_json
    from gongkit.manifest import Finding

    findings = [each for each in error.findings if isinstance(each, Finding)]
    if json:
        write_json({"file": error.source, "findings": [described(each) for each in findings]})
    else:
        write_findings(error.source, findings, (), ())
