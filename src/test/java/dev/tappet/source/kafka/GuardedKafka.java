package dev.tappet.source.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.tappet.support.TappetService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * A broker in this process that lets nobody do anything without a right to it. Who comes
 * without credentials may do all; users have the password that is {@link #PASSWORD}.
 */
final class GuardedKafka implements AutoCloseable {

	static final String PASSWORD = "hunter2";

	private static final List<String> USERS = List.of("blind", "topicless", "groupless", "letterless", "createless",
			"unlettered", "uncreative");

	private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);

	private final Admin admin;

	private GuardedKafka() {
		this.broker
			.brokerProperties(Map.of("listeners", "EXTERNAL://localhost:0,SASL://localhost:0,CONTROLLER://localhost:0",
					"listener.security.protocol.map", "EXTERNAL:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
					"authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users",
					"User:ANONYMOUS", "auto.create.topics.enable", "false", "group.initial.rebalance.delay.ms", "0",
					"offsets.topic.num.partitions", "1", "offsets.topic.replication.factor", "1"));
		String users = String.join(" ",
				USERS.stream().map((user) -> "user_%s=\"%s\"".formatted(user, PASSWORD)).toList());
		this.broker.brokerProperty("listener.name.sasl.sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
		this.broker.brokerProperty("listener.name.sasl.plain.sasl.jaas.config",
				"org.apache.kafka.common.security.plain.PlainLoginModule required " + users + ";");
		// Whoever stays is asked again who it is, as in a cluster that changes passwords.
		this.broker.brokerProperty("listener.name.sasl.scram-sha-512.connections.max.reauth.ms", "3000");
		this.broker.brokerProperty("listener.name.sasl.scram-sha-512.sasl.jaas.config",
				"org.apache.kafka.common.security.scram.ScramLoginModule required;");
		this.broker.afterPropertiesSet();
		this.admin = Admin.create(Map.of("bootstrap.servers", address("EXTERNAL")));
	}

	static GuardedKafka start() {
		return new GuardedKafka();
	}

	private String address(String listener) {
		return "localhost:" + Objects.requireNonNull(this.broker.getCluster())
			.brokers()
			.values()
			.iterator()
			.next()
			.boundPort(new ListenerName(listener));
	}

	/** Where one may do everything. */
	String open() {
		return address("EXTERNAL");
	}

	Admin admin() {
		return this.admin;
	}

	/** Gives a service a connection that is named like its user. */
	void connect(TappetService.Builder service, String user, String mode) {
		Map.of("bootstrap-servers", address("SASL"), "protocol", "sasl-plaintext", "authentication-mode", mode,
				"username", user, "password", PASSWORD)
			.forEach((key, value) -> service.setting("tappet.connections." + user + ".kafka." + key, value));
	}

	void allow(String user, ResourceType type, String name, AclOperation... operations) {
		Collection<AclBinding> rights = Stream.of(operations)
			.map((operation) -> new AclBinding(new ResourcePattern(type, name, PatternType.LITERAL),
					new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
			.toList();
		KafkaBroker.answer(this.admin.createAcls(rights).all());
	}

	/** Lets a user in by the proof of a password. */
	void password(String user, String password) {
		KafkaBroker.answer(this.admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user,
				new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
			.all());
	}

	@Override
	public void close() {
		this.admin.close();
		this.broker.destroy();
	}

}
