"""The contract's assertions say what differed, as those of a test module do."""

import pytest

pytest.register_assert_rewrite("tests.installations.contract")
