// The yardstick: node:http alone, in its own process, answering a fixed 2 KB of JSON.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const empty = JSON.stringify({ resourceType: 'Basic', text: '' });
const body = JSON.stringify({ resourceType: 'Basic', text: 'x'.repeat(2048 - empty.length) });
const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, headers);
    response.end(body);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', () => process.exit(0));
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
