"""Good requests in a sandbox that is ready for them, and what mixing others into them gives."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any
from urllib.parse import parse_qs

from tests.sandbox.box import Box
from tests.sandbox.every_operation import (
    Example,
    Known,
    first_reads,
    last_writes,
    look_around,
    other_reads,
    writes,
)

from gongkit.contract.registry import OPERATIONS
from gongkit.contract.scopes import SCOPES

COMPANY = "northwind"


@dataclass(frozen=True, slots=True)
class GoodRequest:
    """What a request holds that its operation answers well."""

    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any

    @classmethod
    def of(cls, example: Example) -> GoodRequest:
        """Take an example apart."""
        path, _, query = example.path.partition("?")
        template = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", OPERATIONS[example.operation].path)
        values = re.fullmatch(template, path)
        assert values is not None
        found = parse_qs(query).items()
        return cls(
            values.groupdict(),
            {name: many if len(many) > 1 else many[0] for name, many in found},
            dict([example.file]) if example.file else example.body,
        )


class ReadySandbox:
    """A sandbox that is brought, again and again, to where an operation can be asked for well.

    `token` has all scopes.
    """

    def __init__(self, box: Box) -> None:
        box.lift_limits()
        self.box = box
        self.base_url: str = box.companies[COMPANY]["api_base_url"]
        self.token: str = box.install(box.register(scopes=SCOPES))["access_token"]
        self._known = look_around(box, COMPANY)
        self._first = self._snapshot()
        known = replace(self._known, made={})
        for example in chain(first_reads(known), writes(known)):
            self._send(known, example)
        others = chain(other_reads(known), last_writes(known))
        self._others = {example.operation: GoodRequest.of(example) for example in others}
        self._later = self._snapshot()

    def for_operation(self, operation_id: str) -> GoodRequest:
        """Bring the sandbox to where the operation can be asked, and give its good request."""
        found = self._others.get(operation_id)
        if found is not None:
            self._restore(self._later)
            return found
        self._restore(self._first)
        known = replace(self._known, made={})
        for example in chain(first_reads(known), writes(known)):
            if example.operation == operation_id:
                return GoodRequest.of(example)
            self._send(known, example)
        raise AssertionError(f"there is no good request for {operation_id}")

    def _snapshot(self) -> bytes:
        answer = self.box.send("GET", "/_sandbox/snapshot")
        assert answer.status == 200, answer.text
        return answer.content

    def _restore(self, snapshot: bytes) -> None:
        answer = self.box.send("PUT", "/_sandbox/snapshot", body=snapshot)
        assert answer.status == 200, answer.text

    def _send(self, known: Known, example: Example) -> None:
        answer = example.send(self.box, COMPANY)
        assert answer.status < 300, (example, answer.text)
        known.made[example.operation] = answer.json


def mixed(generated: Any, good: Any, dice: random.Random, chance: float) -> Any:
    """Take each value from the good request with this chance, else the generated one.

    What only one of them has is there with the same chance if it is the good one's, with
    the opposite one if it is not.
    """
    if isinstance(generated, Mapping) and isinstance(good, Mapping):
        return {
            name: mixed(generated[name], good[name], dice, chance)
            if name in generated and name in good
            else good.get(name, generated.get(name))
            for name in {**generated, **good}
            if (name in generated and name in good) or (dice.random() < chance) == (name in good)
        }
    if isinstance(generated, list) and isinstance(good, list) and dice.random() > chance:
        return [mixed(one, good[0] if good else one, dice, chance) for one in generated]
    return good if dice.random() < chance else generated
