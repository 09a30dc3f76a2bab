"""The OAuth server: approval, tokens, and the integrations that ask for them."""
