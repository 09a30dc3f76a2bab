"""What the demo companies sell, to whom, and against whom: the nouns of their conversations."""
