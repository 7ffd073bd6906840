// npm run answers: writes docs/answers.md, which says which operation answers what. Needs no server and no database.
import { writeFileSync } from 'node:fs';
import { answersTable } from '@/lib/server/api/answers-table';
import { routes } from '@/lib/server/api/app';

writeFileSync('docs/answers.md', answersTable(routes));
process.exit(0); // the routes hold what a server would
