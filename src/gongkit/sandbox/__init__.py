"""A local Gong: its API, OAuth server, screens and a control API, for development and tests."""
