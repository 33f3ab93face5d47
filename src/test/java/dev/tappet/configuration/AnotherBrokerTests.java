package dev.tappet.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Block;
import dev.tappet.source.Connection;
import dev.tappet.source.ConnectionType;
import dev.tappet.source.Order;
import dev.tappet.source.PayloadType;
import dev.tappet.source.Problems;
import dev.tappet.source.Range;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.Traits;
import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.connection.RedisConnectionType.DefaultKeys;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.DefaultValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A broker that nobody here has heard of, beside Redis: what its two types say is all
 * that the configuration needs.
 */
class AnotherBrokerTests {

	private static final String POST = """
			tappet:
			  connections:
			    town:
			      pigeon:
			        lofts: roof, tower
			        ring-code: r7
			    cache:
			      host: h
			  triggers:
			    letters:
			      connection: town
			      pigeon-post:
			        loft: roof
			""";

	@Test
	void bindsBlockAndConnection() {
		Definitions definitions = post(POST + """
				        seeds: 3
				        rest: 2m
				        mood: in-love
				        marks:
				          left.wing: white
				""").sound();
		assertThat(definitions.triggers()).singleElement()
			.extracting(TriggerDefinition::source)
			.isEqualTo(
					new PigeonDefinition("roof", 3, Duration.ofMinutes(2), Mood.IN_LOVE, Map.of("left.wing", "white")));
		assertThat(definitions.connections()).hasSize(2)
			.contains(new PigeonConnection("town", List.of("roof", "tower"), "r7"));
	}

	@Test
	void takesTheDefaultsOfTheRecord() {
		assertThat(post(POST).sound().triggers().getFirst().source())
			.isEqualTo(new PigeonDefinition("roof", 10, Duration.ofSeconds(30), Mood.CALM, Map.of()));
	}

