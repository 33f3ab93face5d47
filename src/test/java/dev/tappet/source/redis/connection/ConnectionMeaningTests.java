package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.runtime.TappetAutoConfiguration;
import dev.tappet.source.Connections;
import dev.tappet.source.redis.RedisSourcesAutoConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key means the same under {@code spring.data.redis}, where Spring Boot reads it, and
 * under {@code tappet.connections}, where we do.
 */
class ConnectionMeaningTests {

	@ParameterizedTest
	@ValueSource(strings = { "url=redis://h:6379", "url=redis://h:6379;database=5", "url=redis://h:7/3;database=5",
			"url=redis://u:p@h:6379;username=x;password=y", "url=redis://p@h:6379", "url=redis://:p@h:1",
			"url=redis://u:@h:6379", "url=redis://u%3A:p%40%2F%25@h:6379", "url=redis://h:6379;username=x;password=y",
			"url=rediss://h:1", "url=redis://h:6379;host=g;port=8",
			"host=h;port=7;database=2;username=u;password=p;client-name=c", "host=h;timeout=2s;connect-timeout=300",
			"sentinel.master=m;sentinel.nodes=a:1,b:2;database=4",
			"sentinel.master=m;sentinel.nodes=a:1;sentinel.username=su;sentinel.password=sp;password=p",
			"cluster.nodes=a:1,b:2;cluster.max-redirects=3;lettuce.cluster.refresh.period=9s;password=p",
			"masterreplica.nodes[0]=a:1;masterreplica.nodes[1]=b:2" })
	void isTheSameEverywhere(String keys) {
		List<String> properties = new ArrayList<>();
		for (String key : keys.split(";", -1)) {
			properties.add("spring.data.redis." + key);
			properties.add("tappet.connections.default-one." + key);
		}
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class,
					RedisSourcesAutoConfiguration.class, TappetAutoConfiguration.class))
			.withPropertyValues(properties.toArray(String[]::new))
			.run((context) -> {
				ConnectionDefinition ours = context.getBean(Connections.class)
					.get("default-one", ConnectionDefinition.class);
				ConnectionDefinition boots = context.getBean(DefaultConnection.class).definition();
				assertThat(ours).usingRecursiveComparison().ignoringFields("name").isEqualTo(boots);
			});
	}

}
