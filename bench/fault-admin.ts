import pg from 'pg';

export type Admin = <R extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<R[]>;

/** Asks the database as its owner, each time over a connection of its own and where it is then: what was open may have been killed meanwhile. */
export const adminOf =
  (url: () => string): Admin =>
  async (sql, values) => {
    const client = new pg.Client(url());
    client.on('error', () => {}); // told by the query
    await client.connect();
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end();
    }
  };
