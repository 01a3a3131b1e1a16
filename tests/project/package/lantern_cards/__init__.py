"""An exporter of one's own: one card for each observation, for a notice board."""

from typing import Any

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
KIND = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OBSERVATION = "https://w3id.org/dekg/ontology#StatisticalObservation"


def write(material: Any) -> bytes:
    """Return a line for each observation that has an English label."""
    known = material.quads
    seen = {quad.subject for quad in known if quad.predicate.value == KIND and quad.object.value == OBSERVATION}
    cards = [
        quad.object.value
        for quad in known
        if quad.subject in seen and quad.predicate.value == LABEL and quad.object.language == "en"
    ]
    return "".join(f"* {card}\n" for card in sorted(cards)).encode()
