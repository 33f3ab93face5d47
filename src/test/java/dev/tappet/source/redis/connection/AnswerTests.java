package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.util.List;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerTests {

	private static final Node A = new Node("a", 1);

	private static final Node B = new Node("b", 2);

	private static final Node C = new Node("c", 3);

	private static Answer primary(Node node, long offset, Node... replicas) {
		return new Answer(node, new Role.Primary(offset, List.of(replicas), true), null);
	}

	private static Answer replica(Node node) {
		return new Answer(node, new Role.Replica(), null);
	}

	private static Answer silent(Node node) {
		return new Answer(node, null, new RedisConnectionException("no answer"));
	}

	private static @Nullable Node chosen(@Nullable Node last, Answer... answers) {
		Answer primary = Answer.primaryOf(List.of(answers), last);
		return (primary != null) ? primary.node() : null;
	}

	@Test
	void choosesThePrimaryWhereverItStandsInTheList() {
		assertThat(chosen(null, replica(A), primary(B, 5), silent(C))).isEqualTo(B);
		assertThat(chosen(A, replica(A), silent(B), primary(C, 5))).isEqualTo(C);
		assertThat(chosen(A, replica(A), silent(B))).isNull();
	}

	@Test
	void ofSeveralPrimariesChoosesTheOneThatIsFollowed() {
		assertThat(chosen(A, primary(A, 100), primary(B, 5, C))).isEqualTo(B);
	}

	@Test
	void elseTheOneWithTheLongerHistory() {
		assertThat(chosen(A, primary(A, 100), primary(B, 101))).isEqualTo(B);
	}

	@Test
	void elseTheOneThatWasThePrimaryBefore() {
		assertThat(chosen(A, primary(A, 100), primary(B, 100))).isEqualTo(A);
		assertThat(chosen(B, primary(A, 100), primary(B, 100))).isEqualTo(B);
	}

	@Test
	void saysWhyNobodyIsWrittenTo() {
		assertThat(Answer.noneOf(List.of(replica(A), silent(B)))).isInstanceOf(NoPrimaryException.class)
			.hasMessage("replicas: a:1; not answering: b:2");
		IOException failure = new IOException("refused");
		assertThat(Answer.noneOf(List.of(new Answer(A, null, failure), silent(B)))).hasCause(failure);
	}

	@Test
	void readsWhatAServerSaysOfItself() {
		assertThat(Role.ofRole(List.of(bytes("master"), 42L,
				List.of(List.of(bytes("b"), bytes("2"), bytes("42")), List.of(bytes("c"), bytes("3"), bytes("41"))))))
			.isEqualTo(new Role.Primary(42, List.of(B, C), true));
		assertThat(Role.ofRole(List.of(bytes("slave"), bytes("a"), 1L, bytes("connected"), 42L)))
			.isEqualTo(new Role.Replica());
	}

	@Test
	void readsTheSameFromInfo() {
		assertThat(Role.ofInfo("# Replication\r\nrole:master\r\nconnected_slaves:1\r\n"
				+ "slave0:ip=b,port=2,state=online,offset=42,lag=0\r\nmaster_repl_offset:42\r\n"))
			.isEqualTo(new Role.Primary(42, List.of(B), true));
		assertThat(Role.ofInfo("# Replication\r\nrole:slave\r\n")).isEqualTo(new Role.Replica());
		assertThat(Role.ofInfo("")).isEqualTo(new Role.Unknown());
	}

	@Test
	void tellsARoleByWhatBecomesOfAWrite() {
		assertThat(Role.ofWrite(null)).isEqualTo(new Role.Primary(0, List.of(), false));
		assertThat(Role.ofWrite(new RedisCommandExecutionException("READONLY You can't write")))
			.isEqualTo(new Role.Replica());
		assertThat(Role.ofWrite(new RedisCommandExecutionException("NOPERM no"))).isEqualTo(new Role.Unknown());
	}

	private static byte[] bytes(String text) {
		return Script.bytes(text);
	}

}
