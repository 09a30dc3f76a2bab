"""Reading an uploaded file of CRM objects: one JSON object a line, each checked on its own.

The file comes in pieces and never lies in memory as a whole. A schema becomes a msgspec
struct, so that a line is checked while it is decoded.
"""

from __future__ import annotations

import re
from bisect import insort
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from gongkit.contract.types.crm import LineError
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.crm.kinds import (
    MODIFIED,
    NOT_SHOWN_WITHOUT,
    OBJECT_ID,
    OWN_FIELDS,
    Field,
)
from gongkit.sandbox.core.privacy.contact_details import plain_email, plain_number

MAX_LINE_BYTES = 1_000_000
ERRORS_TOLD = 20

_ALWAYS_REQUIRED = {OBJECT_ID.name, MODIFIED.name}
"""Of deleted objects too."""
_PEOPLE = ("CONTACT", "LEAD")
_BYTE_ORDER_MARKS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)
_UNKNOWN_NAMES = 10
_LINES_LOOKED_THROUGH = 100
_PLACE = re.compile(r" - at `\$\.(.*)`\Z", re.DOTALL)
_INDEX = re.compile(r"\[\d+\]\Z")


class Row(NamedTuple):
    """An object of a line. `modified` is in seconds; `email` and `phone_number` are plain."""

    id: str
    line: int
    modified: float
    deleted: bool
    email: str | None
    phone_number: str | None
    fields: bytes


