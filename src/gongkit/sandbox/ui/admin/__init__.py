"""The admin center: API keys, and the integrations that a company registers."""
