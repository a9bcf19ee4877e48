# Everything works on a machine that has only Python 3.11 or newer with venv, and make. `uv` is used when it is there.
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)

.PHONY: demo test kills chaos engines check format install lock lowest sbom licences
.DEFAULT_GOAL := demo

demo: install
	$(BIN)/vorbild demo

# One process a core; a file's tests stay together, so that what they share is made once.
test: install
	$(BIN)/pytest --numprocesses auto --dist loadfile

# kill -9 in the middle of casting and closing, thirty times each on both databases; the tests alone do it six times.
kills: install
	VORBILD_KILLS=30 $(BIN)/pytest -q tests/storage/test_kill.py

# 500 messages through two workers, kill -9, lost answers, 429s and a database that restarts; the tests alone send 60.
chaos: install
	VORBILD_SENDS=500 $(BIN)/pytest -q tests/journeys/test_chaos.py

# DuckDB and Polars, for the benchmark that compares the ledger with raw rows.
engines: install
ifdef UV
	uv pip install --quiet --python $(BIN)/python --require-hashes -r engines.lock
else
	$(BIN)/pip install --quiet --require-hashes -r engines.lock
endif

check: install
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot.catalogue check

format: install
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
ifdef UV
	uv venv --quiet --allow-existing --python $(PYTHON) .venv
	uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	uv pip install --quiet --python $(BIN)/python --no-deps --editable .
else
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
endif
	@touch $@

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock
	uv pip compile pyproject.toml --constraint requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o runtime.lock
	uv pip compile --group benchmarks --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o engines.lock

# The tests with the oldest versions that pyproject.toml allows; needs uv. What compares with the locks is left out.
NOT_LOCKED := --deselect tests/test_licences.py --deselect tests/test_packaging.py::test_what_runs_is_pinned_as_what_is_tested
lowest:
	uv venv --quiet --allow-existing --python $(PYTHON) .lowest
	uv pip install --quiet --python .lowest/bin/python --resolution lowest-direct --group dev -r pyproject.toml
	uv pip install --quiet --python .lowest/bin/python --no-deps --editable .
	PATH=$(CURDIR)/.lowest/bin:$$PATH .lowest/bin/python -m pytest -q -p no:cacheprovider $(NOT_LOCKED) $(TESTS)

# sbom.json: everything that is installed, in CycloneDX; the tool has an environment of its own.
sbom: install
	$(PYTHON) -m venv .sbom
	.sbom/bin/pip install --quiet "cyclonedx-bom>=7,<8"
	.sbom/bin/cyclonedx-py environment --of JSON -o sbom.json $(BIN)/python

licences: install
	$(BIN)/python docs/make_licences.py
