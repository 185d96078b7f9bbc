# social_services: a PostgreSQL extension for the budgets of social services.
#
# `make help` lists the targets. `make all install` needs a PostgreSQL server
# with its headers; `make demo` and `make test` fetch those first.

EXTENSION = social_services
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" social_services.control)

# A file takes part because it is there: src/*.c in the library; sql/*.sql and sql/mart/*.sql, in the order of their
# names, in the install script; test/sql/*.sql in the tests.
MODULE_big = social_services
OBJS       = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c)))
SQL        = $(sort $(wildcard sql/[0-9]*.sql) $(wildcard sql/mart/*.sql))
REGRESS    = $(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql)))
# sql/release/ has the install scripts of earlier releases, which only tests install: who could choose an old version
# could choose its faults. From each leads an upgrade, with what sql/upgrade/ says of it by hand.
RELEASES   = $(filter-out $(EXTVERSION),$(patsubst sql/release/$(EXTENSION)--%.sql,%,$(wildcard sql/release/*.sql)))
DATA_built = sql/$(EXTENSION)--$(EXTVERSION).sql $(RELEASES:%=sql/$(EXTENSION)--%--$(EXTVERSION).sql)
# Inputs are test/sql/X.sql, expected outputs ./expected/X.out, results under test/.
REGRESS_OPTS = --outputdir=test
EXTRA_CLEAN  = build test/results test/regression.diffs test/regression.out test/tmp_check

# What a header no longer declares is found when it is compiled, not when the library is loaded.
# Helpers are not for other libraries to call by accident: what is seen is said in src/social_services.h. PostgreSQL 16
# hides them too.
# A forecast is the same on every machine: no multiplication is fused with an addition (src/forecast_book.h).
PG_CFLAGS    = -Werror=implicit-function-declaration -fvisibility=hidden -ffp-contract=off

PG_CONFIG ?= pg_config
PGXS      := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)

ifneq ($(wildcard $(PGXS)),)
# Files that a database still uses stay, unless ANYWAY is given; a package's directory is no server's. The library goes by
# a target of its own.
ifeq ($(DESTDIR)$(ANYWAY),)
uninstall uninstall-lib: who-uses-it
endif
include $(PGXS)
else
all install installcheck:
	@echo "Cannot build: '$(PG_CONFIG)' leads to no PostgreSQL server with its headers." >&2
	@echo "Run 'make setup' on Debian or Ubuntu, or name the server: make PG_CONFIG=/path/to/pg_config" >&2
	@exit 1
clean:
	rm -rf $(EXTRA_CLEAN)
endif

# A server that runs in a directory which is to go must go first, and the installation that it runs from after it.
clean: remove-installation

sql/$(EXTENSION)--$(EXTVERSION).sql: $(SQL) social_services.control Makefile scripts/install-sql
	scripts/install-sql >$@.tmp && mv $@.tmp $@

# A pattern, for the hand-written part need not be there.
$(RELEASES:%=sql/$(EXTENSION)--%--$(EXTVERSION).sql): sql/$(EXTENSION)--%--$(EXTVERSION).sql: sql/release/$(EXTENSION)--%.sql $(wildcard sql/upgrade/*.sql) sql/$(EXTENSION)--$(EXTVERSION).sql scripts/upgrade-sql
	scripts/upgrade-sql $* sql/$(EXTENSION)--$(EXTVERSION).sql >$@.tmp && mv $@.tmp $@

$(OBJS): $(wildcard src/*.h)

# Sixteen weights are tried side by side: unrolled they stay in registers.
src/forecast_smoothing.o src/forecast_theta.o: override CFLAGS += -funroll-loops

.PHONY: debug fuzz compile_commands.json format test-lsa test-stop stop-servers remove-installation who-uses-it help setup reference test test-citus test-dashboard test-grafana test-clients demo demo-stop demo-nation demo-nation-stop dashboard dashboard-build bench lint dist deb
.DEFAULT_GOAL := all

help:
	@echo 'make                build'
	@echo 'make install        install into the server that PG_CONFIG belongs to'
	@echo 'make demo           install what is missing, load Lund 2023, print the reports'
	@echo 'make demo REPORT=5  the same, and print report 5 alone'
	@echo 'make demo-stop      stop the demo'\''s server'
	@echo 'make demo-nation    three synthetic towns'\'' servers and one that reads them all; make demo-nation-stop stops them'
	@echo 'make test           install what is missing, run the tests that take seconds each; ALL=yes runs every test'
	@echo 'make test ONLY=budget  run one test, or several, by name, in a server that is kept'
	@echo 'make test-lsa DIR=...  compare with HUD'\''s sample, where DIR has its tables (HMIS/LSASampleCode)'
	@echo 'make test-stop      stop that server'
	@echo 'make test-citus     the aggregates on two workers of Citus, where the server of PG_CONFIG has it'
	@echo 'make dashboard      show the demo in a browser: build the pages, serve them on this machine'
	@echo 'make dashboard-build   only build the pages'
	@echo 'make test-dashboard install what is missing, look at every page in a browser'
	@echo 'make test-grafana   install what is missing, check the Grafana dashboard with Grafana'\''s types'
	@echo 'make test-clients   install what is missing, read every view through ODBC and JDBC'
	@echo 'make bench          time it beside plain SQL and other solvers, and the views (over an hour; ONLY=views for one of them)'
	@echo 'make fuzz           give what reads files of others bytes that nobody wrote (needs clang; SECONDS=3600 for an hour)'
	@echo 'make installcheck   run pg_regress against a running server'
	@echo 'make reference      make docs/functions.md, docs/views.md and the rules in docs/data_quality.md anew from the comments of the SQL'
	@echo 'make lint           compile with every warning, check C and shell'
	@echo 'make debug          build without optimisation, for gdb'
	@echo 'make compile_commands.json   how each source is compiled, for editors'
	@echo 'make format         clang-format over the sources: look at what it changes'
	@echo 'make uninstall      take out what make install put in, unless a database uses it (ANYWAY=yes: all the same)'
	@echo 'make setup          only install what is missing'
	@echo 'make dist           archive of the last commit, ready for PGXN'
	@echo 'make deb            Debian packages of the last commit, one for each PostgreSQL that the distribution supports'
	@echo 'make clean          remove what was built'

setup:
	@scripts/setup

test:
	@scripts/test $(ONLY)

test-citus:
	@scripts/test citus

# Without optimisation, with all that gdb shows; docs/development.md says how to attach.
debug:
	@$(MAKE) --always-make COPT='-O0 -g3 -fno-inline' all

compile_commands.json:
	@scripts/compile-commands PG_CONFIG="$(PG_CONFIG)"

format:
	clang-format -i $(OBJS:.o=.c)

test-lsa:
	@LSA_DIR="$(DIR)" scripts/test lsa.t

test-stop:
	@scripts/server stop build/kept

demo:
	@scripts/demo $(REPORT)

demo-stop:
	@scripts/server stop build/demo

demo-nation:
	@scripts/demo-nation

demo-nation-stop:
	@scripts/server stop build/demo-nation-hub build/demo-nation-north build/demo-nation-south build/demo-nation-west

dashboard:
	@scripts/dashboard

dashboard-build:
	@scripts/dashboard build

test-dashboard:
	@scripts/test-dashboard

test-grafana:
	@scripts/test-grafana

test-clients:
	@scripts/test-clients

stop-servers:
	@scripts/server stop $(patsubst %/port,%,$(wildcard build/*/port))

remove-installation: stop-servers
	@scripts/installation remove

bench:
	@scripts/bench

# What it finds that is new is kept, and read first the next time.
FUZZED  = src/amount_text.c src/month_text.c src/sie_reader.c src/text_bytes.c
SECONDS = 60
fuzz:
	@mkdir -p build/fuzz/corpus
	clang -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -Isrc test/fuzz/readers.c $(FUZZED) -o build/fuzz/readers
	build/fuzz/readers -dict=test/fuzz/readers.dict -max_len=4096 -max_total_time=$(SECONDS) -artifact_prefix=build/fuzz/ build/fuzz/corpus

reference:
	@scripts/reference

who-uses-it:
	@PG_CONFIG="$(PG_CONFIG)" scripts/who-uses-it || { echo "No file was removed. To remove them all the same: make uninstall ANYWAY=yes" >&2; exit 1; }

lint:
	@scripts/lint

dist:
	@scripts/dist $(EXTVERSION)

deb:
	@scripts/deb $(EXTVERSION)
