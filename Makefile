# make demo: translate a sample report; make test: everything that CI checks; make lint: only its checks of the code;
# make docs: write docs/cli.md and docs/consistency-checks.md anew from the code; make clean: remove what these made.
# Each installs what it needs into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test lint docs install clean

demo: $(INSTALLED)
	$(BIN)/workbench translate eval/samples/hanoi-visit.nl.txt -o demo-output/
	@echo "Open demo-output/hanoi-visit.nl-en.html in a browser: source and translation side by side."

test: lint
	$(BIN)/python -m pytest -n auto

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(INSTALLED)
	$(BIN)/python -m workbench.cli.reference docs/cli.md
	$(BIN)/python -m workbench.consistency.documentation docs/consistency-checks.md

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) demo-output dist build
