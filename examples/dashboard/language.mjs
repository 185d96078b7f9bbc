// Prints the language of the organisation of a mart: that of most of its words (what has no word in it is said in English).
// usage: node language.mjs URI CONNECTION.YAML
import { readFileSync } from 'node:fs';
import pg from 'pg';

const [uri, file] = process.argv.slice(2);
const schema = readFileSync(file, 'utf8').match(/^\s*schema:\s*(.+)$/m)[1];
const client = new pg.Client({ connectionString: uri });
await client.connect();
await client.query("SELECT set_config('search_path', $1, false)", [schema]);
const { rows } = await client.query('SELECT language FROM shown_label GROUP BY language ORDER BY count(*) DESC LIMIT 1');
console.log(rows[0]?.language ?? 'en');
await client.end();
