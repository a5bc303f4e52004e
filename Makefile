.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

# the stamp holds as long as what is installed has not changed
.venv/installed: setup.cfg setup.py pyproject.toml $(wildcard pooling/translations/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

run: .venv/installed ## set up everything and open the demo group
	$(BIN)/pooling demo

test: lint types check ## everything CI runs

lint: .venv/installed ## style of code and pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates

types: .venv/installed ## mypy --strict
	$(BIN)/mypy

# as many workers as CI has cores; who has nothing left takes half of what the other still has
SPREAD := -n 2 --dist worksteal
# what was compiled for one pass is there for the next
check soak: export PYTHONDONTWRITEBYTECODE :=

check: .venv/installed ## the tests, on SQLite and on PostgreSQL
	$(BIN)/pytest $(SPREAD) -m "not soak"
	# what asks a browser, LibreOffice or third-party files runs on PostgreSQL too (leave -m out), but CI's minutes are
	# better spent
	$(BIN)/pytest $(SPREAD) --database postgresql -m "not browser and not office and not packaging and not data and not soak"

soak: .venv/installed ## what takes too long for each change: every state on a phone and in the dark, all odd files
	$(BIN)/pytest $(SPREAD) -m soak

sentences: .venv/installed ## collect what is said into the French catalogue, for a translator
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k N_ -k lazy_pgettext:1c,2 --no-location --sort-output -o .venv/sentences.pot .
	$(BIN)/pybabel -q update -i .venv/sentences.pot -d pooling/translations -l fr --no-fuzzy-matching --ignore-obsolete
	$(BIN)/pybabel -q compile -d pooling/translations

wheel: .venv/installed ## the file a group installs, in dist/
	$(BIN)/python -m build --wheel --outdir dist .

bench: .venv/installed ## ratios against the bare thing, side by side
	$(BIN)/python -m bench

.PHONY: help run test lint types check soak sentences wheel bench
