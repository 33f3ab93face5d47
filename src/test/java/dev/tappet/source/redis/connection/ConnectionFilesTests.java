package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionFilesTests {

	private static final String PREFIX = "tappet.connections.cache";

	private static final ConnectionDefinition KNOWN = new ConnectionDefinition("cache",
			new Topology.Standalone(new Node("h", 1)), "u", new Secret("at the start"), 0, false, null, null, null,
			null);

	private final StandardEnvironment environment = new StandardEnvironment();

	@TempDir
	private Path folder;

	@BeforeEach
	void mountSecrets() throws IOException {
		Files.writeString(this.folder.resolve("redis-password"), "first\n");
		this.environment.getPropertySources()
			.addLast(new ConfigTreePropertySource("secrets", this.folder,
					ConfigTreePropertySource.Option.AUTO_TRIM_TRAILING_NEW_LINE));
	}

	private @Nullable Secret password(Map<String, Object> keys) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("keys", keys));
		return new ConnectionFiles(this.environment).latest(KNOWN, PREFIX).password();
	}

	@Test
	void readsAPasswordAnew() throws IOException {
		Map<String, Object> keys = Map.of(PREFIX + ".host", "h", PREFIX + ".password", "${redis-password}");
		assertThat(password(keys)).isEqualTo(new Secret("first"));
		Files.writeString(this.folder.resolve("redis-password"), "second\n");
		assertThat(password(keys)).isEqualTo(new Secret("second"));
	}

	@Test
	void readsAnAddressOrAConnectionStringAnew() {
		assertThat(password(Map.of(PREFIX + ".url", "redis://u:${redis-password}@h:1"))).isEqualTo(new Secret("first"));
		assertThat(password(Map.of(PREFIX + ".connection-string", "h:1,password=${redis-password}")))
			.isEqualTo(new Secret("first"));
	}

	@Test
	void keepsWhatWasKnownWhereAFileIsAway() throws IOException {
		Files.delete(this.folder.resolve("redis-password"));
		assertThat(password(Map.of(PREFIX + ".host", "h", PREFIX + ".password", "${redis-password}")))
			.isEqualTo(new Secret("at the start"));
	}

	@Test
	void readsAFileOfYamlAnew() throws IOException {
		Path file = imported("secrets.yml", "redis.password: first\n");
		Map<String, Object> keys = Map.of(PREFIX + ".host", "h", PREFIX + ".password", "${redis.password}");
		assertThat(password(keys)).isEqualTo(new Secret("first"));
		Files.writeString(file, "redis.password: second\n");
		assertThat(password(keys)).isEqualTo(new Secret("second"));
		Files.writeString(file, "redis: {password: [\n");
		assertThat(password(keys)).isEqualTo(new Secret("first"));
		Files.delete(file);
		assertThat(password(keys)).isEqualTo(new Secret("first"));
	}

	@Test
	void readsFromEachDocumentWhatItHad() throws IOException {
		Path file = imported("secrets.yml", "redis.password: first\n---\nother: 1\n");
		Map<String, Object> keys = Map.of(PREFIX + ".host", "h", PREFIX + ".password", "${redis.password}");
		Files.writeString(file, "redis.password: second\n---\nother: 2\n");
		assertThat(password(keys)).isEqualTo(new Secret("second"));
	}

	@Test
	void keepsWhatADocumentHadWhereOneOfAnotherProfileHasItsPlace() throws IOException {
		Path file = imported("secrets.yml", "other: 1\n---\nredis.password: first\n");
		Files.writeString(file,
				"other: 1\n---\nspring.config.activate.on-profile: test\nredis.password: test\n---\nredis.password: second\n");
		assertThat(password(Map.of(PREFIX + ".host", "h", PREFIX + ".password", "${redis.password}")))
			.isEqualTo(new Secret("first"));
	}

	@Test
	void readsPropertiesAnew() throws IOException {
		this.environment.getPropertySources().remove("secrets");
		Path file = imported("secrets.properties", PREFIX + ".password=first\n" + PREFIX + ".host=h\n");
		Files.writeString(file, PREFIX + ".password=second\n" + PREFIX + ".host=h\n");
		assertThat(password(Map.of())).isEqualTo(new Secret("second"));
	}

	/** A file as Spring Boot has read it at the start. */
	private Path imported(String name, String text) throws IOException {
		Path file = Files.writeString(this.folder.resolve(name), text);
		PropertySourceLoader loader = name.endsWith(".yml") ? new YamlPropertySourceLoader()
				: new PropertiesPropertySourceLoader();
		loader.load("Config resource '%s'".formatted(name), new FileSystemResource(file))
			.forEach(this.environment.getPropertySources()::addLast);
		return file;
	}

	@Test
	void readsNothingAnewWithoutSuchFiles() {
		this.environment.getPropertySources().remove("secrets");
		assertThat(password(Map.of(PREFIX + ".host", "h", PREFIX + ".password", "other")))
			.isEqualTo(new Secret("at the start"));
	}

}
