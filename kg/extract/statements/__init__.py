"""Statements without a figure, and who is quoted."""
