# Every target is one line in `make help`. Needs make and Python 3.11 or newer, nothing else.
PYTHON     ?= python3
SPHINXOPTS ?= -n -W --keep-going -j auto
NEWEST     ?= 3.14
MUTANTS    ?=
VENV       := .venv
BIN        := $(VENV)/bin
READY      := $(VENV)/.ready
BUILD      := book/_build
UV         := $(BUILD)/uv/bin/uv
PDF        := $(BUILD)/latex/llm-discussions.pdf
EPUB       := $(BUILD)/epub/llm-discussions.epub
PACKAGES   := node_modules/.ready
LIGHTHOUSE := tests/audit/node_modules/.ready

# The experiments work on small arrays, for which threads only wait for one another.
export OPENBLAS_NUM_THREADS ?= 1

# What Debian and Ubuntu call what a PDF, the site, and the browser tests need.
PDF_PACKAGES  := latexmk texlive-luatex texlive-latex-recommended texlive-latex-extra \
                 fonts-texgyre fonts-texgyre-math fonts-inconsolata
SITE_PACKAGES := nodejs npm
# Playwright needs libatomic1. The headless shell takes half the time of Chromium, which Ubuntu
# uses, since it has none.
TEST_PACKAGES := default-jre-headless libatomic1 libenchant-2-2 hunspell-en-us \
                 $$(apt-cache pkgnames chromium-headless-shell)

.DEFAULT_GOAL := help
.PHONY: help html live latexpdf epub site doctest experiments bench anchors computed reviewed bib \
        stale archive linkcheck test test-oldest test-newest check audit reproducible mutants lint format lock \
        pdf-deps site-deps test-deps clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

html: $(READY) ## build the book for the web: book/_build/html/index.html
	@$(call alone,html); $(call stage,html,.doctrees); \
		$(BIN)/python -m sphinx -b html $(SPHINXOPTS) book $(BUILD)/html.new; \
		$(call publish,html)
	@echo "The book: $(BUILD)/html/index.html"

live: $(READY) ## build the book for the web again after each save, and serve it
	@$(BIN)/python book/live.py -q --port 0 --watch src --watch refs.bib \
		--ignore $(BUILD) --ignore "*.pyc" book $(BUILD)/live

latexpdf: $(READY) ## build the book for print: book/_build/latex/llm-discussions.pdf
	@for tool in lualatex latexmk; do command -v $$tool > /dev/null || \
		{ echo "make latexpdf needs $$tool. On Debian or Ubuntu: make pdf-deps" >&2; exit 1; }; done
	@$(call alone,latex); $(call stage,latex,.); \
		$(BIN)/python -m sphinx -b latex $(SPHINXOPTS) book $(BUILD)/latex.new; \
		echo "Typesetting, about a minute: $(BUILD)/latex.new/llm-discussions.log"; \
		$(BIN)/python book/typeset.py $(BUILD)/latex.new/llm-discussions.tex; \
		$(call publish,latex)
	@echo "The book: $(PDF)"

epub: $(READY) ## build the book for e-readers: book/_build/epub/llm-discussions.epub
	@$(call alone,epub); $(call stage,epub,.doctrees); \
		$(BIN)/python -m sphinx -b epub $(SPHINXOPTS) book $(BUILD)/epub.new; \
		$(call publish,epub)
	@echo "The book: $(EPUB)"

site: html $(PACKAGES) ## make the site to publish, on which examples run: book/_build/site/index.html
	@$(call alone,html); rm -rf $(BUILD)/site.new; \
		$(BIN)/python book/publish.py $(BUILD)/html node_modules/pyodide $(BUILD)/site.new $(PDF) $(EPUB); \
		$(call publish,site)
	@echo "The site: $(BUILD)/site. To read it: $(PYTHON) -m http.server -b localhost -d $(BUILD)/site"

doctest: $(READY) ## run every example on the pages and in the docstrings
	@$(call alone,doctest); $(BIN)/python -m sphinx -q -b doctest $(SPHINXOPTS) book $(BUILD)/doctest

