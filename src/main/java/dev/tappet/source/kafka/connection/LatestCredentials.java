package dev.tappet.source.kafka.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;

import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler;

/**
 * Has Kafka's clients sign in with the user and the password that there are when a
 * connection is made. They would keep those of the day on which they were made, for as
 * long as they live.
 */
public final class LatestCredentials implements AuthenticateCallbackHandler {

	/** The property that holds a supplier of the login configuration. */
	static final String JAAS = "tappet.sasl.jaas.config";

	private final SaslClientCallbackHandler others = new SaslClientCallbackHandler();

	private Supplier<?> jaas = () -> "";

	/** Made by Kafka's client, which configures it next. */
	public LatestCredentials() {
	}

	@Override
	public void configure(Map<String, ?> properties, String mechanism, List<AppConfigurationEntry> entries) {
		this.others.configure(properties, mechanism, entries);
		if (properties.get(JAAS) instanceof Supplier<?> source) {
			this.jaas = source;
		}
	}

	@Override
	public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
		Map<String, ?> options = options();
		List<Callback> rest = new ArrayList<>();
		for (Callback callback : callbacks) {
			switch (callback) {
				case NameCallback name when options.get("username") instanceof String user -> name.setName(user);
				case PasswordCallback secret when options.get("password") instanceof String password ->
					secret.setPassword(password.toCharArray());
				default -> rest.add(callback);
			}
		}
		if (!rest.isEmpty()) {
			this.others.handle(rest.toArray(Callback[]::new));
		}
	}

	/** None where the line cannot be read, so that those of the login count. */
	private Map<String, ?> options() {
		try {
			Password line = new Password((String) this.jaas.get());
			return JaasContext.loadClientContext(Map.of(ClientProperties.JAAS, line))
				.configurationEntries()
				.getFirst()
				.getOptions();
		}
		catch (RuntimeException ex) {
			return Map.of();
		}
	}

	@Override
	public void close() {
		this.others.close();
	}

}
