package dev.tappet.source.azurequeue.connection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AzureOperationTests {

	@ParameterizedTest
	@CsvSource({ "GET, /orders/messages, numofmessages=16&visibilitytimeout=15, RECEIVE",
			"GET, /orders/messages, peekonly=true&numofmessages=1, PEEK", "GET, /orders, comp=metadata, COUNT",
			"PUT, /orders/messages/4f3b, popreceipt=x&visibilitytimeout=15, UPDATE",
			"DELETE, /devstoreaccount1/orders/messages/4f3b, popreceipt=x, DELETE",
			"POST, /orders-poison/messages, messagettl=-1, SEND", "PUT, /orders, '', CREATE" })
	void knowsARequestByItsAddress(String method, String path, String query, AzureOperation operation) {
		assertThat(AzureOperation.of(method, path, query)).isEqualTo(operation);
	}

	@Test
	void countsByTriggerAndTellsWhoeverShowsThem() {
		RequestCounts counts = new RequestCounts();
		List<String> told = new ArrayList<>();
		RequestCounts.OfTrigger first = counts.of("orders");
		counts.watch((trigger) -> told.add(trigger.trigger()));
		counts.of("orders").add(AzureOperation.DELETE);
		counts.of("payments");
		assertThat(told).containsExactly("orders", "payments");
		assertThat(first.count(AzureOperation.DELETE)).isEqualTo(1);
		assertThat(first.count(AzureOperation.RECEIVE)).isZero();
	}

	@Test
	void knowsWhenASignatureEnds() {
		assertThat(SasEnd.of("sv=2026-04-06&se=2026-11-22T10%3A00%3A00Z&sig=x"))
			.isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
		assertThat(SasEnd.of("se=2026-11-22T10:00Z")).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
		assertThat(SasEnd.of("se=2026-11-22")).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
		assertThat(SasEnd.of("si=policy&sig=x")).isNull();
		assertThat(SasEnd.of("se=soon")).isNull();
	}

}
