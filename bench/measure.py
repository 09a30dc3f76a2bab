"""Timing side by side: every round runs each candidate once; medians are reported."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True)
class Report:
    """One comparison. The first candidate is ours; the ratio is to the second, if any."""

    title: str
    unit: str
    medians: Mapping[str, float]
    spread: Mapping[str, tuple[float, float]]
    goal: float | None = None
    """The least ratio to reach (or, without a second candidate, the least or most value)."""
    at_most: bool = False

    @property
    def ratio(self) -> float | None:
        values = list(self.medians.values())
        return values[0] / values[1] if len(values) > 1 else None

    @property
    def missed(self) -> bool:
        if self.goal is None:
            return False
        value = next(iter(self.medians.values())) if self.ratio is None else self.ratio
        return value > self.goal if self.at_most else value < self.goal

    def __str__(self) -> str:
        lines = [f"\n{self.title}"]
        for name, median in self.medians.items():
            low, high = self.spread[name]
            lines.append(f"  {name:<44}{median:>12,.0f} {self.unit:<10}({low:,.0f} to {high:,.0f})")
        if self.ratio is not None:
            lines.append(f"  {'ratio':<44}{self.ratio:>12.2f}")
        if self.goal is not None:
            bound = "at most" if self.at_most else "at least"
            verdict = "MISSED" if self.missed else "met"
            lines.append(f"  goal: {bound} {self.goal:g}: {verdict}")
        return "\n".join(lines)


def compare(
    title: str,
    unit: str,
    candidates: Mapping[str, Callable[[], float]],
    *,
    goal: float | None = None,
    at_most: bool = False,
    rounds: int = ROUNDS,
) -> Report:
    """Run each candidate once a round, after one round that does not count."""
    values: dict[str, list[float]] = {name: [] for name in candidates}
    for turn in range(rounds + 1):
        for name, run in candidates.items():
            value = run()
            if turn:
                values[name].append(value)
    return report(title, unit, values, goal=goal, at_most=at_most)


def report(
    title: str,
    unit: str,
    values: Mapping[str, list[float]],
    *,
    goal: float | None = None,
    at_most: bool = False,
) -> Report:
    """Sum up values that were measured."""
    return Report(
        title=title,
        unit=unit,
        medians={name: statistics.median(found) for name, found in values.items()},
        spread={name: (min(found), max(found)) for name, found in values.items()},
        goal=goal,
        at_most=at_most,
    )
