"""Plants flows: who has Engage, the folders, and the flows with their steps."""

from __future__ import annotations

from datetime import timedelta
from string import Template

from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.flow_runs import plant_runs
from gongkit.sandbox.core.seed.flow_texts import (
    CALL_LIST,
    COLD_CALLS,
    CUSTOMERS,
    FLOWS,
    GERMAN_AFTER_DEMO,
    MEETINGS,
    OPENERS,
    OUTBOUND,
    OWN,
    FlowText,
)
from gongkit.sandbox.core.seed.stories import PlannedCall
from gongkit.sandbox.core.state import State

_JOBS = frozenset({"seller", "caller", "manager", "success", "success_lead", "operations"})
_EVERYBODY = "Company"


def plant_flows(state: State, demo: Demo, calls: list[PlannedCall]) -> None:
    """Put everything about flows into the tables, so that it agrees with the calls."""
    seats = [person for person in demo.people if person.job in _JOBS and person.active]
    state.execute_many(
        "INSERT INTO engage_seats VALUES (?, ?)", ((demo.company.id, one.id) for one in seats)
    )
    planter = _Planter(demo)
    planter.plant(state)
    plant_runs(state, demo, planter.ids, calls)


class _Planter:
    """Makes one company's folders and flows. `ids` are the flows' by key."""

    def __init__(self, demo: Demo) -> None:
        self._demo, self._dice = demo, demo.dice("flows")
        self._lead = next(p for p in demo.in_job("manager") if "Development" in p.title)
        self._callers = demo.in_job("caller")
        self._folders: dict[str, str] = {}
        offer = demo.blueprint.offer
        self._texts = FLOWS + ((GERMAN_AFTER_DEMO,) if demo.blueprint.german else ())
        self.ids: dict[str, str] = {}
        self._words = {
            "product": offer.product,
            "oneliner": offer.oneliner,
            "process": offer.process,
            "pain": offer.pains[0].clause,
            "noun": offer.pains[0].noun,
            "metric": offer.metrics[0].noun,
            "before": offer.metrics[0].before,
            "after": offer.metrics[0].after,
        }

    def plant(self, state: State) -> None:
        """Plant folders first, then flows with their steps."""
        self._plant_folders(state)
        for place, text in enumerate(self._texts):
            self._plant_flow(state, text, self._made(112 - place))
        state.execute_many(
            "INSERT INTO flow_shares VALUES (?, ?, ?)",
            (
                (self._demo.company.id, self.ids[OPENERS.key], caller.id)
                for caller in self._callers[:-1]
            ),
        )

    def _plant_folders(self, state: State) -> None:
        new, customers = self._demo.workspaces
        places: tuple[tuple[str, str | None, str], ...] = (
            (OUTBOUND, None, new),
            (COLD_CALLS, OUTBOUND, new),
            (MEETINGS, None, new),
            (CUSTOMERS, None, customers),
            (OWN, None, new),
        )
        for place, (name, parent, workspace_id) in enumerate(places):
            self._folders[name] = self._dice.gong_id()
            own = name == OWN
            state.execute(
                "INSERT INTO flow_folders VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                self._demo.company.id,
                self._folders[name],
                name,
                self._folders[parent] if parent else None,
                "Personal" if own else _EVERYBODY,
                (self._callers[0] if own else self._lead).id,
                workspace_id,
                self._made(129 - place),
            )

    def _plant_flow(self, state: State, text: FlowText, made: float) -> None:
        company_id, flow_id = self._demo.company.id, self._dice.gong_id()
        self.ids[text.key] = flow_id
        state.execute(
            "INSERT INTO flows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            company_id,
            flow_id,
            self._filled(text.name),
            text.description,
            self._folders[text.folder],
            text.visibility,
            (self._callers[0] if text is CALL_LIST else self._lead).id,
            self._demo.workspaces[text.in_customers],
            text.exclusive,
            made,
        )
        state.execute_many(
            "INSERT INTO flow_steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    company_id,
                    flow_id,
                    number,
                    self._dice.gong_id(),
                    step.action,
                    step.wait_days,
                    None if step.subject is None else self._filled(step.subject),
                    self._filled(step.body),
                    "EMAIL" in step.action and step.subject is None,
                )
                for number, step in enumerate(text.steps, 1)
            ],
        )

    def _filled(self, text: str) -> str:
        filled = Template(text).substitute(self._words)
        return filled[0].upper() + filled[1:]

    def _made(self, days: int) -> float:
        """Say when something was made: in the working hours of a day before the first call."""
        local = (self._demo.today - timedelta(days=days)).replace(tzinfo=self._demo.company.zone)
        return (local + timedelta(minutes=self._dice.between(540, 1020))).timestamp()
