package dev.tappet.bench;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What was used so far. The bytes are those that all threads of the JVM have allocated,
 * {@link ThreadMXBean#getTotalThreadAllocatedBytes()}: virtual threads count with their
 * carriers, and threads that have ended count too.
 *
 * @param jvm processor seconds of this process
 * @param server processor seconds of the broker
 * @param allocated bytes
 */
record Usage(double jvm, double server, long allocated) {

	static Usage now(Server server) {
		double cpu = server.cpu();
		return new Usage(processorSeconds(), cpu, allocatedBytes());
	}

	static double processorSeconds() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
				? system.getProcessCpuTime() / 1e9 : Double.NaN;
	}

	private static long allocatedBytes() {
		return (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
				? threads.getTotalThreadAllocatedBytes() : 0;
	}

	Usage since(Usage before) {
		return new Usage(this.jvm - before.jvm, this.server - before.server, this.allocated - before.allocated);
	}

}
