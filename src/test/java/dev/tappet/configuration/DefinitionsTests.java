package dev.tappet.configuration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionsTests {

	private final Definitions definitions = Configured.by("""
			tappet:
			  triggers:
			    order:
			      redis-list:
			        key: a
			    order-created:
			      concurrency: 2
			      handler: orderCraeted
			      redis-list:
			        key: a
			""").sound();

	@Test
	void describesAProblemWithAKeyThatIsSet() {
		assertThat(this.definitions.problem("order-created", "handler", "No such bean.", "Did you mean it?"))
			.isEqualTo(new ConfigurationProblem("tappet.triggers.order-created.handler", "orderCraeted",
					"config/application.yml:8", "No such bean.", "Did you mean it?"));
	}

	@Test
	void describesAProblemWithAKeyThatIsNotSet() {
		assertThat(this.definitions.problem("order", "handler", "No such bean.", "Add it."))
			.isEqualTo(new ConfigurationProblem("tappet.triggers.order.handler", null, "config/application.yml:5",
					"No such bean.", "Add it."));
	}

	@Test
	void describesAProblemWithATriggerThatComesFromElsewhere() {
		assertThat(this.definitions.problem("x", "handler", "a", "b"))
			.isEqualTo(new ConfigurationProblem("tappet.triggers.x.handler", null, null, "a", "b"));
	}

}
