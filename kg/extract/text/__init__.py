"""The text itself: its folded form, sentences and tokens, and the words of the ontology found in it."""
