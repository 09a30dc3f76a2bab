"""What was asked for on the command line of `gongkit dev`."""

from __future__ import annotations

from dataclasses import dataclass

from gongkit.cli.target import check_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The options; None is found out. Raises UsageError for a target that is none."""

    target: str | None
    """MODULE:APP."""
    port: int | None
    """The app's."""
    sandbox_port: int | None
    data: str | None
    """The sandbox's file, or `:memory:`."""
    open_console: bool
    reload: bool

    def __post_init__(self) -> None:
        if self.target is not None:
            check_target(self.target)
