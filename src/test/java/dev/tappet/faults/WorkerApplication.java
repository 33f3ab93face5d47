package dev.tappet.faults;

import java.nio.file.Path;
import java.util.Set;

import dev.tappet.TappetApplication;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;

import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The service with a handler that does what its messages ask for, and writes down what it
 * did.
 */
final class WorkerApplication {

	static final String JOURNAL = "faults.journal";

	private WorkerApplication() {
	}

	public static void main(String[] args) {
		SpringApplication application = TappetApplication.application();
		application.addPrimarySources(Set.of(Handlers.class));
		application.run(args);
	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@Bean
		Work work() {
			return new Work(new Journal(Path.of(System.getProperty(JOURNAL))));
		}

	}

	static final class Work implements TriggerHandler<String> {

		private final Journal journal;

		Work(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void handle(String message, TriggerContext context) throws Exception {
			long number = this.journal.begin(context.instanceId(), context.trigger(), Steps.id(message),
					context.attempt());
			String outcome = "ok";
			try {
				Steps.take(message, context.attempt());
			}
			catch (Throwable ex) {
				outcome = ex.getClass().getSimpleName();
				throw ex;
			}
			finally {
				this.journal.end(number, outcome);
			}
		}

	}

}
