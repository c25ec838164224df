"""Each claim of the text that the book replaces is answered, or dropped with a reason."""

import pytest
from sphinx.util.inventory import InventoryFile

from books import BOOK, Web
from departures import load

MAP = load(BOOK / "claims-map.yaml", 0)
# The claims of the ledger in which that text was checked, by how they stood up to sources.
LEDGER = {
    "correct": """
        S0-intro-imperfect S1-creativity-tao S1-creativity-specgaming S1-slow-scaling
        S1-robust-premise S1-robust-continuum S1-robust-notneeded S1-robust-goalmisgen
        S2-parrots-figure S2-parrots-eightthings S2-parrots-spectrum S3-system2-concern
        S3-system2-decomposition S3-worldmodel-implicit S3-worldmodel-more-examples
        S3-continual-problem S3-forgetting-atari S3-scaffolding-definition
    """,
    "imprecise": """
        S0-intro-purpose S1-creativity-question S1-creativity-funsearch S1-slow-objection
        S1-slow-efficientzero S1-slow-fewshot S1-slow-conclusion S1-robust-sam
        S1-robust-notmysterious S1-robust-katago S2-parrots-question S2-parrots-dichotomy
        S2-parrots-toymodel S2-parrots-rome S2-parrots-othello S2-halluc-definition
        S2-halluc-inevitable S2-halluc-sourcebias S2-halluc-mitigable S2-halluc-gpt4-40
        S2-box-dpo S2-box-rag S2-box-selectioninference S2-box-process S2-box-metacognition
        S2-box-caveat S3-frame S3-system2-definition S3-system2-energy S3-system2-cot-tools
        S3-metacognition-reflexion S3-metacognition-emergent S3-worldmodel-space-time
        S3-worldmodel-othello S3-forgetting-definition S3-langchain S3-voyager-memory
        S3-planning-status S3-planning-voyager S4-frame S4-behaviour S4-deficits
        S4-explainable-variance S4-primate-neurons S5-frame S5-loss-to-quality
        S5-perfect-loss S5-not-bending S5-training-progression S5-footnote S5-ai-complete
        S5-params-synapses S5-gpt3-hedgehog S5-human-synapses S5-bioanchors S5-conclusion
    """,
    "wrong": """
        S1-creativity-alphago S2-parrots-colour S2-halluc-scale-truthfulqa
        S2-box-consistency S2-box-reflexion S2-box-confidence S2-box-areyousure
        S3-system2-depth-limit S3-gato-blessing S3-voyager-autogpt S5-exercise-arithmetic
        S5-exercise-inference S5-palm-chinchilla S5-gpt4-cost S5-manhattan
    """,
    "unsupported": """
        S1-slow-trend S1-slow-childlike S1-robust-correlates S1-robust-imagenet
        S2-parrots-chollet S2-parrots-lwpost S2-halluc-always S3-system2-composition
        S3-worldmodel-modelfree S3-worldmodel-active-learning S3-weights-memory
        S4-convergence-scale S4-cannell-essays S4-same-stages S4-two-dois S5-worth-it
    """,
}


@pytest.mark.parametrize("verdict", LEDGER)
def test_the_map_has_each_claim_of_the_ledger_and_no_other(verdict: str) -> None:
    mapped = {name for name, entry in MAP.items() if entry.was == verdict}
    assert mapped == set(LEDGER[verdict].split())


def test_the_ledger_has_all_claims() -> None:
    assert len({name for names in LEDGER.values() for name in names.split()}) == 105


def test_claims_that_stand_are_answered_at_a_place_in_the_book(web: Web) -> None:
    """The others have links on the page of departures, which the build checks."""
    objects = (web.folder / "objects.inv").read_bytes()
    places = InventoryFile.loads(objects, uri="").data["std:label"]
    answered = {name: entry.answered for name, entry in MAP.items() if not entry.is_told}
    assert {name: place for name, place in answered.items() if place not in places} == {}
