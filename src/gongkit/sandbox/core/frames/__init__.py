"""The apps' pages inside Gong: which are shown, from which origins, and what they may say."""
