// Gateways and clouds write the same model in many ways. These take off what does not change its price.

/** Other spellings of providers. */
const PROVIDERS: Record<string, string> = {
  azure: 'openai',
  'azure-openai': 'openai',
  'azure-ai': 'openai',
  gemini: 'google',
  vertex: 'google',
  'vertex-ai': 'google',
  'google-ai': 'google',
  'google-vertex': 'google',
  'mistral-ai': 'mistral',
  mistralai: 'mistral',
  'x-ai': 'xai',
  grok: 'xai',
};

/** Clouds that sell models of others; the model's own name says whose it is. */
const RESELLERS = new Set(['bedrock', 'amazon-bedrock', 'aws-bedrock', 'vertex', 'vertex-ai', 'google-vertex', 'openrouter', 'litellm']);

const MAKERS: readonly [RegExp, string][] = [
  [/^claude-/, 'anthropic'],
  [/^(gpt-|o\d|text-embedding-3|chatgpt-)/, 'openai'],
  [/^gemini-/, 'google'],
  [/^(mistral-|ministral-|codestral|pixtral-)/, 'mistral'],
  [/^command-/, 'cohere'],
  [/^deepseek-/, 'deepseek'],
  [/^grok-/, 'xai'],
  [/^nova-/, 'amazon'],
];

const slug = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[._\s]+/g, '-');

/** A maker's name before a model: `anthropic.claude-…` on Bedrock, with a region before it; `anthropic/claude-…` elsewhere. */
const BEFORE = /^(?:(?:us|eu|apac|global|us-gov)\.)?(?:anthropic|amazon|meta|mistral|cohere|deepseek|openai|google|xai|x-ai)[./](?=[a-z])/;

/** Dates (2024-08-06, 20241022, 0125 …), versions of clouds (-v1:0, @20241022, -001) and words that name the newest one. */
const AFTER = [/[:@].*$/, /-v\d+(-\d+)?$/, /-\d{4}-\d{2}-\d{2}$/, /-(19|20)\d{6}$/, /-latest$/, /-preview$/, /-exp$/, /-(00[1-9])$/];

const undated = (name: string): string => {
  const shorter = AFTER.reduce((text, pattern) => text.replace(pattern, ''), name);
  return shorter === name ? name : undated(shorter);
};

const bare = (model: string) =>
  slug(
    model
      .trim()
      .toLowerCase()
      .replace(/^models\//, '')
      .replace(BEFORE, ''),
  );

/** Does this name stand for a model of any date, and not for one dated version of it? */
export const isPlainModel = (model: string): boolean => undated(bare(model)) === bare(model);

/**
 * Provider and model as one text that is the same for every spelling of the same model: lower case, dots as hyphens, without regions, dates
 * and versions. `("bedrock", "us.anthropic.claude-3-5-haiku-20241022-v1:0")` gives `anthropic/claude-3-5-haiku`. Rules of the reference.
 */
export function modelName(provider: string, model: string): string {
  const name = undated(bare(model));
  const seller = slug(provider);
  const maker = RESELLERS.has(seller) ? MAKERS.find(([pattern]) => pattern.test(name))?.[1] : undefined;
  return `${maker ?? PROVIDERS[seller] ?? seller}/${name}`;
}
