"""Which of several installation stores a company is in.

A company whose move from one store to another was interrupted is in two of them. Its
version goes on where it moves to, so the higher one is the newer, whatever the stores'
clocks say.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from gongkit.errors import StoreError
from gongkit.installations.installation import Installation
from gongkit.installations.store import InstallationStore

Found = tuple[InstallationStore, Installation | None]
"""A company's store, and what it is there; the first store where it is nowhere yet."""


class Homes:
    """Finds companies in their stores, and remembers where each was last."""

    def __init__(self, stores: Sequence[InstallationStore]) -> None:
        self._stores = stores
        self._known: dict[str, InstallationStore] = {}

    def find(self, company: str) -> Found:
        """Look in all stores; one that does not answer is passed over if it can be.

        Raises `StoreError` where the company is in none that answered.
        """
        found, failed = self._look(company)
        if failed is not None and not _is_there(found[1]):
            raise failed
        return found

    def find_surely(self, company: str) -> Found:
        """Look in all stores. Raises `StoreError` where one does not answer."""
        found, failed = self._look(company)
        if failed is not None:
            raise failed
        return found

    def of(self, company: str) -> InstallationStore:
        """Give the company's store as it was when it was last looked for."""
        return self._known.get(company) or self.find(company)[0]

    def read(self, company: str) -> Installation | None:
        """Read an installation; from its last known store alone, as long as it is active there."""
        if company in self._known:
            present = self._known[company].get(company)
            if present is not None and present.status == "active":
                return present
        return self.find(company)[1]

    def list(self) -> tuple[Installation, ...]:
        """Read all installations, as each is where it was changed last, ordered by company."""
        newest: dict[str, Installation] = {}
        for store in self._stores:
            for each in store.list():
                if each.company not in newest or age(each) > age(newest[each.company]):
                    newest[each.company], self._known[each.company] = each, store
        return tuple(newest[company] for company in sorted(newest))

    def settle(self, company: str, home: InstallationStore) -> None:
        """Erase what a move has left elsewhere, of which the version says that it is old.

        A store that does not answer is left to the next time.
        """
        self._known[company] = home
        for store in self._stores:
            if store is not home:
                with contextlib.suppress(StoreError):
                    store.remove(company)

    def _look(self, company: str) -> tuple[Found, StoreError | None]:
        found, failed = self._look_once(company)
        if found[1] is not None and found[1].status == "removed":
            # It may have moved, during the look, to a store that had been looked at before.
            found, failed = self._look_once(company)
        if found[1] is not None:
            self._known[company] = found[0]
        return found, failed

    def _look_once(self, company: str) -> tuple[Found, StoreError | None]:
        best: Found = self._stores[0], None
        failed = None
        for store in self._stores:
            try:
                present = store.get(company)
            except StoreError as error:
                failed = error
                continue
            if present is not None and (best[1] is None or age(present) > age(best[1])):
                best = store, present
        return best, failed


def age(installation: Installation) -> tuple[int, bool, float]:
    """Order what several stores say of one company: the last is what counts."""
    return installation.version, installation.status != "removed", installation.updated_at


def _is_there(installation: Installation | None) -> bool:
    return installation is not None and installation.status != "removed"
