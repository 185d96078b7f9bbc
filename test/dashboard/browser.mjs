// What the tests of the dashboard share: a browser, a server of the built pages, the database, and lines of checks.
// usage of each test: node TEST.mjs SITE URI [SCREENSHOTS]     one line for each check; exits 1 if any failed
import { execFileSync, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const [site, uri, screenshots] = process.argv.slice(2);

let passed = 0, failed = 0;
export function check(what, ok, detail = '') {
	ok ? passed++ : failed++;
	console.log(`${ok ? 'ok' : 'not ok'} ${passed + failed} - ${what}${ok || !detail ? '' : `\n#   ${String(detail).replace(/\n/g, '\n#   ')}`}`);
}

// A number as the pages show it: 19 710, with a space that does not break made a plain one.
export const swedish = (number, digits = 0) =>
	Number(number).toFixed(digits).replace('.', ',').replace(/\B(?=(\d{3})+(?!\d))/g, ' ').replace('-', '\u2212');
const plain = (text) => text.replace(/[\s\u00a0]+/g, ' ');
export const ask = (sql) => execFileSync('psql', ['--no-psqlrc', '--quiet', '-At', '-F', '\t', uri, '-c', sql], { encoding: 'utf8' }).trim().split('\t');
export const askThousands = (sql) => ask(sql).map((value) => swedish(value / 1000));

// Picks a value in the nth filter of that name.
export async function choose(page, filter, value, nth = 0) {
	const buttons = page.getByRole('combobox').filter({ hasText: filter });
	await buttons.nth(nth).click();
	await page.getByRole('option', { name: value, exact: true }).click();
	await page.keyboard.press('Escape');
	await buttons.nth(nth).filter({ hasText: value }).waitFor();
}

export const text = async (page) => plain(await page.locator('#evidence-main-article').innerText());

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
	await page.goto(address, { waitUntil: 'networkidle' });
	await page.waitForFunction(() => [...document.querySelectorAll('figure .chart')].every((chart) => chart.querySelector('canvas')), undefined, { timeout: 30000 });
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
