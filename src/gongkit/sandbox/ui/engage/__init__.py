"""The pages of Engage's mail: folders, emails, and the composer."""
