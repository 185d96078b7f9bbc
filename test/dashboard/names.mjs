// Opens every page of a dashboard whose names would be HTML, the end of a string or a pattern (names.sql), points at
// every chart, and chooses such a name in every filter: names are text, and a filter takes what it names.
// usage: node names.mjs SITE URI
import { join } from 'node:path';
import { ask, check, checkAccessible, checkWhole, choose, open, run, screenshots, shown, text, until } from './browser.mjs';

const evil = '<img src=x onerror=alert(1)><script>alert(2)</script><b class=evil>&lt;';
const plain = "O'Hara 100 %_", likeIt = "O'Hara 100 xx";
// Lund prints millions of euro now, the synthetic mart whole kroner of Norway.
const askMillions = (sql) => ask(sql).map((value) => shown(value / 1000000, 1)), askWhole = (sql) => ask(sql).map((value) => shown(value));
const quoted = plain.replaceAll("'", "''");

// On each page which charts name things under the pointer, and what is shown once a name is chosen. The pages are in Swedish, for that
// is the organisation's language now, and built as an insider, who sees who comes and who leaves.
const pages = {
	'': {
		charts: 1,
		filters: async (page, shows) => {
			await shows('the verdict in Swedish', `går mot ett underskott på ${ask("SELECT public.deficit(budget, outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'").map((value) => shown(value / 1000000, 1))} miljoner EUR 2022`, 'Nyaste siffrorna: 30 april 2023');
		}
	},
	'this-month': {
		charts: 1,
		filters: async (page, shows) => {
			await choose(page, 'Enhet', plain);
			await shows('who is chosen', `${plain}, head`);
		}
	},
	'where-it-ends': {
		charts: 3,
		filters: async (page, shows) => {
			for (const name of [plain, likeIt]) {
				await choose(page, 'Enhet', name);
				await shows(`budget and outcome of ${name}`, ...askMillions(`SELECT sum(budget), sum(outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022' AND unit = '${name.replaceAll("'", "''")}'`));
			}
			await choose(page, 'År', '2024');
			await choose(page, 'Enhet', plain);
			await shows('the stated forecast', ...askWhole(`SELECT sum(stated_forecast) FROM synthetic_released.year_end_forecast WHERE as_of = '2024-04-30' AND unit = '${quoted}'`));
		}
	},
	'income-support': {
		charts: 0, names: false, // but in the filter
		filters: async (page, shows) => {
			await choose(page, 'Enhet', plain);
			await shows('a household’s cost', ...ask(`SELECT public.cost_per_household(payments, households) FROM synthetic_released.household_cost WHERE fiscal_year = 2023 AND unit = '${quoted}'`).map((n) => shown(n)));
		}
	},
	people: {
		charts: 0, names: false, // but in the filter
		filters: async (page, shows) => {
			await choose(page, 'År', '2022');
			await shows('who was there, came, left and is there', ...ask(`SELECT sum(flow.first_time), sum(flow.returning), sum(flow.ended) FROM synthetic_released.case_flow flow WHERE unit_code IS NULL AND fiscal_year = 2022 AND kind_code = 'support'`).map((n) => shown(n)));
			await shows('how many have stayed', ...ask(`SELECT active_after_1_month * 100, active_after_12_months * 100 FROM synthetic_released.entry_cohort WHERE unit_code IS NULL AND month = '2022-06-01' AND kind_code = 'support'`).map((n) => `${shown(n)} %`));
			await choose(page, 'Enhet', plain);
			await shows('the households of one', ...ask(`SELECT households FROM synthetic_released.caseload_by_month WHERE month = '2022-12-01' AND unit = '${quoted}'`).map((n) => shown(n)));
		}
	},
	targets: {
		charts: 2,
		filters: async (page, shows) => {
			for (const name of [plain, likeIt]) {
				await choose(page, 'Målområde', name);
				await shows(`the indicators of ${name}`, `Av ${ask(`SELECT count(*) FROM lund.target_attainment WHERE fiscal_year = 2023 AND goal = '${name.replaceAll("'", "''")}'`)[0]} indikatorer`);
			}
		}
	},
	'money-that-could-move': {
		charts: 4,
		filters: async (page, shows) => {
			const budgets = (pool) => askMillions(`SELECT string_agg(proposed_budget::text, E'\\t') FROM lund.reallocation_proposal WHERE pool = '${pool.replaceAll("'", "''")}' AND fiscal_year = 2022`);
			await choose(page, 'Pott', "O'Hara 100 % "); // its underscore is shown as a space
			await shows('the proposal', ...budgets(plain));
			await choose(page, 'Pott', likeIt);
			await shows('the proposal of another', ...budgets(likeIt));
		}
	},
	'beside-others': { charts: 0 },
	'figures-add-up': { charts: 0 },
	assignments: { charts: 1 }
};

async function look(browser, base, name) {
	const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
	const troubles = [];
	const dialog = (box) => { troubles.push(`a box: ${box.message()}`); box.dismiss(); };
	page.on('dialog', dialog);
	page.on('pageerror', (error) => troubles.push(error.message));
	page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
	page.on('request', (request) => /\/x$/.test(request.url()) && troubles.push(`asked for ${request.url()}`));
	// Whatever comes into the page and would have come from a name, however short it stays.
	await page.addInitScript(() => {
		window.fromNames = [];
		const which = 'img[src="x"], [onerror], .evil';
		const look = (node) => {
			if (node.nodeType !== 1) return;
			for (const found of [node, ...node.querySelectorAll('*')]) if (found.matches(which)) window.fromNames.push(found.outerHTML.slice(0, 200));
		};
		new MutationObserver((changes) => changes.forEach((change) => (change.addedNodes.forEach(look), look(change.target)))).observe(document, { childList: true, subtree: true, attributes: true });
	});
	await open(page, base + name);

	const label = `/${name}`;
	if (pages[name].names !== false) check(`${label}: shows names as they are`, (await text(page)).includes(evil), (await text(page)).slice(0, 3000));
	check(`${label}: says that it is in Swedish`, (await page.evaluate(() => document.documentElement.lang)) === 'sv');
	await checkAccessible(page, label);
	const english = (await text(page)).match(/.{0,30}\b(Thousands of|millions of|Source: |Budget so far|Where it will end|kSEK|tkr|kronor|District|households|Financial support|Not explained|per cent)\b[^<]{0,30}/);
	check(`${label}: its own words are Swedish`, !english, english?.[0]);
	if (screenshots) await page.screenshot({ path: join(screenshots, `swedish-${name || 'index'}.png`), fullPage: true });
	// What each chart shows under the pointer.
	let named = 0;
	const canvases = page.locator('figure .chart canvas');
	for (let chart = 0; chart < await canvases.count(); chart++) {
		const canvas = canvases.nth(chart);
		await canvas.scrollIntoViewIfNeeded();
		const box = await canvas.boundingBox();
		let seen = false;
		for (let x = 0.05; x < 1; x += 0.06) {
			for (let y = 0.06; y < 1 && !seen; y += 0.06) {
				await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
				await page.waitForTimeout(15);
				seen = await page.evaluate((evil) => [...document.querySelectorAll('figure .chart div')].some((div) => div.style.position === 'absolute' && div.innerText.includes(evil)), evil);
			}
			if (seen) break;
		}
		if (seen) named++;
	}
	check(`${label}: charts show names under the pointer, as they are`, named >= pages[name].charts, `${named} of ${await canvases.count()}`);
	try {
		await pages[name].filters?.(page, async (what, ...values) =>
			check(`${label}: shows ${what}: ${values.join(' | ')}`, await until(page, (now) => values.every((value) => now.includes(value))), (await text(page)).slice(0, 3000)));
	} catch (error) {
		check(`${label}: its filters can be used`, false, error.message);
	}
	await page.setViewportSize({ width: 390, height: 844 });
	await page.waitForTimeout(1000);
	await checkWhole(page, `phone, ${label}`);
	await checkAccessible(page, `phone, ${label}`);
	if (screenshots) await page.screenshot({ path: join(screenshots, `swedish-phone-${name || 'index'}.png`), fullPage: true });
	check(`${label}: no name has become an element`, (await page.evaluate(() => window.fromNames)).length === 0, (await page.evaluate(() => window.fromNames)).join('\n'));
	check(`${label}: nothing ran, failed or was asked for`, troubles.length === 0, troubles.join('\n'));
	await page.close();
}

await run(async (browser, base) => {
	for (const name of Object.keys(pages)) await look(browser, base, name);
});
