"""The parts of `gongkit install`: the integration, the authorization, the loopback callback."""
