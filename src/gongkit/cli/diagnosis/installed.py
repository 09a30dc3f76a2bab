"""The installations: which need a reconnect, and which grant less than the manifest asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.cli.none_installed import only_under_dev
from gongkit.installations.installation import Installation

_MOST_NAMES: Final = 5


def examine_installations(around: Surroundings) -> Iterator[Found]:
    """Look at what the store says of each, without asking anybody."""
    installations = around.stored.installations
    lost = [each for each in installations if each.status == "needs_reconnect"]
    if not installations:
        if not around.stored.unopened:
            under_dev = only_under_dev(around.settings)
            but = ", but for those of `gongkit dev`" if under_dev else ""
            yield ok("installations.active", f"No company has installed the app yet{but}")
        return
    if lost:
        yield _lost(lost)
    else:
        many = len(installations)
        who = "One company has" if many == 1 else f"{many} companies have"
        yield ok("installations.active", f"{who} installed the app, and none has to reconnect")
    yield from _scopes(around, [each for each in installations if each.status == "active"])


def _lost(lost: Sequence[Installation]) -> Found:
    need = "needs" if len(lost) == 1 else "need"
    return Found(
        id="installations.active",
        state=State.ADVICE,
        found=f"{named(lost)} {need} a reconnect",
        why=f"{lost[0].company}: {lost[0].reason}. Their calls are refused until then.",
        next="Let their tech admin approve again: `gongkit install`, or the app's /install page.",
    )


def _scopes(around: Surroundings, active: Sequence[Installation]) -> Iterator[Found]:
    manifest = around.sound_manifest
    if manifest is None or not active:
        return
    asked = set(manifest.integration.scopes)
    short = [each for each in active if asked - set(each.grant.scopes)]
    if not short:
        yield ok("installations.scopes", "Every installation grants the scopes of the manifest")
        return
    missing = sorted(asked - set(short[0].grant.scopes))
    yield Found(
        id="installations.scopes",
        state=State.ADVICE,
        found=f"{named(short)} did not grant all scopes of the manifest: {', '.join(missing)}",
        why="Operations that need them are answered 403. A new scope is granted by consent only.",
        next="Let their tech admin approve again.",
    )


def named(installations: Sequence[Installation]) -> str:
    """Name a few installations, and count the others."""
    names = [each.name or each.company for each in installations[:_MOST_NAMES]]
    more = len(installations) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
