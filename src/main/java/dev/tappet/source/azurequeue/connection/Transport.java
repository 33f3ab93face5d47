package dev.tappet.source.azurequeue.connection;

import java.time.Duration;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;

/**
 * The JDK's client, one for all storage accounts, made with the first of them.
 */
final class Transport {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	static final HttpClient CLIENT = new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder()
		.version(java.net.http.HttpClient.Version.HTTP_1_1)
		.connectTimeout(CONNECT_TIMEOUT)).connectionTimeout(CONNECT_TIMEOUT).build();

	private Transport() {
	}

}
