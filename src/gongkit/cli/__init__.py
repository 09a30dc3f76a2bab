"""The command line: one file per command, with its heavy imports inside the command."""
