FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
COPY src src
# The cache keeps what Maven has fetched between builds.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dmaven.test.skip=true package
# A jar beside its libraries starts faster than the executable jar.
RUN java -Djarmode=tools -jar target/tappet-*-exec.jar extract --destination extracted \
    && mv extracted/tappet-*-exec.jar extracted/tappet.jar

FROM eclipse-temurin:25-jre
WORKDIR /app
RUN mkdir config handlers
COPY --from=build /build/extracted/lib lib
COPY --from=build /build/extracted/tappet.jar .
USER 10001:10001
EXPOSE 8080
# The shell gives way to Java, so that signals reach it. Java, not the shell, expands the asterisk.
ENTRYPOINT ["sh", "-c", "exec java -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED -cp \"tappet.jar:${TAPPET_HANDLERS:-handlers}/*\" dev.tappet.TappetApplication \"$@\"", "tappet"]
