# Both may carry a digest: --build-arg RUNTIME_IMAGE=eclipse-temurin:25-jre@sha256:…
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
# An executable jar that was built before, to be taken as it is: --build-arg JAR=target/tappet-0.1.0-exec.jar
ARG JAR=pom.xml
COPY pom.xml LICENSE NOTICE ${JAR} ./
COPY src src
# The cache keeps what Maven has fetched between builds. The Redis is for the training below.
RUN --mount=type=cache,target=/root/.m2 \
    if [ "$JAR" = pom.xml ]; \
    then mvn -B -ntp -Dmaven.test.skip=true package && mv target/tappet-*-exec.jar .; \
    else mvn -B -ntp dependency:get -Dtransitive=false -Dartifact='org.signal:embedded-redis:${embedded-redis.version}'; \
    fi \
    && mkdir training && cd training \
    && jar xf "$(find /root/.m2 -name 'embedded-redis-*.jar' | head -n 1)" \
    && mv redis-server-*-linux-"$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')" redis-server \
    && chmod +x redis-server
# A jar beside its libraries starts faster than the executable jar.
RUN java -Djarmode=tools -jar *-exec.jar extract --destination extracted \
    && mv extracted/*-exec.jar extracted/tappet.jar \
    && jar xf *-exec.jar META-INF/LICENSE META-INF/NOTICE META-INF/sbom/application.cdx.json \
    && for jar in extracted/lib/netty-transport-native-*.jar; do jar xf "$jar" META-INF/native; done

FROM ${RUNTIME_IMAGE}
WORKDIR /app
RUN mkdir config handlers
COPY --from=build /build/extracted/lib lib
COPY --from=build /build/extracted/tappet.jar /build/META-INF/LICENSE /build/META-INF/NOTICE ./
# Where scanners look for it
COPY --from=build /build/META-INF/sbom sbom
# Where Java looks for native libraries: Netty would unpack its own into a folder that it may not have.
COPY --from=build /build/META-INF/native /usr/java/packages/lib
# What a start loads is recorded once, on the Java and the files that will be used.
RUN --mount=type=bind,from=build,source=/build,target=/build \
    bash /build/src/main/docker/train /build/training/redis-server tappet.aot
COPY --chmod=755 src/main/docker/tappet src/main/docker/healthcheck ./
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["/app/healthcheck"]
ENV MALLOC_ARENA_MAX=2
ENTRYPOINT ["/app/tappet"]

ARG RUNTIME_IMAGE
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="Tappet" \
      org.opencontainers.image.description="Runs Spring beans when something happens in Redis, Kafka or Azure's queues" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}"
