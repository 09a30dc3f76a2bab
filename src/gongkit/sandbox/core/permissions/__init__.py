"""Permission profiles, and what they let a user see."""
