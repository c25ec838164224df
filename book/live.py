"""Serve the book, and build it again after each save.

    python book/live.py book book/_build/live

This is sphinx-autobuild, but for how a build begins: a new Python would load all that the book
takes from others, a third of the work after an edit. Here a build is a fork of a process that
has loaded it; what is the book's own is loaded by each build. And where changes cannot be seen,
this ends, and says why: sphinx-autobuild would go on to serve what was built before.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import sphinx_autobuild.__main__
from sphinx.cmd.build import main
from sphinx_autobuild.build import Builder
from sphinx_autobuild.server import RebuildServer
from sphinx_autobuild.utils import show_message

LOADED = (
    "furo",
    "matplotlib.axes",
    "myst_parser.sphinx_ext.main",
    "sphinx.builders.html",
    "sphinx.ext.autodoc",
    "sphinx_design.extension",
    "sphinxcontrib.bibtex",
)


class ForkingBuilder(Builder):  # type: ignore[misc]
    """Builds in a fork."""

    def __call__(self, *, changed_paths: Sequence[Path]) -> None:
        """Build the book, whatever has changed."""
        build = multiprocessing.Process(target=main, args=(self.sphinx_args,))
        build.start()
        build.join()
        show_message(f"Serving on {self.uri}")


class WatchfulServer(RebuildServer):  # type: ignore[misc]
    """Ends when it can no longer watch."""

    async def watch(self) -> None:
        """Wait for changes, and build after each."""
        try:
            await super().watch()
        except Exception as error:  # whatever it is, nothing watches any longer
            advice = "Try WATCHFILES_FORCE_POLLING=1 make live, or make html after each."
            print(f"Changes cannot be seen: {error}. {advice}", file=sys.stderr, flush=True)
            os._exit(1)


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    for name in LOADED:
        import_module(name)
    sphinx_autobuild.__main__.Builder = ForkingBuilder
    sphinx_autobuild.__main__.RebuildServer = WatchfulServer
    sphinx_autobuild.__main__.main()
