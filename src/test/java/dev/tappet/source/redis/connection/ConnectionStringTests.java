package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionStringTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			cache                      | cache     | 6379
			cache:7000                 | cache     | 7000
			cache,ssl=true             | cache     | 6380
			cache:6379,SSL=True        | cache     | 6379
			[2001:db8::1]:7000         | 2001:db8::1 | 7000
			[::1],ssl=yes              | ::1       | 6380
			10.0.0.1:1                 | 10.0.0.1  | 1
			password=x,cache:7000      | cache     | 7000
			password=x,cache           | cache     | 6379
			""")
	void readsTheHost(String text, String host, int port) {
		assertThat(definition(text).topology()).isEqualTo(new Topology.Standalone(new Node(host, port)));
	}

	@Test
	void readsTheOptions() {
		assertThat(definition("cache:6380, user=u, password=p=q==, ssl=true, defaultDatabase=4, name=me, "
				+ "connectTimeout=3000, syncTimeout=1000"))
			.isEqualTo(new ConnectionDefinition("c", new Topology.Standalone(new Node("cache", 6380)), "u",
					new Secret("p=q=="), 4, true, null, Duration.ofSeconds(1), Duration.ofSeconds(3), "me"));
	}

	@Test
	void prefersTheTimeoutOfAsynchronousCommands() {
		assertThat(definition("a,syncTimeout=1000,asyncTimeout=2000").timeout()).hasSeconds(2);
	}

	@Test
	void takesSeveralHostsForAPrimaryAndItsReplicas() {
		assertThat(definition("a:1,b,c:3").topology())
			.isEqualTo(new Topology.MasterReplica(List.of(new Node("a", 1), new Node("b", 6379), new Node("c", 3))));
	}

	@Test
	void takesHostsForSentinelsWhereAServiceIsNamed() {
		assertThat(definition("a,b:1,serviceName=main,password=p").topology())
			.isEqualTo(new Topology.Sentinel("main", List.of(new Node("a", 26379), new Node("b", 1)), null, null));
	}

	@Test
	void acceptsOptionsThatMeanNothingHere() {
		assertThat(
				definition("a,abortConnect=false,allowAdmin=true,keepAlive=60,connectRetry=3,sslProtocols=tls12|tls13,"
						+ "sslHost=x.example,tiebreaker=,resolveDns=false,proxy=None,channelPrefix=x:,version=7.0,"
						+ "configChannel=c,responseTimeout=5,writeBuffer=1,$CLIENT=,$CONFIG=conf,protocol=resp3,"
						+ "setClientLibrary=false,highIntegrity=false,tunnel=http:proxy.example:1"))
			.isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			a,sll=true                  | Unknown option 'sll'     | Did you mean 'ssl'?
			a,pasword=x                 | Unknown option 'pasword' | Did you mean 'password'?
			a,colour=x                  | Unknown option in the    | Known here: abortConnect,
			a,ssl=perhaps               | A bad value of 'ssl'     | Use True or False.
			a,defaultDatabase=x         | A bad value of 'defaultDatabase' | Use a whole number
			a,connectTimeout=0          | A bad value of 'connectTimeout'  | milliseconds above 0
			a,name=a b                  | A bad value of 'name'    | without spaces
			a,keepAlive=often           | A bad value of 'keepAlive' | Use a whole number
			a:b                         | A part of the connection string is neither | 'host:port'
			a:0                         | A part of the connection string is neither | from 1 to 65535
			ssl=true                    | No host                  | Begin with 'host:port'.
			a,password=x,y              | A part behind the password | 'host', 'port' and 'password'
			redis://u:p=q@h             | An address, and no connection string | behind 'url'
			a,password=x,q=1            | A part behind the password | 'host', 'port' and 'password'
			""")
	void reportsWhatIsWrong(String text, String problem, String remedy) {
		ConnectionString parsed = new ConnectionString(text);
		assertThat(parsed.definition("c")).isEmpty();
		assertThat(parsed.faults()).singleElement().satisfies((fault) -> {
			assertThat(fault.problem()).startsWith(problem);
			assertThat(fault.remedy()).contains(remedy);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "a,password=hunter2,x", "a,password=hun,hunter2", "a,password=x,hunter2=5",
			"a,password=x,y hunter2", "a,pasword=hunter2", "password=hunter2", "a,PASSWORD=hunter2,sll=hunter2",
			"hunter2@x", "a,secret=hunter2", "a,password=x,hunter2:99999", "redis://u:hunter2=@h",
			"redis://u:hun=hunter2@h:1", "a,hunter2==", "a,hunter2=x", "a,password=x,$hunter2=" })
	void neverShowsAPassword(String text) {
		ConnectionString parsed = new ConnectionString(text);
		parsed.definition("c");
		assertThat(parsed.faults().toString()).doesNotContain("hunter2");
		assertThat(ConnectionStringPart.mask(text)).doesNotContain("hunter2");
	}

	@Test
	void showsWhatIsNoSecret() {
		assertThat(ConnectionStringPart.mask("a:1,b,password=x,ssl=True")).isEqualTo("a:1,b,password=******,ssl=True");
	}

	private static ConnectionDefinition definition(String text) {
		ConnectionString parsed = new ConnectionString(text);
		return parsed.definition("c").orElseThrow(() -> new AssertionError(parsed.faults()));
	}

}
