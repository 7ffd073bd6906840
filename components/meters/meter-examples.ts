import { type ExampleCall, exampleCall } from '@/components/api/snippet';
import { exampleData } from '@/components/events/example-data';
import { ingestEvents } from '@/lib/api/metering/events';
import { queryMeter } from '@/lib/api/metering/meter-query';
import type { CallOf } from '@/lib/api/operation';
import type { Meter } from '@/lib/metering/meter';

/** `question` is what the page asks of the meter. */
export function meterExamples(meter: Meter, question: CallOf<typeof queryMeter>): ExampleCall[] {
  const event = {
    specversion: '1.0',
    id: 'request-1',
    source: 'my-service',
    type: meter.eventType,
    subject: 'acme',
    data: exampleData(meter),
  };
  return [
    exampleCall('Send an event that it counts', ingestEvents, { body: event }),
    exampleCall('Ask what this page shows', queryMeter, question),
  ];
}
