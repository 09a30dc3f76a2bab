"""The form of an integration: from a manifest to its fields, and from the fields to a manifest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import msgspec

from gongkit.contract.scopes import SCOPES
from gongkit.decoders import decoder_of
from gongkit.errors import ManifestError, UsageError
from gongkit.manifest import Manifest, from_json, to_json
from gongkit.sandbox.core.oauth.image_size import advice_on, described
from gongkit.sandbox.core.oauth.images import KINDS, Image, Kind, read_image
from gongkit.sandbox.ui.admin.beside import Wrong
from gongkit.sandbox.ui.admin.fields import REGISTRATION
from gongkit.sandbox.ui.admin.kept_pictures import KeptPictures
from gongkit.sandbox.ui.admin.typed import Texts, entries_of, line_numbers, texts_of
from gongkit.sandbox.ui.forms import Form

PICTURES: Final[dict[Kind, str]] = {
    "small": "integration.logos.small",
    "large": "integration.logos.large",
    "composer": "iframe.email_composer.image",
}
"""The place in the manifest that names each picture's file."""

NOT_IN_FORM: Final = {
    "trusted_ips": "trusted IPs",
    "webhooks": "automation rules",
    "residency": "data residency",
}
"""Tables of a manifest that the form leaves as they are, and what they are called."""

