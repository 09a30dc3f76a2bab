"""Where the app keeps what it gets of a company: what its manifest and gongkit make true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkit.manifest.model import Residency
from gongkit.manifest.submission.passage import Passage

_OWN_HOST: Final = Passage(
    "When a company installs the app, Gong says at which API host the company's data is."
    " The company's tokens are sent to that host and to no other, and redirects are not"
    " followed with them."
)
_ENCRYPTED: Final = Passage(
    "Access tokens, refresh tokens and webhook keys are encrypted where they are stored, with"
    " AES-256-GCM. Each is bound to the app, the company and the column that it is kept in."
    " Readable beside them are the API host, the company's name and region, the granted"
    " scopes, and when they were granted."
)
_ELSE: Final = Passage(
    "Besides, gongkit keeps nothing of a company's data. What the app itself keeps is up to it.",
    fill_in="what the app stores besides tokens, where, for how long, and how it is erased",
)
_NOT_THE_KIT: Final = Passage(
    "The app's code was not seen to use gongkit, so that nothing can be said here of how it"
    " keeps its tokens.",
    fill_in="where the app keeps tokens and data, in which regions, and how they are encrypted",
)
_MOVED: Final = {
    "refuse": "When Gong moves a company to another region, its new tokens are not stored:"
    " the company has to install the app again.",
    "follow": "When Gong moves a company to another region, its installation is moved to that"
    " region's store, and its tokens are erased in the former one.",
}


def statement(residency: Residency, *, with_kit: bool) -> tuple[Passage, ...]:
    """Write the statement; `with_kit`, where the app is built with gongkit."""
    if not with_kit:
        return (_NOT_THE_KIT,)
    if not residency.regions and residency.default is None:
        return (_OWN_HOST, _ONE_STORE, _ENCRYPTED, _ELSE)
    return (_OWN_HOST, *_regions(residency), _ENCRYPTED, _ELSE)


_ONE_STORE: Final = Passage(
    "The app does not tell regions apart: all installations, whatever their region, are kept"
    " in one store.",
    fill_in="in which country this store is, and who runs it",
)


def _regions(residency: Residency) -> Iterator[Passage]:
    for region, patterns in residency.regions.items():
        yield Passage(f"Companies with these API hosts are in region {region}:", tuple(patterns))
    others = "any other" if residency.regions else "any"
    if residency.default is None:
        yield Passage(
            f"A company with {others} API host cannot install the app: no installation is made."
        )
    else:
        yield Passage(
            f"A company with {others} API host counts as being in region {residency.default}."
        )
    yield Passage(_MOVED[residency.when_moved])
    names = dict.fromkeys((*residency.regions, *filter(None, [residency.default])))
    yield Passage(
        "An installation is kept in the store of its company's region, and a write to another"
        " region's is refused. Which store each region has is set where the app runs; regions"
        " that are given none of their own share one.",
        fill_in=f"in which country the store of each region is ({', '.join(names)})",
    )
