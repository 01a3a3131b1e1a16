"""The numbers of a text: numerals, units, bounds, ranges, fractions and ranks."""
