package dev.tappet.support;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Writes down what every thread was doing, virtual ones included, when a test did not end
 * in time: a file in {@code target/threads}.
 */
public final class ThreadDump implements Extension, PreInterruptCallback {

	@Override
	public void beforeThreadInterrupt(PreInterruptContext timeout, ExtensionContext test) throws IOException {
		Path folder = Files.createDirectories(Path.of("target", "threads").toAbsolutePath());
		String name = test.getRequiredTestClass().getSimpleName() + "-" + System.nanoTime() + ".dump";
		ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.dumpThreads(folder.resolve(name).toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
	}

}
