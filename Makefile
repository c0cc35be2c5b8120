# One profile, `release`, for everything: HiGHS is compiled once (see docs/decisions.md).
CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
PROGRAM := $(TARGET)/release/reisagenda
DEMO := scenarios/taskforce-2027
# A minute gives a good plan; without a limit the search goes on until it can prove no more.
DEMO_SECONDS ?= 60

.PHONY: help build demo test lint bench bench-short

help:
	@echo "make demo    build, plan the example agenda, check it, write its calendars and a page to demo/"
	@echo "make test    formatting, lints, all tests, licences: what must pass before a commit"
	@echo "make lint    formatting and lints only"
	@echo "make bench   measure the search on the benchmark scenarios (scenarios/bench/README.md); bench-short: the smallest"
	@echo "make build   the program only, at $(PROGRAM)"

build:
	@tools/prepare.sh build
	@test -d $(TARGET)/release/build || echo "The first build compiles the solver HiGHS from source: some six minutes on two cores."
	$(CARGO) build --release --locked

demo: build
	@mkdir -p demo
	$(PROGRAM) plan $(DEMO) -o demo/plan.json --time-limit $(DEMO_SECONDS)
	$(PROGRAM) check $(DEMO) demo/plan.json
	$(PROGRAM) feeds $(DEMO) demo/plan.json -o demo/feeds
	$(PROGRAM) report $(DEMO) demo/plan.json -o demo/report.html
	$(PROGRAM) publish $(DEMO) demo/plan.json --to demo/published
	@echo
	@echo "The scenario:   $(DEMO)/scenario.toml (example data; docs/scenario.md explains it)"
	@echo "The plan:       demo/plan.json"
	@echo "The calendars:  demo/feeds/ (.ics files; open one in Outlook or another calendar)"
	@echo "The page:       demo/report.html (open it in a browser)"
	@echo "Published:      demo/published/current/ (for every audience as much as it may see; docs/publish.md)"
	@echo "Your own:       $(PROGRAM) init my-agenda"

lint:
	@tools/prepare.sh test
	$(CARGO) fmt --check
	$(CARGO) clippy --release --locked --all-targets -- -D warnings

test: lint
	REISAGENDA_PYTHON="$${REISAGENDA_PYTHON:-$(CURDIR)/target/python/bin/python}" $(CARGO) test --release --locked
	@if $(CARGO) deny --version >/dev/null 2>&1; then \
		$(CARGO) deny check bans licenses sources; \
	else \
		echo "cargo-deny is not installed: licences and sources of dependencies were not checked (cargo install cargo-deny)."; \
	fi

# SIZES="S M", SECONDS for each search instead of those of bench.toml, WRITE=1 to write docs/benchmarks.md, NOTE="..." to say
# something of the machine.
BENCH = $(CARGO) bench --profile release --locked --bench solve --

bench: build
	$(BENCH) $(foreach size,$(SIZES),--size $(size)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(NOTE),--note "$(NOTE)") $(if $(WRITE),--write)

bench-short: build
	$(BENCH) --size S --seconds 10
