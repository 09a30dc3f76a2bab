"""For tests of apps: a sandbox and who visits the app (`gongkit.testing.plugin`, for pytest),
and what an installation store must do, as a suite to inherit (`gongkit.testing.store_contract`).
"""

import pytest

# So that the suite's assertions explain themselves, as those of one's own tests do.
pytest.register_assert_rewrite("gongkit.testing.store_contract", "gongkit.testing.stores")
