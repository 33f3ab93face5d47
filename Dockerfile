FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
COPY src src
# The cache keeps what Maven has fetched between builds.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dmaven.test.skip=true package \
    && mkdir training && cd training \
    && jar xf "$(find /root/.m2 -name 'embedded-redis-*.jar' | head -n 1)" \
    && mv redis-server-*-linux-"$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')" redis-server \
    && chmod +x redis-server
# A jar beside its libraries starts faster than the executable jar.
RUN java -Djarmode=tools -jar target/tappet-*-exec.jar extract --destination extracted \
    && mv extracted/tappet-*-exec.jar extracted/tappet.jar

FROM eclipse-temurin:25-jre
WORKDIR /app
RUN mkdir config handlers
COPY --from=build /build/extracted/lib lib
COPY --from=build /build/extracted/tappet.jar .
# What a start loads is recorded once, on the Java and the files that will be used.
RUN --mount=type=bind,from=build,source=/build,target=/build \
    /build/src/main/docker/train /build/training/redis-server tappet.aot
USER 10001:10001
EXPOSE 8080
# Small while idle; the heap grows to 60 % of the container's memory.
ENV TAPPET_JAVA_OPTIONS="-XX:+UseSerialGC -Xms32m -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
ENV MALLOC_ARENA_MAX=2
# The shell gives way to Java, so that signals reach it. Java, not the shell, expands the asterisk.
ENTRYPOINT ["sh", "-c", "exec java $TAPPET_JAVA_OPTIONS -XX:AOTCache=tappet.aot --enable-native-access=ALL-UNNAMED -cp \"tappet.jar:${TAPPET_HANDLERS:-handlers}/*\" dev.tappet.TappetApplication \"$@\"", "tappet"]
