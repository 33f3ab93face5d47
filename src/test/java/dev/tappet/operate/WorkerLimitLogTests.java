package dev.tappet.operate;

import dev.tappet.source.Backlog;
import dev.tappet.source.WorkerLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class WorkerLimitLogTests {

	private final WorkerLimitLog log = new WorkerLimitLog();

	private final TestTrigger orders = TestTrigger.stream("orders", "orders");

	private void look(int messages, int workers) {
		this.log.look(this.orders.definition(), new Backlog(messages, 0), new WorkerLimit(workers, "that is so"));
	}

	@Test
	void tellsOnceThatMoreWorkersAreWantedThanCanHelp(CapturedOutput output) {
		look(500, 4);
		look(900, 4);
		look(0, 4);
		look(500, 4);
		assertThat(output.getAll().lines().filter((line) -> line.contains("'orders'"))).singleElement()
			.asString()
			.contains("Trigger 'orders' asks for 5 workers for its backlog of 500, and no more than 4 can share it: "
					+ "that is so");
	}

	@Test
	void tellsItAgainOfAnotherLimit(CapturedOutput output) {
		look(500, 4);
		look(900, 8);
		assertThat(output.getAll()).contains("no more than 4", "no more than 8");
	}

	@Test
	void saysNothingWhileAllCanHelp(CapturedOutput output) {
		look(400, 4);
		this.log.look(this.orders.definition(), new Backlog(5000, 0), null);
		assertThat(output.getAll()).doesNotContain("orders");
	}

}
