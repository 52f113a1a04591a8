# Everything is set up below this folder: .venv, web/node_modules, api/static and .journeygraph.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Each runs a Neo4j of its own.
WORKERS ?= 2

# What is fetched, built and checked side by side.
MAKEFLAGS += --jobs=3

export JOURNEYGRAPH_HOME ?= $(CURDIR)/.journeygraph

# The command is started over and over: it takes half as long again where Python may not keep what it compiles.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
WEB := api/static/explorer/index.html
WEB_SOURCES := docs/schema.graphql $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/tests/*' \
	-not -name '*.graphql.ts' 2>/dev/null)

# Tried by running it, because a pyenv shim may stand there for a version that is not selected.
PYTHON ?= $(shell for candidate in python3 python3.13 python3.12 python3.11 python; do \
	$$candidate -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$candidate && break; done)

.PHONY: help setup demo test kills screenshots audit lint style types imports neo4j format lock clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.project $(WEB) ## Set up Python, Node and the web assets, in this folder only
	@:

demo: setup ## Load the sample into a local Neo4j, print a trace, serve on http://127.0.0.1:8000/
	@$(BIN)/journeygraph demo $(ARGS)

test: setup lint neo4j ## Set up, lint, check types and imports, and run the tests on a real Neo4j (ARGS="-k name")
	@echo "Running the tests."
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

kills: setup ## Kill the loader and Neo4j two hundred times, and compare what is left
	@JOURNEYGRAPH_KILLS=200 $(BIN)/python -m pytest tests/graph_store/test_kills.py -s $(ARGS)

screenshots: setup ## Make the pictures of all views in docs/pictures anew
	@JOURNEYGRAPH_PICTURES=docs/pictures $(BIN)/python -m pytest tests/web -k pictures

audit: setup ## Look at the API with others' tools: graphql-http, graphql-cop, schemathesis, Relay, graphql-eslint
	@$(BIN)/python -m audit.run

lint: style types imports ## Check style, types and the import rules

style: $(VENV)/.installed
	@echo "Checking style."
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/.installed
	@echo "Checking types."
	@$(BIN)/pyright

imports: $(VENV)/.installed
	@echo "Checking imports."
	@$(BIN)/lint-imports

neo4j: $(VENV)/.installed
	@$(BIN)/python -m graph_store.local "$(JOURNEYGRAPH_HOME)/cache" || echo "Neo4j will start as it can."

format: setup ## Sort imports and format, in place
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# Without header and addresses: the locks are the same on every machine, whichever registry it uses.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --upgrade
SERVED = --extra oidc --extra traces
lock: $(VENV)/.installed ## Lock the newest dependencies that pyproject.toml allows
	@echo "Locking the Python dependencies."
	@$(LOCK) --extra local $(SERVED) --group dev --output-file requirements.lock pyproject.toml
	@$(LOCK) $(SERVED) --constraint requirements.lock --no-annotate --output-file requirements-image.lock pyproject.toml
	@$(LOCK) --no-annotate --output-file audit/requirements.lock audit/requirements.in
	@$(LOCK) --no-annotate --output-file docs/kit/python/requirements.lock docs/kit/python/requirements.in
	@echo hatchling | $(LOCK) --constraint requirements.lock --no-annotate --output-file requirements-build.lock -

clean: ## Remove what setup made; the databases in .journeygraph stay
	rm -rf $(VENV) web/node_modules api/static

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "journeygraph needs Python 3.11 or newer with venv; none of python3," \
		"python3.13, python3.12, python3.11 is. Install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)."
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.installed: requirements.lock | $(BIN)/python
	@echo "Installing the locked Python dependencies."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.project: pyproject.toml hatch_build.py $(VENV)/.installed | $(WEB)
	@echo "Installing journeygraph itself, in place."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(WEB): $(WEB_SOURCES) hatch_build.py | $(VENV)/.installed
	@echo "Building the web assets."
	@$(BIN)/python hatch_build.py
	@touch $@
