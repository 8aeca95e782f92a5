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
PARTNERSHIPS = PYTHONPATH=_ext $(BIN)python -m partnerships_cli
# On all processors; each begins with neighbours, which share what they build, and takes over what others leave.
PYTEST = $(BIN)python -m pytest -n auto --dist worksteal
PYTHONS ?= 3.11 3.12 3.13 3.14
SITE = $(VENV)/.site-installed
DEV = $(VENV)/.dev-installed
TOOLS = tests/tools/node_modules/.installed

.DEFAULT_GOAL := help
# What a person typed is handed on as it is, by name, never pasted into a command.
export NAME TITLE DATE
.PHONY: help html epub pdf live check size check-pages test test-all test-matrix validate lighthouse screenshots search-times bench audit
.PHONY: schema linkcheck release versions lock clean new-partner new-unit new-priority new-announcement

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The version is that of the tag on which the work tree stands, if it stands on one.
html: export PARTNERSHIPS_VERSION ?= $(shell git describe --tags --exact-match --match '20??.*' 2>/dev/null)
html: $(SITE) ## build the site into _build/html
	$(SPHINX) -b html . $(BUILD)/html
	@echo "The site is built: open $(BUILD)/html/index.html"

epub: $(SITE) ## build the site as one book for e-readers
	$(SPHINX) -b epub . $(BUILD)/epub

pdf: $(SITE) ## build the site as one PDF (needs latexmk and XeLaTeX, see the README)
	$(SPHINX) -b latex . $(BUILD)/latex
	$(MAKE) -C $(BUILD)/latex LATEXMKOPTS='-interaction=nonstopmode -halt-on-error -silent'

live: $(DEV) ## serve the site, with drafts, at http://localhost:8000 and rebuild it at each edit
	$(BIN)sphinx-autobuild -j auto -D partnerships_drafts=1 -d $(BUILD)/doctrees --watch _ext --ignore '$(abspath $(BUILD))/*' . $(BUILD)/html

check: $(DEV) ## what a pull request must pass: lint, types, imports, front matter, a fresh build without a warning
	$(BIN)ruff check .
	$(BIN)ruff format --check .
	$(BIN)mypy
	PYTHONPATH=_ext $(BIN)lint-imports --no-cache --no-logo
	-$(BIN)python tests/project/code_size.py
	$(BIN)zizmor --offline --quiet --persona pedantic .
	$(PARTNERSHIPS) check
	$(BIN)sphinx-build -q -n -W --keep-going -E -a -j auto -d $(BUILD)/check/doctrees -b html . $(BUILD)/check/html

check-pages: $(DEV) ## say everything that is wrong with the pages, within a second
	@$(PARTNERSHIPS) check

test: $(DEV) ## run the tests that take seconds
	$(PYTEST) -m 'not long'

test-all: $(DEV) ## run every test, also those that take minutes
	$(PYTEST)

# Nothing is locked here, on purpose: these are the packages that pyproject.toml allows.
test-matrix: $(DEV) ## run the quick tests with each Python on this machine, oldest and newest packages
	@for python in $(PYTHONS); do \
	  $(BIN)uv python find --quiet --no-python-downloads $$python >/dev/null || { echo "No Python $$python here"; continue; }; \
	  for packages in lowest-direct highest; do \
	    echo "Python $$python, $$packages"; \
	    venv=$(BUILD)/matrix/$$python-$$packages; \
	    $(BIN)uv venv --quiet --clear --python $$python $$venv && \
	    VIRTUAL_ENV=$$venv $(BIN)uv pip install --quiet --no-build --resolution $$packages --group dev && \
	    touch $$venv/.site-installed $$venv/.dev-installed && \
	    $$venv/bin/python -m pytest -q -n auto --dist worksteal -m 'not long' || exit 1; \
	  done; \
	done

new-partner: $(SITE) ## write a partner's page: make new-partner NAME="Creative Commons"
	@$(PARTNERSHIPS) new partner --name "$$NAME"

new-unit: $(SITE) ## write a team unit's page: make new-unit NAME="…"
	@$(PARTNERSHIPS) new unit --name "$$NAME"

new-priority: $(SITE) ## write a priority's page: make new-priority NAME="…"
	@$(PARTNERSHIPS) new priority --name "$$NAME"

new-announcement: $(SITE) ## write an announcement: make new-announcement TITLE="…" DATE=2026-11-23
	@$(PARTNERSHIPS) new announcement --title "$$TITLE" --date "$$DATE"

size: $(DEV) ## print the size of each package next to its budget
	@$(BIN)python tests/project/code_size.py

schema: $(SITE) ## write the JSON Schema of each kind of page into _build/schema, for tools that check YAML
	@$(PARTNERSHIPS) schema --to $(BUILD)/schema

audit: $(SITE) ## list missing facts, and pages not reviewed for a year
	@$(PARTNERSHIPS) audit --older-than 12m

validate: html $(TOOLS) ## the W3C's checker of HTML finds no error on any page (needs npm and Java)
	find $(BUILD)/html -name '*.html' -not -path '*/_static/*' -print0 | xargs -0 \
	  java -jar tests/tools/node_modules/vnu-jar/build/dist/vnu.jar --errors-only
	@echo "No error on any page"

lighthouse: html $(DEV) $(TOOLS) ## ask Lighthouse about five kinds of page (needs npm and Chromium)
	$(BIN)python tests/measure/lighthouse.py $(BUILD)/html

search-times: $(DEV) ## measure how soon the search answers on a site of 2,000 pages (needs Chromium)
	$(BIN)python tests/measure/search_times.py $(BUILD)/search-times

screenshots: html $(DEV) ## take pictures of every kind of page (needs Chromium)
	$(BIN)python tests/measure/screenshots.py $(BUILD)/html $(BUILD)/screenshots

bench: $(DEV) ## measure builds of a large site against the limit, and against other tools (takes long)
	$(BIN)python tests/measure/bench.py $(BUILD)/bench

linkcheck: $(SITE) ## ask every linked page whether it still answers (uses the network)
	$(SPHINX) -b linkcheck . $(BUILD)/linkcheck

lock: $(DEV) ## renew the locks below requirements/ from pyproject.toml
	$(LOCK) --upgrade --group site --output-file requirements/site.txt
	$(LOCK) --upgrade --group dev --constraint requirements/site.txt --output-file requirements/dev.txt

release: check ## record a version in releases/ and CHANGELOG.md, and make its tag: VERSION=2026.12
	PYTHONPATH=_ext $(BIN)python -m partnerships_cli release $(VERSION)

versions: $(SITE) ## build every release tag and the present state into _build/versions
	PYTHONPATH=_ext $(BIN)python -m partnerships_cli versions --out $(BUILD)/versions

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
