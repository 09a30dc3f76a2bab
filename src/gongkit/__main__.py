"""The `gongkit` command, which is `python -m gongkit` where no script is on the path."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly, even while it is still being loaded."""
    try:
        from gongkit.cli.main import app

        app(prog_name="gongkit")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
