// npm run fault:jobs [-- JOBS [KILLS]]: jobs run in two processes while a process, or the database, is killed by SIGKILL, in turn. Every effect
// must be there exactly once.
import { loadavg } from 'node:os';
import { killWhileJobsRun } from './fault-jobs-ground';

const [jobs = '10000', kills = '12'] = process.argv.slice(2);
const report = await killWhileJobsRun(Number(jobs), Number(kills));
console.log(
  `${report.jobs} jobs, ${report.workersKilled} kills of a process, ${report.databaseKilled} of the database: ` +
    `${report.lost} effects lost, ${report.doubled} doubled, in ${report.seconds.toFixed(1)} s (load ${loadavg()[0]?.toFixed(1)})`,
);
if (report.lost || report.doubled) process.exitCode = 1;
