package dev.tappet.source.kafka.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.tappet.support.Certificates;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.network.ListenerName;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * A broker in this process that listens in every way: open, with credentials, encrypted,
 * with certificates of its clients, and under the name of another host.
 *
 * @param broker the broker
 * @param certificates the certificates that it has
 */
record SecuredKafka(EmbeddedKafkaKraftBroker broker, Certificates certificates) implements AutoCloseable {

	static final String USER = "reader";

	/** One that a line of a login configuration has to quote. */
	static final String PASSWORD = "hunter2 \"\\;";

	static final String TOPIC = "orders";

	private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required "
			+ "user_reader=\"hunter2 \\\"\\\\;\";";

	private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;";

	/** A way of listening. */
	enum Listener {

		EXTERNAL, SASL, TLS, MUTUAL, BOTH, ELSEWHERE

	}

	static SecuredKafka start(Path folder) throws Exception {
		Certificates certificates = Certificates.in(folder);
		EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1, TOPIC);
		SecuredKafka kafka = new SecuredKafka(broker, certificates);
		try {
			kafka.start();
			return kafka;
		}
		catch (Exception | Error ex) {
			kafka.close();
			throw ex;
		}
	}

	private void start() throws Exception {
		this.broker.brokerProperties(Map.of("listeners",
				"EXTERNAL://localhost:0,SASL://localhost:0,TLS://localhost:0,MUTUAL://localhost:0,BOTH://localhost:0,"
						+ "ELSEWHERE://localhost:0,CONTROLLER://localhost:0",
				"listener.security.protocol.map",
				"EXTERNAL:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL,MUTUAL:SSL,BOTH:SASL_SSL,ELSEWHERE:SSL,CONTROLLER:PLAINTEXT"));
		for (String listener : List.of("sasl", "both")) {
			String prefix = "listener.name." + listener + ".";
			this.broker.brokerProperty(prefix + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
			this.broker.brokerProperty(prefix + "plain.sasl.jaas.config", PLAIN);
			this.broker.brokerProperty(prefix + "scram-sha-512.sasl.jaas.config", SCRAM);
		}
		for (Listener listener : List.of(Listener.TLS, Listener.MUTUAL, Listener.BOTH)) {
			tls(listener, Certificates.SERVER);
		}
		tls(Listener.ELSEWHERE, Certificates.ELSEWHERE);
		this.broker.brokerProperty("listener.name.mutual.ssl.client.auth", "required");
		this.broker.brokerProperty("listener.name.mutual.ssl.truststore.type", "PEM");
		this.broker.brokerProperty("listener.name.mutual.ssl.truststore.certificates",
				text(this.certificates.certificate(Certificates.AUTHORITY)));
		this.broker.afterPropertiesSet();
		this.broker.doWithAdmin((admin) -> {
			try {
				admin
					.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(USER,
							new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
					.all()
					.get(20, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private void tls(Listener listener, String server) throws IOException {
		String prefix = "listener.name." + listener.name().toLowerCase(Locale.ROOT) + ".ssl.keystore.";
		this.broker.brokerProperty(prefix + "type", "PEM");
		this.broker.brokerProperty(prefix + "certificate.chain", text(this.certificates.certificate(server)));
		this.broker.brokerProperty(prefix + "key", text(this.certificates.key(server)));
	}

	static String text(Path file) throws IOException {
		return Files.readString(file).replace("\r", "");
	}

	/** The first key of a connection to it. */
	String at(Listener listener) {
		return "bootstrap-servers=localhost:" + Objects.requireNonNull(this.broker.getCluster())
			.brokers()
			.values()
			.iterator()
			.next()
			.boundPort(new ListenerName(listener.name()));
	}

	@Override
	public void close() {
		this.broker.destroy();
	}

}