_SCOPES, _FRAMES, _REST = "integration.scopes", "iframe", "rest"
_LISTS = tuple(place for place, each in REGISTRATION.items() if each.kind == "lines")
_TEXTS = tuple(
    place for place, each in REGISTRATION.items() if each.kind in {"text", "url", "paragraph"}
)
_COMPOSER = ("iframe.email_composer.url", "iframe.email_composer.label")
_ENDINGS = {
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/webp": "webp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as far as the form has come with it.

    `name` is its file's in the manifest, `image` what it shows, and `kept` leads to one
    that was chosen and is not saved yet.
    """

    kind: Kind
    name: str = ""
    image: Image | None = None
    kept: str = ""
    removed: bool = False

    @property
    def about(self) -> str:
        """Describe it in a few words."""
        return described(self.image) if self.image else ""

    @property
    def advice(self) -> list[str]:
        """Say what will not look well."""
        return advice_on(self.kind, self.image) if self.image else []

    def url(self, client_id: str) -> str | None:
        """Say where it can be looked at."""
        if self.kept:
            return f"/admin/integrations/pictures/{self.kept}"
        return f"/integrations/{client_id}/{self.kind}" if self.image else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the form holds. `rest` has the tables of an imported manifest that it does not show.

    What neither says stays as it is registered, above all the trusted IPs. `seen` is the version
    of what was saved when the form was opened.
    """

    texts: Texts = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    frames: bool = False
    pictures: Mapping[Kind, Picture]
    rest: Mapping[str, Any] | None = None
    seen: str = ""

    def tables(self, before: Manifest | None) -> dict[str, Any]:
        """Write a manifest's tables; `before` is the manifest whose place it takes."""
        tables: dict[str, Any] = {"integration": {"scopes": self._scopes()}}
        for place in (*_TEXTS, *_LISTS):
            if self.frames or not place.startswith("iframe."):
                _put(tables, place, self._value(place))
        names = _file_names(self.pictures)
        for kind, place in PICTURES.items():
            if kind != "composer" or (self.frames and self._has_composer()):
                _put(tables, place, names[kind])
        if self.frames:
            tables.setdefault("iframe", {})
        rest = {**(to_json(before) if before else {}), **(self.rest or {})}
        return tables | {name: rest[name] for name in NOT_IN_FORM if name in rest}

    def read(self, before: Manifest | None, wrong: Wrong) -> Manifest | None:
        """Make the manifest, or say beside the fields why there is none."""
        try:
            return from_json(self.tables(before))
        except ManifestError as error:
            numbers = line_numbers({place: self.texts.get(place, "") for place in _LISTS})
            wrong.add_all(error.findings, numbers)
            return None

    @property
    def encoded_rest(self) -> str:
        """What a hidden field carries of an imported manifest."""
        return "" if self.rest is None else msgspec.json.encode(self.rest).decode()

    @property
    def rest_in_words(self) -> str:
        """Name what an imported manifest brings and the form does not show."""
        return ", ".join(NOT_IN_FORM[name] for name in self.rest or {} if name in NOT_IN_FORM)

    def _value(self, place: str) -> str | list[str]:
        text = self.texts.get(place, "")
        if place in _LISTS:
            return entries_of(text)
        if REGISTRATION[place].kind != "paragraph":
            return text.strip()
        return text if text.strip() else ""

    def _scopes(self) -> list[str]:
        """Give the chosen scopes in the contract's order, and after them what Gong has not."""
        return [*(name for name in SCOPES if name in self.scopes), *sorted(self.scopes - {*SCOPES})]

    def _has_composer(self) -> bool:
        picture = self.pictures["composer"]
        return bool(picture.kept) or any(self.texts.get(place) for place in _COMPOSER)


def blank() -> Typed:
    """Give the form of a new integration."""
    return Typed(pictures={kind: Picture(kind=kind) for kind in KINDS})


def typed_of_manifest(
    manifest: Manifest, images: Mapping[Kind, Image], *, imported: bool = False
) -> Typed:
    """Fill the form with a manifest and the pictures that are saved."""
    tables = to_json(manifest)
    texts = {place: _get(tables, place) for place in _TEXTS}
    texts |= {place: "\n".join(_get(tables, place) or ()) for place in _LISTS}
    pictures = {
        kind: Picture(kind=kind, name=_get(tables, place), image=images.get(kind))
        for kind, place in PICTURES.items()
    }
    return Typed(
        texts=texts,
        scopes=frozenset(manifest.integration.scopes),
        frames=manifest.iframe is not None,
        pictures=pictures,
        rest={name: tables[name] for name in NOT_IN_FORM if name in tables} if imported else None,
    )


def pictures_named(manifest: Manifest) -> dict[Kind, str]:
    """Give the files that a manifest names, by the kind of picture."""
    tables = to_json(manifest)
    named = {kind: _get(tables, place) for kind, place in PICTURES.items()}
    return {kind: name for kind, name in named.items() if name}


def typed_of_form(
    form: Form, images: Mapping[Kind, Image], kept: KeptPictures, wrong: Wrong
) -> Typed:
    """Read what was typed, and keep the pictures that came with it."""
    return Typed(
        texts=texts_of(form, (*_TEXTS, *_LISTS)),
        scopes=frozenset(form.all(_SCOPES)),
        frames=bool(form.text(_FRAMES)),
        pictures={kind: _picture(kind, form, images, kept, wrong) for kind in KINDS},
        rest=_rest(form.text(_REST)),
        seen=form.text("seen"),
    )


def _picture(
    kind: Kind, form: Form, images: Mapping[Kind, Image], kept: KeptPictures, wrong: Wrong
) -> Picture:
    place = PICTURES[kind]
    before = Picture(kind=kind, name=form.text(f"{place}.name"), image=images.get(kind))
    token, upload = form.text(f"{place}.kept"), form.files.get(place)
    if upload is not None:
        try:
            image = read_image(upload.content)
            return replace(before, image=image, kept=kept.keep(image))
        except UsageError as error:
            wrong.add(place, error.message)
    if form.text(f"{place}.remove"):
        return Picture(kind=kind, removed=True)
    chosen = kept.find(token) if token else None
    if chosen is not None:
        return replace(before, image=chosen, kept=token)
    if token:
        wrong.add(place, "The picture that you chose is no longer here: choose it again.")
    return before


def _file_names(pictures: Mapping[Kind, Picture]) -> dict[Kind, str]:
    """Name the pictures' files: as the manifest does, and new ones so that no two are the same."""
    names = {kind: each.name for kind, each in pictures.items() if not each.kept}
    for kind, picture in pictures.items():
        if picture.image and not names.get(kind):
            names[kind] = _free_name(kind, picture.image, names.values())
    return {kind: names.get(kind, "") for kind in pictures}


def _free_name(kind: Kind, image: Image, taken: Collection[str]) -> str:
    stem = "button" if kind == "composer" else f"logo-{kind}"
    ending = _ENDINGS[image.media_type]
    candidates = (f"{stem}{more}.{ending}" for more in ("", "-new", "-newer", "-newest"))
    return next(name for name in candidates if name not in taken)


def _rest(text: str) -> dict[str, Any] | None:
    """Read the hidden field; what somebody made of it themselves is checked with the manifest."""
    try:
        return decoder_of(dict[str, Any]).decode(text) if text else None
    except msgspec.DecodeError:
        return None


def _put(tables: dict[str, Any], place: str, value: str | list[str]) -> None:
    """Set a value at its place; one that is empty leaves the key out."""
    if not value:
        return
    *path, key = place.split(".")
    for name in path:
        tables = tables.setdefault(name, {})
    tables[key] = value


def _get(tables: Any, place: str) -> Any:
    for key in place.split("."):
        tables = tables.get(key, {}) if isinstance(tables, dict) else {}
    return tables or ""
