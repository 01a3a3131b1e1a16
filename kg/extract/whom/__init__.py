"""Whom a figure is about: its place and its organisation."""
