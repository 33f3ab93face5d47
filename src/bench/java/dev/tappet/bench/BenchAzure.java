package dev.tappet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.azure.storage.queue.QueueServiceAsyncClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import dev.tappet.source.azurequeue.TestedService;

/**
 * The queue service of the benchmark: the stub of the tests in a process of its own,
 * which answers after some milliseconds as a service in the same region does.
 */
final class BenchAzure implements Server, AutoCloseable {

	private static final int LATENCY = 5;

	private final ChildJvm process;

	private final int port;

	private BenchAzure(ChildJvm process, int port) {
		this.process = process;
		this.port = port;
	}

	static BenchAzure start() {
		try {
			ChildJvm process = ChildJvm.start(QueueService.class, LATENCY);
			return new BenchAzure(process, answer(process, QueueService.PORT));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int answer(ChildJvm process, String name) throws IOException {
		Map<String, Double> answer = process.read();
		return Objects.requireNonNull(answer.get(name), name).intValue();
	}

	String connectionString() {
		return TestedService.connectionString(this.port);
	}

	/** The client that the SDK has, as it comes. */
	QueueServiceAsyncClient client() {
		return new QueueServiceClientBuilder().connectionString(connectionString()).buildAsyncClient();
	}

	/** Puts messages into a queue, which is empty before. */
	void stage(String queue, int messages, int bytes) {
		ask("stage " + queue + " " + messages + " " + bytes);
	}

	/** How many messages a queue has, held ones included. */
	int count(String queue) {
		return ask("count " + queue);
	}

	private int ask(String what) {
		try {
			this.process.tell(what);
			return answer(this.process, QueueService.MESSAGES);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Tappet, with this as its default connection. */
	MeasuredService service(Bench bench, Handled handled, List<MeasuredService.TriggerSettings> triggers) {
		return MeasuredService.start(bench.redis().port(), handled, triggers,
				"AzureWebJobsStorage=" + connectionString());
	}

	@Override
	public double cpu() {
		return this.process.cpu();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
