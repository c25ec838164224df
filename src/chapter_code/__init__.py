"""What the chapter "Discussions on Large Language Models" computes, one module a topic."""

import os

# The arrays are small: threads would only wait for each other, and round differently.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
