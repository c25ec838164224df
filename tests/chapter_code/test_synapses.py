"""Operations, synapses and lifetimes are converted rightly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.synapses import brain_years, in_network, lifetime_computation, per_parameter

amounts = st.floats(1e-3, 1e30)


@given(amounts, st.floats(1e-3, 1e3))
def test_a_run_of_a_lifetime_takes_a_lifetime(rate: float, years: float) -> None:
    assert brain_years(lifetime_computation(rate, years), rate) == pytest.approx(years)


@given(amounts, amounts)
def test_a_network_has_its_synapses_per_neuron(neurons: float, each: float) -> None:
    assert per_parameter(in_network(neurons, each), neurons) == pytest.approx(each)


def test_a_year_has_its_seconds() -> None:
    assert lifetime_computation(1, 1) == pytest.approx(31_557_600)


@pytest.mark.parametrize(
    "function", [brain_years, in_network, lifetime_computation, per_parameter]
)
def test_amounts_must_be_positive(function) -> None:  # type: ignore[no-untyped-def]
    for arguments in ((0, 1), (1, 0), (-1, 1)):
        with pytest.raises(ValueError, match=r"is (0|-1), and must be above 0"):
            function(*arguments)
