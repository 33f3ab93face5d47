// The last values of a figure, drawn as a line.

const MOST = 90;

const WIDTH = 90;

const HEIGHT = 22;

const SVG = 'http://www.w3.org/2000/svg';

export class Series {

	#values = [];

	#line = document.createElementNS(SVG, 'polyline');

	constructor() {
		this.svg = document.createElementNS(SVG, 'svg');
		this.svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
		this.svg.setAttribute('class', 'spark');
		// The figure beside it says the same in words.
		this.svg.setAttribute('aria-hidden', 'true');
		this.svg.append(this.#line);
	}

	push(value) {
		this.#values.push((value === undefined) ? null : value);
		if (this.#values.length > MOST) {
			this.#values.shift();
		}
		this.#line.setAttribute('points', points(this.#values));
	}

	get values() {
		return this.#values;
	}

}

/** What is unknown has no point; the newest value is at the right. */
export function points(values) {
	const most = Math.max(1, ...values.filter((value) => value !== null));
	const first = MOST - values.length;
	return values
		.map((value, i) => (value === null) ? null
				: `${(first + i) * WIDTH / MOST},${(HEIGHT - 1 - value / most * (HEIGHT - 2)).toFixed(1)}`)
		.filter((point) => point !== null)
		.join(' ');
}

/** Messages per second between two counts; null where there is nothing to compare with. */
export function rate(before, now) {
	const seconds = before ? (Date.parse(now.at) - Date.parse(before.at)) / 1000 : 0;
	if (seconds <= 0) {
		return null;
	}
	// A count that has gone down is that of another instance, or of a new start.
	return Math.max(0, now.completed - before.completed) / seconds;
}
