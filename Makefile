# Each of these does all its own set-up. README.md says more.
PYTHON ?= python3
PORT ?= 8000

.PHONY: run test test-long check bench fmt

run: ## the portal with sample groups on http://localhost:8000 (PORT=... moves it)
	@$(PYTHON) tools/setup.py run
	@SAMPLE_MODE=1 SITE_URL=http://localhost:$(PORT) exec .venv/bin/python manage.py up --port $(PORT)

test: ## every test but the long ones, on SQLite and on PostgreSQL
	@$(PYTHON) tools/setup.py test
	@.venv/bin/python tools/test.py

test-long: ## every test
	@$(PYTHON) tools/setup.py test
	@.venv/bin/python tools/test.py --long

check: ## formatting, lint, imports, migrations, deployment
	@$(PYTHON) tools/setup.py test
	@.venv/bin/python tools/check.py

bench: ## measurements: ratios, not opinions
	@$(PYTHON) tools/setup.py test
	@.venv/bin/python tools/bench.py

fmt: ## format code and templates
	@$(PYTHON) tools/setup.py test
	@.venv/bin/ruff check --fix --exit-zero --quiet
	@.venv/bin/ruff format
	@find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2
