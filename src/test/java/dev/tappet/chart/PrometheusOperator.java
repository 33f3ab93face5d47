package dev.tappet.chart;

import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tappet.chart.StrictMapper.Meta;

import static dev.tappet.chart.StrictMapper.needed;
import static dev.tappet.chart.StrictMapper.require;

/**
 * What the Prometheus operator takes, as far as the chart uses it.
 */
final class PrometheusOperator {

	private static final String DURATION = "(\\d+(ms|s|m|h))+";

	private PrometheusOperator() {
	}

	static Object read(Map<String, Object> document) {
		return switch ((String) document.get("kind")) {
			case "ServiceMonitor" -> StrictMapper.read(document, ServiceMonitor.class);
			case "PodMonitor" -> StrictMapper.read(document, PodMonitor.class);
			case "PrometheusRule" -> StrictMapper.read(document, PrometheusRule.class);
			default -> throw new IllegalArgumentException("The Prometheus operator has no " + document.get("kind"));
		};
	}

	private static void version(String apiVersion) {
		require("monitoring.coreos.com/v1".equals(apiVersion), "Not a version of the operator: " + apiVersion);
	}

	private static void duration(String value) {
		require(value == null || value.matches(DURATION), "No duration: " + value);
	}

	record ServiceMonitor(String apiVersion, String kind, Meta metadata, ServiceMonitorSpec spec) {

		ServiceMonitor {
			version(apiVersion);
			needed(metadata, "metadata");
			needed(spec, "spec");
		}

	}

	record ServiceMonitorSpec(Selector selector, List<Endpoint> endpoints) {

		ServiceMonitorSpec {
			needed(selector, "selector");
			require(!needed(endpoints, "endpoints").isEmpty(), "endpoints are needed");
		}

	}

	record PodMonitor(String apiVersion, String kind, Meta metadata, PodMonitorSpec spec) {

		PodMonitor {
			version(apiVersion);
			needed(metadata, "metadata");
			needed(spec, "spec");
		}

	}

	record PodMonitorSpec(Selector selector, List<Endpoint> podMetricsEndpoints) {

		PodMonitorSpec {
			needed(selector, "selector");
			require(!needed(podMetricsEndpoints, "podMetricsEndpoints").isEmpty(), "podMetricsEndpoints are needed");
		}

	}

	record Selector(Map<String, String> matchLabels) {
	}

	record Endpoint(String port, String path, String scheme, String interval, String scrapeTimeout,
			Map<String, Object> tlsConfig, List<Relabeling> relabelings, List<Relabeling> metricRelabelings) {

		Endpoint {
			needed(port, "port");
			require(path.startsWith("/"), "No path: " + path);
			require(Set.of("http", "https").contains(scheme), "No scheme: " + scheme);
			duration(interval);
			duration(scrapeTimeout);
		}

	}

	record Relabeling(List<String> sourceLabels, String separator, String targetLabel, String regex, Long modulus,
			String replacement, String action) {
	}

	record PrometheusRule(String apiVersion, String kind, Meta metadata, Rules spec) {

		PrometheusRule {
			version(apiVersion);
			needed(metadata, "metadata");
			needed(spec, "spec");
		}

	}

	record Rules(List<Group> groups) {

		Rules {
			require(!needed(groups, "groups").isEmpty(), "groups are needed");
		}

	}

	record Group(String name, String interval, List<Rule> rules) {

		Group {
			needed(name, "name");
			duration(interval);
			require(!needed(rules, "rules").isEmpty(), "rules are needed");
		}

	}

	record Rule(String alert, String expr, @JsonProperty("for") String lasting, Map<String, String> labels,
			Map<String, String> annotations) {

		Rule {
			needed(alert, "alert");
			needed(expr, "expr");
			duration(lasting);
		}

	}

}
