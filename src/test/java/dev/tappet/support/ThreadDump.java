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
 * Says what every thread was doing, virtual ones included, when a test did not end in
 * time.
 */
public final class ThreadDump implements Extension, PreInterruptCallback {

	@Override
	public void beforeThreadInterrupt(PreInterruptContext timeout, ExtensionContext test) throws IOException {
		System.out.println("Did not end in time: " + test.getUniqueId() + "\n" + ofAllThreads());
	}

	private static String ofAllThreads() throws IOException {
		Path folder = Files.createTempDirectory("threads");
		Path file = folder.resolve("dump.txt");
		try {
			ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
				.dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
			return Files.readString(file);
		}
		finally {
			Files.deleteIfExists(file);
			Files.delete(folder);
		}
	}

}
