package dev.tappet.configuration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PropertyPathTests {

	@ParameterizedTest
	@CsvSource({ "a.b-c.D, a|b-c|D", "a[b.c].d, a|b.c|d", "a.b[0], a|b|0#", "a[0][1].b, a|0#|1#|b", "a..b, a|b",
			"a.***, a|***", "a[b, a[b", "a.[b].c, a|b|c" })
	void takesNamesApart(String name, String elements) {
		assertThat(PropertyPath.parse(name).elements())
			.extracting((element) -> element.text() + (element.index() ? "#" : ""))
			.containsExactly(elements.split("\\|"));
	}

}
