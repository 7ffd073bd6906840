// Gateways and clouds write the same model in many ways. A model is found under its name as it was written, or with what surrounds it taken
// off: path, cloud, region and maker. A date, a variant (`:free`) or a word such as `preview` is part of the name: it has a price of its own.

/** Other spellings of providers. */
const PROVIDERS: Record<string, string> = {
  'azure-openai': 'azure',
  'azure-ai': 'azure',
  gemini: 'google',
  'cohere-chat': 'cohere',
  'text-completion-openai': 'openai',
  'text-completion-codestral': 'mistral',
  'google-ai': 'google',
  'amazon-bedrock': 'bedrock',
  'aws-bedrock': 'bedrock',
  'bedrock-converse': 'bedrock',
  'google-vertex': 'vertex-ai',
  vertex: 'vertex-ai',
  'mistral-ai': 'mistral',
  mistralai: 'mistral',
  'x-ai': 'xai',
  grok: 'xai',
};

/** Clouds and gateways that sell models of others at their makers' prices, unless they have a price of their own. */
const RESELLERS = new Set(['azure', 'bedrock', 'vertex-ai', 'openrouter', 'litellm']);

/** Whose a model is, where only its own name says so. */
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

/** A provider as prices are kept under it, whatever it is spelled like: `bedrock_converse` is `bedrock`. */
export const sellerOf = (provider: string): string => {
  const seller = slug(provider);
  return PROVIDERS[seller] ?? (seller.startsWith('vertex-ai-') ? 'vertex-ai' : seller);
};

/** Prefixes and suffixes of a model's name, from the outside in. A pattern takes off its match; a group in it names the maker. */
const AROUND: readonly RegExp[] = [
  /^arn:[^/]*\//,
  /^(?:bedrock|vertex_ai|vertex-ai|azure|azure_ai|openrouter|litellm|gemini)\//,
  /^(?:converse|invoke)\//,
  /^[a-z]{2}(?:-[a-z]+)+-\d\//,
  /^(?:.*\/)?publishers\/([a-z-]+)\/models\//,
  /^(?:.*\/)?models\//,
  /^(?:us-gov|[a-z]{2,6})\.(?=(?:ai21|amazon|anthropic|cohere|deepseek|google|meta|mistral|openai|qwen|writer|xai)\.)/,
  /^(anthropic|amazon|cohere|deepseek|google|meta|mistralai|mistral|openai|xai|x-ai)[./](?=[a-z])/,
];

/** A version of a cloud's endpoint (`-v1:0` on Bedrock), which is none of the model. */
const ENDPOINT = /-v\d+(?::\d+)?$/;

/** A name with ever less around it, and the maker that was named on the way. The last is the model's own name. */
function* peeled(seller: string, model: string): Generator<{ name: string; maker: string | undefined }> {
  let [name, maker]: [string, string | undefined] = [model.trim().toLowerCase(), undefined];
  yield { name, maker };
  for (const pattern of AROUND) {
    const match = pattern.exec(name);
    if (!match) continue;
    name = name.slice(match[0].length);
    maker = match[1] === undefined ? maker : sellerOf(match[1]);
    yield { name, maker };
  }
  // Vertex writes the date of a snapshot behind an @, its maker behind a hyphen.
  name = name.replace(/@(?=\d)/, '-');
  yield { name, maker };
  if (seller === 'bedrock') yield { name: name.replace(ENDPOINT, ''), maker };
}

/** The name under which a price is kept: `("Azure", "gpt-4.1")` gives `azure/gpt-4-1`. */
export const nameOfPrice = (provider: string, model: string): string => `${sellerOf(provider)}/${slug(model)}`;

/**
 * The names under which the price of a model may be kept, the closest first: as it was written, then with less around it; the seller's own
 * before the maker's. `("bedrock", "us.anthropic.claude-3-5-haiku-20241022-v1:0")` ends with `anthropic/claude-3-5-haiku-20241022`. A date
 * or a variant is never taken off.
 */
export function namesOfModel(provider: string, model: string): string[] {
  const seller = sellerOf(provider);
  const names: string[] = [];
  for (const { name, maker } of peeled(seller, model)) {
    const own = slug(name);
    names.push(`${seller}/${own}`);
    if (!RESELLERS.has(seller)) continue;
    const whose = maker ?? MAKERS.find(([pattern]) => pattern.test(own))?.[1];
    if (whose !== undefined) names.push(`${whose}/${own}`);
  }
  return [...new Set(names)];
}

/** Service tier of an answer, where that has a price of its own. */
export interface ModelVariant {
  /** `flex`, `priority`, `batch` …: what the provider said; the standard tier is none. */
  tier?: string | undefined;
  /** The tokens above which a longer context costs more, in thousands; undefined below. */
  aboveThousand?: number | undefined;
}

const STANDARD = new Set(['', 'default', 'standard', 'auto']);

/** A model as it was served: `gpt-5:flex`, `claude-sonnet-4-5:above-200k`. It has a price of its own or none, as any other variant. */
export function variantOfModel(model: string, { tier = '', aboveThousand }: ModelVariant): string {
  const served = STANDARD.has(tier.toLowerCase()) ? model : `${model}:${tier.toLowerCase()}`;
  return aboveThousand === undefined ? served : `${served}:above-${aboveThousand}k`;
}
