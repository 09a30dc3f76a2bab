"""`make bench`: what is compared runs side by side, interleaved; trust the ratios.

python bench                 everything
python bench server client   some of it: startup, first-minutes, server, oauth, client,
                             installations, large
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench import client, first_minutes, installations, large, oauth, server, startup
from bench.measure import Report

PARTS: dict[str, Callable[[], list[Report]]] = {
    "startup": startup.measure,
    "first-minutes": first_minutes.measure,
    "server": server.measure,
    "oauth": oauth.measure,
    "client": client.measure,
    "installations": installations.measure,
    "large": large.measure,
}


def main() -> int:
    chosen = sys.argv[1:] or list(PARTS)
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        print(f"There is no part {unknown[0]!r}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    missed = False
    for name in chosen:
        for report in PARTS[name]():
            print(report, flush=True)
            missed = missed or report.missed
    return 1 if missed else 0


sys.exit(main())
