package dev.tappet.source.redis;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RedisCliTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, SslAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					-                                                | redis-cli -p 6379
					port=7000                                        | redis-cli -p 7000
					host=127.0.0.1                                   | redis-cli -p 6379
					host=cache.example database=3                    | redis-cli -h cache.example -p 6379 -n 3
					url=rediss://joe:secret@cache.example:6380/2     | redis-cli -h cache.example -p 6380 -n 2 --tls --user joe --askpass
					ssl.enabled=true password=secret                 | redis-cli -p 6379 --tls --askpass
					cluster.nodes=one:7001,two:7002                  | redis-cli -c -h one -p 7001
					sentinel.master=main sentinel.nodes=one:26379    | (on the primary of the connection 'default') redis-cli
					masterreplica.nodes=one:6379,two:6379            | (on the primary of the connection 'default') redis-cli
					""")
	void callsTheDefaultConnection(String properties, String call) {
		ApplicationContextRunner configured = this.runner;
		for (String property : (properties != null) ? properties.split(" ") : new String[0]) {
			configured = configured.withPropertyValues("spring.data.redis." + property);
		}
		configured.run((context) -> {
			RedisCli redisCli = new RedisCli(context.getEnvironment(),
					context.getBeanProvider(DataRedisConnectionDetails.class));
			assertThat(redisCli.call("default")).isEqualTo(call);
			assertThat(redisCli.call("reporting")).isEqualTo("(on the connection 'reporting') redis-cli");
		});
	}

}
