"""What somebody typed into a form, by the places of its fields, kept as it was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongkit.sandbox.ui.forms import Form

Texts = dict[str, str]
"""Texts by the place of their field; a list has one entry a line."""


def texts_of(form: Form, places: Iterable[str]) -> Texts:
    """Take the texts of some fields out of a form."""
    return {place: form.text(place).replace("\r\n", "\n") for place in places}


def entries_of(text: str) -> list[str]:
    """Give the entries of a list that has one a line."""
    return [entry for _, entry in _numbered(text)]


def line_numbers(texts: Mapping[str, str]) -> dict[str, list[int]]:
    """Say for each list in which lines its entries stand."""
    return {place: [number for number, _ in _numbered(text)] for place, text in texts.items()}


def _numbered(text: str) -> list[tuple[int, str]]:
    lines = enumerate(text.split("\n"), 1)
    return [(number, line.strip()) for number, line in lines if line.strip()]
