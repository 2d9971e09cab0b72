#!/bin/sh
# Run by PostgreSQL's image on an empty volume: a login role for each service, owning the schema of its name and nothing else.
# SERVICE_ROLES names them, SERVICE_PASSWORD_<role> has the passwords, POSTGRES_DB is the database.
set -eu

run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" "$@"; }

run --set database="$POSTGRES_DB" <<'SQL'
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SQL

for role in $SERVICE_ROLES; do
    # Read by psql itself: an argument is for everybody to read in the process list.
    eval "export ROLE_PASSWORD=\$SERVICE_PASSWORD_$role"
    run --set database="$POSTGRES_DB" --set role="$role" <<'SQL'
\getenv password ROLE_PASSWORD
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" PASSWORD :'password';
ALTER ROLE :"role" SET search_path = :"role", public;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO :"role";
CREATE SCHEMA IF NOT EXISTS :"role" AUTHORIZATION :"role";
SQL
done
