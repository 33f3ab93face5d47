package dev.tappet.source.azurequeue.connection;

import java.net.URL;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import reactor.core.publisher.Mono;

/**
 * Counts each request that is sent, repeated ones too.
 *
 * @param counts where they are counted
 */
record CountingPolicy(RequestCounts.OfTrigger counts) implements HttpPipelinePolicy {

	@Override
	public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
		URL url = context.getHttpRequest().getUrl();
		String query = url.getQuery();
		this.counts.add(AzureOperation.of(context.getHttpRequest().getHttpMethod().toString(), url.getPath(),
				(query != null) ? query : ""));
		return next.process();
	}

}
