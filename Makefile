# The commands of this project. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BUILD ?= _build
BIN = $(VENV)/bin/
SPHINX = $(BIN)sphinx-build -W --keep-going -j auto $(IN_LANGUAGE)
LIVE = $(BUILD)/live
CHECK_BUILD = mkdir -p $(BUILD) 2>/dev/null && [ -w $(BUILD) ] || { \
  echo 'Cannot write to "$(BUILD)"; change its permissions, or choose another folder: make $@ BUILD=FOLDER' >&2; exit 1; }
PARTNERSHIPS = PYTHONPATH=_ext $(BIN)python -m partnerships_cli
# Tests run on all processors. Neighboring tests run on the same one, because they share builds.
PYTEST = $(BIN)python -m pytest -n auto --dist worksteal
PYTHONS ?= 3.11 3.12 3.13 3.14
# uv and pip install the same packages: only those that the lock names, as wheels, and they check their hashes. uv is
# faster, and is used where it is installed.
UV ?= $(shell command -v uv)
FROM_LOCK = --quiet --require-hashes --only-binary :all:
ifeq ($(UV),)
CREATE_VENV = $(PYTHON) -m venv $(VENV)
# `ensurepip` needs no network. It adds pip to an environment that uv created.
INSTALL = { $(BIN)python -m pip --version >/dev/null 2>&1 || $(BIN)python -m ensurepip >/dev/null; } && \
  $(BIN)python -m pip install --disable-pip-version-check $(FROM_LOCK)
