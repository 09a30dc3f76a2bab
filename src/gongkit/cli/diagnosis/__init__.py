"""The examinations of `gongkit doctor`: one subject a file."""
