"""Pages for people, from a graph read once: an entity, a list, a question, the ontology. Nothing is written here.

    snapshot   the graph as plain dictionaries: facts, claims by what they are about, rivals, series
    statements one claim as people read it: figure, bound, period, passage, source, rivals
    links      where a thing's page lies, seen from another page
    views      what a page of each kind shows
    wording    names, amounts and interface words in English and Chinese
    linked     the Turtle, JSON-LD and schema.org description of one thing
    ontology   terms with anchors, and diagrams of classes
    guides     Markdown as pages
    render     templates to text

A site of files and a server share all of it; they differ in `links` only.
"""
