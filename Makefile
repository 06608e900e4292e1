# `make run` opens the dashboard, `make test` runs every check; both set everything up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint unit bench pins clean

run: $(VENV)/run.stamp
	@$(BIN)/python -m data sample --if-empty
	@$(BIN)/python -m data rebuild --if-outdated
	$(BIN)/python server.py

test: lint unit

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/numpydoc lint $$(git ls-files 'data/*.py' 'analysis/*.py' 'pages/*.py' 'web/*.py')

# Tests start hundreds of processes: what the first one compiles the others find, whatever the environment says.
unit: $(VENV)/test.stamp
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3

# `make bench OTHER=FOLDER` sets the slow works beside those of another commit too, which lies in that folder.
bench: $(VENV)/run.stamp
	$(BIN)/python -m benchmarks
	$(if $(OTHER),$(BIN)/python -m benchmarks.targets $(OTHER))
	$(if $(OTHER),$(BIN)/python -m benchmarks.start $(OTHER))

pins: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile requirements.in -o requirements.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
	$(BIN)/uv pip compile requirements-dev.in -o requirements-dev.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
	$(BIN)/uv pip compile requirements-warehouses.in -o requirements-warehouses.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(VENV)/run.stamp: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
