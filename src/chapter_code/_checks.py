"""What every module asks of its arguments."""


def positive(**values: float) -> None:
    """Raise `ValueError`, with the name, for a value that is not above 0."""
    for name, value in values.items():
        if not value > 0:
            raise ValueError(f"{name} is {value}, and must be above 0")


def share(**values: float) -> None:
    """Raise `ValueError`, with the name, for a value that is not from 0 to 1."""
    for name, value in values.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name} is {value}, and must be from 0 to 1")
