"""The things that a text names: places, organisations, industries, known ones and others."""
