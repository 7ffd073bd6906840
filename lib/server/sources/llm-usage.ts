import 'server-only';
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
  const texts = { provider, model: at('model'), service_tier: at('service_tier') ?? at('usage.service_tier') };
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

/** Each token in one class only, so that each can have its price: input, cached input, written to the cache, output. Reasoning is part of the output. */
interface Counts {
  input_tokens: number;
  cached_input_tokens: number;
  cache_write_tokens: number;
  output_tokens: number;
  reasoning_tokens?: number | undefined;
  total_tokens: number;
  web_searches?: number | undefined;
}

type Count = (path: string) => number | undefined;

/** Chat completions and embeddings say prompt and completion, responses input and output; cached tokens are among the input. */
function openAiCounts(count: Count): Counts | null {
  const input = count('input_tokens') ?? count('prompt_tokens');
  const output = count('output_tokens') ?? count('completion_tokens');
  if (input === undefined && output === undefined) return null;
  const cached = count('input_tokens_details.cached_tokens') ?? count('prompt_tokens_details.cached_tokens') ?? 0;
  if (cached > (input ?? 0)) throw new EntryFault('usage', 'More tokens came from the cache than went in.');
  return {
    input_tokens: (input ?? 0) - cached,
    cached_input_tokens: cached,
    cache_write_tokens: 0,
    output_tokens: output ?? 0,
    reasoning_tokens: count('output_tokens_details.reasoning_tokens') ?? count('completion_tokens_details.reasoning_tokens'),
    total_tokens: (input ?? 0) + (output ?? 0),
  };
}

/** Messages count cached tokens, and those written to the cache, beside the input and not in it. */
function anthropicCounts(count: Count): Counts | null {
  const [input, output] = [count('input_tokens'), count('output_tokens')];
  if (input === undefined && output === undefined) return null;
  const [cached, written] = [count('cache_read_input_tokens') ?? 0, count('cache_creation_input_tokens') ?? 0];
  return {
    input_tokens: input ?? 0,
    cached_input_tokens: cached,
    cache_write_tokens: written,
    output_tokens: output ?? 0,
    total_tokens: (input ?? 0) + cached + written + (output ?? 0),
    web_searches: count('server_tool_use.web_search_requests'),
  };
}
