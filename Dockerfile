# PostgreSQL's own image with social_services in it, made from the sources beside this file:
#
#   docker build --tag social_services .
#   docker run --env POSTGRES_PASSWORD=... --env POSTGRES_DB=town --publish 127.0.0.1:5432:5432 social_services
#
# Other versions of PostgreSQL: --build-arg POSTGRES=16-bookworm.
ARG POSTGRES=17-bookworm

FROM postgres:${POSTGRES} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev make "postgresql-server-dev-$PG_MAJOR" \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /social_services
COPY Makefile social_services.control ./
COPY scripts scripts
COPY sql sql
COPY src src
# Without bitcode, which would need LLVM: the functions are called as compiled.
RUN make with_llvm=no && make with_llvm=no install DESTDIR=/installed

FROM postgres:${POSTGRES}
COPY --from=build /installed/ /
# In a new database: the extension in a schema in which nobody else may create. A mart of your own is one call more.
COPY examples/docker.sql /docker-entrypoint-initdb.d/social_services.sql
