#!/usr/bin/env bash
# Every query of the Grafana dashboard runs as the reader, whatever is chosen, and says what is known. Needs the synthetic example too.
GRAFANA_DASHBOARD=examples/grafana/social_services.json exec psql --no-psqlrc --quiet --file=test/grafana/queries.sql
