"""`python -m gongkit`: the command line, where the `gongkit` script is not on the path."""

from gongkit.cli.main import app

app(prog_name="gongkit")
