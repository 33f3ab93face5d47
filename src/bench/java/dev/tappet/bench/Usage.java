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
 * @param redis processor seconds of Redis
 * @param allocated bytes
 */
record Usage(double jvm, double redis, long allocated) {

	static Usage now(BenchRedis redis) {
		double server = redis.cpu();
		return new Usage(processorSeconds(), server, allocatedBytes());
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
		return new Usage(this.jvm - before.jvm, this.redis - before.redis, this.allocated - before.allocated);
	}

}
