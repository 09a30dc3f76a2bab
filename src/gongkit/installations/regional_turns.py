"""The companies' turns, where each company has a store of several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gongkit.installations.homes import Homes
from gongkit.installations.store import InstallationStore
from gongkit.limits import Limits, Slot, Standing


class RegionalTurns:
    """`Turns` that are kept where the company is.

    So a region's calls go on while another's store is down, and share the limits with
    whoever else uses that region's store. Calls read their installation just before, so
    its store is known without looking again.
    """

    def __init__(self, homes: Homes) -> None:
        self._homes = homes

    def take_slot(self, company: str, limits: Limits, *, bulk: bool, patience: float) -> Slot:
        """Reserve the company's next free moment."""
        return self._homes.of(company).take_slot(company, limits, bulk=bulk, patience=patience)

    def start_call(self, company: str, limits: Limits, *, patience: float) -> Slot:
        """Begin a call that has waited for its moment."""
        return self._homes.of(company).start_call(company, limits, patience=patience)

    def pause(self, company: str, seconds: float) -> None:
        """Let no call of this company start for so many seconds."""
        self._homes.of(company).pause(company, seconds)

    def calls_spent(self, company: str) -> int:
        """Count the company's calls of the last 24 hours."""
        return self._homes.of(company).calls_spent(company)

    def standings(self, companies: Iterable[str], limits: Limits) -> Mapping[str, Standing]:
        """Tell how these companies stand, those left out that have made no call."""
        at_home: dict[InstallationStore, list[str]] = defaultdict(list)
        for company in companies:
            at_home[self._homes.of(company)].append(company)
        return {
            company: standing
            for home, theirs in at_home.items()
            for company, standing in home.standings(theirs, limits).items()
        }
