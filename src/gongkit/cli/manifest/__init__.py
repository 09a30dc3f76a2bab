"""`gongkit manifest`: one file a command."""
