package dev.tappet.operate.console;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import dev.tappet.operate.ShownFigures;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.WebOperationRequestPredicate;

import static org.assertj.core.api.Assertions.assertThat;

class OffersTests {

	@Test
	void offersWhatIsExposed() {
		Offers offers = offers(endpoint("triggers", WebEndpointHttpMethod.GET),
				endpoint("beans", WebEndpointHttpMethod.GET));
		assertThat(offers.endpoints()).containsOnlyKeys("triggers")
			.containsEntry("triggers", new Offers.Endpoint("/manage/triggers", false));
	}

	@Test
	void offersNoEndpointWithoutAnOperation() {
		assertThat(offers(endpoint("invoke")).endpoints()).isEmpty();
	}

	@Test
	void offersToDoWhatMayBeDone() {
		Offers offers = offers(endpoint("triggers", WebEndpointHttpMethod.GET, WebEndpointHttpMethod.POST),
				endpoint("deadletters", WebEndpointHttpMethod.GET), endpoint("invoke", WebEndpointHttpMethod.POST));
		assertThat(offers.endpoints()).hasEntrySatisfying("triggers", (each) -> assertThat(each.write()).isTrue())
			.hasEntrySatisfying("deadletters", (each) -> assertThat(each.write()).isFalse())
			.hasEntrySatisfying("invoke", (each) -> assertThat(each.write()).isTrue());
	}

	@Test
	void showsAFigureWhereAnEndpointShowsIt() {
		assertThat(offers(endpoint("triggers", WebEndpointHttpMethod.GET)).figures())
			.isEqualTo(new ShownFigures(false, false, false, false));
		assertThat(offers(endpoint("scaling", WebEndpointHttpMethod.GET)).figures())
			.isEqualTo(new ShownFigures(true, true, false, false));
		assertThat(offers(endpoint("deadletters", WebEndpointHttpMethod.GET)).figures())
			.isEqualTo(new ShownFigures(false, false, false, true));
		assertThat(offers(endpoint("prometheus", WebEndpointHttpMethod.GET)).figures())
			.isEqualTo(new ShownFigures(true, false, true, true));
		assertThat(offers(endpoint("metrics", WebEndpointHttpMethod.GET)).figures())
			.isEqualTo(new ShownFigures(true, false, true, true));
	}

	private static Offers offers(ExposableWebEndpoint... endpoints) {
		return Offers.of(new PathMappedEndpoints("/manage", () -> List.of(endpoints)));
	}

	private static ExposableWebEndpoint endpoint(String id, WebEndpointHttpMethod... methods) {
		return new Exposed(id, Arrays.stream(methods).<WebOperation>map((method) -> new Allowed(id, method)).toList());
	}

	private record Exposed(String id, Collection<WebOperation> operations) implements ExposableWebEndpoint {

		@Override
		public EndpointId getEndpointId() {
			return EndpointId.of(this.id);
		}

		@Override
		public Access getDefaultAccess() {
			return Access.UNRESTRICTED;
		}

		@Override
		public Collection<WebOperation> getOperations() {
			return this.operations;
		}

		@Override
		public String getRootPath() {
			return this.id;
		}

	}

	private record Allowed(String id, WebEndpointHttpMethod method) implements WebOperation {

		@Override
		public String getId() {
			return this.id;
		}

		@Override
		public boolean isBlocking() {
			return true;
		}

		@Override
		public WebOperationRequestPredicate getRequestPredicate() {
			return new WebOperationRequestPredicate(this.id + "/{name}", this.method, List.of(), List.of());
		}

		@Override
		public OperationType getType() {
			return (this.method == WebEndpointHttpMethod.GET) ? OperationType.READ : OperationType.WRITE;
		}

		@Override
		public Object invoke(InvocationContext context) {
			throw new UnsupportedOperationException();
		}

	}

}
