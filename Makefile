# What a machine with Python 3.11 or later, make and a package index can do with this repository.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
# `make PYTHON=/path/to/python install` takes that one
PYTHON ?= python3
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
ARGS ?=

.PHONY: help install demo test drills check format coverage oldest bench docs translations golden pictures chromium clean

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name what; do printf 'make %-9s %s\n' "$$name" "$$what"; done

install: $(STAMP) ## make .venv with the product and its tools; a second call finds it done

$(STAMP): pyproject.toml constraints.txt
	@set -eu; \
	if ! $(BIN)/python $(NEW_ENOUGH) 2>/dev/null; then \
	    python=; \
	    for name in $(PYTHON) python3.14 python3.13 python3.12 python3.11 python; do \
	        if "$$name" $(NEW_ENOUGH) 2>/dev/null; then python=$$name; break; fi; \
	    done; \
	    if [ -z "$$python" ]; then echo 'Python 3.11 or later is needed; none was found. Name one: make PYTHON=/path/to/python install' >&2; exit 1; fi; \
	    "$$python" -m venv --clear $(VENV) >/dev/null 2>&1 \
	    || { "$$python" -m venv --clear --without-pip $(VENV) && "$$python" -m pip --quiet --python $(BIN)/python install pip; } \
	    || { echo "$$python cannot make a virtual environment; on Debian and Ubuntu install python3-venv." >&2; exit 1; }; \
	fi
	@echo "Installing into $(VENV) with $$($(BIN)/python --version); this is done once."
	@$(PIP) install --constraint constraints.txt pip setuptools
	@$(PIP) install --constraint constraints.txt --no-build-isolation --group test --group lint --editable '.[render,apprise]'
	@touch $@

demo: $(STAMP) ## run the main job on a small local site and show the mails
	@$(BIN)/clausewatch demo $(ARGS)

# The tests start hundreds of processes; without bytecode each would compile what it imports.
test drills coverage: export PYTHONDONTWRITEBYTECODE :=

test: $(STAMP) chromium ## run the tests but for the drills: all cores, random order
	@$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder $(ARGS)

drills: $(STAMP) chromium ## run the drills: long real runs, several at a time
	@$(BIN)/python -m pytest -n auto --dist loadfile -m drill --timeout=3600 $(ARGS)

check: $(STAMP) ## lint, formatting, types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(STAMP) ## put the code into its format
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

# What is quick: the whole reaches more, but takes twice the time of `make test`. The floor stands in pyproject.toml.
COVERED := tests/core/test_decide.py tests/core/test_clauses.py tests/core/test_urls.py tests/core/test_watchlist.py \
    tests/storage/test_store.py tests/mail/test_mail.py tests/cli/test_watchlist_commands.py tests/extraction/test_golden.py \
    tests/browse/test_manage.py tests/browse/test_sign_in.py tests/cli/test_reviews.py tests/core/test_register.py \
    tests/browse/test_api.py tests/browse/test_review_pages.py tests/browse/test_import_page.py \
    tests/browse/test_registers.py tests/storage/test_variants.py tests/core/test_drift.py

coverage: $(STAMP) ## run quick tests of every kind; fail where they reach fewer branches than before
	@$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder --cov --cov-report=term:skip-covered $(COVERED) $(ARGS)

# Some of each kind of test, quick ones: what they are to show is whether the lower bounds of pyproject.toml are true.
OLDEST := .venv-oldest
OLDEST_TESTS := tests/core/test_urls.py tests/storage/test_store.py tests/extraction/test_pages.py \
    tests/cli/test_watchlist_commands.py tests/mail/test_mail.py tests/browse/test_pages.py tests/ways/test_web_hooks.py

oldest: $(STAMP) ## run quick tests with the oldest dependencies that are allowed
	@$(BIN)/python .ci/oldest.py > $(VENV)/oldest.txt
	@$(BIN)/python -m venv --clear $(OLDEST)
	@PYTHONWARNINGS=ignore $(OLDEST)/bin/python -m pip --quiet --disable-pip-version-check install --constraint constraints.txt pip setuptools
	@PYTHONWARNINGS=ignore $(OLDEST)/bin/python -m pip --quiet --disable-pip-version-check install --constraint $(VENV)/oldest.txt \
	    --no-build-isolation --group test --editable .
	@$(OLDEST)/bin/python -m pytest -q -n auto -p no:cacheprovider $(OLDEST_TESTS) $(ARGS)

# What ARGS ask beside --quick is of the first alone.
bench: $(STAMP) ## measure rechecks of a generated corpus, noise, extraction, comparison, mails, pages; ARGS=--quick is sooner done
	@$(BIN)/python benchmarks/recheck.py $(ARGS)
	@$(BIN)/python benchmarks/restless.py --quick
	@$(BIN)/python benchmarks/extraction.py $(filter --quick,$(ARGS))
	@$(BIN)/python benchmarks/compare.py $(filter --quick,$(ARGS))
	@$(BIN)/python benchmarks/outbox.py $(filter --quick,$(ARGS))
	@$(BIN)/python benchmarks/browsing.py --quick
	@$(BIN)/python benchmarks/topics.py
	@$(BIN)/python benchmarks/reasons.py
	@$(BIN)/python benchmarks/register.py
	@$(BIN)/python benchmarks/drift.py

docs: $(STAMP) ## write the generated parts of docs/ again
	@$(BIN)/python docs/generate.py

# A language is begun by LANGUAGE=pl and a line in monitor/core/records/catalogues.py; see docs/translating.md.
LANGUAGE ?=
MESSAGES := $(VENV)/messages.pot

translations: $(STAMP) ## bring the catalogues of notices up to the messages of the code; LANGUAGE=pl begins one
	@cd monitor && ../$(BIN)/pybabel --quiet extract --mapping-file=locale/babel.cfg --add-comments=translators: \
	    --add-location=file --sort-by-file --width=120 --project=clausewatch --output-file=../$(MESSAGES) .
	@if [ -n '$(LANGUAGE)' ]; then $(BIN)/pybabel --quiet init --input-file=$(MESSAGES) --output-dir=monitor/locale \
	    --domain=clausewatch --locale='$(LANGUAGE)' --width=120; fi
	@$(BIN)/pybabel --quiet update --input-file=$(MESSAGES) --output-dir=monitor/locale --domain=clausewatch \
	    --width=120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

golden: $(STAMP) ## note what the extraction rules draw, under a new version of them
	@$(BIN)/python -m tests.extraction.golden

pictures: $(STAMP) chromium ## take the pictures of every page in docs/images/pages anew
	@$(BIN)/python -m tests.browse.pictures $(ARGS)

# Some tests look at pages in a real browser; they are skipped where there is none, so this never fails.
chromium: $(STAMP) ## install Chromium where that can be done, for the tests that look at pages
	@if command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || [ -e $(VENV)/.chromium ]; then :; else \
	    touch $(VENV)/.chromium; \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	        echo 'Installing Chromium, for the tests that look at pages.'; \
	        { timeout 60 apt-get -qq update && DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -qq install -y --no-install-recommends chromium; } \
	            </dev/null >/dev/null 2>&1 || echo 'Chromium could not be installed; those tests will be skipped.'; \
	    fi; \
	fi

clean: ## remove everything that was made here
	@rm -rf $(VENV) $(OLDEST) build dist *.egg-info demo-data .coverage* htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis .scrapy
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
