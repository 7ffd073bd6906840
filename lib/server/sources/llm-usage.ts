import 'server-only';
import { variantOfModel } from '@/lib/catalog/llm-model';
import { readTime } from '@/lib/metering/usage-time';
import type { NewEvent } from '../usage/store';
import { type Entry, EntryFault, keyText, readEntries, storable } from './entries';

/** The type of event that a language model's answer becomes, whoever the provider. */
const LLM_USAGE = 'llm.usage';

/** Whose usage it is, by the first of these that an object has. */
const SUBJECTS = ['subject', 'metadata.subject', 'metadata.customer_id', 'metadata.user_id', 'safety_identifier', 'user'];

type Provider = 'openai' | 'anthropic';

/** Lines of a provider's batch results carry the answer inside. */
const WRAPPED: Record<Provider, string> = { openai: 'response.body.', anthropic: 'result.message.' };

/**
 * Reads answers of the OpenAI or Anthropic API as they were returned (one, or an array; also lines of batch results): an event for each,
 * with its token counts. What was asked and answered is not kept. `subject` is a path to read the subject from.
 */
export function readLlmUsage(provider: Provider, body: string, subject: string | undefined, now: string): NewEvent[] {
  return readEntries(body, (entry) => (isFailed(entry) ? [] : [eventOf(provider, entry, subject, now)]));
}

/** Is this a line of batch results whose request failed, expired or was cancelled? It used nothing, and its neighbours count all the same. */
function isFailed({ cells }: Entry): boolean {
  const outcome = cells.get('result.type');
  if (outcome !== undefined) return outcome !== 'succeeded';
  const status = cells.get('response.status_code');
  if (status !== undefined) return !/^2\d\d$/.test(status);
  return (
    cells.has('custom_id') &&
    !cells.has('usage.total_tokens') &&
    [...cells.keys()].some((path) => /^error\.(code|message|type)$/.test(path))
  );
}

function eventOf(provider: Provider, { cells }: Entry, subject: string | undefined, now: string): NewEvent {
  const at = (path: string) => cells.get(WRAPPED[provider] + path) ?? cells.get(path);
  const who = (subject === undefined ? SUBJECTS : [subject]).map(at).find(Boolean);
  if (!who)
    throw new EntryFault(
      subject ?? 'subject',
      subject === undefined
        ? `Say whose usage it is: add the field subject, or one of ${SUBJECTS.slice(1).join(', ')}.`
        : 'The path that was named for the subject leads nowhere.',
    );
  const id = at('id');
  if (!id) throw new EntryFault('id', 'This answer has no id. Add one, so that sending it twice counts once.');
  const count = (path: string) => tokens(at(`usage.${path}`), `usage.${path}`);
  const counts = provider === 'openai' ? openAiCounts(count) : anthropicCounts(count);
  if (!counts) throw new EntryFault('usage', 'There are no token counts. A stream carries them only when it is asked to include usage.');
  const time = timeOf(at);
  const texts = { provider, ...servedAs(provider, cells, at, counts) };
  return {
    source: provider,
    id: keyText(id),
    type: LLM_USAGE,
    subject: keyText(who),
    time: time ?? now,
    timeGiven: time !== null,
    data: JSON.stringify({ ...Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, v && storable(v)])), ...counts }),
    dataschema: null,
    ingestedAt: now,
  };
}

/** Above these input tokens (in thousands) Anthropic charges all of a request at the prices of a long context. */
const LONG_CONTEXT_THOUSAND: Partial<Record<Provider, number>> = { anthropic: 200 };

/** The model as it was served, since a tier, a batch and a long context have prices of their own; and the tier as the provider names it. */
function servedAs(provider: Provider, cells: Entry['cells'], at: (path: string) => string | undefined, counts: Counts) {
  const said = at('service_tier') ?? at('usage.service_tier');
  const isBatch = cells.has(`${WRAPPED[provider]}id`);
  const model = at('model');
  const band = LONG_CONTEXT_THOUSAND[provider];
  const aboveThousand = band !== undefined && contextOf(counts) > band * 1000 ? band : undefined;
  return { model: model && variantOfModel(model, { tier: isBatch ? 'batch' : said, aboveThousand }), service_tier: said };
}

