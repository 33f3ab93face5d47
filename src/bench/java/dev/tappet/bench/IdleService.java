package dev.tappet.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.bench.MeasuredService.TriggerSettings;

/**
 * A fresh process with some triggers that have nothing to do.
 */
final class IdleService {

	static final String THREADS = "platform threads";

	static final String CPU = "% of a core";

	private static final int SETTLE = 40_000;

	private static final int WATCH = 20_000;

	private IdleService() {
	}

	/** The child: half the triggers on streams, half on lists. */
	public static void main(String[] arguments) throws InterruptedException, IOException {
		Quiet.logging();
		int port = Integer.parseInt(arguments[0]);
		int triggers = Integer.parseInt(arguments[1]);
		List<TriggerSettings> all = new ArrayList<>();
		for (int i = 0; i < triggers; i++) {
			all.add((i % 2 == 0) ? TriggerSettings.stream("idle-" + i, MeasuredService.BYTES, "idle:" + i, 10, 16)
					: TriggerSettings.list("idle-" + i, "idle:" + i, "at-least-once", 10, 16));
		}
		MeasuredService service = MeasuredService.start(port, new Handled(), all);
		Thread.sleep(SETTLE);
		System.gc();
		ChildJvm.say(Map.of());
		double before = Usage.processorSeconds();
		Thread.sleep(WATCH);
		Map<String, Double> values = new LinkedHashMap<>();
		values.put(CPU, (Usage.processorSeconds() - before) * 1e5 / WATCH);
		values.put(THREADS, (double) ManagementFactory.getThreadMXBean().getThreadCount());
		values.put("heap MB", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
		values.put("resident MB", residentMegabytes());
		ChildJvm.say(values);
		ChildJvm.awaitTold();
		service.close();
		System.exit(0);
	}

	private static double residentMegabytes() throws IOException {
		Path status = Path.of("/proc/self/status");
		if (!Files.exists(status)) {
			return Double.NaN;
		}
		return Files.readAllLines(status)
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")) / 1000)
			.findFirst()
			.orElse(Double.NaN);
	}

}
