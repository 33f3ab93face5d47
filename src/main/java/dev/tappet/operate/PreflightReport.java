package dev.tappet.operate;

import java.util.List;
import java.util.Map;

import dev.tappet.runtime.Trigger;
import dev.tappet.source.Finding;

/**
 * What the preflight has found, as it is shown.
 *
 * @param findings what was found of each trigger
 */
record PreflightReport(Map<Trigger, List<Finding>> findings) {

	/** Whether every trigger would run. */
	boolean passed() {
		return this.findings.values().stream().allMatch(PreflightReport::runs);
	}

	private static boolean runs(List<Finding> findings) {
		return findings.stream().noneMatch(Finding.Missing.class::isInstance);
	}

	String text() {
		StringBuilder text = new StringBuilder("Preflight: ");
		long running = this.findings.values().stream().filter(PreflightReport::runs).count();
		text.append(this.findings.isEmpty() ? "no triggers are defined"
				: "nothing is missing for %d of %d triggers".formatted(running, this.findings.size()));
		this.findings.forEach((trigger, found) -> {
			text.append("\n\n'%s' (%s)".formatted(trigger.definition().name(), trigger.definition().type()));
			found.forEach((finding) -> text.append("\n  ").append(line(finding)));
		});
		return text.append('\n').toString();
	}

	private static String line(Finding finding) {
		return switch (finding) {
			case Finding.Fine(String found) -> "fine     " + found;
			case Finding.Risky(String found, String remedy) -> "risky    %s. Remedy: %s".formatted(found, remedy);
			case Finding.Missing(String found, String remedy) -> "MISSING  %s. Remedy: %s".formatted(found, remedy);
		};
	}

}
