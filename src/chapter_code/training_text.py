"""Training text: how much more language a model reads than a person hears.

Models count tokens and people hear words, so that the comparison needs the words that a token
stands for. What a person saw, did, and inherited is left out of it.
"""

from chapter_code._checks import positive


def times_as_much(tokens: float, words_per_token: float, words: float) -> float:
    """Return how many times as many words a model has read as a person has heard.

    Args:
        tokens: That the model was trained on, above 0.
        words_per_token: On average, above 0.
        words: That the person has heard, above 0.

    Raises:
        ValueError: An argument is not above 0.

    >>> times_as_much(tokens=300e9, words_per_token=0.75, words=1e8)
    2250.0
    """
    positive(tokens=tokens, words_per_token=words_per_token, words=words)
    return tokens * words_per_token / words
