package dev.tappet.operate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.runtime.Trigger;
import dev.tappet.source.Finding;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the preflight says, and when it passes.
 */
class PreflightReportTests {

	private static final Finding FINE = new Finding.Fine("Redis 7.0.15");

	private static final Finding RISKY = new Finding.Risky("memory is short", "buy some");

	private static final Finding MISSING = new Finding.Missing("no right to hdel", "grant it");

	private static PreflightReport of(Finding... findings) {
		Map<Trigger, List<Finding>> all = new LinkedHashMap<>();
		all.put(TestTrigger.stream("orders", "orders"), List.of(findings));
		return new PreflightReport(all);
	}

	@Test
	void passesWhereNothingIsMissing() {
		assertThat(of(FINE, RISKY).passed()).isTrue();
		assertThat(of(FINE, MISSING).passed()).isFalse();
	}

	@Test
	void saysForEachTriggerWhatWasFoundAndWhatToDo() {
		assertThat(of(FINE, RISKY, MISSING).text()).contains("0 of 1 triggers", "'orders'", "Redis 7.0.15",
				"memory is short. Remedy: buy some", "no right to hdel. Remedy: grant it");
	}

	@Test
	void saysThatThereAreNoTriggers() {
		assertThat(new PreflightReport(Map.of()).text()).contains("no triggers are defined");
		assertThat(new PreflightReport(Map.of()).passed()).isTrue();
	}

}
