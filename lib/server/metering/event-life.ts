import 'server-only';
import { EventLife } from '@/lib/api/metering/event-life';
import { millisecondsOf } from '@/lib/exact-time';
import { matchesDimension } from '@/lib/metering/dimension-filter';
import { problem } from '@/lib/problem';
import type { Principal } from '@/lib/server/core/ctx';
import { type Tx, transaction } from '@/lib/server/core/db';
import { type EventReading, eventReadings } from '@/lib/server/usage/postgres/event-readings';
import type { StoredEvent } from '@/lib/server/usage/store';
import { converter } from '@/lib/wire';
import { usageStore } from './choose-store';
import { eventText } from './events';
import { featureOf } from './features';

const CLOCKS_MS = 5_000;

/**
 * One event from arrival to bill, as JSON text (its data goes out digit by digit). What bills it are the versions in force at its time that
 * sell a feature whose meter counted it; which of them a customer has is not known here.
 */
export async function eventLife({ workspace }: Principal, source: string, id: string, now: string): Promise<string> {
  const filter = { source, id };
  const [event] = (await usageStore().list(workspace.id, { filter, orderBy: 'arrival', descending: true, size: 1 })).events;
  if (!event) throw problem('not_found', `There is no event with the source "${source}" and the id "${id}".`);
  const found = await eventReadings(workspace.id, event);
  const life = await transaction({ workspaceId: workspace.id }, async (tx): Promise<Omit<EventLife, 'event'>> => {
    const resend = await tx.usageResend.findUnique({ where: { workspaceId_source_id: { workspaceId: workspace.id, source, id } } });
    const refusals = await tx.usageRejection.findMany({ where: { source, eventId: id }, orderBy: { lastAt: 'desc' }, take: 20 });
    const customer = event.customerId === null ? null : await tx.customer.findUnique({ where: { id: event.customerId } });
    const features = event.voidedAt === null ? await soldOf(tx, event, found) : [];
    return {
      ...(customer && { customer: { id: customer.id, key: customer.key, name: customer.name } }),
      ...(resend && { resends: { times: resend.times, lastAt: resend.lastAt.toISOString() } }),
      refusals: refusals.map((r) => ({ id: r.id, code: r.code, message: r.message, times: r.times, lastAt: r.lastAt.toISOString() })),
      ...(await voidedBy(tx, event)),
      readings: await named(tx, event, found),
      features,
      billedBy: await billedBy(
        tx,
        features.map((f) => f.id),
        new Date(Math.min(Date.parse(event.time), Date.parse(now))),
      ),
    };
  });
  const shape = EventLife.omit({ event: true });
  if (process.env.VERIFY_RESPONSES) shape.parse(life);
  return `{"event":${eventText(event)},${JSON.stringify(converter(shape).toWire(life)).slice(1)}`;
}

async function voidedBy(tx: Tx, event: StoredEvent) {
  if (event.voidedAt === null) return {};
  // The act is noted a moment before the event is marked, by another clock.
  const until = new Date(Date.parse(event.voidedAt) + CLOCKS_MS);
  const where = { reason: event.voidReason ?? '', createdAt: { lte: until } };
  const row = await tx.usageVoid.findFirst({ where, orderBy: { createdAt: 'desc' } });
  return {
    voided: {
      reason: event.voidReason ?? '',
      createdBy: row?.createdBy ?? '',
      createdAt: new Date(event.voidedAt).toISOString(),
    },
  };
}

async function named(tx: Tx, event: StoredEvent, readings: readonly EventReading[]): Promise<EventLife['readings']> {
  const meters = await tx.meter.findMany({ where: { id: { in: readings.map((r) => r.meterId) } } });
  return readings.flatMap(({ meterId, value, dimensions }) => {
    const meter = meters.find((m) => m.id === meterId);
    if (!meter) return [];
    const { id, key, name, aggregation } = meter;
    const before = meter.eventsFrom !== null && millisecondsOf(event.time) < millisecondsOf(meter.eventsFrom);
    const fault = before
      ? `The meter counts events from ${meter.eventsFrom} on.`
      : event.faults.find((f) => f.attributes?.meterId === meterId)?.message;
    return [
      {
        meter: { id, key, name, aggregation },
        dimensions,
        ...(value === null ? { fault: fault ?? 'It reads no value here.' } : { value }),
      },
    ];
  });
}

/** The features whose meter counted it and whose filters it meets. */
async function soldOf(tx: Tx, event: StoredEvent, readings: readonly EventReading[]): Promise<EventLife['features']> {
  const counted = new Map(readings.flatMap((r) => (r.value === null ? [] : [[r.meterId, r.dimensions]])));
  const rows = await tx.feature.findMany({ where: { deletedAt: null, meterId: { in: [...counted.keys()] } }, orderBy: { name: 'asc' } });
  return rows.map(featureOf).flatMap(({ id, key, name, meter }) => {
    const own = meter && counted.get(meter.id);
    if (!own) return [];
    const all: Record<string, string | undefined> = { ...own, subject: event.subject, customer_id: event.customerId ?? undefined };
    const meets = Object.entries(meter.filters ?? {}).every(([dimension, filter]) => matchesDimension(filter, all[dimension]));
    return meets ? [{ id, key, name, meterId: meter.id }] : [];
  });
}

interface Billing {
  id: string;
  key: string;
  name: string;
  version: number;
  phase: string;
  card: { key: string; name?: string; feature: { id: string } };
}

/** The rate cards of versions in force at an instant that sell any of these features. */
async function billedBy(tx: Tx, featureIds: readonly string[], at: Date): Promise<EventLife['billedBy']> {
  if (!featureIds.length) return [];
  const rows = await tx.$queryRaw<Billing[]>`
    SELECT p.id, p.key, p.name, p.version, phase->>'key' AS phase, card
    FROM plans p, jsonb_array_elements(p.phases) AS phase, jsonb_array_elements(phase->'rateCards') AS card
    WHERE p.deleted_at IS NULL AND p.effective_from <= ${at} AND (p.effective_to IS NULL OR p.effective_to > ${at})
      AND card->'feature'->>'id' = ANY(${[...featureIds]})
    ORDER BY p.name, p.key LIMIT 50`;
  return rows.map(({ id, key, name, version, phase, card }) => ({
    plan: { id, key, name, version },
    phaseKey: phase,
    rateCardKey: card.key,
    rateCardName: card.name ?? card.key,
    featureId: card.feature.id,
  }));
}
