"""Write a graph in the formats people and tools read: RDF, JSON-LD, flat tables.

An exporter is a function `(quads, vocabulary) -> bytes`, found by the entry-point group `kg.exporters`. It sorts what
it is given: the same quads give the same bytes, in whatever order they come. (Names of blank nodes are taken as they
are; our graphs have none.)
"""
