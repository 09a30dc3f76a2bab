"""A manifest's file as it is written: what it holds in each profile, and what stands where."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from gongkit.decoders import converted
from gongkit.errors import ManifestError, UnknownName
from gongkit.manifest import toml_places
from gongkit.manifest.agreement import disagreements
from gongkit.manifest.finding import Code, Finding, Position, quoted
from gongkit.manifest.model import Manifest
from gongkit.manifest.place import path_of, place_of
from gongkit.manifest.profiles import TABLE, joined, overlay_of, written_at
from gongkit.manifest.shape import Shape, unknown_key
from gongkit.manifest.toml_errors import syntax_finding
from gongkit.profile import PROFILES

FILE_NAME: Final = "gong.app.toml"
MAX_BYTES: Final = 1_000_000
"""No manifest is longer; a larger file is something else."""

_AT_KEY = {Code.UNKNOWN_KEY}
"""Findings about the key rather than about its value."""


@dataclass(frozen=True)
class Document:
    """The text of one manifest, which is TOML; whether it is a manifest, `manifest` tells."""

    source: str
    """How it is called in messages."""
    text: str
    folder: Path | None = None
    """Where the files that it names are looked for; None: they are not."""
    path: Path | None = None

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """Read a file; a folder stands for the `gong.app.toml` in it.

        Raises `ManifestError` where there is none, or where it is not TOML.
        """
        path = Path(path)
        if path.is_dir():
            path /= FILE_NAME
        source = str(path)
        return cls._of(source, _decoded(_content(path), source), path.parent, path)

    @classmethod
    def of(cls, content: bytes | str) -> Self:
        """Take what a file holds. Raises `ManifestError` where it is not TOML."""
        raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
        return cls._of(FILE_NAME, _decoded(raw, FILE_NAME), None, None)

    @classmethod
    def _of(cls, source: str, text: str, folder: Path | None, path: Path | None) -> Self:
        document = cls(source, text, folder, path)
        _ = document.tables
        return document

    @cached_property
    def tables(self) -> dict[str, Any]:
        """What the text holds, the profiles too."""
        try:
            return tomllib.loads(self.text)
        except RecursionError:
            deep = Finding(Code.TOML_SYNTAX, "file", "It is nested too deeply.", "Flatten it.")
            raise refused(self.source, deep) from None
        except ValueError as error:
            raise refused(self.source, syntax_finding(str(error), self.text)) from None

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles that have tables in the file."""
        return tuple(name for name in PROFILES if overlay_of(self.tables, name))

    def manifest(self, profile: str | None = None) -> Manifest:
        """Give the manifest of a profile, or the one without any.

        Raises `ManifestError` with every finding, and `UnknownName` for no profile.
        """
        sound, findings = self._checked(profile)
        if findings:
            raise ManifestError(self.source, findings)
        return converted(sound, Manifest)

    def sound(self, profile: str | None = None) -> dict[str, Any]:
        """Give the tables of a profile, with None for each value that is wrong by itself."""
        return self._checked(profile)[0]

    def findings(self, profile: str | None = None) -> tuple[Finding, ...]:
        """Give what is wrong with the manifest of a profile, or with the one without any."""
        return tuple(self._checked(profile)[1])

    def all_findings(self) -> tuple[Finding, ...]:
        """Give what is wrong without a profile, and in those that the file has."""
        found = [f for name in (None, *self.profiles) for f in self.findings(name)]
        return tuple(dict.fromkeys(found))

    def position(self, place: str, profile: str | None = None) -> Position | None:
        """Say where a place stands, or the nearest one around it that stands in the file."""
        path = written_at(path_of(place), self.tables, profile)
        spot = self._around(path)
        return self.at(spot.value.start) if spot else None

    @cached_property
    def places(self) -> dict[toml_places.Path, toml_places.Spot]:
        """What stands where in the text."""
        return toml_places.places(self.text)

    def at(self, offset: int) -> Position:
        """Say in which line and column an offset is."""
        return Position.of_offset(self.text[:offset])

    def _checked(self, profile: str | None) -> tuple[dict[str, Any], list[Finding]]:
        if profile is not None and profile not in PROFILES:
            raise UnknownName("profile", profile, PROFILES)
        tables = {key: value for key, value in self.tables.items() if key != TABLE}
        if profile is not None:
            tables = joined(tables, overlay_of(self.tables, profile))
        shape = Shape(beside=(TABLE,))
        sound = shape.of_manifest(tables)
        found = [*shape.findings, *disagreements(sound, self.folder)]
        located = [self._located(finding, profile) for finding in found]
        return sound, [*self._no_profiles(), *located]

    def _no_profiles(self) -> Iterator[Finding]:
        """Find what stands among the profiles and is none."""
        profiles = self.tables.get(TABLE, {})
        if not isinstance(profiles, Mapping):
            yield self._located(_no_table(TABLE), None)
            return
        for name, over in profiles.items():
            if name not in PROFILES:
                yield self._located(unknown_key(name, PROFILES, TABLE), None)
            elif not isinstance(over, Mapping):
                yield self._located(_no_table(place_of((TABLE, name))), None)

    def _located(self, finding: Finding, profile: str | None) -> Finding:
        path = written_at(path_of(finding.place), self.tables, profile)
        spot = self._around(path)
        if spot is None:
            return replace(finding, place=place_of(path))
        span = spot.key if spot.key and finding.code in _AT_KEY else spot.value
        return replace(finding, place=place_of(path), position=self.at(span.start))

    def _around(self, path: toml_places.Path) -> toml_places.Spot | None:
        outer: Iterable[toml_places.Path] = (path[:n] for n in range(len(path), 0, -1))
        return next((self.places[p] for p in outer if p in self.places), None)


def refused(source: str, finding: Finding) -> ManifestError:
    """Make the error of a file that has one problem as a whole."""
    return ManifestError(source, [finding])


def _no_table(place: str) -> Finding:
    fix = "Write tables such as [profiles.dev.integration]."
    return Finding(Code.WRONG_TYPE, place, f"{quoted(place)} is not a table.", fix)


def _content(path: Path) -> bytes:
    source = str(path)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        fix = (
            f"Name the {FILE_NAME} of your app, or the folder that holds it;"
            " `gongkit new` makes an app."
        )
        missing = Finding(Code.FILE_MISSING, "file", "There is no such file.", fix)
        raise refused(source, missing) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message, fix = f"It cannot be read: {why}.", "Check its name and permissions."
        raise refused(source, Finding(Code.FILE_UNREADABLE, "file", message, fix)) from None


def _decoded(content: bytes, source: str) -> str:
    if len(content) > MAX_BYTES:
        fix = f"Name the app's {FILE_NAME}."
        large = Finding(Code.FILE_TOO_LARGE, "file", "It is larger than 1 MB.", fix)
        raise refused(source, large)
    try:
        # utf-8-sig: some editors on Windows put a byte order mark first.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        raise refused(
            source,
            Finding(
                Code.NOT_UTF8,
                f"byte {error.start}",
                "The file is not UTF-8.",
                "Save it as UTF-8.",
                Position.of_offset(before),
            ),
        ) from None
