import 'server-only';
import { type ProblemCode, type ProblemError, problem } from '@/lib/problem';
import { sqlState } from './sql-state';

/** Answers for refusals by constraints of the database: the code of the answer and its sentence. */
type Refusal = readonly [code: ProblemCode, sentence: string];

const conflict = (sentence: string): Refusal => ['conflict', sentence];
const taken = (thing: string, field = 'key'): Refusal =>
  conflict(`Another ${thing} has this ${field} already, perhaps since a moment ago.`);
const gone = (thing: string): Refusal => conflict(`The ${thing} was removed meanwhile. Load the page again.`);
const twice = (thing: string): Refusal => conflict(`${thing} was made at the same moment by someone else. Load it again and repeat.`);

const sold = (thing: string): Refusal =>
  conflict(`Another version of this ${thing} is sold in the same time, perhaps published a moment ago. Load it again and repeat.`);
const period = (thing: string): Refusal => conflict(`A version of ${thing} ends at or after it takes effect, and a draft has no end.`);
const draft = (thing: string): Refusal =>
  conflict(`This ${thing} has a draft already, perhaps made a moment ago. Edit that one, or delete it.`);
const version = (thing: string): Refusal =>
  conflict(`The next version of this ${thing} was made at the same moment. Load it again and repeat.`);

/** Constraints that two requests at once, or a rare request, can run into though verbs check first. */
export const REFUSALS: Readonly<Record<string, Refusal>> = {
  plans_one_version_at_a_time: sold('plan'),
  add_ons_one_version_at_a_time: sold('add-on'),
  plans_effective_period: period('a plan'),
  add_ons_effective_period: period('an add-on'),
  plans_one_draft: draft('plan'),
  add_ons_one_draft: draft('add-on'),
  plans_workspace_id_key_version_key: version('plan'),
  add_ons_workspace_id_key_version_key: version('add-on'),
  plan_add_ons_plan_id_add_on_id_key: conflict('The add-on can be bought with this plan already.'),
  plan_add_ons_plan_id_fkey: gone('plan'),
  plan_add_ons_add_on_id_fkey: gone('add-on'),
  features_living_key: taken('feature'),
  features_meter_id_fkey: gone('meter'),
  meters_living_key: taken('meter'),
  customers_living_key: taken('customer'),
  customer_subjects_open: conflict('A subject belongs to another customer already. Take it away there first.'),
  customer_subjects_span: conflict('A subject moved to or from this customer at the same moment. Load it again and repeat.'),
  customer_subjects_customer_id_fkey: gone('customer'),
  customers_parent_id_fkey: gone('customer above this one'),
  customers_parent: conflict('A customer is no part of itself.'),
  subscriptions_customer_id_fkey: gone('customer'),
  subscriptions_plan_id_fkey: gone('version of the plan'),
  subscription_add_ons_add_on_id_fkey: gone('add-on'),
  plan_migrations_under_way: conflict('Another migration of this plan is under way. Finish or cancel it first.'),
  tax_codes_living_key: taken('tax code'),
  tax_code_defaults_pkey: twice('The default tax code'),
  custom_currencies_workspace_id_code_key: taken('currency', 'code'),
  cost_bases_currency_id_fiat_code_effective_from_key: conflict('This currency has a cost basis from the same instant already.'),
  cost_bases_currency_id_fkey: gone('currency'),
  llm_price_overrides_living_start: conflict('This model has a price of its own from the same instant already.'),
  ingest_mappings_workspace_id_key_key: taken('mapping'),
  saved_views_workspace_id_owner_id_list_name_key: taken('saved view of this list', 'name'),
  test_clocks_pkey: twice('The test clock'),
  workspaces_key_key: taken('workspace'),
  workspaces_event_bounds: [
    'bad_request',
    'Events are taken from 0 hours ahead or more, and for 1 day or more after they happened, or without end.',
  ],
  memberships_pkey: conflict('This person is a member of the workspace already.'),
  memberships_user_id_fkey: gone('person'),
  accounts_user_id_fkey: gone('person'),
  accounts_pkey: conflict('This sign-in belongs to a person already. Sign in again.'),
  users_email_key: taken('person', 'address'),
  sessions_user_id_fkey: gone('person'),
  password_links_user_id_fkey: gone('person'),
  recovery_codes_user_id_fkey: gone('person'),
};

/** The workspace that a row names. The row is written by somebody in it, and a workspace leaves only with the demo data. */
const WORKSPACE = /_workspace_id_fkey$/;

/** The sentence for a constraint of this name, or undefined when nobody should run into it. */
export const refusalOf = (name: string): Refusal | undefined => REFUSALS[name] ?? (WORKSPACE.test(name) ? gone('workspace') : undefined);

/**
 * Returns the refusal that a broken constraint stands for, or undefined: then it is a fault of ours, which is logged and not explained. The
 * name is looked for among the words of the message too, since the driver does not always hand it out and messages come in many languages.
 */
export function constraintRefusal(error: unknown): ProblemError | undefined {
  if (!sqlState(error)?.startsWith('23')) return undefined;
  for (const text of saidBy(error)) {
    for (const word of text.match(/\w+/g) ?? []) {
      const found = refusalOf(word);
      if (found) return problem(found[0], found[1], { cause: error });
    }
  }
  return undefined;
}

interface Told {
  constraint?: string | { index?: string };
  originalMessage?: string;
  message?: string;
  meta?: { driverAdapterError?: { cause?: Told } };
  cause?: unknown;
}

/** Returns the texts of a driver's or Prisma's error about the constraint, nearest to the name first. */
function saidBy(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { constraint, originalMessage, message, meta, cause } = error as Told;
  const adapter = meta?.driverAdapterError?.cause;
  if (adapter) return saidBy(adapter);
  const named = typeof constraint === 'string' ? constraint : constraint?.index;
  // A message of Prisma quotes our own source: only what the database said counts.
  const said = originalMessage ?? ('code' in error ? message : undefined);
  return [named, said].filter((text) => text !== undefined).concat(saidBy(cause));
}
