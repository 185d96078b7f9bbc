// Opens every page of the built dashboard as a desk and as a phone would, and holds what it shows against the database.
// usage: node pages.mjs SITE URI SCREENSHOTS
import { join } from 'node:path';
import { ask, askThousands, check, choose, open, run, screenshots, swedish, text, until } from './browser.mjs';

// What each page must show: a name, and what the database says.
const pages = {
	'': async (page, shows) => {
		shows('the month', 'Until August 2024');
		shows('the deficit', ...askThousands("SELECT public.deficit(budget, outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'"));
		shows('households funded and expected', ...ask('SELECT households_funded, households_expected FROM lund.household_budget_gap WHERE fiscal_year = 2023').map((n) => swedish(n)));
		shows('what is to be checked', ...ask("SELECT detail FROM lund.data_quality LIMIT 1"));
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
		shows('what to check', 'booked until 2024-07-31, where the others are until 2024-08-31');
		shows('the whole board’s forecast', ...askThousands("SELECT sum(budget), sum(outcome) FROM synthetic_released.budget_rollup WHERE fiscal_year = 2024 AND is_latest AND unit_code = 'board' AND head_level = 1"));
		await choose(page, 'Unit', 'District 2');
		await shows.now('a district, chosen', ...askThousands(`SELECT sum(budget), sum(outcome) FROM ${last('2024-08-01')} WHERE unit LIKE 'District 2%'`));
		await choose(page, 'Unit', 'All units');
		await choose(page, 'Month', 'May 2024');
		await shows.now('an earlier month, held against its budget', 'Every unit and head is booked', ...askThousands(`SELECT sum(budget), sum(outcome) FROM ${last('2024-05-01')}`));
		await shows.nowNot('what was decided later', 'addition-2024-06');
	},
	deficits: async (page, shows) => {
		shows('budget, forecast and deficit', ...askThousands("SELECT sum(budget), sum(outcome), public.deficit(budget, outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'"));
		shows('how much of the budget is used', ...ask("SELECT 100 * public.budget_utilisation(budget, outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'").map((n) => `${swedish(n, 1)} %`));
		shows('the stated deficit and what is unexplained', ...askThousands('SELECT DISTINCT -stated_total, unexplained FROM lund.deficit_driver'));
		shows('what the bridge leaves unexplained', ...askThousands("SELECT abs(amount) FROM lund.budget_bridge WHERE kind = 'unexplained' AND fiscal_year = 2023"));
		shows('the synthetic forecast after April, low and high', ...askThousands("SELECT forecast, low, high FROM synthetic_released.forecast_total_by_month WHERE as_of = '2024-04-30'"));
		shows('where the running synthetic year would end', ...askThousands("SELECT forecast, low, high, budget FROM synthetic_released.forecast_total_by_month WHERE as_of = '2024-08-31'"));
		shows('the synthetic stated forecast of April', ...askThousands("SELECT sum(stated_forecast), sum(forecast) FROM synthetic_released.year_end_forecast WHERE as_of = '2024-04-30'"));
		await choose(page, 'Unit', 'Children');
		await shows.now('a unit, chosen', ...askThousands("SELECT sum(budget), sum(outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022' AND unit LIKE 'Children (%'"));
		await shows.nowNot('the whole board any more', ...askThousands("SELECT sum(outcome) FROM lund.budget_variance WHERE scenario = 'forecast-2022'"));
		await choose(page, 'Unit', 'All units');
		await choose(page, 'Year', '2021');
		await shows.now('a year without a budget, chosen', 'no budget by head was published', ...askThousands("SELECT outcome FROM lund.budget_variance WHERE fiscal_year = 2021 AND head LIKE 'Income support%'"));
		const steps = (unit, head, month) => askThousands(`SELECT sum(amount), max(amount) FILTER (WHERE what = 'booked'), max(amount) FILTER (WHERE what = 'months_to_come'), max(amount) FILTER (WHERE what = 'growth') FROM synthetic_released.forecast_explanation WHERE as_of = '${month}' AND unit LIKE '${unit} (%' AND head LIKE '${head} (%'`);
		await choose(page, 'Unit of the forecast', 'District 2');
		await choose(page, 'Head of the forecast', 'Housing');
		await shows.now('the steps to a forecast, and what is late of it', 'booked until 2024-07-31, as of when this is', ...steps('District 2', 'Housing', '2024-08-31'));
		await choose(page, 'After', 'April');
		await shows.now('the steps to an earlier one', ...steps('District 2', 'Housing', '2024-04-30'));
		await choose(page, 'Year', '2022', 3);
		await shows.now('another year of the synthetic forecast, and what came of it', 'The year ended at', ...askThousands("SELECT forecast FROM synthetic_released.forecast_total_by_month WHERE as_of IN ('2022-04-30')"));
	},
	'income-support': async (page, shows) => {
		shows('households funded, expected and too many', ...ask('SELECT households_funded, households_expected, gap_households FROM lund.household_budget_gap WHERE fiscal_year = 2023').map((n) => swedish(n)));
		shows('what is missing', ...askThousands('SELECT gap, norm_gap FROM lund.household_budget_gap WHERE fiscal_year = 2023'));
		shows('the path in January and December', ...ask("SELECT min(expected), max(expected) FROM lund.household_path WHERE fiscal_year = 2023").map((n) => swedish(n)));
		shows('the synthetic cost of a household', ...ask('SELECT public.cost_per_household(payments, households) FROM synthetic_released.household_cost WHERE fiscal_year = 2023').map((n) => swedish(n)));
		shows('synthetic volume, mix and price', ...askThousands('SELECT volume_effect, mix_effect, price_effect FROM synthetic_released.household_cost_change WHERE fiscal_year = 2023'));
		await choose(page, 'Unit', 'District 2');
		await shows.now('a district, chosen', ...ask("SELECT public.cost_per_household(payments, households) FROM synthetic_released.household_cost WHERE fiscal_year = 2023 AND unit LIKE 'District 2%'").map((n) => swedish(n)));
		await choose(page, 'Year', '2022', 2);
		await shows.now('another year, chosen', ...askThousands('SELECT volume_effect, price_effect FROM synthetic_released.household_cost_change WHERE fiscal_year = 2022'));
	},
	targets: async (page, shows) => {
		const status = "coalesce(CASE WHEN outcome IS NOT NULL THEN status END, previous_status)";
		shows('how many are met', `Met ${ask(`SELECT count(*) FROM lund.target_attainment WHERE fiscal_year = 2023 AND ${status} = 'met'`)[0]} `);
		shows('how many are off track', `Off track ${ask(`SELECT count(*) FROM lund.target_attainment WHERE fiscal_year = 2023 AND ${status} = 'off_track'`)[0]} `);
		shows('an outcome, its target and status', 'At risk 1 068 households 2022 950 households');
		shows('where a synthetic indicator will end', ...ask("SELECT forecast, low, high, target FROM synthetic_released.indicator_forecast WHERE fiscal_year = 2024 AND is_latest AND indicator_code = 'own-income'").map((n) => swedish(n, 1)));
		await choose(page, 'Year', '2022');
		await shows.now('another year, chosen', 'On track 1 068 households 2022 1 000 households');
		await choose(page, 'Indicator', 'Households waiting for a home');
		await shows.now('another indicator, chosen', ...ask("SELECT min(value_to_date), max(value_to_date) FROM synthetic_released.indicator_forecast WHERE fiscal_year = 2024 AND indicator_code = 'queue'").map((n) => swedish(n, 1)));
	},
	reallocation: async (page, shows) => {
		shows('what is lacking, could move and still lacks', ...askThousands("SELECT sum(shortfall), sum(shortfall - remaining_shortfall), sum(remaining_shortfall) FROM lund.reallocation_balance"));
		shows('the largest move', ...askThousands('SELECT max(amount) FROM lund.reallocation_transfer'));
		shows('a rule', ask('SELECT source FROM lund.reallocation_transfer ORDER BY amount DESC LIMIT 1')[0]);
		shows('the proposal of a pool', ...askThousands("SELECT proposed_budget FROM lund.reallocation_proposal WHERE head LIKE 'Income support%'"));
		await choose(page, 'Pool', 'Placements');
		await shows.nowNot('that pool after another is chosen', ...askThousands("SELECT proposed_budget FROM lund.reallocation_proposal WHERE head LIKE 'Income support%'"));
		await choose(page, 'Year', '2023', 1);
		await choose(page, 'As of', 'Outcome of the year');
		await shows.now('synthetic heads at the end of the year', ...askThousands("SELECT max(shortfall), sum(spare) FROM synthetic_released.reallocation_balance WHERE scenario = 'outcome-2023'"));
	}
};

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

	const found = await page.evaluate(() => ({
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
	if (name) check(`${label}: has figures`, found.figures.length > 0);
	for (const { title, source, charts, tables, drawn } of found.figures) {
		check(`${label}: «${title}» is drawn and says its source`,
			/published|synthetic/.test(source) && (charts > 0 || tables > 1) && drawn.length >= charts && drawn.every((colours) => colours > 10),
			JSON.stringify({ source, charts, tables, drawn }));
	}

	const first = await text(page);
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
	await page.waitForTimeout(500);
	check(`${label}: no error in the console, no failed request, none to another host`, troubles.length === 0, troubles.join('\n'));
	await page.close();
}

await run(async (browser, base) => {
	const [jit, timeout] = [ask('SHOW jit')[0], ask('SHOW idle_in_transaction_session_timeout')[0]];
	check('the demo’s reader compiles no queries and keeps no transaction for long', jit === 'off' && timeout === '10min', `${jit} ${timeout}`);
	for (const [device, width, height] of [['desktop', 1280, 900], ['phone', 390, 844]]) {
		for (const name of Object.keys(pages)) await look(browser, base, device, width, height, name);
	}
});
