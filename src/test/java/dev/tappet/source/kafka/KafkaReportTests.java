package dev.tappet.source.kafka;

import java.util.Map;

import dev.tappet.configuration.InvalidConfigurationException;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the report of a start says of triggers on topics.
 */
class KafkaReportTests {

	@Test
	void refusesAHandlerOfListsWhereTheOrderIsStrict() {
		TappetService.Builder service = TappetService.builder()
			.trigger("lines-in", Map.of("kafka.topic", "lines", "ordering", "strict", "handler", "lines-in"))
			.batchHandler("lines-in", String.class, (lines, context) -> {
			});
		assertThatThrownBy(service::startAnyway).rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationException.class,
					(refused) -> assertThat(refused.problems()).singleElement().satisfies((problem) -> {
						assertThat(problem.key()).isEqualTo("tappet.triggers.lines-in.handler");
						assertThat(problem.problem())
							.isEqualTo("the handler 'lines-in': it takes List<String>, but with "
									+ "'ordering: strict' kafka hands on one message at a time");
						assertThat(problem.remedy()).isEqualTo("let it take String, or set 'ordering: none'");
					}));
	}

}
