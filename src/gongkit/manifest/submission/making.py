"""Making a packet of a project that has been reviewed."""

from __future__ import annotations

from collections.abc import Sequence

from gongkit import __version__
from gongkit.errors import ManifestError
from gongkit.manifest.review.code import imports, parsed
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.reviewing import Review
from gongkit.manifest.submission.account_script import account_script
from gongkit.manifest.submission.form import filled_in, trusted_ips
from gongkit.manifest.submission.packet import Packet, Screenshot
from gongkit.manifest.submission.pictures import pictures_of
from gongkit.manifest.submission.reasons import reasons
from gongkit.manifest.submission.residency import statement


def packet_of(
    project: Project,
    review: Review,
    screenshots: Sequence[Screenshot] = (),
    no_screenshots: str = "",
) -> Packet:
    """Put the packet together. Raises ManifestError where the manifest has findings."""
    manifest = project.manifest
    if project.findings or manifest is None or project.profile is None:
        raise ManifestError(str(project.manifest_path), project.findings)
    with_kit = uses_kit(project)
    return Packet(
        manifest=manifest,
        profile=project.profile,
        gongkit=__version__,
        sections=filled_in(manifest),
        trusted_ips=trusted_ips(manifest),
        pictures=pictures_of(manifest, project.folder),
        scopes=reasons(project),
        residency=statement(manifest.residency, with_kit=with_kit),
        account_script=account_script(project, manifest, with_kit=with_kit),
        review=review,
        screenshots=tuple(screenshots),
        no_screenshots=no_screenshots,
    )


def uses_kit(project: Project) -> bool:
    """Tell whether the app's code imports gongkit."""
    return any(
        name.partition(".")[0] == "gongkit" for file in parsed(project) for _, name in imports(file)
    )
