package dev.tappet.operate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;

/**
 * Looks whether the triggers would run, in the place of running them, and says so by the
 * exit code as well.
 */
class Preflight implements ApplicationRunner, ExitCodeGenerator {

	private static final Logger logger = LoggerFactory.getLogger(Preflight.class);

	private final TriggerRegistry registry;

	private volatile boolean passed;

	Preflight(TriggerRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		PreflightReport report = new PreflightReport(look());
		this.passed = report.passed();
		if (this.passed) {
			logger.info(report.text());
		}
		else {
			logger.warn(report.text());
		}
	}

	/** All at once: one that does not answer takes its time. */
	private Map<Trigger, List<Finding>> look() throws InterruptedException {
		Map<Trigger, Future<List<Finding>>> looks = new LinkedHashMap<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			this.registry.triggers()
				.stream()
				.filter((trigger) -> trigger.definition().enabled())
				.forEach((trigger) -> looks.put(trigger, threads.submit(trigger::check)));
		}
		Map<Trigger, List<Finding>> findings = new LinkedHashMap<>();
		for (Trigger trigger : this.registry.triggers()) {
			Future<List<Finding>> look = looks.get(trigger);
			findings.put(trigger,
					(look != null) ? found(look) : List.of(new Finding.Fine("disabled, so not looked at")));
		}
		return findings;
	}

	private static List<Finding> found(Future<List<Finding>> look) throws InterruptedException {
		try {
			return new ArrayList<>(look.get());
		}
		catch (ExecutionException ex) {
			logger.debug("A trigger could not be looked at", ex);
			return List.of(new Finding.Missing("it could not be looked at (" + ex.getCause() + ")",
					"start with --debug for more"));
		}
	}

	@Override
	public int getExitCode() {
		return this.passed ? 0 : 1;
	}

}
