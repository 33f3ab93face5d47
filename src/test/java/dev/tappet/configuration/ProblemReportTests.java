package dev.tappet.configuration;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemReportTests {

	@Test
	void showsAllThatIsWrongInAFile() {
		List<ConfigurationProblem> problems = Configured.by("""
				tappet:
				  instance-id: worker a
				  trigers: 5
				  defaults:
				    timeout: never
				  connections:
				    reporting:
				      url: redis://reader:hunter2@redis.example:port
				    default:
				      host: redis.example
				  triggers:
				    order-created:
				      concurency: 4
				      connection: reportin
				      redis-stream:
				        key: orders
				        start-from: yesterday
				      redis-list:
				        key: orders
				    Order_Changed:
				      enabled: perhaps
				""").read().problems();
		assertThat(ProblemReport.render(new InvalidConfigurationException(problems).problems())).isEqualTo(
				"""
						12 problems in the configuration:

						Service

						    Key:     tappet.instance-id
						    Value:   worker a
						    Place:   config/application.yml:2
						    Problem: Not a possible instance id.
						    Remedy:  Use at most 128 letters, digits and signs such as - . _ : without spaces or braces.

						    Key:     tappet.trigers
						    Value:   5
						    Place:   config/application.yml:3
						    Problem: Unknown key.
						    Remedy:  Did you mean 'triggers'?

						Defaults of all triggers

						    Key:     tappet.defaults.timeout
						    Value:   never
						    Place:   config/application.yml:5
						    Problem: Not a duration.
						    Remedy:  Give a duration such as 500ms, 1s, 5m or PT1M30S; a plain number counts milliseconds.

						Connection reporting

						    Key:     tappet.connections.reporting.url
						    Value:   redis://******
						    Place:   config/application.yml:8
						    Problem: The host and port are not 'host:port' with the port from 1 to 65535.
						    Remedy:  Use redis://user:password@host:port/database, or rediss:// for an encrypted connection; signs such
						             as @ : / % # in the password must be percent-encoded.

						Connection default

						    Key:     tappet.connections.default
						    Place:   config/application.yml:10
						    Problem: The default connection is not configured here.
						    Remedy:  Set it with spring.data.redis.*, or choose another name.

						Trigger order-created

						    Key:     tappet.triggers.order-created.concurency
						    Value:   4
						    Place:   config/application.yml:13
						    Problem: Unknown key.
						    Remedy:  Did you mean 'concurrency'?

						    Key:     tappet.triggers.order-created
						    Place:   config/application.yml:13
						    Problem: More than one source block: redis-stream, redis-list.
						    Remedy:  Keep one here, and make a trigger of its own for each other; they may share a handler.

						    Key:     tappet.triggers.order-created.connection
						    Value:   reportin
						    Place:   config/application.yml:14
						    Problem: No such connection under tappet.connections.
						    Remedy:  Did you mean 'reporting'?

						    Key:     tappet.triggers.order-created.redis-stream.start-from
						    Value:   yesterday
						    Place:   config/application.yml:17
						    Problem: Not a place in a stream.
						    Remedy:  Use 'beginning', 'latest' or an entry id such as 1658354934941-0.

						Trigger Order_Changed

						    Key:     tappet.triggers.Order_Changed
						    Place:   config/application.yml:21
						    Problem: A name may hold lower-case letters, digits and dashes only.
						    Remedy:  Call it 'order-changed'.

						    Key:     tappet.triggers.Order_Changed.enabled
						    Value:   perhaps
						    Place:   config/application.yml:21
						    Problem: Neither true nor false.
						    Remedy:  Use true or false.

						    Key:     tappet.triggers.Order_Changed
						    Place:   config/application.yml:21
						    Problem: No source block.
						    Remedy:  Add exactly one of the blocks 'redis-stream', 'redis-list' or 'redis-pubsub'.""");
	}

	@Test
	void wrapsLongSentences() {
		String report = ProblemReport
			.render(List.of(new ConfigurationProblem("tappet.x", null, null, "word ".repeat(30).strip(), "r")));
		assertThat(report.lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThan(120));
		assertThat(report).startsWith("1 problem in the configuration").contains("\n             word");
	}

}
