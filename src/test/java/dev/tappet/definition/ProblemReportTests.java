package dev.tappet.definition;

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
		assertThat(ProblemReport.render(problems)).isEqualTo("""
				10 problems in the configuration under 'tappet':
				""");
	}

	@Test
	void wrapsLongSentences() {
		String report = ProblemReport
			.render(List.of(new ConfigurationProblem("tappet.x", null, null, "word ".repeat(30).strip(), "r")));
		assertThat(report.lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThan(120));
		assertThat(report).startsWith("1 problem in the configuration").contains("\n             word");
	}

}
