# The two commands are `make run` and `make test`; `make help` lists the rest. All of them set up .venv first.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OUT := out
# What stands beside the sample reports and is no report.
NO_REPORTS := --skip expected --skip passages --skip build --skip '*.md' --skip '*.toml'

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix docs golden eval noise pairs diff bench lock fuzz mutation offline licences vulnerabilities sbom clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

setup: $(READY) ## make .venv with all that is needed, from the lock

# Two steps, so that a change of the project's own metadata does not install everything anew.
$(VENV)/.locked: requirements.lock scripts/make_venv.sh
	@scripts/make_venv.sh $(VENV)
	@echo "setup: installing the locked packages into $(VENV)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(READY): $(VENV)/.locked pyproject.toml
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

run: $(READY) ## read corpus_samples/ into out/ and sum up what was found
	@$(BIN)/rasoat run corpus_samples $(NO_REPORTS) --out $(OUT) 2>&1

test: $(READY) ## run the tests
	@$(BIN)/python -m pytest -n auto --dist loadfile

check: $(READY) ## read-only: lint, format, types, import directions, generated pages, lock
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python docs/write_reference.py --check
	@if grep -nE '://|^-' requirements.lock; then echo "requirements.lock names an address or an option; run: make lock" >&2; exit 1; fi

fix: $(READY) ## format and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(READY) ## write the reference pages below docs/reference
	$(BIN)/python docs/write_reference.py

golden: $(READY) ## write the expected outputs below tests/golden anew; read the diff
	$(BIN)/python -m pytest tests/test_golden.py --rewrite-golden
	@git --no-pager diff --stat -- tests/golden

eval: $(READY) ## compare the run over corpus_samples/ with the expected rows, and every format with clean text
	@$(BIN)/python -m quality
	@$(BIN)/python -m quality.seeded --write
	@$(BIN)/python -m quality.formats

noise: $(READY) ## what damaged letters cost: F1 with 1 % and 3 % of them taken for others
	@$(BIN)/python -m quality.noise

pairs: $(READY) ## learn from the samples which words stand side by side in reports
	@$(BIN)/python -m quality.learn_pairs

diff: $(READY) ## rows gained, lost and changed over all samples against another version: make diff BASE=v0.1.0
	@$(BIN)/python -m quality.compare_versions $(BASE)

bench: $(READY) ## the time of the whole way and of reading beside bare text extraction
	@$(BIN)/python -m quality.bench_whole
	@$(BIN)/python -m quality.bench
	@$(BIN)/python -m quality.bench_docx
	@$(BIN)/python -m quality.bench_scale

lock: $(READY) ## pin all packages anew (needs uv); names no address
	uv pip compile pyproject.toml --extra dev --extra ocr --extra serve --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file requirements.lock

fuzz: $(READY) ## fuzz the readers for ten minutes: make fuzz SECONDS=600 (needs atheris)
	@$(BIN)/python -m tests.hostile.fuzz --seconds $(or $(SECONDS),600)

mutation: $(READY) ## change a node of the program at a time and see whether a test fails: make mutation SAMPLE=60
	@nice -n 19 $(BIN)/python -m quality.mutation --sample $(or $(SAMPLE),60)

offline: $(READY) ## run the tests where there is no network but the loopback (Linux)
	@unshare -rn sh -c 'ip link set lo up && exec $(BIN)/python -m pytest -n auto --dist loadfile'

licences: $(READY) ## hold the locked packages against licences and known holes, offline
	@$(BIN)/python -m quality.supply_chain

vulnerabilities: licences ## the same check

sbom: $(READY) ## write sbom.json, what a release is made of
	@$(BIN)/python -m quality.sbom sbom.json

clean: ## remove what the targets made
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
