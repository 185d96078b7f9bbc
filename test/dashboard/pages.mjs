// Opens every page of the built dashboard as a desk and as a phone would, and holds what it shows against the database.
// usage: node pages.mjs SITE URI SCREENSHOTS
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ask, askThousands, check, checkAccessible, checkWhole, choose, open, run, screenshots, shown, text, until } from './browser.mjs';

// What each page must show: a name, and what the database says.
const millions = (sql) => ask(sql).map((value) => shown(value / 1000000, 1));
const reallocation = (column) => `SELECT ${column} FROM synthetic_released.reallocation_balance WHERE scenario = 'outcome-2023'`;
const pages = {
	'': async (page, shows) => {
		const [deficit, budget, outcome] = millions("SELECT public.deficit(budget, outcome), sum(budget), sum(outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'");
		const share = shown(ask("SELECT 100 * public.deficit(budget, outcome) / sum(budget) FROM lund.budget_variance WHERE scenario = 'forecast-2022'")[0], 1);
		const over = ask("SELECT string_agg(lower(left(head, 1)) || substr(split_part(head, ' (', 1), 2) || '|' || round(over / 1000000, 1), E'\\t' ORDER BY over DESC) FROM (SELECT head, sum(outcome - budget) AS over FROM lund.budget_variance WHERE scenario = 'forecast-2022' GROUP BY head ORDER BY over DESC LIMIT 2) AS most").map((one) => one.split('|'));
		shows('the verdict, in a sentence', `Lund heads for a deficit of ${deficit} million SEK in 2022, ${share} % of the budget. Most of it comes of ${over[0][0]} (${over[0][1]} million SEK) and ${over[1][0]} (${over[1][1]} million SEK).`);
		shows('one large figure and its trend', `−${deficit} million SEK`, 'for 2023: a deficit of 20.0 million SEK was stated in April 2023');
		shows('budget, cost and day', `Budget ${budget} million SEK, expected cost ${outcome} million SEK. Newest figures: 30 April 2023`);
		shows('the deviation of each head', ...ask("SELECT string_agg(sum::text, E'\\t') FROM (SELECT sum(budget - outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022' GROUP BY head) AS one").map((value) => (value > 0 ? '+' : '') + shown(value / 1000)));
		const first = await text(page);
		check('the heads stand in the order of their deviation', first.indexOf('Income support 117') < first.indexOf('Labour-market employment 11') && first.indexOf('Labour-market employment 11') < first.indexOf('Other activities 228'), first.slice(0, 2000));
	},
	'this-month': async (page, shows) => {
		// Of each node where budget and bookings meet, the last month until August that is closed.
		const last = (month) => `(SELECT DISTINCT ON (n.unit_code, n.head_code) n.unit, sum(b.budget_to_date) AS budget, sum(b.outcome_to_date) AS outcome
			FROM synthetic_released.budget_to_date b JOIN synthetic_released.unit_tree u ON u.fiscal_year = b.fiscal_year AND u.code = b.unit_code
			JOIN synthetic_released.head_tree h ON h.fiscal_year = b.fiscal_year AND h.code = b.head_code
			JOIN synthetic_released.budget_rollup n ON n.fiscal_year = b.fiscal_year AND n.scenario = b.scenario AND n.is_leaf AND n.unit_code = u.ancestor_code AND n.head_code = h.ancestor_code
			WHERE b.fiscal_year = left('${month}', 4)::integer AND b.month <= '${month}' GROUP BY n.unit_code, n.unit, n.head_code, b.month HAVING bool_and(b.is_closed)
			ORDER BY n.unit_code, n.head_code, b.month DESC) AS last`;
		shows('budget and bookings so far, and what is left', ...askThousands(`SELECT sum(budget), sum(outcome), sum(budget) - sum(outcome), sum(public.deficit(budget, outcome)) FROM (SELECT budget, outcome FROM ${last('2024-08-01')}) AS one`.replace('sum(public.deficit(budget, outcome))', 'sum(greatest(outcome - budget, 0))')));
		shows('what is most over budget', ...askThousands(`SELECT max(outcome - budget) FROM ${last('2024-08-01')}`));
		shows('what is over since a decision', 'Activities 959 Mar move-2024-03');
		shows('the decisions', ...askThousands("SELECT amount, budget_after FROM synthetic_released.budget_revision WHERE scenario = 'addition-2024-06' AND unit_code = 'district-3' AND amount <> 0"));
		shows('who is late', 'District 2', '2024-07-31');
		shows('the whole board’s forecast', ...askThousands("SELECT sum(budget), sum(outcome) FROM synthetic_released.budget_rollup WHERE fiscal_year = 2024 AND is_latest AND unit_code = 'board' AND head_level = 1"));
		await choose(page, 'Unit', 'District 2');
		await shows.now('a district, chosen', ...askThousands(`SELECT sum(budget), sum(outcome) FROM ${last('2024-08-01')} WHERE unit LIKE 'District 2%'`));
		await choose(page, 'Unit', 'All units');
		await choose(page, 'Month', 'May 2024');
		await shows.now('an earlier month, held against its budget', 'Every unit and head is booked', ...askThousands(`SELECT sum(budget), sum(outcome) FROM ${last('2024-05-01')}`));
		await shows.nowNot('what was decided later', 'addition-2024-06');
	},
	'where-it-ends': async (page, shows) => {
		shows('budget, forecast and deficit', ...askThousands("SELECT sum(budget), sum(outcome), public.deficit(budget, outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'"));
		shows('how much of the budget is used', ...ask("SELECT 100 * public.budget_utilisation(budget, outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'").map((n) => `${shown(n, 1)} %`));
		shows('what the bridge leaves unexplained', ...askThousands("SELECT abs(amount) FROM lund.budget_bridge WHERE kind = 'unexplained' AND fiscal_year = 2023"));
		shows('what a synthetic year that is over came to', ...askThousands("SELECT forecast FROM synthetic_released.forecast_total_by_month WHERE as_of IN ('2022-04-30')"), ...askThousands("SELECT forecast FROM synthetic_released.forecast_total_by_month WHERE as_of IN ('2022-12-31')"));
		await choose(page, 'Unit', 'Children');
		await shows.now('a unit, chosen', ...askThousands("SELECT sum(budget), sum(outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022' AND split_part(unit, ' (', 1) = 'Children'"));
		await shows.nowNot('the whole board any more', ...askThousands("SELECT sum(outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'"));
		await choose(page, 'Unit', 'All units');
		await choose(page, 'Year', '2023');
		await shows.now('the stated deficit and what is unexplained', ...askThousands('SELECT DISTINCT -stated_total, unexplained FROM lund.deficit_driver'));
		await choose(page, 'Year', '2021');
		await shows.now('a year without a budget, chosen', 'no budget by head was published', ...askThousands("SELECT outcome FROM lund.budget_variance WHERE fiscal_year = 2021 AND head LIKE 'Income support%'"));
		await choose(page, 'Year', '2024');
		await shows.now('where the running synthetic year would end', 'After Aug it would end at', ...askThousands("SELECT forecast, low, high, budget FROM synthetic_released.forecast_total_by_month WHERE as_of = '2024-08-31'"));
		await shows.now('the synthetic stated forecast of April', ...askThousands("SELECT sum(stated_forecast), sum(forecast) FROM synthetic_released.year_end_forecast WHERE as_of = '2024-04-30'"));
		await choose(page, 'Unit', 'District 2');
		await choose(page, 'Head', 'Housing');
		await shows.now('the steps to a forecast, and what is late of it', 'booked until 2024-07-31, as of when this is',
			...askThousands("SELECT sum(amount), max(amount) FILTER (WHERE what = 'booked'), max(amount) FILTER (WHERE what = 'months_to_come'), max(amount) FILTER (WHERE what = 'growth') FROM synthetic_released.forecast_explanation WHERE as_of = '2024-08-31' AND unit LIKE 'District 2 (%' AND head LIKE 'Housing (%'"));
	},
	'income-support': async (page, shows) => {
		shows('households funded, expected and too many', ...ask('SELECT households_funded, households_expected, gap_households FROM lund.household_budget_gap WHERE fiscal_year = 2023').map((n) => shown(n)));
		shows('what is missing', ...askThousands('SELECT gap, norm_gap FROM lund.household_budget_gap WHERE fiscal_year = 2023'));
		shows('the path in January and December', ...ask("SELECT min(expected), max(expected) FROM lund.household_path WHERE fiscal_year = 2023").map((n) => shown(n)));
		shows('the synthetic cost of a household', ...ask('SELECT public.cost_per_household(payments, households) FROM synthetic_released.household_cost WHERE fiscal_year = 2023').map((n) => shown(n)));
		shows('synthetic volume, mix and price', ...askThousands('SELECT volume_effect, mix_effect, price_effect FROM synthetic_released.household_cost_change WHERE fiscal_year = 2023'));
		await choose(page, 'Unit', 'District 2');
		await shows.now('a district, chosen', ...ask("SELECT public.cost_per_household(payments, households) FROM synthetic_released.household_cost WHERE fiscal_year = 2023 AND unit LIKE 'District 2%'").map((n) => shown(n)));
		await choose(page, 'Year', '2022');
		await shows.now('another year, chosen', 'Nothing was published of this year', ...askThousands('SELECT volume_effect, price_effect FROM synthetic_released.household_cost_change WHERE fiscal_year = 2022'));
	},
	people: async (page, shows) => {
		const there = (year, unit = '%') => ask(`SELECT sum(households) FROM synthetic_released.caseload_by_month WHERE month = (SELECT max(month) FROM synthetic_released.caseload_by_month WHERE fiscal_year = ${year}) AND unit LIKE '${unit}'`).map((n) => shown(n));
		const latest = ask('SELECT max(fiscal_year) FROM synthetic_released.caseload_by_month')[0];
		shows('the households there are', ...there(latest));
		shows('a reader that the rest is not for readers', 'for insiders alone');
		shows('a key figure of the latest month', ...ask("SELECT value, value_before FROM synthetic_released.key_figure_trend WHERE organisation = '0000' AND key_figure_code = 'reports' AND period_kind = 'month' AND breakdown = 'total' AND unit_code IS NULL AND fiscal_year = " + latest + ' ORDER BY period_start DESC LIMIT 1').map((n) => shown(n)));
		await choose(page, 'Unit', 'District 2');
		await choose(page, 'Year', '2022');
		await shows.now('a district and year, chosen', ...there(2022, 'District 2%'));
	},
	targets: async (page, shows) => {
		const status = "coalesce(CASE WHEN outcome IS NOT NULL THEN status END, previous_status)";
		shows('how many are met', `Met ${ask(`SELECT count(*) FROM lund.target_attainment WHERE fiscal_year = 2023 AND ${status} = 'met'`)[0]} `);
		shows('how many are off track', `Off track ${ask(`SELECT count(*) FROM lund.target_attainment WHERE fiscal_year = 2023 AND ${status} = 'off_track'`)[0]} `);
		shows('an outcome, its target and status', 'At risk 1 068 households 2022 950 households');
		await choose(page, 'Year', '2022');
		await shows.now('another year, chosen', 'On track 1 068 households 2022 1 000 households');
		await choose(page, 'Year', '2024');
		await shows.now('where a synthetic indicator will end', ...ask("SELECT forecast, low, high, target FROM synthetic_released.indicator_forecast WHERE fiscal_year = 2024 AND is_latest AND indicator_code = 'own-income'").map((n) => shown(n)));
		await choose(page, 'Indicator', 'Households waiting for a home');
		await shows.now('another indicator, chosen', ...ask("SELECT min(value_to_date), max(value_to_date) FROM synthetic_released.indicator_forecast WHERE fiscal_year = 2024 AND indicator_code = 'queue'").map((n) => shown(n)));
	},
	'money-that-could-move': async (page, shows) => {
		shows('what is lacking, could move and still lacks', ...askThousands("SELECT sum(shortfall), sum(shortfall - remaining_shortfall), sum(remaining_shortfall) FROM lund.reallocation_balance"));
		shows('the largest move', ...askThousands('SELECT max(amount) FROM lund.reallocation_transfer'));
		shows('a rule', ask('SELECT source FROM lund.reallocation_transfer ORDER BY amount DESC LIMIT 1')[0]);
		shows('the proposal of a pool', ...askThousands("SELECT proposed_budget FROM lund.reallocation_proposal WHERE head LIKE 'Income support%'"));
		await choose(page, 'Pool', 'Placements');
		await shows.nowNot('that pool after another is chosen', ...askThousands("SELECT proposed_budget FROM lund.reallocation_proposal WHERE head LIKE 'Income support%'"));
		await choose(page, 'Year', '2023');
		await shows.now('synthetic heads at the end of the year', 'Outcome of the year', ...askThousands(reallocation('max(shortfall), sum(spare)')));
	},
	'beside-others': async (page, shows) => {
		const of = (code, factor, digits) => ask(`SELECT ${factor} * value, (SELECT ${factor} * percentile_cont(0.5) WITHIN GROUP (ORDER BY value) FROM synthetic_released.key_figure_trend WHERE key_figure_code = '${code}' AND fiscal_year = 2023 AND breakdown = 'total' AND organisation <> '0000') FROM synthetic_released.key_figure_trend WHERE key_figure_code = '${code}' AND fiscal_year = 2023 AND breakdown = 'total' AND organisation = '0000'`).map((n) => shown(n, digits));
		shows('the own figures and the median of others', ...of('net-cost', 1, 0), ...of('in-time', 100, 1), '1 of 9');
		shows('that one is, where two are', 'key figures, 1 is in the best quarter');
		await shows.nowNot('decimals that a key figure has not', `${of('net-cost', 1, 0)[0]}.0`);
		await choose(page, 'Year', '2021');
		await shows.now('another year, chosen', ...ask("SELECT value FROM synthetic_released.key_figure_trend WHERE key_figure_code = 'net-cost' AND fiscal_year = 2021 AND breakdown = 'total' AND organisation = '0000'").map((n) => shown(n)));
	},
	'figures-add-up': async (page, shows) => {
		const [all, right, wrong] = ask("SELECT count(*), count(*) FILTER (WHERE verdict IN ('follows', 'within rounding')), count(*) FILTER (WHERE verdict = 'does not follow') FROM lund.reconciliation");
		shows('how many follow', `Of ${all} printed totals and differences, ${right} follow from their parts, ${wrong} do not`);
		shows('a printed figure, what its parts give, and the difference', ...askThousands("SELECT printed, computed, difference FROM lund.reconciliation WHERE verdict = 'does not follow' AND table_code = 'external-placements'"));
		shows('what is to be checked', ...ask("SELECT detail FROM lund.data_quality LIMIT 1"), 'booked until 2024-07-31, where the others are until 2024-08-31');
		shows('each suspicion once', `Warning ${ask("SELECT count(*) FROM synthetic_released.data_quality GROUP BY rule, fiscal_year, month ORDER BY 1 DESC LIMIT 1")[0]} `);
	},
	assignments: async (page, shows) => {
		const [all, open, overdue] = ask("SELECT count(*), count(*) FILTER (WHERE status = 'open'), count(*) FILTER (WHERE overdue) FROM lund.assignment_status WHERE duplicate_of IS NULL");
		shows('how many are open', `Of ${all} assignments, ${open} are open, and of ${overdue} of them the day has passed.`);
		shows('an assignment', ask('SELECT title FROM lund.assignment_status WHERE overdue AND duplicate_of IS NULL ORDER BY due_on LIMIT 1')[0].split(' (')[0]);
		shows('a risk and its amount', ...askThousands("SELECT max(amount) FROM lund.register_status WHERE kind_code = 'risk'"));
	}
};

