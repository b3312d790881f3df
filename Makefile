# tenderwatch: everything a fresh checkout needs. Requires Python 3.11 or newer with pip, git and make.
#
#   make due     what runs out or must be decided in the next 12 months (MONTHS=6 for fewer)
#   make check   style, types and the quick tests, in under a minute
#   make test    style, types and the whole test suite (ARGS="-k dates" for some of the tests)
#   make bench   start-up and loading times against their limits
#   make bench-england  a generated England of 300,000 contracts against its limits (takes a quarter of an hour)
#   make hostile-england  the same England: a full disk, a cache that can only be read, runs killed at any moment
#   make wordings  read 100,000 random option trees in twelve printed forms each (TREES=1000 for fewer)
#   make life    a year of nightly builds, with edits of every kind, as a subscriber sees them (SEEDS=10 for more)
#   make mutations  import 100,000 damaged files: no traceback, and the account adds up (INPUTS=1000 for fewer)
#   make dist    the wheel, and a zip that runs without installing (ARGS="--embedded ZIP" to bring a Python for Windows)
#   make growth  a site that grows from 200 to 5,000 contracts (takes half an hour)
#   make copies  30 registries changed at random: answers from the compiled copy are those from the text (COPIES=100)
#   make cuts    400 runs killed, 300 doubled and 100 interrupted, at random moments
#   make docs    rebuild the generated pages and examples in the documentation
#   make clean   remove everything that these commands have made
#   make help    this list
#
# The first run makes a virtual environment in .venv. For another Python: make due PYTHON=python3.12

PYTHON ?= python3
MONTHS ?= 12
TREES ?= 100000
SEEDS ?= 3
INPUTS ?= 100000
COPIES ?= 30
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Empty files that mark what is installed. pyproject.toml names the libraries: when it changes, they are installed again.
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-for-development

.DEFAULT_GOAL := help
.PHONY: due check test bench bench-england hostile-england wordings life mutations growth copies cuts dist docs clean help

due: $(READY)
	@$(BIN)/tenderwatch due --months $(MONTHS)

test: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy conftest.py
	$(BIN)/pytest --numprocesses auto --dist loadscope --no-loadscope-reorder $(ARGS)

# The tests of the core and of one command each; what takes processes, servers, whole sites or a year of digests is
# for `make test`.
QUICK := tests/test_architecture.py tests/test_terms.py tests/test_when.py tests/test_schedule.py \
	tests/test_working_days.py tests/test_status.py tests/test_reading.py tests/test_yaml_tree.py tests/test_checks.py \
	tests/test_renewal_due.py tests/test_cli.py tests/test_plan.py tests/test_ical.py tests/test_mail.py \
	tests/test_workflows.py tests/test_settings.py

check: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --quiet --numprocesses auto --dist loadscope $(QUICK) $(ARGS)

growth: $(READY_DEV)
	TENDERWATCH_GROWTH=200-5000 nice $(BIN)/pytest tests/test_growth.py $(ARGS)

copies: $(READY_DEV)
	TENDERWATCH_STORED=$(COPIES) nice $(BIN)/pytest -q --numprocesses auto tests/test_stored_registry.py $(ARGS)

cuts: $(READY_DEV)
	TENDERWATCH_CUTS=400,300,100 nice $(BIN)/pytest --numprocesses 1 tests/test_cut_short.py $(ARGS)

bench-england: $(READY)
	@$(BIN)/python -m compileall -q src
	@nice $(BIN)/python benchmarks/run_england.py $(ARGS)

hostile-england: $(READY)
	@$(BIN)/python -m compileall -q src
	@nice $(BIN)/python benchmarks/hostile_england.py $(ARGS)

bench: $(READY)
	@$(BIN)/python -m compileall -q src
	@$(BIN)/python benchmarks/run.py $(ARGS)

wordings: $(READY_DEV)
	@PYTHONPATH=tests $(BIN)/python tests/wording_trees_read.py $(TREES)

life: $(READY_DEV)
	TENDERWATCH_LIFE_DAYS=365 TENDERWATCH_LIFE_SEEDS=$(SEEDS) $(BIN)/pytest --numprocesses auto \
		tests/test_calendar_life.py $(ARGS)

mutations: $(READY_DEV)
	TENDERWATCH_MUTATIONS=$(INPUTS) $(BIN)/pytest -q tests/test_import_mutated.py $(ARGS)

dist: $(READY)
	@$(PIP) wheel --no-deps --wheel-dir dist .
	@$(BIN)/python scripts/build_zip.py $(ARGS)

docs: $(READY_DEV)
	@if [ -f scripts/build_docs.py ]; then $(BIN)/python scripts/build_docs.py $(ARGS); \
	else echo "nothing to build: there is no scripts/build_docs.py"; fi

clean:
	rm -rf $(VENV) .edge build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf __pycache__

help:
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Python 3.11 or newer is needed: name it with PYTHON=, for example make due PYTHON=python3.12" >&2; exit 1; }
	@echo "making $(VENV) (once; this takes a moment)" >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(READY): pyproject.toml | $(BIN)/python
	@$(PIP) install --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(READY_DEV): pyproject.toml | $(BIN)/python
	@echo "installing the tools for development" >&2
	@$(PIP) install --editable '.[dev]'
	@touch $(READY) $@
