// Replays and deletes dead letters: it is counted first what is meant, then asked, and then done.

import { confirmed, say } from './dom.js';
import { read, write } from './api.js';

const DONE = { replay: 'replayed', delete: 'deleted' };

/** Says whether anything was asked for that may have changed something. */
export async function act(action, name, which) {
	try {
		say('Counting …');
		const parts = await meant(name, which);
		const number = which.ids ? which.ids.length : await send(action, name, parts, true);
		if (number === 0) {
			say('There is nothing to do: no dead letter is meant.');
			return false;
		}
		say('');
		if (!await confirmed((isEdited(which) ? editedQuestion(name) : question(action, name, number)), `${title(action)} ${number}`)) {
			return false;
		}
		say('Under way …');
		const done = await send(action, name, parts, false);
		say(`${done} of ${number} ${DONE[action]}` + ((done < number) ? '; the others are not there any more.' : '.'));
	}
	catch (ex) {
		say(`Could not ${action}. ${ex.message}`, true);
	}
	return true;
}

/** What a filter means begins with the newest that there is now: what comes meanwhile was neither seen nor counted. */
async function meant(name, which) {
	if (which.ids) {
		return [which];
	}
	const newest = await findNewest(name, which);
	return (newest === null) ? [] : [{ ids: [newest] }, { ...which, before: newest }];
}

async function findNewest(name, { reason, since }) {
	let before = null;
	do {
		const page = await read('deadletters', name, { count: 1, before, reason, since });
		if (page.deadLetters.length > 0) {
			return page.deadLetters[0].id;
		}
		before = page.next ?? null;
	}
	while (before !== null);
	return null;
}

/** One request does what it can in its time, and says where the next goes on. */
async function send(action, name, parts, dryRun) {
	let count = 0;
	for (const part of parts) {
		let before = part.before;
		do {
			const answer = await write('deadletters', name, { action, ...part, dryRun, before });
			count += answer.count;
			before = answer.next;
		}
		while (before && !part.ids);
	}
	return count;
}

function question(action, name, number) {
	const these = (number === 1) ? 'one dead letter' : `${number} dead letters`;
	return (action === 'delete') ? `Delete ${these} of ${name} for good?`
			: `Replay ${these} of ${name}, back to where ${(number === 1) ? 'it' : 'they'} came from?`;
}

const isEdited = ({ payload, base64, fields }) => [payload, base64, fields].some((each) => each !== undefined);

function editedQuestion(name) {
	return `Replay the edited copy for ${name}, in the place of its dead letter? What the dead letter holds is gone then.`;
}

function title(action) {
	return action[0].toUpperCase() + action.slice(1);
}
