# The console's jobs. `make demo` needs Python 3.11 or newer and nothing else.

VENV   := .venv
PYTHON := $(VENV)/bin/python
PIP    := $(PYTHON) -m pip install --quiet --disable-pip-version-check -c constraints.txt

unexport PYTHONDONTWRITEBYTECODE  # what pytest makes of a test module is kept: three workers read it

.DEFAULT_GOAL := help
.PHONY: help demo run test test-all check format bench pictures manual pins clean

help:
	@echo 'make demo      the console on a made-up year'
	@echo 'make run       the console on your own journal'
	@echo 'make test      the plain tests (under 90 s)'
	@echo 'make test-all  every test: wheels, big files, servers, slow journeys'
	@echo 'make check     style, types, layers and sizes'
	@echo 'make format    lay the code out as `make check` wants it'
	@echo 'make bench     measure the ratios of DESIGN 8'
	@echo 'make pictures  draw the pictures of the README again'
	@echo 'make manual    write the tables of keys in the manual again'
	@echo 'make pins      write constraints.txt from the installed versions'
	@echo 'make clean     remove what can be made again'

demo: $(VENV)/run.stamp
	$(PYTHON) -m aovconsole demo

run: $(VENV)/run.stamp
	$(PYTHON) -m aovconsole

test: $(VENV)/dev.stamp
	$(PYTHON) -m pytest -m 'not all' -n 4 --dist worksteal

test-all: $(VENV)/dev.stamp
	$(PYTHON) -m pytest -n 2 --dist loadfile --ignore tests/journeys
	$(PYTHON) -m pytest tests/journeys  # one terminal at a time: some of them are timed

check: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PYTHON) -m pytest --quiet tests/test_sizes.py

format: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(VENV)/dev.stamp
	$(PYTHON) -m bench

pictures: $(VENV)/dev.stamp
	$(PYTHON) docs/pictures.py

manual: $(VENV)/dev.stamp
	$(PYTHON) -m docs.manual_keys

pins: $(VENV)/dev.stamp
	@{ sed -n '/^#/p' constraints.txt; $(PYTHON) -m pip list --format=freeze --exclude-editable \
	  | grep -v -i -E '^(pip|setuptools|wheel|aovconsole)=='; } > $(VENV)/pins && mv $(VENV)/pins constraints.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp for the console, one for the tools; made again when what is wanted changes.
$(VENV)/run.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/run.stamp

$(VENV)/bin/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "$$python cannot make a virtual environment (Debian: apt install python3-venv)" >&2; exit 1; \
	  fi; \
	done; \
	echo 'aovconsole needs Python 3.11 or newer; none was found on PATH (python.org, or apt install python3 python3-venv)' >&2; \
	exit 1
