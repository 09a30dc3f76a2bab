"""`gongkit manifest validate`: what is wrong with gong.app.toml, where, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkit.manifest import Document, Finding


def validate(
    path: Annotated[
        Path, typer.Argument(help="The manifest, or the folder that holds it.", show_default=False)
    ] = Path(),
    *,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what leaves no doubt, in the file itself.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write a JSON object.")] = False,
) -> None:
    """Check gong.app.toml, in each of its profiles. Exit code 1 where something is wrong."""
    from gongkit.cli.manifest.findings import write_findings

    found = _found(path, fix=fix)
    if json:
        _write_json(found)
    else:
        write_findings(found.source, found.findings, found.fixable, found.done)
        if found.document is not None and not found.findings:
            _say_sound(found.document)
    if found.findings:
        raise typer.Exit(1)


class _Found(NamedTuple):
    """What is wrong, and what was. The document is None where the file is none."""

    source: str
    document: Document | None
    findings: Sequence[Finding]
    fixable: Sequence[Finding] = ()
    done: Sequence[Finding] = ()


def _found(path: Path, *, fix: bool) -> _Found:
    from gongkit.errors import ManifestError
    from gongkit.manifest import Document, Finding
    from gongkit.manifest.fixing import can_be_mended

    try:
        document = Document.read(path)
    except ManifestError as error:
        findings = [each for each in error.findings if isinstance(each, Finding)]
        return _Found(error.source, None, findings)
    document, done = _mended(document) if fix else (document, ())
    found = document.all_findings()
    fixable = [each for each in found if can_be_mended(document, each)]
    return _Found(document.source, document, found, fixable, done)


def _mended(document: Document) -> tuple[Document, tuple[Finding, ...]]:
    from gongkit.cli.manifest.rewriting import rewrite
    from gongkit.manifest.fixing import mended

    result = mended(document)
    if result.done and document.path is not None:
        rewrite(document.path, result.document.text)
    return result.document, result.done


def _write_json(found: _Found) -> None:
    from gongkit.cli.manifest.findings import described
    from gongkit.cli.output import write_json

    shown = {
        "file": found.source,
        "sound": not found.findings,
        "findings": [described(e) | {"fixable": e in found.fixable} for e in found.findings],
        "mended": [described(each) for each in found.done],
    }
    write_json(shown)


def _say_sound(document: Document) -> None:
    from gongkit.cli.output import printable

    integration = document.manifest(None).integration
    scopes = len(integration.scopes)
    profiles = f"; profiles {', '.join(document.profiles)}" if document.profiles else ""
    counted = f"{scopes} scope{'s' if scopes != 1 else ''}"
    print(printable(f"{document.source} is sound: {integration.name}, {counted}{profiles}."))
