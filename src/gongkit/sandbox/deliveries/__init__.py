"""What the sandbox sends of its own accord, and fetches: the only part of it that calls others."""
