# make demo | test | lint | bench | screens | images: each makes .venv and installs what it needs, once.
# ARGS are passed on: make demo ARGS=--once, make test ARGS="-k oauth".

BASE_PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
READY := .venv/.ready
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Keep bytecode, wherever that is off: the tests start some hundred processes.
export PYTHONDONTWRITEBYTECODE =
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test lint format screens images bench pins clean

demo: $(READY)
	@$(BIN)/gongkit demo $(ARGS)

test: $(READY)
	@$(BIN)/python -m tools.browser
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

lint: $(READY)
	@ruff check .
	@ruff format --check --quiet .
	@python tools/async_to_sync.py --check
	@python tools/docs_pages.py --check
	@mypy
	@for app in src/gongkit/templates/[!_]*/; do mypy --no-error-summary $$app*.py $$app/tests/*.py || exit 1; done
	@python -m pytest -q -p no:cacheprovider tests/test_layers.py

format: $(READY)
	@ruff check --quiet --fix .
	@ruff format --quiet .
	@python tools/async_to_sync.py
	@python tools/docs_pages.py

screens: $(READY)
	@$(BIN)/python -m tools.browser
	@$(BIN)/python -m tools.screens $(ARGS)

images: $(READY)
	@$(BIN)/python -m tools.browser
	@$(BIN)/python -m tools.readme_images

bench: $(READY)
	@python -m bench $(ARGS)

$(READY): pyproject.toml constraints.txt
	@test -n "$(BASE_PYTHON)" || { echo "gongkit needs Python 3.11 or newer; none was found." >&2; exit 1; }
	@echo "Installing into .venv (once) …"
	@$(BASE_PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --require-hashes -r constraints.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# Exact versions and hashes of everything above, for every platform; no addresses.
pins:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --upgrade \
		--extra sandbox --extra app --extra check --extra postgres --extra otel --group dev \
		--output-file constraints.txt pyproject.toml

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
