package dev.tappet.source.redis;

import dev.tappet.configuration.InvalidConfigurationException;
import dev.tappet.runtime.TappetAutoConfiguration;
import dev.tappet.source.redis.connection.ClientThreads;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RedisSourcesAutoConfigurationTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedisThreadsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				RedisSourcesAutoConfiguration.class, TappetAutoConfiguration.class));

	@Test
	void startsWithoutARedis() {
		this.application.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Memberships.class));
	}

	@Test
	void makesTheThreadsOfConnectionsUnlessTheApplicationBringsThem() {
		this.application.run((context) -> assertThat(context).hasSingleBean(ClientResources.class)
			.hasSingleBean(ClientThreads.class));
		this.application.withBean("own", ClientResources.class, DefaultClientResources::create)
			.run((context) -> assertThat(context).hasSingleBean(ClientResources.class)
				.doesNotHaveBean(ClientThreads.class));
	}

	@Test
	void stopsBeforeAnybodyReadsAMistakenUrl(CapturedOutput output) {
		this.application.withPropertyValues("spring.data.redis.url=redis://u:hun ter2@h").run((context) -> {
			assertThat(context).getFailure().isInstanceOf(InvalidConfigurationException.class);
			assertThat(output).doesNotContain("ter2");
		});
	}

	@Test
	void usesTheConnectionThatTheApplicationBrings() {
		this.application.withUserConfiguration(OwnConnection.class)
			.withPropertyValues("spring.data.redis.url=redis://unused", "spring.data.redis.cluster.nodes=unused",
					"tappet.triggers.a.handler=log", "tappet.triggers.a.enabled=false",
					"tappet.triggers.a.redis-list.key=k")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Memberships.class));
	}

	@Test
	void stopsWhereSpringBootParsesAnAddressThatNobodyUses(CapturedOutput output) {
		this.application.withUserConfiguration(OwnConnection.class)
			.withPropertyValues("spring.data.redis.url=u:hunter2@h")
			.run((context) -> {
				assertThat(context).getFailure().isInstanceOf(InvalidConfigurationException.class);
				assertThat(output).doesNotContain("hunter2");
			});
	}

	@Test
	void startsWithoutAnythingOfSpringBootForRedis() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RedisSourcesAutoConfiguration.class, TappetAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=nonsense")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Memberships.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnection {

		@Bean
		DataRedisConnectionDetails ownDetails() {
			return new DataRedisConnectionDetails() {

				@Override
				public Standalone getStandalone() {
					return Standalone.of("localhost", 1);
				}

			};
		}

	}

}
