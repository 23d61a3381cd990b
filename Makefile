# A machine with Python 3.11 or later is enough; name another with: make PYTHON=python3.12 test
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help report test check lint pins environment.yml clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z.]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

report: $(INSTALLED) ## Run the demo engagement for two quarters; the last line says where the report is
	@test -d acme || $(BIN)/cx-workbook new acme --example grocer
	@$(BIN)/cx-workbook run acme --period 2017Q3
	@$(BIN)/cx-workbook run acme --period 2017Q4

test: $(INSTALLED) ## Run the tests, without those that only `make check` and CI run
	@$(BIN)/python -m pytest -n auto --dist loadgroup

check: export CI = true
check: lint test ## Check format, lint and import contracts, then run all tests

lint: $(INSTALLED)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports

pins: $(INSTALLED) ## Resolve constraints.txt anew, to the newest versions that pyproject.toml allows
	@$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --all-extras --universal --python-version 3.11 \
		--fork-strategy fewest --no-annotate --custom-compile-command "make pins" -o constraints.txt

environment.yml: ## Make environment.yml anew from pyproject.toml, for conda
	@$(PYTHON) .ci/environment_yml.py > environment.yml

clean: ## Remove the environment and the caches; engagements and reports stay
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml constraints.txt
	@echo "Making the environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, and \
	$(PYTHON) is older. Name one that is there: make PYTHON=python3.12 report")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet -c constraints.txt uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode -c constraints.txt -e ".[dev]"
	@$(BIN)/python -m compileall -q workbook prioritization
	@touch $(INSTALLED)
