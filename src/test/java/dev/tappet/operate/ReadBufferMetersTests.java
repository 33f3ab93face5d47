package dev.tappet.operate;

import dev.tappet.source.ReadBuffer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadBufferMetersTests {

	@Test
	void showHowMuchOfTheReadBufferIsTaken() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		ReadBuffer buffer = new ReadBuffer(1000);
		new ReadBufferMeters(buffer).bindTo(prometheus);
		buffer.share(() -> {
		}).add(300);
		assertThat(prometheus.scrape().lines()).contains("tappet_read_buffer_bytes 300.0",
				"tappet_read_buffer_max_bytes 1000.0");
	}

}