	@Test
	void takesVariables() {
		Definitions definitions = post(POST)
			.variables(Map.of("TAPPET_TRIGGERS_LETTERS_PIGEON_POST_SEEDS", "4",
					"TAPPET_CONNECTIONS_TOWN_PIGEON_RING_CODE", "r8"))
			.sound();
		assertThat(((PigeonDefinition) definitions.triggers().getFirst().source()).seeds()).isEqualTo(4);
		assertThat(definitions.connections()).contains(new PigeonConnection("town", List.of("roof", "tower"), "r8"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			seeds: 0     | seeds | 0     | Out of range.           | Give a whole number from 1 to 50.
			seeds: 1.5   | seeds | 1.5   | Not a whole number.     | Give a whole number from 1 to 50.
			rest: 2h     | rest  | 2h    | Out of range.           | Give a duration from 1s to 1h.
			mood: angry  | mood  | angry | Not one of the values   | Use 'calm' or 'in-love'.
			seedz: 2     | seedz | 2     | Unknown key.            | Did you mean 'seeds'?
			mood.x: 2    | mood.x | 2    | A block of keys where a value belongs. | directly behind 'mood:'
			""")
	void reportsMistakesInItsBlock(String line, String key, String value, String problem, String remedy) {
		ConfigurationProblem found = onlyProblem(POST + "        " + line);
		assertThat(found.key()).isEqualTo("tappet.triggers.letters.pigeon-post." + key);
		assertThat(found.value()).isEqualTo(value);
		assertThat(found.place()).isEqualTo("config/application.yml:14");
		assertThat(found.problem()).startsWith(problem);
		assertThat(found.remedy()).contains(remedy);
	}

	@Test
	void reportsWhatTheBrokerFinds() {
		ConfigurationProblem found = onlyProblem(POST.replace("loft: roof", "loft: cellar"));
		assertThat(found).isEqualTo(new ConfigurationProblem("tappet.triggers.letters.pigeon-post.loft", "cellar",
				"config/application.yml:13", "No pigeon flies there.", "Name a loft above the ground."));
	}

	@Test
	void reportsAMissingKey() {
		ConfigurationProblem found = onlyProblem(POST.replace("loft: roof", "seeds: 2"));
		assertThat(found.key()).isEqualTo("tappet.triggers.letters.pigeon-post.loft");
		assertThat(found.place()).isEqualTo("config/application.yml:13");
	}

	@Test
	void namesItsBlockAmongThose() {
		assertThat(onlyProblem("tappet.triggers.letters.enabled: true").remedy())
			.contains("'redis-pubsub' or 'pigeon-post'");
		assertThat(onlyProblem(POST.replace("pigeon-post:", "pigeonpots:")).remedy())
			.isEqualTo("Did you mean 'pigeon-post'?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ordering: strict", "ordering: STRICT" })
	void refusesAnOrderThatItCannotKeep(String line) {
		ConfigurationProblem found = onlyProblem(POST + "      " + line);
		assertThat(found.key()).isEqualTo("tappet.triggers.letters.ordering");
		assertThat(found.problem()).contains("'pigeon-post' keeps no order");
	}

	@Test
	void refusesAnOrderOfTheDefaultsThatItCannotKeep() {
		ConfigurationProblem found = onlyProblem(POST + "  defaults:\n    ordering: strict");
		assertThat(found.key()).isEqualTo("tappet.triggers.letters.ordering");
		assertThat(found.remedy()).isEqualTo("Set 'ordering: none' for this trigger.");
	}

	@Test
	void refusesAConnectionOfAnotherKind() {
		ConfigurationProblem found = onlyProblem(POST.replace("connection: town", "connection: cache"));
		assertThat(found).isEqualTo(new ConfigurationProblem("tappet.triggers.letters.connection", "cache",
				"config/application.yml:11",
				"The connection 'cache' is one of the kind 'redis', and 'pigeon-post' needs one of the kind 'pigeon'.",
				"Name 'default' or 'town', or add one."));
	}

	@Test
	void namesTheConnectionsThatAreNear() {
		assertThat(onlyProblem(POST.replace("connection: town", "connection: twon")).remedy())
			.isEqualTo("Did you mean 'town'?");
	}

	@Test
	void refusesAConnectionOfTwoKinds() {
		assertThat(post(POST.replace("    cache:\n", "    cache:\n      pigeon.lofts: roof\n")).read().problems())
			.singleElement()
			.satisfies((found) -> {
				assertThat(found.key()).isEqualTo("tappet.connections.cache");
				assertThat(found.problem()).isEqualTo("More than one kind of connection: redis, pigeon.");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ring-code: hunter2 hunter2 | ring-code | ******
			ringcode: hunter2!         | ring-code | ******
			ring-coed: hunter2         | ring-coed | ******
			secret: hunter2            | secret    | ******
			lofts: cellar:hunter2      | lofts     | cellar:******
			""")
	void masksItsSecrets(String line, String key, String shown) {
		String name = line.substring(0, line.indexOf(':'));
		String yaml = POST.lines()
			.filter((each) -> !each.strip().startsWith(name.replace("ringcode", "ring-code") + ":"))
			.reduce("", (text, each) -> text + each + "\n"
					+ (each.strip().equals("pigeon:") ? "        " + line + "\n" : ""));
		ConfigurationProblem found = onlyProblem(yaml);
		assertThat(found.key()).endsWith(name.equals("ringcode") ? name : key);
		assertThat(found.value()).isEqualTo(shown);
		assertThat(found.toString()).doesNotContain("hunter2");
	}

	@Test
	void checksItsDefaultConnectionWhereThatHasKeys() {
		List<ConfigurationProblem> problems = post("""
				post:
				  office:
				    ring-code: hunter2!
				    opening-hours: 9-5
				""").read().problems();
		assertThat(problems).singleElement()
			.isEqualTo(new ConfigurationProblem("post.office.ring-code", "******", "config/application.yml:3",
					"Not a ring code.", "Use letters and digits."));
	}

	@Test
	void bindsItsDefaultConnectionToKeysOfItsOwn() {
		assertThat(Configured.by("""
				post.office:
				  motto: we never hunter2
				  ring-code: hunter2!
				""").knowing(RedisTypes.all(), List.of(new PostOffice())).read().problems()).singleElement()
			.isEqualTo(new ConfigurationProblem("post.office.motto", "we never ******", "config/application.yml:2",
					"Too proud.", "Be humble."));
	}

	private static ConfigurationProblem onlyProblem(String yaml) {
		return post(yaml).onlyProblem();
	}

	private static Configured post(String yaml) {
		Collection<SourceType> sources = new ArrayList<>(RedisTypes.all().all());
		sources.add(new PigeonPost());
		return Configured.by(yaml)
			.knowing(new SourceTypes(sources),
					List.of(new RedisConnectionType(DefaultKeys.DECISIVE), new PigeonConnections()));
	}

	enum Mood {

		CALM, IN_LOVE

	}

	record PigeonDefinition(String loft, int seeds, Duration rest, Mood mood,
			Map<String, String> marks) implements SourceDefinition {

		@Override
		public String type() {
			return "pigeon-post";
		}

		@Override
		public List<String> reads() {
			return List.of(this.loft);
		}

	}

	record PigeonBlock(@Nullable String loft, @DefaultValue("10") @Range(min = "1", max = "50") int seeds,
			@DefaultValue("30s") @Range(min = "1s", max = "1h") Duration rest, @DefaultValue("calm") Mood mood,
			@DefaultValue Map<String, String> marks) {

		@Nullable SourceDefinition define(String trigger, Problems problems) {
			if (this.loft == null) {
				problems.add("loft", "The required key is missing.", "Name the loft.");
				return null;
			}
			if (this.loft.equals("cellar")) {
				problems.add("loft", "No pigeon flies there.", "Name a loft above the ground.");
			}
			return new PigeonDefinition(this.loft, this.seeds, this.rest, this.mood, this.marks);
		}

	}

	record PigeonConnection(String name, List<String> lofts, @Nullable String ringCode) implements Connection {
	}

	record PigeonKeys(@DefaultValue List<String> lofts, @Nullable String ringCode) {

		PigeonConnection define(String name, Problems problems) {
			if (this.ringCode != null && !this.ringCode.matches("\\w+")) {
				problems.add("ring-code", "Not a ring code.", "Use letters and digits.");
			}
			for (int i = 0; i < this.lofts.size(); i++) {
				if (this.lofts.get(i).startsWith("cellar")) {
					problems.add("lofts[" + i + "]", "No pigeon flies there.", "Name a loft above the ground.");
				}
			}
			return new PigeonConnection(name, this.lofts, this.ringCode);
		}

	}

	static final class PigeonConnections implements ConnectionType {

		@Override
		public String name() {
			return "pigeon";
		}

		@Override
		public Block<?, PigeonConnection> block() {
			return new Block<>(PigeonKeys.class, PigeonKeys::define);
		}

		@Override
		public String defaultPrefix() {
			return "post.office";
		}

		@Override
		public String shown(String key, String value) {
			return switch (key) {
				case "ring-code" -> "******";
				case "lofts" -> value.replaceAll(":.*", ":******");
				default -> value;
			};
		}

	}

	record OfficeKeys(@Nullable String motto) {

		@Nullable PigeonConnection define(String name, Problems problems) {
			if (this.motto != null) {
				problems.add("motto", "Too proud.", "Be humble.");
			}
			return null;
		}

	}

	/** Its default connection has other keys than the others. */
	static final class PostOffice implements ConnectionType {

		@Override
		public String name() {
			return "pigeon";
		}

		@Override
		public Block<?, PigeonConnection> block() {
			return new Block<>(PigeonKeys.class, PigeonKeys::define);
		}

		@Override
		public Block<?, PigeonConnection> defaultBlock() {
			return new Block<>(OfficeKeys.class, OfficeKeys::define);
		}

		@Override
		public String defaultPrefix() {
			return "post.office";
		}

		@Override
		public String shown(String key, String value) {
			return key.equals("motto") ? value.replace("hunter2", "******") : value;
		}

	}

	static final class PigeonPost implements SourceType {

		@Override
		public String name() {
			return "pigeon-post";
		}

		@Override
		public Traits traits() {
			return new Traits(false, Order.NONE, false, false);
		}

		@Override
		public List<PayloadType> payloadTypes() {
			return List.of();
		}

		@Override
		public String connectionType() {
			return "pigeon";
		}

		@Override
		public Block<?, ? extends SourceDefinition> block() {
			return new Block<>(PigeonBlock.class, PigeonBlock::define);
		}

		@Override
		public String example(TriggerDefinition trigger) {
			return "coo";
		}

		@Override
		public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
			throw new IllegalStateException("no pigeons here");
		}

	}

}
