"""The project under review: its folder, its manifest, and its files, read when they are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from gongkit.errors import ManifestError
from gongkit.manifest.document import FILE_NAME, Document
from gongkit.manifest.finding import Finding
from gongkit.manifest.model import Manifest
from gongkit.manifest.review.files import TextFile, is_test, project_paths, text_files
from gongkit.manifest.review.names import Names, named_files
from gongkit.manifest.review.observations import Observations
from gongkit.manifest.review.rule import Evidence
from gongkit.manifest.review.sound import sound_part
from gongkit.manifest.review.visit import Visit


@dataclass(frozen=True)
class Project:
    """What the rules look at.

    `manifest` is that of the profile. Where it has findings, it is what is sound of it:
    what is wrong is left out, and a required text that is not there is empty. It is None
    where the file cannot be read as TOML. `visits` has what the links answered, by URL;
    None where nobody asked them. `observations` is what was seen of the running app.
    """

    folder: Path
    manifest_path: Path
    document: Document | None
    manifest: Manifest | None
    findings: tuple[Finding, ...]
    profile: str | None = None
    publish: bool = False
    visits: Mapping[str, Visit] | None = None
    observations: Observations | None = field(default=None, repr=False)

    @classmethod
    def read(cls, path: Path, *, profile: str | None = None, publish: bool = False) -> Project:
        """Read the project of a manifest, or of the folder that holds it.

        A manifest that is broken, or not there, is no error: the findings say so.
        """
        file = path / FILE_NAME if path.is_dir() else path
        document: Document | None = None
        findings: tuple[Finding, ...] = ()
        manifest: Manifest | None = None
        try:
            document = Document.read(file)
            manifest = document.manifest(profile)
        except ManifestError as error:
            findings = tuple(each for each in error.findings if isinstance(each, Finding))
            manifest = sound_part(document.sound(profile)) if document else None
        return cls(file.parent, file, document, manifest, findings, profile, publish)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All files by their paths; those that git ignores are left out."""
        return tuple(project_paths(self.folder))

    @cached_property
    def files(self) -> tuple[TextFile, ...]:
        """All text files: those that git tracks or would track, or all where there is no git."""
        return tuple(text_files(self.folder, self.paths))

    @cached_property
    def sources(self) -> tuple[TextFile, ...]:
        """The Python files of the app, without its tests."""
        return tuple(
            file for file in self.files if file.path.endswith(".py") and not is_test(file.path)
        )

    @cached_property
    def parsed(self) -> tuple[tuple[TextFile, Names], ...]:
        """The sources that can be parsed, with what their names stand for."""
        return tuple(named_files(self.sources))

    def at(self, place: str, text: str = "") -> Evidence:
        """Give as evidence where a place of the manifest stands, such as `integration.name`."""
        position = self.document.position(place, self.profile) if self.document else None
        name = self.manifest_path.name
        if position is None:
            return Evidence(name, 1, None, text or place)
        return Evidence(name, position.line, position.column, text or place)

    def at_finding(self, finding: Finding) -> Evidence:
        """Give as evidence where a finding stands."""
        line, column = finding.position or (1, None)
        return Evidence(self.manifest_path.name, line, column, finding.place)

    def is_sound(self, place: str) -> bool:
        """Tell whether no finding is at this place, in it, or at what it is in."""
        return not any(_touch(place, _without_profile(each.place)) for each in self.findings)


def _touch(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or longer.startswith((f"{shorter}.", f"{shorter}["))


def _without_profile(place: str) -> str:
    return (
        place.split(".", 2)[2] if place.startswith("profiles.") and place.count(".") > 1 else place
    )
