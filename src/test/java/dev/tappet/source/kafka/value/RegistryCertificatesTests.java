package dev.tappet.source.kafka.value;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.tappet.source.kafka.connection.SchemaRegistry;
import dev.tappet.support.Certificates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A registry that is talked to by HTTPS, with an authority of its own.
 */
class RegistryCertificatesTests {

	@TempDir
	static Path folder;

	private static Certificates certificates;

	@BeforeAll
	static void make() {
		certificates = Certificates.in(folder);
	}

	private static StubRegistry registry(String name) {
		PemSslStoreDetails own = new PemSslStoreDetails(null, certificates.certificate(name).toString(),
				certificates.key(name).toString());
		return new StubRegistry(SslBundle.of(new PemSslStoreBundle(own, null)).createSslContext()).schema(3,
				"\"string\"");
	}

	private static SslBundle trusting(Path authority) {
		return SslBundle
			.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificates(authority.toUri().toString())));
	}

	@Test
	void trustsAnAuthorityOfItsOwn() throws Exception {
		try (StubRegistry registry = registry(Certificates.SERVER)) {
			SchemaRegistry open = registry.open();
			RegistryClient client = new RegistryClient(() -> open,
					() -> trusting(certificates.certificate(Certificates.AUTHORITY)));
			assertThat(client.get("/schemas/ids/3")).isNotNull();
			System.out.println("a registry with an authority of its own: asked 1, answered 1");
		}
	}

	@Test
	void namesTheCertificateThatIsNotTrusted() {
		try (StubRegistry registry = registry(Certificates.SERVER)) {
			assertThatExceptionOfType(FormatUnavailableException.class)
				.isThrownBy(() -> StubRegistry.client(registry.open()).get("/schemas/ids/3"))
				.satisfies((refused) -> assertThat(refused.reason()).contains("is not trusted here")
					.contains("keys.ssl-ca-location (or .ssl.bundle)"));
		}
	}

	@Test
	void talksToNobodyOfAnotherName() {
		try (StubRegistry registry = registry(Certificates.ELSEWHERE)) {
			SchemaRegistry open = registry.open();
			RegistryClient client = new RegistryClient(() -> open,
					() -> trusting(certificates.certificate(Certificates.AUTHORITY)));
			assertThatExceptionOfType(FormatUnavailableException.class).isThrownBy(() -> client.get("/schemas/ids/3"))
				.satisfies((refused) -> assertThat(refused.reason()).contains("or is for another host"));
		}
	}

	@Test
	void readsCertificatesAnewThatDidNotAgree() throws Exception {
		Path trusted = Files.copy(certificates.certificate(Certificates.STRANGER), folder.resolve("trusted.crt"));
		try (StubRegistry registry = registry(Certificates.SERVER)) {
			SchemaRegistry open = registry.open();
			RegistryClient client = new RegistryClient(() -> open, () -> trusting(trusted));
			assertThatExceptionOfType(FormatUnavailableException.class).isThrownBy(() -> client.get("/schemas/ids/3"));
			Files.copy(certificates.certificate(Certificates.AUTHORITY), trusted, StandardCopyOption.REPLACE_EXISTING);
			assertThat(client.get("/schemas/ids/3")).isNotNull();
		}
	}

}
