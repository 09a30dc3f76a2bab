"""For all tests: assertions of shared modules say what differed, as those of a test do."""

import pytest

pytest.register_assert_rewrite("tests.installations.contract")
