# make demo: translate a sample report; make test: lint and the fast tests; make test-slow: those with browsers, servers
# and processes; make test-all: both, one after the other; make lint: only the checks of the code;
# make gate: did translation quality hold? make baseline REASON='...': what the gate compares with from now on;
# make docs: write docs/cli.md and docs/consistency-checks.md anew from the code; make clean: remove what these made.
# make screens: the pictures of the pages in docs/screens, with Chromium.
# Each installs what it needs into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test test-slow test-all gate baseline lint docs screens install clean

demo: $(INSTALLED)
	$(BIN)/workbench translate eval/samples/hanoi-visit.nl.txt -o demo-output/
	@echo "Open demo-output/hanoi-visit.nl-en.html in a browser: source and translation side by side."

test: lint
	$(BIN)/python -m pytest -n auto

# A file's tests stay together, three files at a time: they wait for servers and workers of their own more than they compute.
test-slow: $(INSTALLED)
	$(BIN)/python -m pytest -m slow -n 3 --dist loadfile

test-all: test test-slow

gate: $(INSTALLED)
	$(BIN)/workbench eval gate --report gate-report

baseline: $(INSTALLED)
	$(BIN)/workbench eval baseline update --reason "$(REASON)"

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(INSTALLED)
	$(BIN)/python -m workbench.cli.reference docs/cli.md
	$(BIN)/python -m workbench.consistency.documentation docs/consistency-checks.md

screens: $(INSTALLED)
	$(BIN)/python -m tests.browser.screens

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) demo-output gate-report dist build
