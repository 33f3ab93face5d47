package dev.tappet.runtime;

import java.util.List;

import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What somebody sees who starts the service with a broken configuration.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationReportTests {

	private static String start(TappetService.Builder builder, CapturedOutput output) {
		assertThatException().isThrownBy(() -> builder.startAnyway().close());
		assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
		// As it reads, however its lines are broken.
		return output.getOut()
			.substring(output.getOut().indexOf("APPLICATION FAILED TO START"))
			.replaceAll("\\s+", " ");
	}

	private static TappetService.Builder service(String yaml) {
		return TappetService.builder().yaml(yaml).handler("orderCreated", String.class, (payload, context) -> {
		}).handler("mailQueued", String.class, (payload, context) -> {
		}).bean("justAList", ResolvableType.forClassWithGenerics(List.class, String.class), List.of("a"));
	}

	@Test
	void namesTheHandlersThatAreMeantByAnUnknownName(CapturedOutput output) {
		String report = start(service("""
				tappet:
				  triggers:
				    orders:
				      handler: ordrCreated
				      redis-stream:
				        key: orders
				"""), output);
		assertThat(report).contains("1 problem in the configuration", "Key: tappet.triggers.orders.handler",
				"Value: ordrCreated", "there is no handler bean named 'ordrCreated'", "did you mean 'orderCreated'?",
				".yml:4 ");
	}

	@Test
	void namesAllHandlersWhereNoneIsNear(CapturedOutput output) {
		String report = start(service("""
				tappet:
				  triggers:
				    something-else-entirely:
				      redis-stream:
				        key: orders
				"""), output);
		assertThat(report).contains("'something-else-entirely' or 'somethingElseEntirely'", "'orderCreated'",
				"'mailQueued'", "'log'");
	}

	@Test
	void tellsOfABeanThatIsNoHandler(CapturedOutput output) {
		String report = start(service("""
				tappet:
				  triggers:
				    orders:
				      handler: justAList
				      redis-stream:
				        key: orders
				"""), output);
		assertThat(report).contains("'justAList'", "is no handler", "implement dev.tappet.handler.TriggerHandler");
	}

	@Test
	void tellsOfEverythingAtOnce(CapturedOutput output) {
		String report = start(service("""
				tappet:
				  defaults:
				    retry:
				      max-attempts: none
				  triggers:
				    no-source:
				      handler: log
				    two-sources:
				      handler: log
				      redis-list:
				        key: mails
				      redis-stream:
				        key: orders
				    unknown-handler:
				      handler: ordrCreated
				      redis-list:
				        key: mails
				    no-handler:
				      handler: justAList
				      redis-list:
				        key: mails
				    unknown-connection:
				      handler: log
				      connection: elsewhere
				      redis-list:
				        key: mails
				    bad-values:
				      handler: mailQeued
				      concurrency: many
				      timeout: soon
				      ordering: alphabetical
				      redis-list:
				        kee: mails
				"""), output);
		for (String trigger : List.of("no-source", "two-sources", "unknown-handler", "no-handler", "unknown-connection",
				"bad-values")) {
			assertThat(report).contains("Trigger " + trigger);
		}
		assertThat(report).contains("tappet.defaults.retry.max-attempts", "Value: none", "tappet.triggers.no-source",
				"tappet.triggers.two-sources", "'orderCreated'", "is no handler", "Value: elsewhere", "Value: many",
				"Value: soon", "Value: alphabetical", "tappet.triggers.bad-values.redis-list.kee",
				"tappet.triggers.bad-values.redis-list.key", "Follow the remedies above");
		// A trigger that has other problems is asked after its handler all the same.
		assertThat(report).contains("there is no handler bean named 'mailQeued'", "did you mean 'mailQueued'?");
	}

	@Test
	void showsNoSecrets(CapturedOutput output) {
		String report = start(service("""
				tappet:
				  connections:
				    reporting:
				      url: redis://user:topsecret@host:notaport/0
				      pasword: topsecret
				  triggers:
				    orders:
				      handler: orderCreated
				      connection: reporting
				      redis-stream:
				        key: orders
				"""), output);
		assertThat(report).contains("tappet.connections.reporting.url");
		assertThat(output).doesNotContain("topsecret");
	}

}
