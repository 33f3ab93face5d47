package dev.tappet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.kafka.common.utils.AppInfoParser;

/**
 * What it was measured on.
 */
final class Machine {

	private Machine() {
	}

	static Map<String, Object> describe(BenchRedis redis) {
		Map<String, Object> machine = new LinkedHashMap<>();
		machine.put("processors", Runtime.getRuntime().availableProcessors());
		machine.put("processor", first("/proc/cpuinfo", "model name"));
		machine.put("memory", first("/proc/meminfo", "MemTotal"));
		machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
		machine.put("heap MB", Runtime.getRuntime().maxMemory() >> 20);
		machine.put("redis", redis.version());
		machine.put("kafka", AppInfoParser.getVersion());
		return machine;
	}

	private static String first(String file, String name) {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.filter((line) -> line.startsWith(name))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
