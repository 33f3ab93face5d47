package dev.tappet.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Certificates that a test makes for itself: two authorities, and who they vouch for. All
 * of it lies in a folder as PEM files, {@code <name>.crt} and {@code <name>.key}.
 *
 * @param folder where the files are
 */
public record Certificates(Path folder) {

	/** The authority that signs all but the stranger. */
	public static final String AUTHORITY = "authority";

	/** A server on localhost and 127.0.0.1. */
	public static final String SERVER = "server";

	/** A server of another name. */
	public static final String ELSEWHERE = "elsewhere";

	/** A client. */
	public static final String CLIENT = "client";

	/** An authority that signed nothing of these. */
	public static final String STRANGER = "stranger";

	private static final String PASSWORD = "changeit";

	/**
	 * Makes them, which takes some seconds.
	 * @param folder where the files go
	 * @return the certificates
	 */
	public static Certificates in(Path folder) {
		Certificates certificates = new Certificates(folder);
		certificates.make(AUTHORITY, "-ext", "bc:c");
		certificates.make(STRANGER, "-ext", "bc:c");
		certificates.make(SERVER, "-signer", AUTHORITY, "-ext", "san=dns:localhost,ip:127.0.0.1");
		certificates.make(ELSEWHERE, "-signer", AUTHORITY, "-ext", "san=dns:cache.elsewhere.example");
		certificates.make(CLIENT, "-signer", AUTHORITY);
		certificates.export();
		return certificates;
	}

	public Path certificate(String name) {
		return this.folder.resolve(name + ".crt");
	}

	public Path key(String name) {
		return this.folder.resolve(name + ".key");
	}

	/** What makes a Redis server speak TLS on a port, as the server of this name. */
	public List<String> options(String server, int port, boolean clientsToo) {
		return List.of("--tls-port", String.valueOf(port), "--tls-cert-file", certificate(server).toString(),
				"--tls-key-file", key(server).toString(), "--tls-ca-cert-file", certificate(AUTHORITY).toString(),
				"--tls-auth-clients", clientsToo ? "yes" : "no");
	}

	/** What a server of this name shows, to clients in this process or another. */
	public SSLContext server(String name) {
		try {
			KeyStore own = KeyStore.getInstance("PKCS12");
			own.load(null, null);
			KeyStore all = load();
			own.setKeyEntry(name, all.getKey(name, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
					all.getCertificateChain(name));
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(own, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What makes a JVM trust whom the authority vouches for. */
	public String[] trustOptions() {
		Path file = this.folder.resolve("trust.p12");
		try (OutputStream out = Files.newOutputStream(file)) {
			KeyStore trust = KeyStore.getInstance("PKCS12");
			trust.load(null, null);
			trust.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
			trust.store(out, PASSWORD.toCharArray());
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		return new String[] { "-Djavax.net.ssl.trustStore=" + file.toAbsolutePath(),
				"-Djavax.net.ssl.trustStorePassword=" + PASSWORD };
	}

	private KeyStore load() throws IOException, GeneralSecurityException {
		try (InputStream in = Files.newInputStream(store())) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(in, PASSWORD.toCharArray());
			return store;
		}
	}

	private Path store() {
		return this.folder.resolve("all.p12");
	}

	private void make(String name, String... more) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						name, "-dname", "CN=" + name, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30",
						"-storetype", "PKCS12", "-keystore", store().toString(), "-storepass", PASSWORD));
		command.addAll(List.of(more));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.folder.resolve("keytool.log").toFile())
				.start();
			if (process.waitFor() != 0) {
				throw new IllegalStateException(Files.readString(this.folder.resolve("keytool.log")));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void export() {
		try {
			KeyStore store = load();
			for (String name : List.of(AUTHORITY, STRANGER, SERVER, ELSEWHERE, CLIENT)) {
				StringBuilder chain = new StringBuilder();
				for (Certificate certificate : store.getCertificateChain(name)) {
					chain.append(pem("CERTIFICATE", certificate.getEncoded()));
				}
				Files.writeString(certificate(name), chain);
				Files.writeString(key(name),
						pem("PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
			}
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content));
	}

}
