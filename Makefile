# Two commands to begin with: `make demo` shows the whole loop, `make test` checks it. Both set up .venv first.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
CORPUS ?= ../shared/corpus
WORKERS ?= 2
export PYTHONDONTWRITEBYTECODE = 1

.DEFAULT_GOAL := help
.PHONY: help setup demo up generate check release lint types format test faults fuzz proof mutants corpus suite verdicts bench accept docs lock clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

setup: $(READY) ## .venv with everything in requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Specfold needs Python 3.11 or newer; say which: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv .venv
	@echo "installing what requirements.lock names …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

demo: $(READY) ## the whole loop on embedded parts: generate, provision, serve, play a customer's journey
	@$(BIN)/specfold generate
	@$(BIN)/specfold demo

up: $(READY) ## the same service, started to stay
	@$(BIN)/specfold generate
	@$(BIN)/specfold up

generate: $(READY) ## specs/ -> generated/
	@$(BIN)/specfold generate

check: $(READY) ## fail if generated/ is not what specs/ say
	@$(BIN)/specfold generate --check

release: $(READY) ## note every event schema as released: it must not change any more
	@$(BIN)/specfold release

lint: $(READY) ## diagnostics in specs/, and style of the code
	@$(BIN)/specfold lint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY) ## mypy --strict over all of it
	@$(BIN)/mypy

format: $(READY) ## put the code in its form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

test: $(READY) ## every test that runs within minutes
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope

faults: $(READY) ## the log under fire: minutes of kills, lost answers, throttling, reshards (FORM=ci: the short form; SEED=…)
	@SPECFOLD_FAULTS=$(or $(FORM),full) SPECFOLD_FAULTS_SEED=$(SEED) $(BIN)/python -m pytest -s tests/faults

suite: $(READY) ## the JSON Schema test suite before the doors of what is generated (SUITE=<folder>)
	@$(BIN)/python -m tests.json_schema $(if $(SUITE),--suite "$(SUITE)")

proof: $(READY) ## the rule and the whole runtime against a model: 225,000 histories, counted (FORM=ci: 23,000)
	@SPECFOLD_PROOF=$(or $(FORM),full) $(BIN)/python -m pytest -s -q tests/proof

fuzz: $(READY) ## mutated specs, always the same ones: each ends in working code or in diagnostics (FORM=ci: 200)
	@$(BIN)/python -m tests.fuzz --count $(if $(FORM),200,$(or $(COUNT),2000))

corpus: $(READY) ## real and hostile documents through everything (CORPUS=<folder>; FORM=ci: a sample)
	@$(BIN)/python -m tests.corpus --form $(or $(FORM),full) --corpus $(CORPUS)

bench: $(READY) ## time and memory as ratios; writes bench/README.md (CORPUS=<folder>; FORM=ci: half a minute)
	@$(BIN)/python -m bench $(or $(FORM),full) $(or $(ROUNDS),3) $(CORPUS)

verdicts: $(READY) ## our verdict on real documents beside those of the official schemas, and why they differ
	@$(BIN)/python -m tests.verdicts $(if $(STOCK),--stock)

mutants: $(READY) ## small wrong changes to the rule, one by one: each must fail a test (FILES=... for others)
	@$(BIN)/python -m tests.mutants $(FILES)

docs: $(READY) ## print the reference pages of docs/ again
	@$(BIN)/python -m specfold_generator.cli.reference_docs

accept: $(READY) ## take what the golden cases give now as what is expected
	@SPECFOLD_ACCEPT=1 $(BIN)/python -m pytest tests/generator/test_cases.py

lock: $(READY) ## pin requirements.in again
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header requirements.in --output-file requirements.lock

clean: ## remove what can be made again
	rm -rf .venv .specfold .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
