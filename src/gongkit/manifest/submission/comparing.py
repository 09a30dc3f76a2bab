"""Comparing a manifest with a packet that was made of it, and the packet with what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import msgspec

from gongkit.decoders import decoder_of
from gongkit.errors import ManifestError, UsageError
from gongkit.manifest.diff import Difference, differences
from gongkit.manifest.model import Manifest
from gongkit.manifest.reading import from_json
from gongkit.manifest.submission.as_json import FORMAT, KIND, is_whole
from gongkit.manifest.submission.files import PAGES, VALUES
from gongkit.manifest.submission.fingerprint import fingerprint
from gongkit.manifest.submission.form import PICTURES
from gongkit.manifest.submission.pictures import Picture, with_plain_ends
from gongkit.profile import PROFILES

_TEXTS: Final = (*PAGES, ".svg")
"""How the files' names end whose lines git may end in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A packet as it lies in its folder."""

    folder: Path
    profile: str
    hash: str
    manifest: Manifest
    pictures: Mapping[str, str]
    """The digest of each by its place."""
    files: Mapping[str, str]
    whole: bool
    """Whether its values are as they were written."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a packet. Raises UsageError for a folder that is none."""
        values = read_values(folder)
        if values is None:
            raise UsageError(
                f"{folder} is not a packet of gongkit submission.",
                hint="Name the folder that holds its submission.json.",
            )
        try:
            return cls._of(folder, values)
        except (KeyError, TypeError, ValueError, AttributeError, ManifestError):
            raise UsageError(
                f"{folder / VALUES} was changed so that it can no longer be read.",
                hint="Take it from where the packet was kept, or make the packet anew.",
            ) from None

    @classmethod
    def _of(cls, folder: Path, values: Mapping[str, Any]) -> Self:
        pictures = {str(place): str(each["sha256"]) for place, each in values["pictures"].items()}
        manifest = from_json(values["manifest"])
        made = fingerprint(manifest, pictures)
        return cls(
            folder=folder,
            profile=PROFILES[PROFILES.index(values["profile"])],
            hash=str(values["hash"]),
            manifest=manifest,
            pictures=pictures,
            files={str(name): str(digest) for name, digest in values["files"].items()},
            whole=is_whole(values) and made == values["hash"],
        )

    def changed_files(self) -> tuple[str, ...]:
        """Name the files that are not as they were made, or not there."""
        return tuple(self._changed())

    def _changed(self) -> Iterator[str]:
        if not self.whole:
            yield VALUES
        for name, digest in self.files.items():
            if not _is_as_made(self.folder, name, digest):
                yield name

    def edited_pages(self) -> tuple[str, ...]:
        """Name the pages that somebody has gone on writing in."""
        return tuple(
            name
            for name in PAGES
            if name in self.files
            and (self.folder / name).is_file()
            and not _is_as_made(self.folder, name, self.files[name])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is different: between manifest and packet, and in the packet since it was made."""

    hash: str
    """That of the manifest as it is now."""
    differences: tuple[Difference, ...]
    pictures: tuple[str, ...]
    """The places whose picture is another."""
    changed: tuple[str, ...]
    """The packet's files that were changed, or are not there."""
    edited: tuple[str, ...]
    """Its pages that somebody has gone on writing in, which is no fault."""

    @property
    def same(self) -> bool:
        """Tell whether the manifest is what was handed in, and the packet as it was made."""
        return not (self.differences or self.pictures or self.changed)


def compare(submitted: Submitted, manifest: Manifest, pictures: tuple[Picture, ...]) -> Comparison:
    """Compare a manifest and its pictures with what was handed in."""
    now = {each.place: each.sha256 for each in pictures}
    edited = submitted.edited_pages()
    return Comparison(
        hash=fingerprint(manifest, now),
        differences=tuple(
            each for each in differences(submitted.manifest, manifest) if each.place not in PICTURES
        ),
        pictures=tuple(
            place for place in PICTURES if now.get(place) != submitted.pictures.get(place)
        ),
        changed=tuple(each for each in submitted.changed_files() if each not in edited),
        edited=edited,
    )


def read_values(folder: Path) -> dict[str, Any] | None:
    """Read the values of a packet; None where the folder is no packet of ours."""
    try:
        values = decoder_of(dict[str, Any]).decode((folder / VALUES).read_bytes())
    except (OSError, msgspec.DecodeError):
        return None
    ours = values.get("kind") == KIND and values.get("format") == FORMAT
    return values if ours else None


def _is_as_made(folder: Path, name: str, digest: str) -> bool:
    """Tell whether a file has its digest. Where git ends lines as Windows does, it still has."""
    try:
        content = (folder / name).read_bytes()
    except (OSError, ValueError):
        return False
    seen = {content, with_plain_ends(content)} if name.endswith(_TEXTS) else {content}
    return digest in {hashlib.sha256(each).hexdigest() for each in seen}
