"""The periods that a text names, in both languages."""
