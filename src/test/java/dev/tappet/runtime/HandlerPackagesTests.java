package dev.tappet.runtime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class HandlerPackagesTests {

	private static final String SCANNED = "tappet.handlers.packages=dev.tappet.runtime.scanned";

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withUserConfiguration(Importing.class);

	@Test
	void findsComponentsAndTheBeansOfConfigurations(CapturedOutput output) {
		this.context.withPropertyValues(SCANNED)
			.run((context) -> assertThat(context).hasBean("scannedHandler").hasBean("configuredHandler"));
		assertThat(output).doesNotContain("no component is in it");
	}

	@Test
	void looksNowhereByItself() {
		this.context.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("scannedHandler"));
	}

	@Test
	void warnsOfAPackageWithoutComponents(CapturedOutput output) {
		this.context.withPropertyValues("tappet.handlers.packages=org.example.nothing,dev.tappet.runtime.scanned")
			.run((context) -> assertThat(context).hasBean("scannedHandler"));
		assertThat(output).contains("tappet.handlers.packages names the package 'org.example.nothing', "
				+ "but no component is in it: is its jar among the handlers");
	}

	@Test
	void isContentWithAPackageThatTheApplicationScansItself(CapturedOutput output) {
		this.context.withUserConfiguration(Scanning.class)
			.withPropertyValues(SCANNED)
			.run((context) -> assertThat(context).hasBean("scannedHandler"));
		assertThat(output).doesNotContain("no component is in it");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(HandlerPackages.class)
	static class Importing {

	}

	@Configuration(proxyBeanMethods = false)
	@ComponentScan("dev.tappet.runtime.scanned")
	static class Scanning {

	}

}
