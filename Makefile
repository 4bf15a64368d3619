# Everything a newcomer runs. Python 3.11 or newer, pip and make are all that must be there already.

PYTHON = $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	&& echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --quiet
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

.PHONY: help run test audit bench forums-report lint assets assets-with-checkers catalogues browser braille clean
.DELETE_ON_ERROR:

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .stamps/run assets catalogues ## Start Consult here, with its example; Ctrl-C stops it
	@exec $(BIN)/consult start

test: .stamps/test assets-with-checkers catalogues browser braille ## Run every test, on SQLite and PostgreSQL and in a browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

audit: .stamps/test assets-with-checkers catalogues browser ## Check every page in every language at two widths
	@$(BIN)/python -m pytest tests/audit -n 2 --dist worksteal

bench: .stamps/test assets catalogues ## Measure this machine: pages, submissions, suggestions, growth
	@$(BIN)/python -m tests.bench

forums-report: .stamps/test assets catalogues ## Run the tests of each requirement of forums and say how each stands
	@$(BIN)/python -m tests.forums.report

lint: .stamps/test ## Check style, types, floors and security without the tests
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/bandit --quiet --severity-level medium --configfile pyproject.toml --recursive consult

assets: .stamps/run ## Build the styles and scripts into static/built/
	@$(BIN)/python static/build_assets.py

assets-with-checkers: .stamps/run
	@$(BIN)/python static/build_assets.py --with-checkers

catalogues: $(CATALOGUES) ## Compile the translations

%.mo: %.po | .stamps/run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

browser: .stamps/test
	@$(BIN)/python -c 'from tests.journeys.browser import why_absent as why; why() and print("Browser tests are skipped:", \
		why() + ". On Debian or Ubuntu: apt-get install chromium fonts-noto-core fonts-noto-cjk")'

braille:
	@command -v lou_translate >/dev/null || echo "Braille is off and its tests are skipped: no lou_translate found." \
		"On Debian or Ubuntu: apt-get install liblouis-bin"

# What is installed is what the lock files name, by hash; nothing is chosen at install time.
.stamps/run: requirements/run.txt pyproject.toml .venv/pyvenv.cfg
	@echo "Installing what Consult runs on. The first time takes a minute."
	@$(PIP) --require-hashes --no-deps --requirement requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@mkdir -p .stamps && touch $@

.stamps/test: requirements/test.txt .stamps/run
	@echo "Installing what the tests need."
	@$(PIP) --require-hashes --no-deps --requirement requirements/test.txt
	@mkdir -p .stamps && touch $@

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Consult needs Python 3.11 or newer, and none was found here." \
		"Install one, for example: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { echo "Python's venv is missing." \
		"Install it, for example: apt-get install python3-venv" >&2; rm -rf .venv; exit 1; }

clean: ## Remove everything that was built; the data in instance/ stays
	@rm -rf .venv .stamps build *.egg-info static/built static/node_modules $(CATALOGUES) \
		.pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
