// Serves the files of a directory on this machine only, until it is stopped.
// usage: node serve.mjs DIRECTORY [PORT]     prints the address; port 0 is any free one
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const [directory, port = '0'] = process.argv.slice(2);
const types = {
	'.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
	'.json': 'application/json', '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png',
	'.ico': 'image/x-icon', '.wasm': 'application/wasm', '.woff': 'font/woff', '.woff2': 'font/woff2'
};

const server = createServer(async (request, response) => {
	try {
		// normalize() of a path that begins with / cannot lead above it.
		let path = join(directory, normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
		if ((await stat(path)).isDirectory()) path = join(path, 'index.html');
		const body = await readFile(path);
		const headers = { 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Accept-Ranges': 'bytes' };
		// DuckDB in the browser asks for parts of the data files.
		const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
		if (range) {
			const from = Number(range[1]);
			const to = Math.min(range[2] ? Number(range[2]) : Infinity, body.length - 1);
			response.writeHead(206, { ...headers, 'Content-Range': `bytes ${from}-${to}/${body.length}`, 'Content-Length': to - from + 1 });
			response.end(request.method === 'HEAD' ? undefined : body.subarray(from, to + 1));
		} else {
			response.writeHead(200, { ...headers, 'Content-Length': body.length });
			response.end(request.method === 'HEAD' ? undefined : body);
		}
	} catch {
		response.writeHead(404, { 'Content-Type': 'text/plain' });
		response.end('Not found\n');
	}
});
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
