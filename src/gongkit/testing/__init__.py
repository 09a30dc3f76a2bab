"""For tests of apps: what an installation store must do, as a suite to inherit."""

import pytest

# So that the suite's assertions explain themselves, as those of one's own tests do.
pytest.register_assert_rewrite("gongkit.testing.store_contract", "gongkit.testing.stores")
