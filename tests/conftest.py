"""For all tests: shared assertions explain themselves, Ctrl-C reaches what they start, PostgreSQL.

Each worker of pytest-xdist that needs PostgreSQL has a server of its own: it starts in under two
seconds, and one test may kill it without failing another.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.postgres import Postgres, PostgresMissingError, quickest_place, running_postgres

pytest.register_assert_rewrite("gongkit.testing.store_contract")

# A shell starts background jobs with this signal ignored, which their children inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Sandboxes keep their demo data beside what pytest keeps, not with the user's.
os.environ["XDG_CACHE_HOME"] = str(Path(__file__).parents[1] / ".pytest_cache")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run a real server, for all tests of this process; a test that stops it need not start it."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_postgres(quickest_place()))
        except PostgresMissingError as missing:
            if os.environ.get("CI") or os.environ.get("GONGKIT_REQUIRE_POSTGRES") == "1":
                pytest.fail(str(missing), pytrace=False)
            pytest.skip(str(missing))
        yield server


@pytest.fixture
def postgres_dsn(postgres: Postgres) -> Iterator[str]:
    """Give the URL of an empty database of the test's own, password included."""
    dsn = postgres.create_database()
    yield dsn
    postgres.drop_database(dsn)
