// Evidence's settings, and what makes a build shorter. Its packages are asked for a name, and all that they have is read, compiled and sorted out, twice: maps, an
// editor, thousands of icons. Here a name is asked for where it stands. What is not found so is asked of the package as before.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import evidence from './.evidence/template/vite.config.js';

const packages = resolve('../../node_modules');
const read = (file) => readFileSync(file, 'utf8');

// Where the files of an index have each name: `export { default as Name } from './Name.svelte'` and `export * from './more'`.
function places(file, known = new Map()) {
	const near = (path) => resolve(dirname(file), path);
	for (const [, names, from] of read(file).matchAll(/^export\s*\{([^}]*)\}\s*from\s*['"](\.[^'"]+)['"]/gm)) {
		for (const [, name, as] of names.matchAll(/(\w+)(?:\s+as\s+(\w+))?/g)) known.set(as ?? name, [name, near(from)]);
	}
	for (const [, from] of read(file).matchAll(/^export\s*\*\s*from\s*['"](\.[^'"]+)['"]/gm)) {
		const index = [near(from), near(`${from}/index.js`)].find((path) => path.endsWith('.js') && existsSync(path));
		if (index) places(index, known);
	}
	return known;
}
const components = places(`${packages}/@evidence-dev/core-components/dist/index.js`);

const askWhereItStands = {
	name: 'ask-where-it-stands',
	transform(code) {
		const text = code.replace(/^import\s*\{([^}]*)\}\s*from\s*['"](@evidence-dev\/core-components|@steeze-ui\/\w+-icons)['"];?/gm, (_, names, from) =>
			[...names.matchAll(/(\w+)(?:\s+as\s+(\w+))?/g)].map(([, name, as = name]) => {
				const [there, file] = from.startsWith('@steeze-ui') ? [name, `${packages}/${from}/dist/index.js?icon=${name}`] : components.get(name) ?? [name, from];
				return `import { ${there} as ${as} } from ${JSON.stringify(file)};`;
			}).join(' '));
		return text === code ? null : { code: text, map: null };
	},
	// An icon is a line of its file.
	load(id) {
		const [, file, name] = id.match(/^(.+)\?icon=(\w+)$/) ?? [];
		return file ? read(file).split('\n').find((line) => line.startsWith(`export const ${name} `)) : null;
	}
};

export default {
	...evidence,
	plugins: [...evidence.plugins, askWhereItStands],
	// What reads Markdown is needed while the pages are built, and is read from where it is.
	ssr: { ...evidence.ssr, external: [...evidence.ssr.external, '@evidence-dev/preprocess'] },
	build: { ...evidence.build, reportCompressedSize: false }
};
