"""Calls as they are kept, their recordings, and what is made of one that is uploaded."""