class LineReader:
    """Gives the objects in a file, and keeps count of its lines, good and bad.

    `now` stands for a `modifiedDate` that may be left out. `errors` are the first 20, in
    the order of their lines; `unknown` names some fields that the schema does not have,
    `incomplete` counts objects that lack a field without which Gong does not show them.
    """

    def __init__(self, object_type: str, fields: Iterable[Field], now: float) -> None:
        self._object_type, self._now = object_type, now
        self._fields = {field.name: field for field in fields}
        own = {field.name for field in OWN_FIELDS[object_type]}
        self._attributes = {
            name: name if name in own else f"f{place}" for place, name in enumerate(self._fields)
        }
        self._decode: Callable[[bytes], Any] = msgspec.json.Decoder(self._line_type()).decode
        self._encode = msgspec.json.Encoder().encode
        self._required = [
            field.name
            for field in self._fields.values()
            if field.required and field.name not in _ALWAYS_REQUIRED
        ]
        self._moments = [
            (self._attributes[field.name], field.name)
            for field in self._fields.values()
            if field.type == "DATETIME"
        ]
        self._rest, self._line = bytearray(), 0
        self.success_count = self.error_count = 0
        self._errors: list[tuple[int, str]] = []
        self.unknown: dict[str, None] = {}
        self.incomplete: dict[str, int] = dict.fromkeys(NOT_SHOWN_WITHOUT.get(object_type, ()), 0)

    @property
    def errors(self) -> list[LineError]:
        """What is wrong, as the API tells it."""
        return [LineError(line=line, description=said) for line, said in self._errors]

    def read(self, piece: bytes) -> list[Row]:
        """Take the next bytes, and give the objects of the lines that they complete."""
        first, *others = piece.split(b"\n")
        self._keep(first)
        if not others:
            return []
        lines = [bytes(self._rest), *others[:-1]]
        self._rest.clear()
        self._keep(others[-1])
        return self._rows(lines)

    def end(self) -> list[Row]:
        """Give the object of the last line, where no line break follows it."""
        rows = self._rows([bytes(self._rest)])
        self._rest.clear()
        if not self.success_count and not self.error_count:
            self._note(0, "The file holds no object")
        return rows

    def reject(self, row: Row, problem: str) -> None:
        """Take back an object that was given."""
        self.success_count -= 1
        self._note(row.line, problem)

    def _keep(self, part: bytes) -> None:
        """Keep the beginning of a line; one that is too long already is not kept to its end."""
        if len(self._rest) <= MAX_LINE_BYTES:
            self._rest += part

    def _rows(self, lines: list[bytes]) -> list[Row]:
        rows = []
        for line in lines:
            self._line += 1
            if not line.strip():
                continue
            try:
                rows.append(self._row(line))
            except _BadLine as bad:
                self._note(self._line, str(bad))
            else:
                self.success_count += 1
            if self._line <= _LINES_LOOKED_THROUGH:
                self._look_for_unknown(line)
        return rows

    def _row(self, line: bytes) -> Row:
        if len(line) > MAX_LINE_BYTES:
            raise _BadLine(f"The line is longer than {MAX_LINE_BYTES} bytes")
        if line.startswith(_BYTE_ORDER_MARKS):
            raise _BadLine(
                "The line begins with a byte-order mark: write the file as UTF-8 without one"
            )
        try:
            found = self._decode(line)
        except msgspec.ValidationError as error:
            raise _BadLine(self._explained(str(error))) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _BadLine(f"The line is not valid JSON: {error}") from None
        self._check(found)
        if found.isDeleted and self._object_type == "STAGE":
            # Deals may still be in a stage that goes: it stays, and is not offered any more.
            found.isActive, found.isDeleted = False, None
        email = number = None
        if self._object_type in _PEOPLE:
            email, number = plain_email(found.emailAddress), plain_number(found.phoneNumber)
        moment = found.modifiedDate
        return Row(
            found.objectId,
            self._line,
            datetime.fromisoformat(moment).timestamp() if moment else self._now,
            bool(found.isDeleted),
            email,
            number,
            b"{}" if found.isDeleted else self._encode(found),
        )

    def _check(self, found: Any) -> None:
        """Look at what a type does not say: which days there are, and what is required."""
        for attribute, name in self._moments:
            moment = getattr(found, attribute)
            try:
                if moment is not None:
                    datetime.fromisoformat(moment)
            except ValueError:
                raise _BadLine(f"{name}: there is no such day") from None
        if found.isDeleted:
            return
        for name in self._required:
            if getattr(found, name) is None:
                raise _BadLine(f"{name}: must not be null")
        for name in self.incomplete:
            if getattr(found, name) is None:
                self.incomplete[name] += 1

    def _line_type(self) -> type[msgspec.Struct]:
        """Make the type of a line: fields that are unknown are passed over."""
        fields: list[Any] = []
        for field in self._fields.values():
            attribute, kind = self._attributes[field.name], field.shape.type
            if field.required and field.name in _ALWAYS_REQUIRED:
                fields.append((attribute, kind))
            else:
                fields.append((attribute, kind | None, None))
        names = {attribute: name for name, attribute in self._attributes.items()}
        return msgspec.defstruct(
            "Line", fields, rename=names, omit_defaults=True, kw_only=True, gc=False
        )

    def _explained(self, error: str) -> str:
        """Say what msgspec found, in the words of the field that it found it in."""
        if error.startswith("Object missing required field `"):
            return f"{error.split('`')[1]}: must not be null"
        place = _PLACE.search(error)
        if place is None:
            return "The line must be a JSON object"
        field = self._fields.get(place[1]) or self._fields[_INDEX.sub("", place[1])]
        return f"{field.name}: {field.shape.must}"

    def _look_for_unknown(self, line: bytes) -> None:
        try:
            names = decoder_of(dict[str, msgspec.Raw]).decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
        for name in names:
            if name not in self._fields and len(self.unknown) < _UNKNOWN_NAMES:
                self.unknown[name] = None

    def _note(self, line: int, problem: str) -> None:
        self.error_count += 1
        if len(self._errors) < ERRORS_TOLD or line < self._errors[-1][0]:
            insort(self._errors, (line, problem))
            del self._errors[ERRORS_TOLD:]


class _BadLine(Exception):
    """What is wrong with a line."""