// With the keyboard alone: the first stop is the link to the figures, which is seen then and leads there; every link, choice, fold and
// table can be reached, and looks otherwise while it is.
async function checkKeyboard(page, label) {
	const wanted = await page.evaluate(() => {
		window.looks = (element) => { const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element); return outlineStyle === 'none' || parseFloat(outlineWidth) < 1 ? boxShadow : `${outlineStyle} ${outlineWidth}`; };
		document.activeElement?.blur();
		return [...document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')]
			.filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.offsetWidth > 0 && !element.disabled)
			.map((element, i) => { element.dataset.stop = i; element.dataset.looks = window.looks(element); return `${element.tagName} ${(element.getAttribute('aria-label') ?? element.innerText).trim().slice(0, 60)}`; });
	});
	const reached = new Set(), unseen = [];
	let first;
	for (let presses = 0; presses < wanted.length + 10 && reached.size < wanted.length; presses++) {
		await page.keyboard.press('Tab');
		const now = await page.evaluate(() => {
			const element = document.activeElement, box = element.getBoundingClientRect();
			return { stop: element.dataset.stop, skips: element.matches('a.skip') && box.left >= 0 && box.top >= 0, seen: window.looks(element) !== 'none' && window.looks(element) !== element.dataset.looks };
		});
		first ??= now;
		if (now.stop === undefined) continue;
		reached.add(Number(now.stop));
		if (!now.seen) unseen.push(wanted[now.stop]);
	}
	const missed = wanted.filter((_, i) => !reached.has(i));
	check(`${label}: the first stop of the keyboard is the link to the figures, which is seen then`, first?.skips, JSON.stringify(first));
	check(`${label}: the keyboard reaches all ${wanted.length} links, choices, folds and tables`, missed.length === 0, missed.join('\n'));
	check(`${label}: what it has reached is seen`, unseen.length === 0, unseen.join('\n'));
	await page.focus('a.skip');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	check(`${label}: that link leads to the figures`, await page.evaluate(() => document.activeElement.closest('#evidence-main-article') !== null), await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200)));
}

