// The endpoints. What they do not offer is not offered here, and what they refuse is told in their own words.

const server = location.pathname.replace(/console\/?$/, '');

let endpoints = {};

/** Learns what may be shown and done, and says whether that is something else than before. */
export async function learn() {
	const before = JSON.stringify(endpoints);
	endpoints = (await answer(await fetch(server + 'console/facts', { cache: 'no-store' }))).endpoints;
	return JSON.stringify(endpoints) !== before;
}

export const offers = (id) => id in endpoints;

export const allows = (id) => offers(id) && endpoints[id].write;

export const liveUrl = () => server + 'console/live';

/** Why nothing comes, since a browser does not tell that of a stream that was refused. */
export async function whyNotLive() {
	const stop = new AbortController();
	try {
		const response = await fetch(liveUrl(), { cache: 'no-store', signal: stop.signal });
		return response.ok ? '' : await answer(response);
	}
	catch (ex) {
		return ex.message;
	}
	finally {
		stop.abort();
	}
}

function url(id, name, parameters) {
	const path = server + endpoints[id].path.replace(/^\//, '') + ((name === null) ? '' : '/' + encodeURIComponent(name));
	const set = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
	return (set.length > 0) ? path + '?' + new URLSearchParams(set) : path;
}

export async function read(id, name, parameters = {}) {
	return answer(await fetch(url(id, name, parameters), { cache: 'no-store' }));
}

/** What an endpoint tells that is not of one trigger alone. */
export const readAll = (id, parameters) => read(id, null, parameters);

export async function write(id, name, body) {
	return answer(await fetch(url(id, name, {}), {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body)
	}));
}

/** Health is DOWN with status 503, and says why all the same. */
export async function readHealth() {
	const response = await fetch(url('health', 'triggers', {}), { cache: 'no-store' });
	return (response.ok || response.status === 503) ? response.json() : {};
}

async function answer(response) {
	if (response.ok) {
		return response.json();
	}
	let detail = '';
	try {
		detail = (await response.json()).detail ?? '';
	}
	catch {
		// Not every refusal is a document.
	}
	throw new Error(`${response.status}: ${detail || response.statusText || 'refused'}`);
}
