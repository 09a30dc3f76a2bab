"""For all tests: shared assertions explain themselves, and Ctrl-C reaches what they start."""

import signal

import pytest

pytest.register_assert_rewrite("tests.installations.contract")

# A shell starts background jobs with this signal ignored, which their children inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)
