import { type ExampleCall, exampleCall } from '@/components/api/snippet';
import { addMonths, monthOf } from '@/components/ui/calendar';
import { startOfDay } from '@/components/ui/day-instant';
import { getCustomer, listCustomers } from '@/lib/api/metering/customers';
import { ingestEvents } from '@/lib/api/metering/events';
import { createInvoicePreview } from '@/lib/api/rating/previews';
import type { Customer } from '@/lib/metering/customer';

/** `today` is a day of the zone. */
export function customerExamples({ id, key }: Customer, today: string, timeZone: string): ExampleCall[] {
  const month = monthOf(today);
  const from = startOfDay(addMonths(month, -1), timeZone);
  const to = startOfDay(month, timeZone);
  const event = { specversion: '1.0', id: 'request-1', source: 'my-service', type: 'llm.request', subject: key, data: { tokens: 374 } };
  return [
    exampleCall('Read this customer', getCustomer, { params: { customerId: id } }),
    exampleCall('Find it by its key', listCustomers, { query: { filter: { key: { eq: key } } } }),
    exampleCall('Send usage of theirs', ingestEvents, { body: event }),
    ...(from && to
      ? [
          exampleCall('Preview their invoice of last month, on the plan “pro”', createInvoicePreview, {
            body: { customer: { key }, plan: { key: 'pro' }, from, to },
          }),
        ]
      : []),
  ];
}
