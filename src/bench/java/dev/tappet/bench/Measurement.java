package dev.tappet.bench;

/**
 * One run of one candidate.
 *
 * @param messages how many there were
 * @param handled how many the handler saw
 * @param seconds from the first to the last acknowledgement
 * @param usage what it cost
 * @param left how many were not taken or not acknowledged
 * @param dropped how many the candidate says it dropped
 * @param cutOff how often the broker closed a connection that was read too slowly
 */
record Measurement(int messages, long handled, double seconds, Usage usage, long left, long dropped, long cutOff) {

	double rate() {
		return this.handled / this.seconds;
	}

	double jvmPer100k() {
		return this.usage.jvm() / this.handled * 100_000;
	}

	double serverPer100k() {
		return this.usage.server() / this.handled * 100_000;
	}

	double bytesPerMessage() {
		return (double) this.usage.allocated() / this.handled;
	}

	long lost() {
		return this.messages - this.handled;
	}

}