const contextOf = (counts: Counts) =>
  counts.input_tokens + counts.cached_input_tokens + counts.cache_write_tokens + (counts.cache_write_1h_tokens ?? 0);

function timeOf(at: (path: string) => string | undefined): string | null {
  const given = at('time');
  if (given !== undefined) {
    const time = readTime(given, 'iso', 'UTC');
    if (time === null) throw new EntryFault('time', 'Write the time as 2026-11-01T10:00:00Z.');
    return time;
  }
  return readTime(at('created_at') ?? at('created') ?? '', 'unix_seconds', 'UTC');
}

function tokens(text: string | undefined, path: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new EntryFault(path, 'A token count is a whole number.');
  return Math.trunc(+text);
}

/**
 * Each token in one class only, so that each can have its price: input, cached input, written to the cache (for minutes or for an hour),
 * output, and audio and images apart. Reasoning is part of the output. Rare classes are there only when they are not 0.
 */
interface Counts {
  input_tokens: number;
  cached_input_tokens: number;
  cache_write_tokens: number;
  cache_write_1h_tokens?: number | undefined;
  input_audio_tokens?: number | undefined;
  input_image_tokens?: number | undefined;
  output_tokens: number;
  output_audio_tokens?: number | undefined;
  output_image_tokens?: number | undefined;
  reasoning_tokens?: number | undefined;
  total_tokens: number;
  web_searches?: number | undefined;
}

type Count = (path: string) => number | undefined;

/** Takes a class out of what is left of its whole: no token is counted twice, whatever the provider says of its parts. */
function takeFrom(left: number, ...parts: (number | undefined)[]): { rest: number; taken: (number | undefined)[] } {
  let rest = left;
  const taken = parts.map((part = 0) => {
    const own = Math.min(part, rest);
    rest -= own;
    return own || undefined;
  });
  return { rest, taken };
}

/** Chat completions and embeddings say prompt and completion, responses input and output; cached tokens, audio and images are among them. */
function openAiCounts(count: Count): Counts | null {
  const input = count('input_tokens') ?? count('prompt_tokens');
  const output = count('output_tokens') ?? count('completion_tokens');
  if (input === undefined && output === undefined) return null;
  const of = (kind: string) => count(`input_tokens_details.${kind}`) ?? count(`prompt_tokens_details.${kind}`);
  const ofOutput = (kind: string) => count(`output_tokens_details.${kind}`) ?? count(`completion_tokens_details.${kind}`);
  const cached = of('cached_tokens') ?? 0;
  if (cached > (input ?? 0)) throw new EntryFault('usage', 'More tokens came from the cache than went in.');
  const went = takeFrom((input ?? 0) - cached, of('audio_tokens'), of('image_tokens'));
  const came = takeFrom(output ?? 0, ofOutput('audio_tokens'), ofOutput('image_tokens'));
  return {
    input_tokens: went.rest,
    cached_input_tokens: cached,
    cache_write_tokens: 0,
    input_audio_tokens: went.taken[0],
    input_image_tokens: went.taken[1],
    output_tokens: came.rest,
    output_audio_tokens: came.taken[0],
    output_image_tokens: came.taken[1],
    reasoning_tokens: ofOutput('reasoning_tokens'),
    total_tokens: (input ?? 0) + (output ?? 0),
  };
}

/** Messages count cached tokens, and those written to the cache, beside the input and not in it; those kept for an hour among the written. */
function anthropicCounts(count: Count): Counts | null {
  const [input, output] = [count('input_tokens'), count('output_tokens')];
  if (input === undefined && output === undefined) return null;
  const [cached, written] = [count('cache_read_input_tokens') ?? 0, count('cache_creation_input_tokens') ?? 0];
  const kept = takeFrom(written, count('cache_creation.ephemeral_1h_input_tokens'));
  return {
    input_tokens: input ?? 0,
    cached_input_tokens: cached,
    cache_write_tokens: kept.rest,
    cache_write_1h_tokens: kept.taken[0],
    output_tokens: output ?? 0,
    total_tokens: (input ?? 0) + cached + written + (output ?? 0),
    web_searches: count('server_tool_use.web_search_requests'),
  };
}
