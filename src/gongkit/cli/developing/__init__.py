"""`gongkit dev`, part by part."""
