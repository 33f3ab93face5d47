package dev.tappet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of packages, and what is forbidden everywhere.
 */
@AnalyzeClasses(packages = "dev.tappet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String HANDLER = "dev.tappet.handler";

	private static final String TRIGGER = "dev.tappet.trigger";

	private static final String CONFIGURATION = "dev.tappet.configuration";

	private static final String SOURCE = "dev.tappet.source";

	private static final String REDIS = "dev.tappet.source.redis..";

	private static final String KAFKA = "dev.tappet.source.kafka..";

	private static final String AZURE_QUEUE = "dev.tappet.source.azurequeue..";

	private static final String DISPATCH = "dev.tappet.dispatch..";

	private static final String RUNTIME = "dev.tappet.runtime";

	private static final String OPERATE = "dev.tappet.operate..";

	private static final String TEST = "dev.tappet.test";

	private static final String EMBEDDED = "dev.tappet.embedded";

	private static final String SAMPLE = "dev.tappet.sample";

	@ArchTest
	static final ArchRule handlersSeeNothingOfOurs = uses(HANDLER)
		.because("it is all that a user's handler compiles against");

	@ArchTest
	static final ArchRule triggersSeeNothingOfOurs = uses(TRIGGER)
		.because("what was configured does not depend on what is made of it");

	@ArchTest
	static final ArchRule configurationSeesThePorts = uses(CONFIGURATION, SOURCE, TRIGGER)
		.because("what a broker's keys mean is known by the broker");

	@ArchTest
	static final ArchRule portsSeeHandlersAndTriggers = uses(SOURCE, HANDLER, TRIGGER)
		.because("a port that knew who uses it, or who is behind it, would be none");

	@ArchTest
	static final ArchRule redisSeesThePorts = uses(REDIS, SOURCE, HANDLER, TRIGGER)
		.because("a broker is behind the ports, so that the next one can stand beside it");

	@ArchTest
	static final ArchRule kafkaSeesThePorts = uses(KAFKA, SOURCE, HANDLER, TRIGGER)
		.because("a broker is behind the ports, so that the next one can stand beside it");

	@ArchTest
	static final ArchRule onlyOnePackageKnowsKafka = noClasses().that()
		.resideOutsideOfPackage(KAFKA)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
		.because("its clients are optional, and whatever it does is behind the ports");

	@ArchTest
	static final ArchRule whatKafkaKeepsForItselfIsUsedThereAlone = noClasses().that()
		.resideOutsideOfPackage(KAFKA)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.tappet.source.kafka.*")
		.because("its packages are public for each other only");

	@ArchTest
	static final ArchRule azureQueuesSeeThePorts = uses(AZURE_QUEUE, SOURCE, HANDLER, TRIGGER)
		.because("a broker is behind the ports, so that the next one can stand beside it");

	@ArchTest
	static final ArchRule onlyOnePackageKnowsAzure = noClasses().that()
		.resideOutsideOfPackage(AZURE_QUEUE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("com.azure..", "com.microsoft..")
		.because("its client is optional, and whatever it does is behind the ports");

	@ArchTest
	static final ArchRule whatAzureQueuesKeepForThemselvesIsUsedThereAlone = noClasses().that()
		.resideOutsideOfPackage(AZURE_QUEUE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.tappet.source.azurequeue.*")
		.because("its packages are public for each other only");

	@ArchTest
	static final ArchRule dispatchSeesThePorts = uses(DISPATCH, SOURCE, HANDLER, TRIGGER)
		.because("a handler is called in the same way, whatever the message came from");

	@ArchTest
	static final ArchRule runtimeAssemblesByPorts = uses(RUNTIME, CONFIGURATION, DISPATCH, SOURCE, HANDLER, TRIGGER)
		.because("the engine takes the sources that it is given, and knows no broker");

	@ArchTest
	static final ArchRule operateSeesWhatRuns = uses(OPERATE, RUNTIME, CONFIGURATION, DISPATCH, SOURCE, HANDLER,
			TRIGGER)
		.because("it watches what runs, whatever the broker");

	@ArchTest
	static final ArchRule nothingDependsOnOperate = noClasses().that()
		.resideOutsideOfPackage(OPERATE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(OPERATE)
		.because("the service has to run with nobody watching");

	@ArchTest
	static final ArchRule theTestKitSeesWhatRuns = uses(TEST, EMBEDDED, RUNTIME, CONFIGURATION, DISPATCH, SOURCE,
			HANDLER, TRIGGER, "dev.tappet")
		.because("it runs handlers and triggers as the service does, whatever the broker");

	@ArchTest
	static final ArchRule nothingDependsOnTheTestKit = noClasses().that()
		.resideOutsideOfPackage(TEST)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(TEST)
		.because("a service has no tests with it");

	@ArchTest
	static final ArchRule onlyTheTestKitKnowsJUnit = noClasses().that()
		.resideOutsideOfPackage(TEST)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.junit..")
		.because("it is optional, and in no service");

	@ArchTest
	static final ArchRule theEmbeddedServerSeesNothingOfOurs = uses(EMBEDDED)
		.because("it is a process, whoever starts it");

	@ArchTest
	static final ArchRule onlySamplesAndTestsBringAServerAlong = noClasses().that()
		.resideOutsideOfPackages(EMBEDDED, SAMPLE, TEST)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(EMBEDDED, "redis.embedded..")
		.because("a service uses the Redis that is configured");

	@ArchTest
	static final ArchRule samplesAreWrittenAsAUserWouldWriteThem = uses(SAMPLE, HANDLER, EMBEDDED, "dev.tappet")
		.because("they show what a user may use; of the rest they start the application, and a Redis for it");

	@ArchTest
	static final ArchRule nothingDependsOnTheSamples = noClasses().that()
		.resideOutsideOfPackage(SAMPLE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(SAMPLE)
		.because("they are to be deleted by whoever has triggers of their own");

	@ArchTest
	static final ArchRule onlyOnePackageKnowsLettuce = noClasses().that()
		.resideOutsideOfPackage(REDIS)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.lettuce..")
		.because("whatever Redis does is behind the ports");

	@ArchTest
	static final ArchRule onlyRedisKnowsSpringData = noClasses().that()
		.resideOutsideOfPackages(REDIS, SAMPLE, TEST)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.data.redis..", "org.springframework.boot.data.redis..")
		.because("whatever Redis does is behind the ports; samples and tests publish as a user's own code would");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("dev.tappet.(**)")
		.should()
		.beFreeOfCycles()
		.because("a cycle makes one package of two");

	@ArchTest
	static final ArchRule timeIsAsked = noClasses().should()
		.callMethodWhere(target("time of the system", Set.of("now"),
				Set.of(Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class)))
		.orShould()
		.callMethodWhere(target("time of the system", Set.of("currentTimeMillis"), Set.of(System.class)))
		.because("a test sets the clock that is injected; how long something took is measured by nanoTime");

	@ArchTest
	static final ArchRule nobodySleeps = noClasses().should()
		.callMethodWhere(target("sleep", Set.of("sleep"), Set.of(Thread.class)))
		.because("whoever waits is woken by what they wait for, and by the end of the service");

	@ArchTest
	static final ArchRule nothingIsPrintedBesideTheLog = noClasses().should()
		.accessTargetWhere(target("standard streams", Set.of("out", "err"), Set.of(System.class)))
		.because("an operator decides what is logged and where");

	@ArchTest
	static final ArchRule fieldsAreNotInjected = noFields().should()
		.beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
		.because("what an object needs comes by its constructor");

	@ArchTest
	static final ArchRule nothingIsSetUpAfterConstruction = methods().should()
		.notBeAnnotatedWith("jakarta.annotation.PostConstruct")
		.because("an object is ready when it was constructed");

	@ArchTest
	static final ArchRule brokersAreNotPublic = classes().that()
		.resideInAPackage("dev.tappet.source.*")
		.and()
		.areTopLevelClasses()
		.and()
		.haveSimpleNameNotEndingWith("AutoConfiguration")
		.should()
		.notHaveModifier(JavaModifier.PUBLIC)
		.because("only Spring finds a broker, by its auto-configuration");

	@ArchTest
	static final ArchRule whatABrokerKeepsForItselfIsUsedThereAlone = noClasses().that()
		.resideOutsideOfPackage(REDIS)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.tappet.source.redis.*")
		.because("its packages are public for each other only");

	@ArchTest
	static void everyPackageIsNullMarked(JavaClasses classes) {
		Set<String> packages = new TreeSet<>();
		classes.forEach((each) -> packages.add(each.getPackageName()));
		assertThat(packages).contains(HANDLER, SOURCE).allSatisfy((name) -> {
			Class<?> info = Class.forName(name + ".package-info");
			assertThat(info.isAnnotationPresent(NullMarked.class)).isTrue();
		});
	}

	/** What a package may use of ours, itself included. */
	private static ArchRule uses(String user, String... used) {
		DescribedPredicate<JavaClass> ours = resideInAPackage("dev.tappet..");
		DescribedPredicate<JavaClass> allowed = resideInAPackage(user).or(resideInAnyPackage(used));
		return noClasses().that()
			.resideInAPackage(user)
			.should()
			.dependOnClassesThat(
					ours.and(DescribedPredicate.not(allowed)).as("are ours and not in " + String.join(", ", used)));
	}

	private static <T extends JavaAccess<?>> DescribedPredicate<T> target(String description, Set<String> names,
			Set<Class<?>> owners) {
		return DescribedPredicate.describe(description, (access) -> {
			AccessTarget target = access.getTarget();
			return names.contains(target.getName())
					&& owners.stream().anyMatch((owner) -> target.getOwner().isEquivalentTo(owner));
		});
	}

}