// On paper a figure stays with its title: none is broken, and each fits on a page of A4 with its margins.
async function print(browser, base, name) {
	const page = await browser.newPage({ viewport: { width: 680, height: 1000 } });
	await open(page, base + name);
	await page.emulateMedia({ media: 'print' });
	const torn = await page.evaluate(() => [...document.querySelectorAll('figure')].filter((figure) => getComputedStyle(figure).breakInside !== 'avoid' || (figure.querySelector('.chart') && figure.offsetHeight > 980)).map((figure) => figure.innerText.slice(0, 80)));
	// A heading stands on the page of what follows it where nothing that can be torn is between them.
	const parted = await page.evaluate(() => [...document.querySelectorAll('#evidence-main-article > :is(h2, h3)')].map((heading) => {
		let next = heading.nextElementSibling;
		while (next && !next.checkVisibility()) next = next.nextElementSibling;
		return getComputedStyle(heading).breakAfter === 'avoid' && next?.offsetHeight > 0 ? null : heading.innerText;
	}).filter(Boolean));
	check(`print, /${name}: headings stay with what they are of`, parted.length === 0, parted.join('\n'));
	const unsaid = await page.evaluate(() => [...document.querySelectorAll('.chosen')].filter((chosen) => ![...chosen.querySelectorAll('button')].every((choice) => choice.offsetHeight > 0)).length);
	check(`print, /${name}: what is chosen is said`, unsaid === 0, `${unsaid} are not`);
	const empty = await page.evaluate(() => [...document.querySelectorAll('figure')].filter((figure) => figure.checkVisibility() && ![...figure.querySelectorAll('.picture, table')].some((shown) => shown.checkVisibility())).map((figure) => figure.innerText));
	check(`print, /${name}: no title stands over nothing`, empty.length === 0, empty.join('\n'));
	check(`print, /${name}: no figure is parted from its title`, torn.length === 0, torn.join('\n'));
	await page.pdf({ path: join(screenshots, `print-${name || 'index'}.pdf`), format: 'A4', printBackground: true });
	await page.close();
}

