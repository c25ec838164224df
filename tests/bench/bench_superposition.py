"""How long a training step of `superposition` takes, compared with PyTorch on one core.

Both sides train the same network from the same start on the same examples, in float32, without
the features that are active in none of them. On PyTorch's side the examples are a dense matrix,
the gradient is autograd's, and of several ways to write the step the fastest counts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from time import perf_counter

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np
import torch  # type: ignore[import-not-found]

from chapter_code._adamw import AdamW
from chapter_code.superposition import (
    FEATURES,
    RATE,
    WEIGHT_DECAY,
    Array,
    Examples,
    Objective,
    draw,
    learning_rate,
)

# Training examples, steps, and the ratio that is allowed.
SIZES = ((3, 1000, 1.0), (30, 1000, 1.0), (300, 200, 1.0), (1000, 60, 1.5), (2000, 40, 1.5))
ROUNDS = 5
VARIANTS = tuple(product((False, True), ("fused", "foreach", None)))


def ours(examples: Examples, start: Array, steps: int) -> Array:
    """Return the network that our code trains."""
    network, objective = start.copy(), Objective(examples)
    optimizer = AdamW([network], weight_decay=WEIGHT_DECAY)
    for step in range(1, steps + 1):
        optimizer.step([objective.gradient(network)], learning_rate(step, steps))
    return network


def theirs(
    dense: torch.Tensor, start: Array, steps: int, fuse_bias: bool, kind: str | None
) -> Array:
    """Return the network that PyTorch trains."""
    weights = torch.tensor(start[:2], requires_grad=True)
    bias = torch.tensor(start[2], requires_grad=True)
    options = {kind: True} if kind else {"foreach": False}
    optimizer = torch.optim.AdamW(
        [weights, bias], lr=RATE, weight_decay=WEIGHT_DECAY, **options
    )
    for step in range(1, steps + 1):
        optimizer.param_groups[0]["lr"] = learning_rate(step, steps)
        optimizer.zero_grad(set_to_none=True)
        hidden = dense @ weights.T
        into = torch.addmm(bias, hidden, weights) if fuse_bias else hidden @ weights + bias
        loss = torch.nn.functional.mse_loss(torch.relu(into), dense, reduction="sum")
        (loss / len(dense)).backward()
        optimizer.step()
    return np.vstack([weights.detach().numpy(), bias.detach().numpy()])


def seconds(train: Callable[[], Array]) -> float:
    """Return how long a training takes."""
    begun = perf_counter()
    train()
    return perf_counter() - begun


def main() -> int:
    """Print the times, and return 1 if one is longer than allowed."""
    torch.set_num_threads(1)
    print(f"PyTorch {torch.__version__}, NumPy {np.__version__}, 1 thread; best of {ROUNDS}")
    print("    T     n   ours, µs  PyTorch, µs  ratio  allowed  largest difference")
    failed = False
    for size, steps, allowed in SIZES:
        rng = np.random.default_rng(size)
        drawn = draw(rng, size)
        present, features = np.unique(drawn.features, return_inverse=True)
        examples = replace(drawn, width=len(present), features=features)
        start = np.zeros((3, len(present)), np.float32)
        start[:2] = rng.standard_normal((2, len(present))) / FEATURES**0.5
        dense = torch.zeros(size, len(present))
        dense[drawn.rows, features] = torch.tensor(drawn.values)

        own = [1e9]
        other = dict.fromkeys(VARIANTS, 1e9)
        for _ in range(ROUNDS):  # in turns, so that a busy machine is busy for both
            own.append(seconds(lambda: ours(examples, start, steps)))  # noqa: B023
            for how in VARIANTS:
                taken = seconds(lambda: theirs(dense, start, steps, *how))  # noqa: B023
                other[how] = min(other[how], taken)
        ratio = min(own) / min(other.values())
        off = np.abs(ours(examples, start, 20) - theirs(dense, start, 20, *VARIANTS[0])).max()
        failed |= ratio > allowed or off > 1e-4
        times = f"{min(own) / steps * 1e6:9.0f}  {min(other.values()) / steps * 1e6:11.0f}"
        print(f"{size:5} {len(present):5}  {times}  {ratio:5.2f}  {allowed:7}  {off:.0e}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
