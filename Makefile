# Duka: `make demo` to see it, `make test` to prove it. Only python3 (3.11 or newer) and make are assumed.
# DATABASE_URL, DUKA_* and CHROMIUM are taken from the environment.

PYTHON ?= python3
PORT ?= 8000
DATA ?= var
BIN := .venv/bin
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check unit browser bench lock clean runtime dev console

help: ## show this list
	@echo "make demo   start a demo shop on http://127.0.0.1:$(PORT) and keep it running (PORT=8000 DATA=var)"
	@echo "make test   everything that CI runs: check, then unit, integration and browser tests"
	@echo "make check  format, lint, types, import contracts; the same for the back office, and its size"
	@echo "make bench  the benchmark, with its yardsticks"
	@echo "make lock   resolve the dependencies anew into requirements.lock and requirements-dev.lock"
	@echo "make clean  remove .venv and everything generated, but not your data ($(DATA)/)"

runtime:
	@$(PYTHON) scripts/bootstrap.py runtime

dev:
	@$(PYTHON) scripts/bootstrap.py dev

console: runtime # the back office, built from web/
	@$(BIN)/python scripts/console.py build

# exec: the shell becomes the program, so that Ctrl-C and kill reach it and not a shell in between
demo: runtime console
	@exec $(BIN)/duka demo --port "$(PORT)" --data "$(DATA)"

test: dev
	@CHROMIUM="$$($(BIN)/python scripts/chromium.py)" || exit 1; export CHROMIUM; \
	$(MAKE) --no-print-directory check && $(MAKE) --no-print-directory unit browser

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_migrations.py
	$(BIN)/python scripts/console.py check

# one order of the tests, and of what Hypothesis thinks up, so that a run can be repeated; `make unit SEED=7` draws another
SEED ?= 195166595

unit: dev
	$(BIN)/python -m pytest -n 2 -m "not browser" --randomly-seed="$(SEED)" --hypothesis-seed="$(SEED)"

browser: dev console
	$(BIN)/python -m pytest -m browser -p no:randomly

bench: dev
	@exec $(BIN)/python -m bench

lock: dev
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile pyproject.toml --upgrade --universal --generate-hashes \
		--no-emit-index-url --python-version 3.11 --quiet -o requirements.lock
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile pyproject.toml --upgrade --universal --generate-hashes \
		--no-emit-index-url --python-version 3.11 --extra s3 --extra warehouse --group dev -c requirements.lock --quiet \
		-o requirements-dev.lock
	@! grep -n "://" requirements.lock requirements-dev.lock

clean:
	rm -rf .venv .bootstrap.lock .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist artefacts \
		web/dist web/node_modules web/.tools web/src/api/generated
	find src tests bench scripts migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