async function look(browser, base, device, width, height, name) {
	const page = await browser.newPage({ viewport: { width, height } });
	const troubles = [];
	page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
	page.on('pageerror', (error) => troubles.push(error.message));
	page.on('response', (response) => response.status() >= 400 && troubles.push(`${response.status()} ${response.url()}`));
	page.on('request', (request) => /^(https?|wss?):/.test(request.url()) && !request.url().startsWith(base) && troubles.push(`another host: ${request.url()}`));
	page.on('requestfailed', (request) => {
		// The reader of prerendered results lets go of an answer that it has read to the end.
		const read = request.url().endsWith('.arrow') && request.failure().errorText === 'net::ERR_ABORTED';
		if (!read) troubles.push(`${request.failure().errorText} ${request.url()}`);
	});

	const label = `${device}, /${name}`;
	await open(page, base + name);
	await page.screenshot({ path: join(screenshots, `${device}-${name || 'index'}.png`), fullPage: true });

	const first = await text(page);
	await page.waitForTimeout(300);
	await checkAccessible(page, label);
	if (device === 'desktop') await checkKeyboard(page, label);
	if (device === 'phone') {
		await checkWhole(page, label);
		await page.screenshot({ path: join(screenshots, `${device}-${name || 'index'}-open.png`), fullPage: true });
	}
	const found = await page.evaluate(() => ({
		headings: document.querySelectorAll('h1').length,
		pictures: [...document.querySelectorAll('figure .chart')].filter((chart) => !chart.closest('[role=img][aria-label]')).length,
		wide: document.documentElement.scrollWidth > window.innerWidth,
		// What is wider than the page must be in something that can be pushed sideways.
		cut: [...document.querySelectorAll('figure table')].filter((table) => {
			let box = table.parentElement;
			while (box && box.tagName !== 'FIGURE' && !/auto|scroll/.test(getComputedStyle(box).overflowX)) box = box.parentElement;
			return box?.tagName === 'FIGURE' && table.scrollWidth > box.clientWidth;
		}).length,
		figures: [...document.querySelectorAll('figure')].map((figure) => ({
			title: figure.querySelector('.title').innerText,
			source: figure.querySelector('.source').innerText,
			charts: figure.querySelectorAll('.chart').length,
			tables: figure.querySelectorAll('tr').length,
			// How many colours are drawn: an empty canvas has one.
			drawn: [...figure.querySelectorAll('canvas')].map((canvas) => {
				const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
				return new Set(pixels).size;
			})
		}))
	}));
	check(`${label}: fits the width`, !found.wide && found.cut === 0, JSON.stringify(found));
	check(`${label}: has figures, one H1, and a name for each chart`, found.figures.length > 0 && found.headings === 1 && found.pictures === 0, JSON.stringify(found));
	for (const { title, source, charts, tables, drawn } of found.figures) {
		check(`${label}: «${title}» is drawn and says its source`,
			/published|synthetic/.test(source) && (charts > 0 || tables > 1) && drawn.length >= charts && drawn.every((colours) => colours > 10),
			JSON.stringify({ source, charts, tables, drawn }));
	}

	check(`${label}: no error, no unset value`, !/Error|undefined|NaN|\[object/.test(first), first.match(/.{60}(Error|undefined|NaN|\[object).*/)?.[0]);
	const shows = (what, ...values) => check(`${label}: shows ${what}: ${values.join(' | ')}`, values.every((value) => first.includes(value)), first.slice(0, 1500));
	shows.now = async (what, ...values) =>
		check(`${label}: shows ${what}: ${values.join(' | ')}`, await until(page, (now) => values.every((value) => now.includes(value))), (await text(page)).slice(0, 6000));
	shows.nowNot = async (what, ...values) => check(`${label}: does not show ${what}`, await until(page, (now) => values.every((value) => !now.includes(value))));
	try {
		await pages[name](page, shows);
	} catch (error) {
		check(`${label}: can be used`, false, error.message);
	}
	if (device === 'desktop') await print(browser, base, name);
	await page.waitForTimeout(500);
	check(`${label}: no error in the console, no failed request, none to another host`, troubles.length === 0, troubles.join('\n'));
	await page.close();
}

// Each colour means one thing: none stands for two, all can be seen on white (WCAG 1.4.11), all are explained, and charts have no others.
async function checkColours() {
	const components = resolve('examples/dashboard/components');
	const { meaning, colours } = await import(pathToFileURL(join(components, 'colours.js')));
	const parts = (colour) => colour.match(/\w\w/g).map((part) => parseInt(part, 16));
	const light = (colour) => parts(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
	const all = Object.values(meaning);
	const pale = all.filter((colour) => 1.05 / (light(colour) + 0.05) < 3);
	check('every colour can be seen on white', pale.length === 0, pale.join());
	const near = all.flatMap((one, i) => all.slice(i + 1).filter((other) => Math.hypot(...parts(one).map((part, k) => part - parts(other)[k])) < 30).map((other) => `${one} ${other}`));
	check('no two meanings have the same colour', near.length === 0, near.join());
	check('what a chart calls its series has a colour with a meaning', Object.values(colours).every((colour) => all.includes(colour)));
	const explained = readFileSync(join(components, 'Legend.svelte'), 'utf8');
	check('every colour is explained on the first page', Object.keys(meaning).every((name) => explained.includes(`${name}: '[[`)));
	const others = readdirSync(components).filter((name) => name.endsWith('.svelte')).flatMap((name) =>
		[...readFileSync(join(components, name), 'utf8').matchAll(/#[0-9a-f]{6}\b|rgba?\(\d+, ?\d+, ?\d+/gi)].map(String)
			.filter((colour) => { const [red, green, blue] = colour[0] === '#' ? parts(colour) : colour.match(/\d+/g).map(Number); return Math.max(red, green, blue) - Math.min(red, green, blue) > 8 && !['#005a8c', '#fff3cd'].includes(colour.toLowerCase()); })
			.map((colour) => `${name} ${colour}`));
	check('charts have no colours besides, but for links and what is synthetic', others.length === 0, others.join('\n'));
}

// The build refuses a figure that prints money without saying in what, and words that name a currency; else it says what the mart says.
function checkMoney() {
	const directory = mkdtempSync(join(tmpdir(), 'money-'));
	const shown = { money_scale: 'millions', money_divisor: 1000000, money_decimals: 1, currency: 'EUR', money: 'm EUR', money_in_words: 'millions of EUR', whole_money: 'EUR' };
	writeFileSync(join(directory, 'marts.json'), JSON.stringify({ lund: shown }));
	mkdirSync(join(directory, 'pages'));
	const built = (page) => {
		writeFileSync(join(directory, 'pages', 'page.md'), page);
		const { status, stderr } = spawnSync(process.execPath, ['examples/dashboard/words.mjs', 'en', 'examples/dashboard/words', join(directory, 'marts.json'), join(directory, 'pages')], { encoding: 'utf8' });
		return status === 0 ? readFileSync(join(directory, 'pages', 'page.md'), 'utf8') : stderr;
	};
	const figure = (unit) => `<Figure title="x" unit="${unit}">\n<Column id=amount fmt='[[lund.fmt]]' />\n</Figure>`;
	check('a figure names the unit of its money', built(figure('[[lund|@Words, net]]')) === `<Figure title="x" unit="Millions of EUR, net">\n<Column id=amount fmt='#,##0.0' />\n</Figure>`, built(figure('[[lund|@Words, net]]')));
	for (const unit of ['[[Net]]', '[[lund|Net]]', '[[synthetic|@Words]]']) check(`a figure whose unit is ${unit} is refused`, built(figure(unit)).includes('does not name the unit of its money'), built(figure(unit)));
	check('words that name a currency are refused', built('[[Thousands of kronor]]').includes('names a currency'));
	check('a sentence has the decimals and the unit of money', built('[[lund|@a:m @scaled, @b:c, @c:h @headline, @d @whole]]') === '@a:d m EUR, @b:e, @c:d million EUR, @d EUR', built('[[lund|@a:m @scaled, @b:c, @c:h @headline, @d @whole]]'));
	rmSync(directory, { recursive: true });
}

await run(async (browser, base) => {
	await checkColours();
	checkMoney();
	const [jit, timeout] = [ask('SHOW jit')[0], ask('SHOW idle_in_transaction_session_timeout')[0]];
	check('the demo’s reader compiles no queries and keeps no transaction for long', jit === 'off' && timeout === '10min', `${jit} ${timeout}`);
	for (const [device, width, height] of [['desktop', 1280, 900], ['phone', 390, 844]]) {
		for (const name of Object.keys(pages)) await look(browser, base, device, width, height, name);
	}
});
