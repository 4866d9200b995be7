# The same commands for people and for CI. `make ask` and `make test` are all that a fresh machine needs.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
IS_3_11 := import sys; sys.exit(sys.version_info[:2] != (3, 11))

# The question reaches the program through the environment, never through make or the shell, so that
# an apostrophe or a dollar sign in it stays what it is.
ifneq ($(origin Q),undefined)
override QUESTION := $(value Q)
else
override QUESTION := What are the treatment options for carcinoma breast recurrence?
endif
export QUESTION
unexport Q

.DEFAULT_GOAL := help
.PHONY: help venv ask test unit check bench-ingest eval baselines serve bench lock clean

help: ## show these lines
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

venv: $(READY) ## make .venv and install the locked dependencies (second runs skip it)

# Bytecode is left to the first import, which must then be let to write it: compiling all of it would
# double the time of the install.
unexport PYTHONDONTWRITEBYTECODE
$(READY): requirements.lock pyproject.toml
	@$(BIN)/python -c '$(IS_3_11)' 2>/dev/null || $(PYTHON) -c '$(IS_3_11)' 2>/dev/null || { \
	  echo "Concordant needs Python 3.11, and '$(PYTHON)' is not that." >&2; \
	  echo "Install Python 3.11 with its venv module, or say where it is: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; \
	  exit 1; }
	@$(BIN)/python -c '$(IS_3_11)' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) --no-compile -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(READY)

ask: $(READY) ## answer one question: make ask Q="..."
	@$(BIN)/concordant ask -- "$$QUESTION" || test $$? -eq 3 # 3: an abstention, which is a result too

test: $(READY) ## run every test, offline
	$(BIN)/python -m pytest

unit: $(READY) ## run the fast tests only
	$(BIN)/python -m pytest -m "not slow"

check: $(READY) ## lint, format, types, import boundaries, YAML and links
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict .
	$(BIN)/python -m pytest tests/test_links.py

eval: $(READY) ## run the shipped suite of cases, and write eval-report.html
	$(BIN)/concordant eval breast_recurrence --report eval-report.html

baselines: $(READY) ## measure the suites that the project holds itself to, and keep their figures
	$(BIN)/python -m evals.baselines

serve: $(READY) ## serve the HTTP interface on this machine
	$(BIN)/concordant serve

bench: $(READY) ## measure speed and memory on this machine
	$(BIN)/python -m evals.bench

bench-ingest: $(READY) ## measure what ingest finds of what people found by eye, over ../shared
	$(BIN)/python -m evals.bench_ingest ../shared/cases/ingest ../shared/data/ngc ../shared/data/documents ../shared/data/pdq

lock: $(READY) ## resolve the dependencies anew into requirements.lock
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --extra dev --unsafe-package pip --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --annotation-style line \
	  --output-file requirements.lock pyproject.toml
	sed -i.bak -E 's/^(torch==[0-9.]+)\+cpu/\1    /' requirements.lock && rm requirements.lock.bak

clean: ## remove what these commands made, the index included
	rm -rf $(VENV) .concordant eval-report.html build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
