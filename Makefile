# Two commands matter: `make demo` and `make test`. Both prepare everything themselves in .venv.
PYTHON ?= python3
VENV := .venv
PEERS := .venv-peers
BIN := $(VENV)/bin
# One more than the cores: a test in a browser waits half of its time.
WORKERS := $(shell expr $$(nproc) + 1)
STAMP := $(VENV)/.installed
CATALOGUES := webapp/translations
export UV_PYTHON_DOWNLOADS = never
# Some containers ask Python to forget what it compiled: each of the many starts of a test run then takes a second more.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-long check bench load race crash fuzz docs translations format clean

demo: $(STAMP)
	@$(BIN)/rang demo
	@# In a terminal the site stays until Ctrl+C; a script gets its end: the site is tried, then stopped.
	@if [ -t 1 ]; then $(BIN)/rang serve --demo; else $(BIN)/rang serve --demo --check; fi

test: $(STAMP)
	@$(BIN)/pytest -n $(WORKERS) -m "not long" $(PYTEST_ARGS)

# Every page against axe-core, the streams and kills, the longer journeys in a browser. CI runs them too.
test-long: $(STAMP)
	@$(BIN)/pytest -n $(WORKERS) -m long $(PYTEST_ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pip-audit --local --skip-editable --progress-spinner off

bench: $(PEERS)/.installed
	$(BIN)/python -m tests.bench $(PEERS)/bin/python

race: $(STAMP)
	$(BIN)/python -m tests.race $(RACE_ARGS)

crash: $(STAMP)
	$(BIN)/python -m tests.crash $(CRASH_ARGS)

load: $(STAMP)
	$(BIN)/python -m tests.load $(LOAD_ARGS)

fuzz: $(STAMP)
	$(BIN)/uv pip install -q --python $(BIN)/python atheris
	$(BIN)/python tests/fuzz/fuzz_reader.py 120

docs: $(STAMP)
	$(BIN)/rang rules --markdown > docs/regles.md

# Brings the English catalogue up to the texts of the pages; what is still to translate stays empty in it.
translations: $(STAMP)
	$(BIN)/pybabel -q extract -F pyproject.toml -k to_translate -k _l --no-location --sort-output -o $(VENV)/messages.pot .
	$(BIN)/pybabel -q update -l en -i $(VENV)/messages.pot -d $(CATALOGUES) --ignore-pot-creation-date --no-fuzzy-matching --ignore-obsolete -w 120
	$(BIN)/pybabel -q compile -d $(CATALOGUES)

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(STAMP): pyproject.toml constraints.txt
	@echo "Préparation de l'environnement dans $(VENV) (une minute au plus)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install -q --disable-pip-version-check uv
	@$(BIN)/uv pip install -q --python $(BIN)/python -c constraints.txt --group dev -e .
	@touch $@

# The packages compared with want an older numpy than ours: they live apart.
$(PEERS)/.installed: pyproject.toml $(STAMP)
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(BIN)/uv pip install -q --python $(PEERS)/bin/python -e ".[peers]"
	@$(BIN)/uv pip install -q --python $(BIN)/python -c constraints.txt -e ".[fast]"
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) resultat-demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
