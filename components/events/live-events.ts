'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { streamEvents } from '@/lib/api/metering/events';
import type { CallOf } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import { MeteringIngestedEvent } from '@/lib/metering/event';
import { converter } from '@/lib/wire';

export const LIVE_SHOWN = 100;
const AGAIN_MS = 4_000;
const DRAW_MS = 200;

/** State of a live view: it opens, shows what comes, waits for the server to come back, or is held. */
export type LiveState = 'opening' | 'live' | 'waiting' | 'paused';

const nameOf = ({ event }: MeteringIngestedEvent) => `${event.source}\n${event.id}`;
const read = (text: string) => converter(MeteringIngestedEvent).fromWire(JSON.parse(text)) as MeteringIngestedEvent;

/** Newer events before those that are shown, each once, and no more than fit. */
export function withNewer(shown: readonly MeteringIngestedEvent[], newer: readonly MeteringIngestedEvent[]): MeteringIngestedEvent[] {
  const names = new Set<string>();
  return [...newer.toReversed(), ...shown].filter((event) => !names.has(nameOf(event)) && names.add(nameOf(event))).slice(0, LIVE_SHOWN);
}

/**
 * Events as they arrive, newest first, while `on`. A connection that breaks is opened again, and what came meanwhile is there then; `skipped` says that
 * more came than can be shown. Paused, the list stands still and `waiting` counts what came.
 */
export function useLiveEvents(query: CallOf<typeof streamEvents>['query'], on: boolean, paused: boolean) {
  const [events, setEvents] = useState<readonly MeteringIngestedEvent[]>([]);
  const [connected, setConnected] = useState<'opening' | 'live' | 'waiting'>('opening');
  const [skipped, setSkipped] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const held = useRef<MeteringIngestedEvent[]>([]);
  const isPaused = useRef(paused);
  isPaused.current = paused;
  const url = urlOf(streamEvents, { query });

  const draw = useCallback(() => {
    if (isPaused.current) return setWaiting(held.current.length);
    const newer = held.current;
    held.current = [];
    setWaiting(0);
    if (newer.length > 0) setEvents((shown) => withNewer(shown, newer));
  }, []);

  useEffect(() => {
    if (!on) return;
    setEvents([]);
    setSkipped(false);
    setConnected('opening');
    held.current = [];
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const drawing = setInterval(draw, DRAW_MS);
    const open = () => {
      source = new EventSource(url);
      source.onopen = () => setConnected('live');
      source.addEventListener('event', ({ data }) => {
        held.current = [...held.current, read(data)].slice(-LIVE_SHOWN);
      });
      source.addEventListener('skipped', () => setSkipped(true));
      source.onerror = () => {
        setConnected('waiting');
        // A broken line is opened again by the browser; an answer that was no stream is not.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
      };
    };
    open();
    return () => {
      source?.close();
      clearTimeout(again);
      clearInterval(drawing);
    };
  }, [on, url, draw]);

  const state: LiveState = paused ? 'paused' : connected;
  return { events, state, skipped, waiting };
}