else
CREATE_VENV = $(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
INSTALL = $(UV) pip install --python $(BIN)python $(FROM_LOCK)
endif
LOCK = $(BIN)uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --custom-compile-command 'make lock'
# $(1): which packages to upgrade
WRITE_LOCKS = $(LOCK) $(1) --group site --output-file requirements/site.txt && \
  $(LOCK) $(1) --group dev --constraint requirements/site.txt --output-file requirements/dev.txt
SITE = $(VENV)/.site-installed
DEV = $(VENV)/.dev-installed

.DEFAULT_GOAL := help
# Only from the command line: the system may have a variable LANGUAGE of its own.
ifneq ($(origin LANGUAGE),command line)
override LANGUAGE :=
endif
# Options of Sphinx, doctrees and output of the language that was chosen.
IN_LANGUAGE = $${LANGUAGE:+-D language="$$LANGUAGE"} -d "$(BUILD)/doctrees$${LANGUAGE:+-$$LANGUAGE}"
HTML = $(if $(LANGUAGE),$(BUILD)/languages/$$LANGUAGE,$(BUILD)/html)
# Recipes read these from the environment, because a value in a recipe would be run as part of it.
export NAME TITLE DATE FROM TO BASE PACKAGE VERSION SITE_URL LANGUAGE KEEP CURRENT
RELEASE = $(PARTNERSHIPS) release $(if $(PULL_REQUEST),--pull-request)
.PHONY: help html languages epub pdf live check check-pages diff size test test-all test-matrix
.PHONY: new-partner new-unit new-priority new-announcement new-language rename schema audit wiki wiki-check forget
.PHONY: translations translation-status
.PHONY: linkcheck lock lock-upgrade release versions
.PHONY: clean distclean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The version is the release tag of the current commit, if it has one.
html: export PARTNERSHIPS_VERSION ?= $(shell git describe --tags --exact-match --match '20??.*' 2>/dev/null)
html: $(SITE) ## build the site into _build/html, or into _build/languages/es: make html [LANGUAGE=es]
	@$(CHECK_BUILD)
	@echo "Building the site into $(HTML)"
	@$(SPHINX) -b html . "$(HTML)"
	@echo "The site is built: open $(HTML)/index.html"

# Each language is built on its own, with links to the others. The URLs of languages end with their codes.
languages: $(SITE) ## build the site in all languages into _build/languages
	@$(CHECK_BUILD)
	@for path in en locales/*/; do code=$$(basename "$$path"); \
	  PARTNERSHIPS_LANGUAGE_PATH='../{code}/' $(MAKE) --no-print-directory html \
	    LANGUAGE="$$code" SITE_URL="$${SITE_URL:+$${SITE_URL%/}/$$code/}" || exit 1; \
	done

epub: $(SITE) ## build the site as an e-book
	@$(CHECK_BUILD)
	@echo "Building the e-book into $(BUILD)/epub"
	@$(SPHINX) -b epub . $(BUILD)/epub

pdf: $(SITE) ## build the site as a PDF (needs latexmk and XeLaTeX, see README.md)
	@$(CHECK_BUILD)
	@echo "Building the PDF into $(BUILD)/latex"
	@$(SPHINX) -b latex . $(BUILD)/latex
	@$(MAKE) -C $(BUILD)/latex LATEXMKOPTS='-interaction=nonstopmode -halt-on-error -silent'

# Its own folders, because it shows drafts and problems, too: they must not get into a site that is published.
live: $(DEV) ## serve the site with drafts and problems at http://localhost:8000, and rebuild it after each change: make live [LANGUAGE=es]
	@$(CHECK_BUILD)
	@echo "Building the site with its drafts and problems; it will be at http://localhost:8000"
	@$(BIN)sphinx-autobuild -j auto -D partnerships_drafts=1 -D partnerships_show_problems=1 $${LANGUAGE:+-D language="$$LANGUAGE"} -d $(LIVE)/doctrees --watch _ext --watch locales --ignore '$(abspath $(BUILD))/*' . $(LIVE)/html

check: $(DEV) ## run all checks of a pull request except the tests
	$(BIN)ruff check .
	$(BIN)ruff format --check .
	$(BIN)mypy
	PYTHONPATH=_ext $(BIN)lint-imports --no-cache --no-logo
	$(BIN)python tests/project/code_size.py
	$(BIN)python tests/project/lock_problems.py
	$(BIN)zizmor --offline --quiet --persona pedantic .
	$(PARTNERSHIPS) check
	$(BIN)sphinx-build -q -n -W --keep-going -E -a -j auto -d $(BUILD)/check/doctrees -b html . $(BUILD)/check/html

check-pages: $(SITE) ## check the facts and the text of all pages (takes a second)
	@$(PARTNERSHIPS) check

diff: $(SITE) ## describe your changes since the branch main, for reviewers
	@base="$$(git merge-base "$${BASE:-main}" HEAD)" && $(PARTNERSHIPS) diff "$$base" .

size: $(DEV) ## print the size of each package next to its budget
	@$(BIN)python tests/project/code_size.py

test: $(DEV) ## run the quick tests (takes several minutes; to edit pages, make check-pages is enough)
	@echo "Testing the program (takes several minutes). If you only edit pages, make check-pages is enough"
	$(PYTEST) -m 'not long'

test-all: $(DEV) ## run all tests (takes minutes)
	$(PYTEST)

# This does not use the locks: it installs the oldest and the newest packages that pyproject.toml allows.
test-matrix: $(DEV) ## run the quick tests with each installed Python, with the oldest and the newest packages
	@for python in $(PYTHONS); do \
	  $(BIN)uv python find --quiet --no-python-downloads $$python >/dev/null || { echo "Python $$python is not installed"; continue; }; \
	  for packages in lowest-direct highest; do \
	    echo "Python $$python, $$packages"; \
	    venv=$(BUILD)/matrix/$$python-$$packages; \
	    $(BIN)uv venv --quiet --clear --python $$python $$venv && \
	    VIRTUAL_ENV=$$venv $(BIN)uv pip install --quiet --no-build --resolution $$packages --group dev && \
	    touch $$venv/.site-installed $$venv/.dev-installed && \
	    $$venv/bin/python -m pytest -q -n auto --dist worksteal -m 'not long' || exit 1; \
	  done; \
	done

new-partner: $(SITE) ## create a partner's page: make new-partner NAME="Creative Commons" (ID=… for another file name)
	@$(PARTNERSHIPS) new partner --name="$$NAME" --id="$$ID"

new-unit: $(SITE) ## create a team unit's page: make new-unit NAME="…"
	@$(PARTNERSHIPS) new unit --name="$$NAME" --id="$$ID"

new-priority: $(SITE) ## create a priority's page: make new-priority NAME="…"
	@$(PARTNERSHIPS) new priority --name="$$NAME" --id="$$ID"

new-announcement: $(SITE) ## create an announcement: make new-announcement TITLE="…" DATE=2026-11-23
	@$(PARTNERSHIPS) new announcement --title="$$TITLE" --date="$$DATE" --id="$$ID"

rename: $(SITE) ## rename a page: make rename FROM=partners/kiwix.md TO=partners/kiwix-foundation.md
	@$(PARTNERSHIPS) rename "$$FROM" "$$TO"

schema: $(SITE) ## write a JSON Schema for each kind of page into _build/schema
	@$(PARTNERSHIPS) schema --to $(BUILD)/schema

translations: $(SITE) ## bring the catalogs in locales/ up to date: make translations [LANGUAGE=es] [KEEP=partners/google.md:24]
	@$(PARTNERSHIPS) translations "$$LANGUAGE" --keep="$$KEEP" --work $(BUILD)/translations

translation-status: $(SITE) ## count the texts of each language that are current, older than the original, or missing
	@$(PARTNERSHIPS) translation-status --work $(BUILD)/translations

new-language: $(SITE) ## begin a translation: make new-language LANGUAGE=sw
	@$(PARTNERSHIPS) translations "$$LANGUAGE" --new --work $(BUILD)/translations

audit: $(SITE) ## list missing facts and pages without a review in the last year
	@$(PARTNERSHIPS) audit --older-than 12m

wiki: $(SITE) ## write the directory as a page for Meta-Wiki: make wiki CURRENT=page.wikitext (the page as it is there)
	@$(CHECK_BUILD)
	@$(PARTNERSHIPS) wiki --to $(BUILD)/wiki $${CURRENT:+"$$CURRENT"}

wiki-check: $(SITE) ## list what was edited on the page on Meta-Wiki: make wiki-check CURRENT=page.wikitext
	@$(PARTNERSHIPS) wiki --check $${CURRENT:+"$$CURRENT"}

linkcheck: $(SITE) ## check all external links (uses the network)
	@$(CHECK_BUILD)
	@echo "Checking the links to other sites (takes minutes)"
	@$(SPHINX) -b linkcheck . $(BUILD)/linkcheck

# Without `--upgrade`, the packages that are in a lock keep their versions.
lock: $(DEV) ## write the locks from pyproject.toml, and upgrade one package: make lock PACKAGE=sphinx
	@echo "Writing the locks in requirements/ from pyproject.toml"
	@$(call WRITE_LOCKS,$${PACKAGE:+--upgrade-package "$$PACKAGE"})
	@[ -z "$$PACKAGE" ] || grep -q "^$$PACKAGE==" requirements/dev.txt || { \
	  echo "\"$$PACKAGE\" is not in the locks; add it to a group in pyproject.toml, then run make lock" >&2; exit 1; }

lock-upgrade: $(DEV) ## write the locks from pyproject.toml, and upgrade all packages
	@echo "Upgrading the locks in requirements/"
	@$(call WRITE_LOCKS,--upgrade)

# The first command refuses what cannot be released, before the checks and the tests run. Where the default branch is
# protected, add PULL_REQUEST=1: the record is then committed on a branch, and the same command creates the tag later.
release: $(DEV) ## record a version, write its section of CHANGELOG.md and create its tag: make release VERSION=2026.12
	@$(RELEASE) --dry-run "$$VERSION"
	@$(MAKE) --no-print-directory check test
	@$(RELEASE) "$$VERSION"

# It ends with an error as long as a file has the name.
forget: $(SITE) ## remove a person, and list where the name still is: make forget NAME="…"
	@$(PARTNERSHIPS) forget -- "$$NAME"

versions: $(SITE) ## build all release tags and the current state into _build/versions
	@$(CHECK_BUILD)
	@$(PARTNERSHIPS) versions --out $(BUILD)/versions

clean: ## delete everything that was built
	rm -rf $(BUILD)

distclean: clean ## delete everything that was built, and the environment
	rm -rf $(VENV)

$(VENV)/bin/python:
	@echo "Creating an environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is required: make html PYTHON=python3.11")'
	@$(CREATE_VENV)

$(SITE): requirements/site.txt | $(VENV)/bin/python
	@echo "Installing the locked packages into $(VENV) (only the first time, and when the lock changes)"
	@$(INSTALL) -r $<
	@touch $@

$(DEV): requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing the locked packages for tests into $(VENV) (only the first time, and when the lock changes)"
	@$(INSTALL) -r $<
	@touch $@ $(SITE)
