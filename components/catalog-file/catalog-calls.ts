import { failure } from '@/components/api/client';
import { shownWorkspace } from '@/components/api/shown-workspace';
import { applyCatalog, type CatalogApplied, type CatalogReview, reviewCatalog } from '@/lib/api/catalog/catalog';
import type { Operation } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import { converter } from '@/lib/wire';

/** Choices made in a review. */
export interface ApplyChoice {
  publish: boolean;
  /** Parts to remove. */
  prune: string[];
}

/** Sends a file as the body of an operation: it is a text, and not one JSON document among others. */
async function send(op: Operation, query: object, text: string): Promise<unknown> {
  const response = await fetch(urlOf(op, { query } as never), {
    method: 'POST',
    headers: { 'content-type': 'application/yaml', accept: 'application/json', ...shownWorkspace() },
    body: text,
  });
  if (!response.ok) throw await failure(response);
  const answer: unknown = await response.json();
  return op.result ? converter(op.result).fromWire(answer) : answer;
}

export const reviewText = (text: string, removals: boolean, publish: boolean) =>
  send(reviewCatalog, { removals: String(removals), publish: String(publish) }, text) as Promise<CatalogReview>;

export const applyText = (text: string, base: string, { publish, prune }: ApplyChoice) =>
  send(
    applyCatalog,
    { base, publish: String(publish), ...(prune.length > 0 && { prune: prune.join(',') }) },
    text,
  ) as Promise<CatalogApplied>;
