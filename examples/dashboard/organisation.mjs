// Asks each mart how its organisation reads and prints money (shown_organisation), writes that into a file for words.mjs, and prints
// the language of the first mart. Of several organisations the mart's own counts.
// usage: node organisation.mjs URI FILE SOURCE-DIRECTORY ...
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import pg from 'pg';

const [uri, file, ...directories] = process.argv.slice(2);
const marts = {};
const client = new pg.Client({ connectionString: uri });
await client.connect();
for (const directory of directories) {
	const schema = readFileSync(join(directory, 'connection.yaml'), 'utf8').match(/^\s*schema:\s*(.+)$/m)[1];
	await client.query("SELECT set_config('search_path', $1, false)", [schema]);
	const { rows } = await client.query('SELECT language, currency, money_scale, money_divisor, money_decimals, money, money_in_words, whole_money FROM shown_organisation ORDER BY is_own_organisation DESC, organisation LIMIT 1');
	if (rows.length === 0) throw new Error(`${schema} has no organisation that may be read`);
	marts[basename(directory)] = rows[0];
}
await client.end();
writeFileSync(file, JSON.stringify(marts, null, 1));
console.log(Object.values(marts)[0].language);
