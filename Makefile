# Everything here works from a bare Python 3.11 or later and make. `make demo` and `make test` do all their own set-up.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   := build/demo

.PHONY: demo test lint types docs quality faults fuzz bench assets lock clean help

help:            ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/'

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Two stamps: running needs less than developing. A changed lock installs again. Workers may not write: without bytecode
# they would compile their rooms at every start.
$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

demo: $(VENV)/.run  ## print the example case, build it, and show what was found
	$(BIN)/python -m examples.demo $(DEMO)

test: $(VENV)/.dev  ## run the test suite
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

lint: $(VENV)/.dev  ## ruff, and its formatter in check mode
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev  ## mypy --strict
	$(BIN)/mypy

docs: $(VENV)/.dev  ## check the generated parts, then build the documentation without warnings
	$(BIN)/python -m docs.generate --check
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs

quality: $(VENV)/.dev  ## score accuracy on every corpus that is here, and compare with the pinned floors
	$(BIN)/python -m quality gate $(QUALITY)

build/peers/.installed: requirements/peers.lock
	$(PYTHON) -m venv build/peers
	build/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.lock
	@touch $@

faults: $(VENV)/.dev  ## kill builds at a hundred random points, each then resumed (half an hour)
	ONRECORD_KILLS=100 $(BIN)/python -m pytest -q tests/faults/test_kills.py

fuzz: $(VENV)/.dev  ## damage files of every kind at random and read them, for ten minutes of CPU time
	$(BIN)/python -m tests.faults.fuzz --minutes 10 --seed $$(date +%j)

bench: $(VENV)/.dev build/peers/.installed  ## measure speed and memory against peers in one run
	$(BIN)/python -m benchmarks.build
	$(BIN)/python -m benchmarks.search

assets:          ## build the script libraries of the reading room again (needs Node and npm)
	cd assets && npm ci --no-progress && node build.mjs

lock:            ## write the locks again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate requirements/peers.in -o requirements/peers.lock
	for name in run dev; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate $$([ $$name = dev ] && echo --extra pandas --extra msg --extra pst --extra dask --extra mcp --extra postgres) \
	  pyproject.toml requirements/$$name.in -o requirements/$$name.lock; done
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate requirements/ftm.in -c requirements/dev.lock -o requirements/ftm.lock

clean:           ## remove what was built, the environment included
	rm -rf $(VENV) build
