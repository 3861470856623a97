# The server, built from this clone: docker compose up -d
# The Java machine is a JDK, as functions are compiled by what a JRE's image may lack (jdk.internal.vm.ci).

FROM node:20.20.2-bookworm-slim AS node

FROM maven:3.9.11-eclipse-temurin-25-noble AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /impuls
COPY . .
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm \
    mvn -B -q -DskipTests -pl impuls-server -am package

FROM eclipse-temurin:25.0.3_9-jdk-noble
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/impuls impuls
COPY --from=build /impuls/impuls-server/target/impuls-server /opt/impuls-server
USER 10001:10001
WORKDIR /var/lib/impuls
VOLUME /var/lib/impuls
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["/opt/impuls-server/bin/impuls-server"]
CMD ["--host", "0.0.0.0", "--data-dir", "/var/lib/impuls"]
