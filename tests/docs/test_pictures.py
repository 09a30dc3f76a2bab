"""What `make images` draws does not depend on how fast everything was."""

from __future__ import annotations

from itertools import permutations

from tools.terminal_image import steady

APP = ["\x1b[32mapp     │\x1b[0m GET /gong/install 303", "app     │ GET /gong/callback 200"]
GONG = ["gong    │ POST /oauth2/generate-customer-token 200 northwind"]


def test_a_terminal_is_drawn_alike_whoever_spoke_first() -> None:
    around = [["dev     │ Ready in 12.0 s. Ctrl-C ends it."], ["dev     │ The end."]]
    for told in permutations([*APP, *GONG]):
        if told.index(APP[0]) < told.index(APP[1]):
            drawn = list(steady([*around[0], *told, *around[1]]))
            assert drawn == ["dev     │ Ready in 1.6 s. Ctrl-C ends it.", *APP, *GONG, *around[1]]
