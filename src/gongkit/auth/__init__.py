"""The ways into Gong: access key, bearer token, and an installation's refreshed tokens."""
