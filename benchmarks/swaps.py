"""Claims that name another thing of the same text, and a proposer that errs so: what is hardest to refuse.

A role is swapped for what another gold claim of the text gives in it, or, of places, for any place the text names; a
name that means the same by the set's table or the ontology is no swap.
"""

import random

from kg.extract.proof.gate import Proposal
from kg.extract.text import alike

ROLES = ("place", "org", "industry", "indicator", "modality")
MODALITIES = ("observed", "target", "forecast", "commitment")
ERRS = 0.03
"""How often the imperfect proposer errs in a role."""


def enters(gate, row, *roles):
    """Return whether a claim enters as it is proposed in some roles: not with what the reading keeps of them."""
    verdict = gate.judge(Proposal.of(row), remember=False)
    return verdict.accepted and not set(roles) & set(verdict.kept)


def named(gate, rows):
    """Return by role what a text names: in its gold claims, and of places in its words."""
    words, analysis = gate.lexicon.vocabulary, gate.analysis
    found = {role: {row[role] for row in rows if row.get(role)} for role in ROLES}
    mentions = [*analysis.mentions, *(analysis.title.mentions if analysis.title else ())]
    found["place"] |= {m.name or words.label(m.iri, "en") for m in mentions if m.layer == "place" and m.iri}
    found["modality"] = set(MODALITIES)
    return {role: sorted(values) for role, values in found.items()}


def others(row, role, names, gate, same):
    """Return the names of a role that make a claim wrong."""
    right = {str(value) for value in (row.get(role), *row.get(f"{role}_alt", ())) if value}
    right |= {other for value in right for other in same.get(role, {}).get(value, ())}
    iris = {iri for value in right for iri in gate.lexicon.meanings(value, role if role != "indicator" else "property")}

    def means_it(name):
        layer = role if role != "indicator" else "property"
        alone = name.casefold() in {value.casefold() for value in right}
        spelled = role != "modality" and any(alike.alike(name, value, gate.lexicon.phrases) for value in right)
        return alone or spelled or bool(iris & set(gate.lexicon.meanings(name, layer)))

    return [name for name in names if not means_it(name)]


def within_texts(good, gates, rows, same):
    """Return by role how many swaps of accepted claims were tried, and how many of them pass."""
    known = {doc: named(gate, [row for row in rows if row["doc"] == doc]) for doc, gate in gates.items()}
    tried, passed = dict.fromkeys(ROLES, 0), dict.fromkeys(ROLES, 0)
    for row in good:
        gate = gates[row["doc"]]
        for role in ROLES:
            if not row.get(role):
                continue
            for name in others(row, role, known[row["doc"]][role], gate, same):
                tried[role] += 1
                passed[role] += enters(gate, {**row, role: name}, role)
    return tried, passed


def imperfect(gates, rows, same, seed=11):
    """Return how many claims of an imperfect proposer are right, how many wrong, and how many of both pass.

    It errs in one role of thirty-three, prints every second name as the text does, and quotes the words around a
    figure or its whole sentence.
    """
    dice = random.Random(seed)
    known = {doc: named(gate, [row for row in rows if row["doc"] == doc]) for doc, gate in gates.items()}
    counted = {(right, passes): 0 for right in (True, False) for passes in (True, False)}
    for row in rows:
        gate, new, wrong = gates[row["doc"]], dict(row), []
        for role in ROLES:
            choice = others(row, role, known[row["doc"]][role], gate, same) if row.get(role) else []
            if choice and dice.random() < ERRS:
                new[role] = dice.choice(choice)
                wrong.append(role)
            elif dice.random() < 0.5 and role in {"place", "industry"} and row.get(role):
                new[role] = printed(gate, role, row[role])
        if dice.random() < 0.5:
            new |= sentences(gate, row)
        counted[not wrong, enters(gate, new, *wrong)] += 1
    return counted


def printed(gate, role, name):
    """Return a name as the text first prints it, or as it is given where the text prints it otherwise."""
    iris = set(gate.lexicon.meanings(name, role))
    found = (m for m in gate.analysis.mentions if m.layer == role and m.iri in iris)
    first = next(found, None)
    return gate.analysis.folded[first.start : first.end] if first is not None else name


def sentences(gate, row):
    """Return the quote of the whole sentences that a claim's quote touches."""
    spans = [gate.analysis.text.span(each.start, each.end) for each in gate.analysis.text.sentences]
    touched = [span for span in spans if span[0] < row["quote_end"] and row["quote_start"] < span[1]]
    return {"quote_start": touched[0][0], "quote_end": touched[-1][1]} if touched else {}
