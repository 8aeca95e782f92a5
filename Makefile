# Everything that this project does, by name. `make help` lists it.
PYTHON ?= python3
VENV ?= .venv
BUILD ?= _build
SPHINX = $(BIN)sphinx-build -W --keep-going -j auto -d $(BUILD)/doctrees
BIN = $(VENV)/bin/
# Hashes checked, wheels only: nothing is installed that the lock does not name.
INSTALL = $(BIN)python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
LOCK = $(BIN)uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --custom-compile-command 'make lock'
SITE = $(VENV)/.site-installed
DEV = $(VENV)/.dev-installed
TOOLS = tests/tools/node_modules/.installed

.DEFAULT_GOAL := help
.PHONY: help html live check test test-all validate lighthouse screenshots bench linkcheck release versions lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The version is that of the tag on which the work tree stands, if it stands on one.
html: export PARTNERSHIPS_VERSION ?= $(shell git describe --tags --exact-match --match '20??.*' 2>/dev/null)
html: $(SITE) ## build the site into _build/html
	$(SPHINX) -b html . $(BUILD)/html
	@echo "The site is built: open $(BUILD)/html/index.html"

live: $(DEV) ## serve the site, with drafts, at http://localhost:8000 and rebuild it at each edit
	$(BIN)sphinx-autobuild -j auto -D partnerships_drafts=1 -d $(BUILD)/doctrees --watch _ext --ignore '$(abspath $(BUILD))/*' . $(BUILD)/html

check: $(DEV) ## what a pull request must pass: lint, types, front matter, a fresh build without a warning
	$(BIN)ruff check .
	$(BIN)ruff format --check .
	$(BIN)mypy
	PYTHONPATH=_ext $(BIN)python -m partnerships check
	$(BIN)sphinx-build -q -n -W --keep-going -E -a -j auto -d $(BUILD)/check/doctrees -b html . $(BUILD)/check/html

test: $(DEV) ## run the tests, but for the long ones
	$(BIN)python -m pytest -m "not long"

test-all: $(DEV) ## run every test
	$(BIN)python -m pytest

validate: html $(TOOLS) ## the W3C's checker of HTML finds no error on any page (needs npm and Java)
	find $(BUILD)/html -name '*.html' -not -path '*/_static/*' -print0 | xargs -0 \
	  java -jar tests/tools/node_modules/vnu-jar/build/dist/vnu.jar --errors-only
	@echo "No error on any page"

lighthouse: html $(DEV) $(TOOLS) ## ask Lighthouse about five kinds of page (needs npm and Chromium)
	$(BIN)python tests/lighthouse.py $(BUILD)/html

screenshots: html $(DEV) ## take pictures of every kind of page (needs Chromium)
	$(BIN)python tests/screenshots.py $(BUILD)/html $(BUILD)/screenshots

bench: $(DEV) ## measure builds of a large site against the limit, and against other tools (takes long)
	$(BIN)python tests/bench/bench.py $(BUILD)/bench

linkcheck: $(SITE) ## ask every linked page whether it still answers (uses the network)
	$(SPHINX) -b linkcheck . $(BUILD)/linkcheck

lock: $(DEV) ## renew the locks below requirements/ from pyproject.toml
	$(LOCK) --upgrade --group site --output-file requirements/site.txt
	$(LOCK) --upgrade --group dev --constraint requirements/site.txt --output-file requirements/dev.txt

release: check ## record a version in releases/ and CHANGELOG.md, and make its tag: VERSION=2026.12
	PYTHONPATH=_ext $(BIN)python -m partnerships release $(VERSION)

versions: $(SITE) ## build every release tag and the present state into _build/versions
	PYTHONPATH=_ext $(BIN)python -m partnerships versions --out $(BUILD)/versions

clean: ## remove what was built, and the environment
	rm -rf $(BUILD) $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make html PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(SITE): requirements/site.txt | $(VENV)/bin/python
	@echo "Installing the locked packages into $(VENV) (once, and when the lock changes)"
	@$(INSTALL) -r $<
	@touch $@

# What looks at built pages and comes from npm; nothing of it is part of the site, and no script of it runs at install.
$(TOOLS): tests/tools/package-lock.json
	@npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(DEV): requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing the locked packages into $(VENV) (once, and when the lock changes)"
	@$(INSTALL) -r $<
	@touch $@ $(SITE)
