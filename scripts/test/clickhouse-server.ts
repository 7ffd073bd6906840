// node --conditions=react-server --import tsx scripts/test/clickhouse-server.ts FOLDER PORT: the engine of the tests behind the HTTP interface of
// ClickHouse, as far as its client uses it, so that commands which need an address can be tried, and the engine killed.
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

interface Engine {
  query(asked: { query: string; clickhouse_settings: object }): Promise<{ stream: NodeJS.ReadableStream }>;
  insert(given: { query: string; values: string; clickhouse_settings: object }): Promise<unknown>;
}

const [folder, port] = process.argv.slice(2) as [string, string];
const { createChdbConnection } = createRequire(path.resolve('scripts/test/clickhouse/package.json'))('chdb/connection');
const engine: Engine = createChdbConnection({ path: folder });

async function answer(request: IncomingMessage): Promise<string> {
  const body = await text(request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request);
  const { query, query_id: _, ...settings } = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams);
  if (query !== undefined) {
    await engine.insert({ query, values: body, clickhouse_settings: settings });
    return '';
  }
  return text((await engine.query({ query: body, clickhouse_settings: settings })).stream);
}

createServer((request, response) => {
  answer(request).then(
    (said) => response.end(said),
    (e: Error) =>
      response
        .writeHead(500)
        .end(`${/^Code:/.test(e.message) ? '' : `Code: ${(e as { code?: string }).code ?? '0'}. DB::Exception: `}${e.message}`),
  );
}).listen(Number(port), '127.0.0.1', () => console.log(`listening on ${port}`));
