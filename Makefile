# Experio. `make demo` shows it, `make test` tests it; both need only git, make and Python 3.11 or newer.
.DEFAULT_GOAL := help
.NOTPARALLEL:

# The first Python that is new enough; PYTHON=/path/to/python3 overrules.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)
# Modules rather than the scripts in .venv/bin: those name their interpreter by a path, which may have spaces.
RUN := .venv/bin/python -m
MANAGE := .venv/bin/python manage.py

export PORT ?= 8000
# Data of the demo; tests and checks keep theirs apart, so that they never meet it.
export EXPERIO_HOME ?= $(CURDIR)/.experio
# The shell's own PWD, quoted: the path may have spaces and whatever else means something to a shell.
WORKSHOP := EXPERIO_HOME="$$PWD/build/home"

# The shell may be set up for another project. Its modules, its Python's behaviour and the settings that go
# by names of no project in particular stay outside. For DATABASE_URL: EXPERIO_USE_DATABASE_URL=true.
unexport DJANGO_SETTINGS_MODULE PYTHONHOME PYTHONINSPECT PYTHONOPTIMIZE PYTHONPATH PYTHONSAFEPATH \
	PYTHONUSERBASE PYTHONWARNINGS VIRTUAL_ENV
unexport ALLOWED_HOSTS BEHIND_TLS_PROXY CSRF_TRUSTED_ORIGINS DEBUG DEFAULT_FROM_EMAIL SECRET_KEY SECURE_SSL_REDIRECT
# Set, it makes every process compile all modules anew: two to three seconds each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup runtime python demo test test-fast check hostile sbom bench benchlog fuzz crash matrix lock clean \
	style types layers templates migrations deployment translations packages

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 11

setup: python ## install everything, for tests and checks too; start nothing
	@"$(PYTHON)" -m experio.setup

runtime: python ## install what running needs, start nothing
	@"$(PYTHON)" -m experio.setup --runtime

python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Experio needs Python 3.11 or newer with venv and pip: install it, or set PYTHON=/path/to/python3." >&2; \
		exit 1; fi

demo: runtime ## fill and serve the demo world (PORT=8000, EXPERIO_HOME=.experio)
	@EXPERIO_DEMO=true $(MANAGE) serve

test: setup ## every test, those in a browser too
	@chromium=$$($(RUN) experio.setup.browser) || exit 1; \
	$(WORKSHOP) EXPERIO_CHROMIUM="$$chromium" $(RUN) pytest -n 2 --dist worksteal

test-fast: setup ## the pure tests and what a change touches, for the work in between (BASE=main: since then)
	@tests=$$($(RUN) tests.choosing) || exit 1; \
	$(WORKSHOP) $(RUN) pytest -q -n 2 --dist worksteal $$tests

check: style types layers templates migrations deployment translations packages ## all checks (-k: go on after one fails)

style: setup
	$(RUN) ruff check .
	$(RUN) ruff format --check .

# mypy reads the settings and ends without saying goodbye: a database started for it would be left running.
types: setup
	@echo "$(RUN) mypy experio subprojects cases reports"
	@$(WORKSHOP) EXPERIO_USE_DATABASE_URL=true DATABASE_URL=postgresql://nobody@localhost/nothing \
		$(RUN) mypy experio subprojects cases reports

layers: setup
	.venv/bin/python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

templates: setup
	$(RUN) djlint templates --lint --quiet

migrations: setup
	$(WORKSHOP) EXPERIO_DEMO=true $(MANAGE) makemigrations --check --dry-run

# --deploy looks at the settings of a real installation, so this call gets values like those of one.
deployment: setup
	@echo "$(MANAGE) check --deploy --fail-level WARNING"
	@$(WORKSHOP) EXPERIO_DEMO=false EXPERIO_DEMO_TODAY= DEBUG=false \
		DATABASE_URL=postgresql://nobody@localhost/nothing ALLOWED_HOSTS=experio.example.org \
		SECRET_KEY="$$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		EXPERIO_SEALING_KEYS="$$($(RUN) experio.sealing check)" EXPERIO_SEALING_KEYS_FILE= \
		$(MANAGE) check --deploy --fail-level WARNING

translations: setup
	$(WORKSHOP) EXPERIO_DEMO=true $(MANAGE) check_translations

packages: setup
	$(RUN) pip check

hostile: setup ## read 2 400 damaged and hostile files
	@EXPERIO_HOSTILE_FILES=2400 $(WORKSHOP) $(RUN) pytest -q tests/unit/imports/test_hostile_files.py

sbom: setup ## the bill of materials of both locks, CycloneDX, to build/sbom
	@$(RUN) experio.setup.bill_of_materials

bench: setup ## pages by sizes: queries and server time; trend and import times
	@$(WORKSHOP) EXPERIO_DEMO=true $(MANAGE) bench

benchlog: setup ## the reading log at 5 000 000 rows: look-ups, verification, cost of a row (ROWS=)
	@$(WORKSHOP) EXPERIO_DEMO=true $(MANAGE) bench_log $(if $(ROWS),--rows=$(ROWS))

fuzz: setup ## hostile requests for FUZZ_SECONDS (600), repeated with FUZZ_SEED
	@EXPERIO_HOME="$$PWD/build/fuzz" $(RUN) pytest -q --show-capture=no tests/database/fuzz/long_run.py

crash: setup ## kill server and database under writing, CRASH_KILLS times (20)
	@$(RUN) tests.crash

matrix: setup ## write docs/access-matrix.csv anew; read the difference before it is committed
	@$(WORKSHOP) EXPERIO_RECORD_ACCESS=1 $(RUN) pytest -q --show-capture=no tests/database/matrix
	@git diff --stat -- docs/access-matrix.csv

lock: setup ## lock anew what pyproject.toml and package.json ask for (UPGRADE=1: newest versions)
	@"$(PYTHON)" -m experio.setup.lock $(if $(UPGRADE),--upgrade)

clean: ## remove what make has made; the data stays
	rm -rf .venv node_modules build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find experio/locale -name '*.mo' -delete
