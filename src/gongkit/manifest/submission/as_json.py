"""A packet as JSON: `submission.json`, with which a manifest can be compared later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from gongkit.manifest.reading import to_json
from gongkit.manifest.review.counts import counts_of
from gongkit.manifest.review.files import PACKET
from gongkit.manifest.review.rule import Grade
from gongkit.manifest.submission.fingerprint import digest_of
from gongkit.manifest.submission.form import Entry
from gongkit.manifest.submission.packet import Packet
from gongkit.manifest.submission.passage import Passage
from gongkit.manifest.submission.pictures import Picture
from gongkit.manifest.submission.reasons import ScopeReason

KIND: Final = PACKET
FORMAT: Final = 1


def as_json(packet: Packet, files: Mapping[str, str]) -> dict[str, Any]:
    """Write the packet as JSON values; `files` has the digest of each other file of it."""
    values = {
        "kind": KIND,
        "format": FORMAT,
        "gongkit": packet.gongkit,
        "name": packet.name,
        "profile": packet.profile,
        "hash": packet.hash,
        "form": [
            {"section": section.title, "fields": [_entry(each) for each in section.entries]}
            for section in packet.sections
        ],
        "missing": [entry.field.place for entry in packet.missing],
        "manifest": to_json(packet.manifest),
        "pictures": {each.place: _picture(each) for each in packet.pictures},
        "scopes": [_scope(each) for each in packet.scopes],
        "residency": [_passage(each) for each in packet.residency],
        "account_script": [_passage(each) for each in packet.account_script],
        "check": _check(packet),
        "screenshots": {each.file: each.title for each in packet.screenshots},
        "files": dict(sorted(files.items())),
    }
    return values | {"checksum": digest_of(values)}


def is_whole(values: Mapping[str, Any]) -> bool:
    """Tell whether the values are as they were written."""
    rest = {name: value for name, value in values.items() if name != "checksum"}
    return values.get("checksum") == digest_of(rest)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "place": entry.field.place,
        "label": entry.field.label,
        "values": list(entry.values),
        "used": entry.used,
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "file": picture.file,
        "source": picture.source,
        "kind": picture.kind,
        "width": picture.width,
        "height": picture.height,
        "bytes": len(picture.content),
        "sha256": picture.sha256,
    }


def _scope(scope: ScopeReason) -> dict[str, Any]:
    return {
        "name": scope.name,
        "allows": scope.allows,
        "reason": scope.reason,
        "own_words": scope.own_words or None,
        "operations": list(scope.operations),
        "sometimes": list(scope.sometimes),
        "uses": None if scope.uses is None else [f"{each}" for each in scope.uses],
        "observed": None if scope.observed is None else dict(scope.observed),
        "unused": scope.unused,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "values": list(passage.values),
        "fill_in": passage.fill_in or None,
    }


def _check(packet: Packet) -> dict[str, Any]:
    return asdict(counts_of(packet.review)) | {
        "outcomes": [
            {
                "rule": each.rule.id,
                "grade": each.grade.value,
                "message": each.message,
                "evidence": [str(place) for place in each.evidence],
            }
            for each in packet.review.outcomes
            if each.grade is not Grade.PASS
        ],
    }
