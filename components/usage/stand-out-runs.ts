import type { MeterUsage } from '@/lib/api/metering/usage-overview';

type Anomaly = MeterUsage['anomalies'][number];

/** Days in a row of one meter that all stand out on the same side, with the farthest of them. */
export interface Run {
  meter: MeterUsage['meter'];
  from: string;
  /** The last of its days. */
  to: string;
  days: number;
  worst: Anomaly;
}

const DAY_MS = 86_400_000;
const far = ({ score }: Anomaly) => Math.abs(Number(score));

/** Days that stand out, those in a row told as one: what changed and stayed so is one thing to look at. Newest first. */
export function runsOf(meters: readonly Pick<MeterUsage, 'meter' | 'anomalies'>[]): Run[] {
  const runs: Run[] = [];
  for (const { meter, anomalies } of meters) {
    let run: Run | undefined;
    for (const anomaly of anomalies) {
      const follows = run && Date.parse(anomaly.day) - Date.parse(run.to) === DAY_MS && anomaly.direction === run.worst.direction;
      if (run && follows) {
        run.to = anomaly.day;
        run.days++;
        if (far(anomaly) > far(run.worst)) run.worst = anomaly;
      } else {
        run = { meter, from: anomaly.day, to: anomaly.day, days: 1, worst: anomaly };
        runs.push(run);
      }
    }
  }
  return runs.sort((a, b) => b.to.localeCompare(a.to));
}
