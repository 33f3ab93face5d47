package dev.tappet.source.kafka.connection;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;

import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;

/**
 * Has Kafka's clients ask for each token with the client's id and secret that there are
 * then.
 */
public final class LatestTokens implements AuthenticateCallbackHandler {

	/**
	 * The property that holds a supplier of the properties with the id and the secret.
	 */
	static final String CREDENTIALS = "tappet.sasl.oauthbearer.client.credentials";

	static final String ID = "sasl.oauthbearer.client.credentials.client.id";

	static final String SECRET = "sasl.oauthbearer.client.credentials.client.secret";

	private Map<String, ?> properties = Map.of();

	private String mechanism = "";

	private List<AppConfigurationEntry> entries = List.of();

	/** Made by Kafka's client, which configures it next. */
	public LatestTokens() {
	}

	@Override
	public void configure(Map<String, ?> given, String saslMechanism, List<AppConfigurationEntry> jaasEntries) {
		this.properties = given;
		this.mechanism = saslMechanism;
		this.entries = jaasEntries;
	}

	@Override
	public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
		OAuthBearerLoginCallbackHandler now = new OAuthBearerLoginCallbackHandler();
		try {
			now.configure(latest(), this.mechanism, this.entries);
			now.handle(callbacks);
		}
		finally {
			now.close();
		}
	}

	private Map<String, Object> latest() {
		Map<String, Object> latest = new HashMap<>(this.properties);
		if (this.properties.get(CREDENTIALS) instanceof Supplier<?> source
				&& source.get() instanceof ClientProperties credentials) {
			String id = credentials.get(ID);
			String secret = credentials.get(SECRET);
			if (id != null && secret != null) {
				latest.put(ID, id);
				latest.put(SECRET, new Password(secret));
			}
		}
		return latest;
	}

	@Override
	public void close() {
		// Nothing is held open between two tokens.
	}

}
