// What the tests of the dashboard share: a browser, a server of the built pages, the database, and lines of checks.
// usage of each test: node TEST.mjs SITE URI [SCREENSHOTS]     one line for each check; exits 1 if any failed
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const [site, uri, screenshots] = process.argv.slice(2);

let passed = 0, failed = 0;
export function check(what, ok, detail = '') {
	ok ? passed++ : failed++;
	console.log(`${ok ? 'ok' : 'not ok'} ${passed + failed} - ${what}${ok || !detail ? '' : `\n#   ${String(detail).replace(/\n/g, '\n#   ')}`}`);
}

// The language that the pages were built in, and a number as they show it: 19 710, with a space that does not break made a plain one.
export const language = readFileSync(join(site, 'index.html'), 'utf8').match(/<html lang="(\w+)"/)[1];
export const shown = (number, digits = 0) =>
	Number(number).toFixed(digits).replace('.', language === 'en' ? '.' : ',').replace(/\B(?=(\d{3})+(?!\d))/g, ' ').replace('-', '\u2212');
const plain = (text) => text.replace(/[\s\u00a0]+/g, ' ');
export const ask = (sql) => execFileSync('psql', ['--no-psqlrc', '--quiet', '-At', '-F', '\t', uri, '-c', sql], { encoding: 'utf8' }).trim().split('\t');
export const askThousands = (sql) => ask(sql).map((value) => shown(value / 1000));

// Picks a value in the nth filter of that name.
export async function choose(page, filter, value, nth = 0) {
	const buttons = page.locator('button[data-popover-trigger]').filter({ hasText: filter });
	const option = page.getByRole('option', { name: value, exact: true });
	// A click on a list that is just being filled is lost: on a busy machine, as by a hand, it takes another.
	for (let clicks = 1; ; clicks++) {
		try {
			await buttons.nth(nth).click();
			// Of a long list only the part that is seen is there: ask for the name.
			await page.locator('[role=option]').first().waitFor();
			if ((await option.count()) === 0) await page.locator('[data-popover-content] input').fill(value);
			await option.click({ timeout: 120000 });
			await page.keyboard.press('Escape');
			await buttons.nth(nth).filter({ hasText: value }).waitFor();
			return;
		} catch (error) {
			if (clicks === 3) throw error;
			await page.keyboard.press('Escape');
		}
	}
}

// What a page says, with every table folded open.
export async function text(page) {
	await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
	return plain(await page.locator('#evidence-main-article').innerText());
}

// What axe-core finds against WCAG 2.1, A and AA.
const axe = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/axe-core/axe.min.js');
export async function checkAccessible(page, label) {
	await page.addScriptTag({ path: axe });
	const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }));
	check(`${label}: axe-core finds nothing against WCAG 2.1 AA`, found.violations.length === 0,
		found.violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 4).map(({ html, failureSummary }) => `  ${html.slice(0, 300)}\n  ${failureSummary.replace(/\n\s*/g, ' ').slice(0, 300)}`).join('\n')}`).join('\n'));
}

// On a phone nothing is wider than the page or what it stands in, nothing is cut, and of every table each value is seen. All folds are open.
export async function checkWhole(page, label) {
	const found = await page.evaluate(() => {
		const wider = (element) => element.scrollWidth > element.clientWidth + 1;
		const about = (element) => `${element.closest('figure')?.querySelector('.title').innerText}: ${element.className} ${element.innerText.slice(0, 80)}`;
		// Of each table there is another, for the full screen, which is not shown.
		const cells = [...document.querySelectorAll('figure table td')].filter((cell) => !['', '-'].includes(cell.textContent.trim()) && cell.closest('table').offsetWidth > 0);
		return {
			page: wider(document.documentElement) ? ['the page'] : [],
			choices: [...document.querySelectorAll('.chosen button')].filter((choice) => wider(choice) || choice.getBoundingClientRect().right > window.innerWidth).map((choice) => choice.innerText),
			pushed: [...document.querySelectorAll('figure :is(.scrollbox, .push)')].filter(wider).map(about),
			cut: [...document.querySelectorAll('figure table :is(td, th)')].filter((cell) => cell.checkVisibility() && wider(cell)).map(about),
			hidden: cells.filter((cell) => cell.offsetWidth === 0).map(about),
			nameless: cells.filter((cell) => cell.closest('table.listed') && cell.cellIndex > 0 && !cell.dataset.heading).map(about),
			lists: document.querySelectorAll('table.listed').length
		};
	});
	const { lists, ...wrong } = found;
	check(`${label}: no table is pushed sideways, no column or choice is cut or left out (${lists} are lists)`, Object.values(wrong).every((some) => some.length === 0), JSON.stringify(wrong, null, 1).slice(0, 3000));
}

// Until the page's text is as it shall be, or 40 seconds are over: the first choice on a page starts
// a database in the browser, which takes seconds on a busy machine.
export async function until(page, test) {
	for (let i = 0; i < 160; i++) {
		if (test(await text(page))) return true;
		await page.waitForTimeout(250);
	}
	return false;
}

// Opens a page, and waits until its charts are drawn and have stopped moving.
export async function open(page, address) {
	await page.goto(address, { waitUntil: 'networkidle', timeout: 180000 });
	await page.waitForFunction(() => [...document.querySelectorAll('figure .chart')].every((chart) => chart.querySelector('canvas')), undefined, { timeout: 180000 });
	await page.waitForTimeout(1500);
}

// Runs a test with a browser and the address of the pages, prints what came of it, and ends the process.
export async function run(test) {
	const server = spawn(process.execPath, [join(dirname(fileURLToPath(import.meta.url)), 'serve.mjs'), site], { stdio: ['ignore', 'pipe', 'inherit'] });
	const base = (await new Promise((resolve) => server.stdout.once('data', resolve))).toString().trim();
	// A browser as root needs --no-sandbox; the other switches keep it from calling its maker.
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
	});
	try {
		await test(browser, base);
	} catch (error) {
		check('the pages open', false, error.stack);
	} finally {
		await browser.close();
		server.kill();
	}
	console.log(`1..${passed + failed}`);
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}
