# social_services: a PostgreSQL extension for the budgets of social services.
#
# `make help` lists the targets. `make all install` needs a PostgreSQL server
# with its headers; `make demo` and `make test` fetch those first.

EXTENSION = social_services
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" social_services.control)

CONCEPTS      = decimal_sums budget caseload decomposition glide_path target apportionment reallocation transfer forecast forecast_error mart
MART_CONCEPTS = plain_text organisation reader summary ledger ledger_period late_month reallocation appropriation forecast deficit_driver reconciliation caseload household_plan target \
                interim_report forecast_accuracy assignment replica_identity data_dictionary
SQL_CONCEPTS  = ratio product $(CONCEPTS) reader plain_text summary interim_report_text interim_report social_mart

MODULE_big = social_services
# What several concepts share, or one concept is made of.
PARTS      = social_services decimal decimal_message decimal_units household_list household_set window_partition \
             largest_remainder apportion_units transfer_input transfer_query transfer_array network_simplex spanning_tree \
             year_sums forecast_method
OBJS       = $(PARTS:%=src/%.o) $(CONCEPTS:%=src/%.o)
# sql/upgrade/FROM--TO.sql holds what an upgrade says by hand; sql/release/ has the install scripts of earlier versions,
# which only tests install: who could choose an old version could choose its faults.
UPGRADES   = $(notdir $(wildcard sql/upgrade/*--$(EXTVERSION).sql))
DATA_built = sql/$(EXTENSION)--$(EXTVERSION).sql $(UPGRADES:%=sql/$(EXTENSION)--%)
REGRESS    = decimal budget caseload decomposition glide_path target apportionment reallocation transfer forecast forecast_error states ratio product mart views refused_rows loads names forecast_views interim_report summary summary_proof planted doors
# Inputs are test/sql/X.sql, expected outputs ./expected/X.out, results under test/.
REGRESS_OPTS = --outputdir=test
EXTRA_CLEAN  = build test/results test/regression.diffs test/regression.out test/tmp_check

# What a header no longer declares is found when it is compiled, not when the library is loaded.
PG_CFLAGS    = -Werror=implicit-function-declaration

PG_CONFIG ?= pg_config
PGXS      := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)

ifneq ($(wildcard $(PGXS)),)
# Before the files go; a package's directory is no server's.
ifeq ($(DESTDIR),)
uninstall: who-uses-it
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

# A server that runs in a directory which is to go must go first.
clean: stop-servers

# The install script: every concept's SQL, with the mart's files as literals in it.
sql/$(EXTENSION)--$(EXTVERSION).sql: $(SQL_CONCEPTS:%=sql/%.sql) $(MART_CONCEPTS:%=sql/mart/%.sql) social_services.control Makefile scripts/install-sql
	scripts/install-sql "$(SQL_CONCEPTS)" "$(MART_CONCEPTS)" >$@.tmp && mv $@.tmp $@

sql/$(EXTENSION)--%--$(EXTVERSION).sql: sql/upgrade/%--$(EXTVERSION).sql sql/$(EXTENSION)--$(EXTVERSION).sql scripts/upgrade-sql
	scripts/upgrade-sql $< sql/$(EXTENSION)--$(EXTVERSION).sql >$@.tmp && mv $@.tmp $@

$(OBJS): $(wildcard src/*.h)

.PHONY: stop-servers who-uses-it help setup test test-dashboard test-grafana test-clients demo demo-stop dashboard dashboard-build bench lint dist
.DEFAULT_GOAL := all

help:
	@echo 'make                build'
	@echo 'make install        install into the server that PG_CONFIG belongs to'
	@echo 'make demo           install what is missing, load Lund 2023, print the reports'
	@echo 'make demo-stop      stop the demo'\''s server'
	@echo 'make test           install what is missing, run every test'
	@echo 'make dashboard      show the demo in a browser: build the pages, serve them on this machine'
	@echo 'make dashboard-build   only build the pages'
	@echo 'make test-dashboard install what is missing, look at every page in a browser'
	@echo 'make test-grafana   install what is missing, check the Grafana dashboard with Grafana'\''s types'
	@echo 'make test-clients   install what is missing, read every view through ODBC and JDBC'
	@echo 'make bench          time it beside plain SQL and other solvers, and the views (over an hour; ONLY=views for one of them)'
	@echo 'make installcheck   run pg_regress against a running server'
	@echo 'make lint           compile with every warning, check C and shell'
	@echo 'make setup          only install what is missing'
	@echo 'make dist           archive of the last commit, ready for PGXN'
	@echo 'make clean          remove what was built'

setup:
	@scripts/setup

test:
	@scripts/test

demo:
	@scripts/demo

demo-stop:
	@scripts/server stop build/demo

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

bench:
	@scripts/bench

who-uses-it:
	@PG_CONFIG="$(PG_CONFIG)" scripts/who-uses-it

lint:
	@scripts/lint

dist:
	@scripts/dist $(EXTVERSION)
