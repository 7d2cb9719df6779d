# make run     install what is needed, load the demonstration and serve it (PORT=8000 DATA=data)
# make test    everything: servers, browser, lint, types and all tests
# make check   before every commit: lint, types and the quick tests, under a minute
# make bench   measure; ARGS= is handed on
# make lock    write requirements.lock anew from pyproject.toml (ARGS=--upgrade for newer versions)
# make clean   remove what make made; data stays

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PORT = 8000
DATA := $(or $(BUURTBASIS_DATA_DIR),data)
JOBS = 2
ARGS =

PYTHON := .venv/bin/python
QUICK := not server and not browser and not corpus and not slow

# With this, npm would leave out what only the tests need.
unexport NODE_ENV

.PHONY: help run test check bench lock clean environment frontend packages lint types

help:
	@sed -n 's/^# make/make/p' Makefile

run: export BUURTBASIS_DATA_DIR = $(DATA)
run: environment frontend
	@.venv/bin/buurtbasis db upgrade
	@.venv/bin/buurtbasis demo load --if-empty
	@exec .venv/bin/buurtbasis serve --port $(PORT)

test: packages environment frontend lint types
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: environment frontend lint types
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal -q -m "$(QUICK)" $(ARGS)

bench: environment frontend
	@$(PYTHON) -m bench $(ARGS)

# What the targets above need, each quick when nothing is to do.

environment:
	@.ci/environment

frontend: environment
	@$(PYTHON) -m core.web.frontend

packages:
	@.ci/packages

lint: environment
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet

types: environment
	@.venv/bin/mypy

# One lock for every Python from 3.11 and every system; plain pip installs from it.
lock: environment
	@$(PYTHON) -m pip install --quiet --target build/uv --upgrade uv
	build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --group dev \
		pyproject.toml -o requirements.lock $(ARGS)

clean:
	rm -rf .venv node_modules core/static/dist core/static/dist.new build dist *.egg-info \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis
	find core plugins tests -name __pycache__ -prune -exec rm -rf {} +
