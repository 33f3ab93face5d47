package dev.tappet.source.azurequeue.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class StorageQueueTests {

	@Test
	void doesNotLogWhatBecomesOfARequestThatIsGivenUp(CapturedOutput output) {
		CompletableFuture<String> request = new CompletableFuture<>();
		CompletableFuture<String> answer = StorageQueue
			.ask(() -> Mono.fromFuture(request, true).timeout(Duration.ofMillis(20)));
		assertThatThrownBy(answer::join).hasCauseInstanceOf(TimeoutException.class);
		request.completeExceptionally(new IOException("Request cancelled"));
		assertThat(output).doesNotContain("Request cancelled");
	}

}
