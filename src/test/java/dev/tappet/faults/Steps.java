package dev.tappet.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.handler.RejectMessage;

/**
 * What a message asks its handler to do. A message is {@code id;first;second;...}: the
 * part after the id is for the first attempt, the next for the second, and the last for
 * all that follow. A part is a list of steps, such as {@code sleep:500+fail}; without any
 * the handler succeeds.
 */
final class Steps {

	/** The exit status of a process that a message has killed. */
	static final int HALTED = 99;

	private Steps() {
	}

	static String id(String message) {
		int end = message.indexOf(';');
		return (end < 0) ? message : message.substring(0, end);
	}

	static void take(String message, int attempt) throws Exception {
		String[] parts = message.split(";", -1);
		if (parts.length == 1) {
			return;
		}
		for (String step : parts[Math.min(attempt, parts.length - 1)].split("\\+", -1)) {
			int colon = step.indexOf(':');
			String name = (colon < 0) ? step : step.substring(0, colon);
			long millis = (colon < 0) ? 0 : Long.parseLong(step.substring(colon + 1));
			take(name, millis);
		}
	}

	private static void take(String name, long millis) throws Exception {
		switch (name) {
			case "ok" -> {
			}
			case "fail" -> throw new IllegalStateException("failed as asked");
			case "error" -> throw new AssertionError("an error, as asked");
			case "reject" -> throw new RejectMessage("rejected as asked");
			case "halt" -> Runtime.getRuntime().halt(HALTED);
			case "sleep" -> sleep(millis, true);
			case "stubborn" -> sleep(millis, false);
			case "spin" -> spin(millis);
			default -> throw new IllegalArgumentException("no such step: " + name);
		}
	}

	private static void sleep(long millis, boolean interruptible) throws InterruptedException {
		long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
		boolean interrupted = false;
		for (long left; (left = until - System.nanoTime()) > 0;) {
			LockSupport.parkNanos(left);
			if (Thread.interrupted()) {
				if (interruptible) {
					throw new InterruptedException();
				}
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static void spin(long millis) {
		long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
		while (until - System.nanoTime() > 0) {
			Thread.onSpinWait();
		}
	}

}
