"""The packet: everything that is handed in with an app, before it is written in any form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gongkit.manifest.model import Manifest
from gongkit.manifest.review.reviewing import Review
from gongkit.manifest.submission.fingerprint import fingerprint
from gongkit.manifest.submission.form import Entry, Section
from gongkit.manifest.submission.passage import Passage
from gongkit.manifest.submission.pictures import Picture
from gongkit.manifest.submission.reasons import ScopeReason


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A page as it looked at the sandbox: its file's name in the packet, and what it shows."""

    file: str
    title: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Packet:
    """What is handed in. `no_screenshots` says why there are none, or not all."""

    manifest: Manifest
    profile: str
    gongkit: str
    sections: tuple[Section, ...]
    trusted_ips: tuple[Entry, ...]
    pictures: tuple[Picture, ...]
    scopes: tuple[ScopeReason, ...]
    residency: tuple[Passage, ...]
    account_script: tuple[Passage, ...]
    review: Review
    screenshots: tuple[Screenshot, ...] = ()
    no_screenshots: str = ""

    @property
    def name(self) -> str:
        """What the app is called."""
        return self.manifest.integration.name

    @cached_property
    def hash(self) -> str:
        """The hash of the manifest's values and its pictures, in hex."""
        return fingerprint(self.manifest, {each.place: each.sha256 for each in self.pictures})

    @property
    def missing(self) -> tuple[Entry, ...]:
        """The fields that the form asks for and the manifest does not have."""
        return tuple(
            entry for section in self.sections for entry in section.entries if entry.missing
        )

    @property
    def unused(self) -> tuple[ScopeReason, ...]:
        """The scopes that nothing was seen to use."""
        return tuple(each for each in self.scopes if each.unused)

    @property
    def fill_ins(self) -> tuple[str, ...]:
        """What is left to the author to fill in."""
        passages = (*self.residency, *self.account_script)
        return tuple(each.fill_in for each in passages if each.fill_in)

    def picture(self, place: str) -> Picture | None:
        """Give the picture of a place."""
        return next((each for each in self.pictures if each.place == place), None)