experiments: $(READY) ## run the experiments whose code has changed, and store what the book shows
	@PYTHONPATH=src $(BIN)/python -m chapter_code run --changed --store
	@cd src/chapter_code && sha256sum *.py > results/SHA256SUMS
	@sha256sum LICENSE* src/chapter_code/data/* src/chapter_code/results/* > SHA256SUMS

bench: $(READY) ## compare speed with that of peers; with PyTorch they fill 6 GB of disk
	@$(BIN)/python -m venv $(BUILD)/bench
	@$(BUILD)/bench/bin/pip install -q --disable-pip-version-check numpy torch \
		'jupyter-book<2' mkdocs-material 'mkdocstrings[python]'
	@PYTHONPATH=src $(BUILD)/bench/bin/python tests/bench/bench_superposition.py
	@PYTHONPATH=src $(BUILD)/bench/bin/python tests/bench/bench_othello.py
	@PYTHONPATH=src:book/_ext $(BIN)/python tests/bench/bench_build.py $(BUILD)/bench/bin

anchors: html ## add new anchors to the list of those that must stay
	@$(BIN)/python book/anchors.py $(BUILD)/html

computed: $(READY) ## accept the numbers that the book computes now
	@$(BIN)/python book/computed.py

reviewed: $(READY) ## accept what sentences, records, tests and styles say now
	@$(BIN)/python book/reviewed.py

bib: $(READY) ## format refs.bib
	@$(BIN)/python book/bib.py refs.bib

stale: html ## list the claims and cited numbers whose review is due
	@$(BIN)/python book/stale.py $(BUILD)/html

archive: $(READY) ## note in refs.bib where archived copies of web pages are
	@$(BIN)/python book/archive.py refs.bib

linkcheck: $(READY) ## ask every address that the book links to; what is dead fails
	@$(BIN)/python book/linkcheck.py $(BUILD)/linkcheck

test: $(READY) ## run the tests that can run here
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

test-oldest: $(UV) ## run them with the oldest Python and the oldest packages that the book allows
	@$(call test_with,3.11,--resolution lowest-direct --extra test -r pyproject.toml) \
		-W ignore::DeprecationWarning --ignore=tests/test_style.py

test-newest: $(UV) ## run them with the newest Python, or another: make test-newest NEWEST=3.13
	@$(call test_with,$(NEWEST),-r requirements.lock)

check: SPHINXOPTS += -q
check: $(READY) ## build all outputs and run every check on them, a line each
	@$(MAKE) --no-print-directory --assume-old=$(READY) -j 3 -O SPHINXOPTS="$(SPHINXOPTS)" html latexpdf epub
	@$(MAKE) --no-print-directory --assume-old=$(READY) --assume-old=html site
	@REQUIRE_ALL=1 $(BIN)/python -m pytest -q -n auto --dist worksteal --built=$(BUILD)

audit: site $(LIGHTHOUSE) ## look at every page with axe-core and Lighthouse, half an hour
	@PYTHONPATH=tests $(BIN)/python -m audit $(BUILD)/site

reproducible: html latexpdf epub site ## build all once more, elsewhere and otherwise, and compare
	@$(BIN)/python tests/again.py $(BUILD)

mutants: $(READY) ## make mistakes in a copy, and demand that the checks see them
	@PYTHONPATH=tests $(BIN)/python -m mutants $(MUTANTS)

lint: $(READY) ## check types, style, formatting and spelling
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m ruff format --check
	@$(BIN)/python -m mypy
	@$(BIN)/python -m codespell_lib

format: $(READY) ## format the code
	@$(BIN)/python -m ruff check --fix
	@$(BIN)/python -m ruff format

lock: $(UV) ## renew the lock files, of PyPI and npm
	@$(UV) pip compile -q --upgrade --universal --python-version 3.11 --extra test \
		--generate-hashes --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	@for folder in . tests/audit; do npm update --prefix $$folder --package-lock-only \
		--omit-lockfile-registry-resolved --no-audit --no-fund || exit 1; done

pdf-deps: ## install what latexpdf needs (Debian, Ubuntu)
	@$(call apt,$(PDF_PACKAGES))

site-deps: ## install what site needs, if npm is missing (Debian, Ubuntu)
	@command -v npm > /dev/null || { $(call apt,$(SITE_PACKAGES)); }

test-deps: pdf-deps site-deps ## install what the tests need beside that
	@$(call apt,$(TEST_PACKAGES))

clean: ## remove what was built; .venv and node_modules stay
	@rm -rf $(BUILD)

# The environment, made once, and again when the lock file changes or its Python was upgraded.
$(READY): requirements.lock $(shell $(BIN)/python -c "import sphinx" 2> /dev/null || echo FORCE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || \
		{ echo "The book needs Python 3.11 or newer, and '$(PYTHON)' is not. Install it, or name it: make html PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV), once: about 150 MB to fetch"
	@$(PYTHON) -m venv --clear $(VENV) || \
		{ echo "'$(PYTHON) -m venv' failed. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --disable-pip-version-check --no-compile --require-hashes -r requirements.lock || \
		{ echo "The packages in requirements.lock could not be fetched. See pip's message above, check the network, and run make again." >&2; exit 1; }
	@$(BIN)/python -m compileall -q -j 0 $(VENV) || true
	@touch $@
FORCE:

$(UV):
	@mkdir -p $(BUILD) && $(PYTHON) -m venv $(BUILD)/uv && $(BUILD)/uv/bin/pip install -q uv

# Python for browsers, checkers of e-books and scripts, and Lighthouse, by npm, by hash.
$(PACKAGES): package.json package-lock.json
$(LIGHTHOUSE): tests/audit/package.json tests/audit/package-lock.json
$(PACKAGES) $(LIGHTHOUSE):
	@command -v npm > /dev/null || \
		{ echo "make site needs npm. On Debian or Ubuntu: make site-deps" >&2; exit 1; }
	@npm ci --prefix $(<D) --ignore-scripts --no-audit --no-fund
	@touch $@

# One build of an output at a time: the shell of a recipe holds the lock, and so does what it has
# started. Of one that fails, whatever it says, the last line tells whether there is room left.
define alone
	set -e; mkdir -p $(BUILD); exec 9> $(BUILD)/.$(1).lock; \
	trap '[ $$? = 0 ] || head -c 1000000 /dev/zero 2> /dev/null > $(BUILD)/.$(1).room || \
		echo "No room left in $(BUILD): free some of the disk, and run make again" >&2; \
		rm -f $(BUILD)/.$(1).room' EXIT; \
	lock() { $(BIN)/python -c "from fcntl import *; flock(9, LOCK_EX | $$1)"; }; \
	lock LOCK_NB 2> /dev/null || { echo "Waiting for another build of $(BUILD)/$(1)" >&2; lock 0; }
endef

# Build with what was read for the last good output, and put it in place only when it is good.
# What an extension or the configuration made is not copied when these have changed. A figure
# that is drawn for one output is not drawn again for another, if nothing in it has changed;
# those that the other is just putting in place are.
define stage
	rm -rf $(BUILD)/$(1).new; [ -d $(BUILD)/$(1) ] || [ ! -d $(BUILD)/$(1).old ] || \
		mv $(BUILD)/$(1).old $(BUILD)/$(1); \
	is_good() { [ -d $(BUILD)/$$1 ] && [ -z "$$(find book/_ext book/conf.py requirements.lock \
		-type f ! -name '*.pyc' -newer $(BUILD)/$$1)" ]; }; \
	mkdir -p $(BUILD)/$(1).new/.doctrees; \
	if is_good $(1) && [ -d $(BUILD)/$(1)/$(2) ]; then cp -a $(BUILD)/$(1)/$(2) $(BUILD)/$(1).new; \
	elif is_good html/.doctrees/charts; then \
		cp -a $(BUILD)/html/.doctrees/charts $(BUILD)/$(1).new/.doctrees 2> /dev/null || true; fi
endef
define publish
	touch $(BUILD)/$(1).new; \
	rm -rf $(BUILD)/$(1).old; if [ -d $(BUILD)/$(1) ]; then mv $(BUILD)/$(1) $(BUILD)/$(1).old; fi; \
	mv $(BUILD)/$(1).new $(BUILD)/$(1); rm -rf $(BUILD)/$(1).old
endef
# uv finds the Python named, or fetches it. What is old is not warned of what is deprecated
# since, nor asked about types and style.
define test_with
	$(UV) venv -q --seed --clear --python $(1) $(BUILD)/range && \
	$(UV) pip install -q --python $(BUILD)/range $(2) && \
	$(BUILD)/range/bin/python -m pytest -q -n auto --dist worksteal
endef
define apt
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends $(1)
endef
