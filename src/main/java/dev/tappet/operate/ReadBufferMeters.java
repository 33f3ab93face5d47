package dev.tappet.operate;

import dev.tappet.source.ReadBuffer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The gauges of the memory for messages.
 */
class ReadBufferMeters implements MeterBinder {

	// Held here, since a meter refers to what it measures by a weak reference only.
	private final ReadBuffer buffer;

	ReadBufferMeters(ReadBuffer buffer) {
		this.buffer = buffer;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("tappet.read.buffer", this.buffer, ReadBuffer::used)
			.description("Memory that messages take which are in handlers, wait for them, or are being read")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder("tappet.read.buffer.max", this.buffer, ReadBuffer::most)
			.description("Memory that messages may take")
			.baseUnit("bytes")
			.register(registry);
	}

}
