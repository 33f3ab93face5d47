package dev.tappet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TappetDefaultsTests {

	private static final String DETAILS = "management.endpoint.health.show-details";

	@Test
	void showsTheDetailsOfHealthToWhoIsAuthorizedWhereThereIsSecurity() {
		assertThat(TappetDefaults.properties(true)).containsEntry(DETAILS, "when-authorized");
		assertThat(TappetDefaults.properties(false)).containsEntry(DETAILS, "always");
		assertThat(TappetDefaults.properties()).containsEntry(DETAILS, "always");
	}

}
