# Everything a developer does has a target here; `make` alone lists them. README has the same in plain commands.
# Recipes name relative paths only, so the tree may stand anywhere, in a folder with spaces too.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

# A Python 3.11 or newer to start from; with none given: python3, or the first of python3.14 … python3.11 that runs.
PYTHON ?=
# Test processes: a number, or auto for one per core.
WORKERS ?= auto
# More arguments for pytest, as in: make pytest ARGS='-k screening'
ARGS ?=
# For `make lock`: --upgrade takes newer versions, --upgrade-package NAME those of one package.
UPGRADE ?=

UV := .uv/bin/uv
PY := .venv/bin/python
CATALOGUE := src/dure/language/locale/ko/LC_MESSAGES/dure
PAGES := src/dure/locale/ko/LC_MESSAGES/django

export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

.PHONY: help
help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

# --- the environment ------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/.project $(CATALOGUE).mo $(PAGES).mo  ## make .venv with the `dure` command and every tool of the tests

.uv/.installed: requirements/uv.txt tools/install_uv.sh
	@PYTHON='$(PYTHON)' sh tools/install_uv.sh
	@touch $@

.venv/.made: | .uv/.installed
	@$(UV) venv --quiet --clear --no-python-downloads --python "$$(cat .uv/.python)" .venv
	@touch $@

# `pip sync` also takes away what the file no longer names, so that nothing is imported by luck.
.venv/.requirements: requirements/dev.txt .uv/.installed .venv/.made
	@rm -f .venv/.project .venv/.bench
	@$(UV) pip sync --quiet --compile-bytecode --python $(PY) --require-hashes requirements/dev.txt
	@touch $@

.venv/.project: pyproject.toml hatch_build.py src/dure/__init__.py .venv/.requirements
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --reinstall-package dure --editable .
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.requirements
	@$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements/bench.txt
	@touch $@

$(CATALOGUE).mo $(PAGES).mo: %.mo: %.po .venv/.project
	@$(PY) tools/messages.py compile

.PHONY: demo
demo: setup  ## start the service with the demo: database, web server, people to sign in as (PORT=8000)
	@.venv/bin/dure serve --demo $(if $(PORT),--port $(PORT))

# --- checks ---------------------------------------------------------------------------------------

.PHONY: test
test: setup  ## run everything there is: lint, types, architecture, messages, all tests
	@$(MAKE) --no-print-directory -j2 test-database lint check-messages
	@$(MAKE) --no-print-directory -j2 pytest types

.PHONY: lint
lint: setup  ## ruff (rules and format) and the import contracts
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports --no-cache --no-logo

.PHONY: format
format: setup  ## let ruff mend and format what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

.PHONY: types
types: setup  ## mypy, strict
	DURE_DATABASE_URL=postgresql:///types DURE_DATA_DIR=build/types $(PY) -m mypy

.PHONY: check-messages
check-messages: setup  ## say which messages have no Korean yet (changes nothing)
	$(PY) tools/messages.py check
	$(PY) tools/template_messages.py check

.PHONY: test-database
test-database: setup  ## run all migrations once for the tests, unless what they make is kept from before
	$(PY) -m tests.migrated_database

.PHONY: pytest
pytest: setup  ## all tests of tests/ (ARGS='...' goes to pytest)
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: test-engine
test-engine: setup  ## only the tests of the engine: no database, with the slowest named
	$(PY) -m pytest tests/engine -n $(WORKERS) --durations 5 $(ARGS)

.venv-spark/.made: requirements/spark.txt pyproject.toml hatch_build.py src/dure/__init__.py .uv/.installed
	@$(UV) venv --quiet --clear --no-python-downloads --python "$$(cat .uv/.python)" .venv-spark
	@$(UV) pip sync --quiet --python .venv-spark/bin/python --require-hashes requirements/spark.txt
	@$(UV) pip install --quiet --python .venv-spark/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: test-spark
test-spark: .venv-spark/.made setup  ## the tests that start a Spark cluster here, in an environment of their own; needs Java 17
	.venv-spark/bin/python -m pytest -m spark tests/spark $(ARGS)

# --- what is generated ----------------------------------------------------------------------------

.PHONY: messages
messages: setup  ## bring the Korean catalogues up to date with the source, and compile them
	$(PY) tools/messages.py update
	$(PY) tools/template_messages.py update

.PHONY: vendor
vendor: setup  ## take the files of other projects (package.json) anew: style sheets, font, scripts; needs npm
	$(PY) tools/vendor_assets.py

.PHONY: schema
schema: setup  ## write the JSON Schema of the programme file anew
	$(PY) tools/write_schema.py

LOCK = $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--python-version 3.11 --custom-compile-command 'make lock' $(UPGRADE)

.PHONY: lock
lock: .uv/.installed  ## compile requirements/*.txt anew, for all platforms, with hashes
	$(LOCK) requirements/uv.in --output-file requirements/uv.txt
	$(LOCK) pyproject.toml --output-file requirements/base.txt
	$(LOCK) pyproject.toml --extra service --extra embedded --constraint requirements/base.txt --output-file requirements/service.txt
	$(LOCK) pyproject.toml --extra service --extra embedded --group test --constraint requirements/service.txt --output-file requirements/dev.txt
	$(LOCK) pyproject.toml --extra service --extra embedded --group test --group bench --constraint requirements/dev.txt --output-file requirements/bench.txt
	$(LOCK) pyproject.toml --extra spark --group test --constraint requirements/dev.txt --output-file requirements/spark.txt

.PHONY: wheel
wheel: setup  ## build the wheel into dist/
	$(PY) -m hatchling build --target wheel --directory dist

.PHONY: bench
bench: setup .venv/.bench  ## run every script of bench/, each with its peer or limit
	@set -e; for script in bench/[a-z]*.py; do echo "== $$script"; $(PY) "$$script"; done

.PHONY: clean
clean:  ## remove the environments and everything that was generated
	rm -rf .venv .venv-spark .uv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis $(CATALOGUE).mo $(PAGES).mo
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
