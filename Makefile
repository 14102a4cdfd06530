# Each target works as the first command on a fresh Debian or Ubuntu machine.
.PHONY: booklets test read proved check docs lock bench conformance clean help

BIN := .venv/bin
JOBS ?= auto
# Tests and benchmarks start some hundred processes: none should compile what another has.
unexport PYTHONDONTWRITEBYTECODE

booklets: .venv/.ready  ## set up, then build the booklets of every stage
	$(BIN)/booklet build

test: .venv/.ready-test  ## set up, then run every check that CI runs
	@$(MAKE) --no-print-directory -j 2 read proved

# What is found by reading goes on beside the tests: it keeps one core busy and no more.
read: .venv/.ready-test
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/booklet schema --check
	$(BIN)/booklet check >/dev/null

proved: .venv/.ready-test
	$(BIN)/pytest -n $(JOBS)

check: .venv/.ready  ## everything wrong with the content
	$(BIN)/booklet check

docs: .venv/.ready-test  ## write the generated reference pages and schemas again
	$(BIN)/python -m generator.reference
	$(BIN)/booklet schema

conformance: .venv/.ready-test  ## veraPDF's PDF/UA-1 profile on every reader PDF (Java, Maven)
	$(BIN)/python -m tests.conformance

bench: .venv/.ready-test  ## measure; prints a table and writes build/bench.json
	$(BIN)/python -m benchmarks

lock: .venv/.ready-test  ## choose package versions anew; hashes, no addresses
	$(BIN)/uv pip compile -q --upgrade pyproject.toml --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --extra build \
	  -o requirements.lock
	$(BIN)/uv pip compile -q --upgrade pyproject.toml --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --extra build --extra test \
	  -c requirements.lock -o requirements-test.lock

clean:  ## remove results and kept sheets
	rm -rf build/als build/manifest.json build/bench.json .cache

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

.venv/.ready: requirements.lock pyproject.toml setup.sh
	./setup.sh requirements.lock
	@touch $@

.venv/.ready-test: requirements-test.lock pyproject.toml setup.sh
	./setup.sh requirements-test.lock
	@touch .venv/.ready $@
