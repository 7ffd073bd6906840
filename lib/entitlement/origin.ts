import { type Decimal, decimal, divide, isPositive, ONE, round, text } from '@/lib/decimal';
import { groupDigits } from '@/lib/money';
import type { Grant } from '@/lib/rating/grant';
import { isGrantActive } from '@/lib/rating/grant';
import { compareInstants, END_OF_TIME, type Instant } from '@/lib/time';
import type { Access } from './access';
import type { Value } from './account';
import type { Share } from './from-subscription';
import { type Override, overrideAt, type Rights } from './rights';
import type { Template } from './template';

/** One of the things that decide what a customer may use of a feature. */
export interface Layer {
  kind: 'plan' | 'addon' | 'override' | 'grant';
  /** Name of the plan, add-on or person it comes from. */
  name: string;
  phase: string | null;
  quantity: number;
  /** Value it gives, in words: "10,000", "yes", "nothing". */
  value: string;
  from: Instant;
  to: Instant | null;
  reason: string | null;
  /** It is what counts; parts that add up all do, unless an override stands above them. */
  wins: boolean;
}

/** Layers of an answer, the lowest first, and the answer in a sentence. */
export interface Origin {
  layers: Layer[];
  sentence: string;
}

export interface OriginQuestion {
  rights: Rights;
  /** Grants by hand. */
  grants: readonly Grant[];
  at: Instant;
  access: Access;
  /** Balance of a metered feature. */
  value: Value | null;
  /** When it was used up in this usage period, if it is. */
  usedUpAt?: Instant | null | undefined;
  /** Units that one of an add-on would give which the customer could buy; that of an add-on they have when absent. */
  addOnUnits?: string | undefined;
  timeZone: string;
}

/**
 * Explains an answer: everything that gives the feature or takes it away, and one sentence. For a denial the sentence says what would have given
 * it, when that ended or was used up, and what would bring it back.
 */
export function originOf(question: OriginQuestion): Origin {
  const { rights, grants, at, access } = question;
  const span = rights.spans.find(({ from, to }) => compareInstants(from, at) <= 0 && compareInstants(at, to) < 0);
  const override = overrideAt(rights, at);
  const layers: Layer[] = [
    ...(span?.parts ?? []).map((part) => partLayer(part, span?.phase ?? null, span?.from ?? at, span?.to ?? END_OF_TIME, !override)),
    ...(override ? [overrideLayer(override)] : []),
    ...grants.filter((grant) => isGrantActive(grant, at)).map(grantLayer),
  ];
  const say = new Words(question);
  return { layers, sentence: access.hasAccess ? say.granted(layers) : say.denied(layers) };
}

const endOf = (to: Instant): Instant | null => (to === END_OF_TIME ? null : to);

function partLayer({ kind, source, template, quantity }: Share, phase: string | null, from: Instant, to: Instant, wins: boolean): Layer {
  const name = source ?? (kind === 'plan' ? 'Plan' : 'Add-on');
  return {
    kind,
    name,
    phase: kind === 'plan' ? phase : null,
    quantity,
    value: inWords(template, quantity),
    from,
    to: endOf(to),
    reason: null,
    wins,
  };
}

function overrideLayer({ owner, template, effectiveAt, expiresAt, reason }: Override): Layer {
  const value = template ? inWords(template, 1) : 'nothing';
  return { kind: 'override', name: owner, phase: null, quantity: 1, value, from: effectiveAt, to: expiresAt, reason, wins: true };
}

function grantLayer({ id, amount, effectiveAt, expiresAt }: Grant): Layer {
  const value = groupDigits(text(decimal(amount)));
  return { kind: 'grant', name: id, phase: null, quantity: 1, value, from: effectiveAt, to: expiresAt ?? null, reason: null, wins: true };
}

function inWords(template: Template, quantity: number): string {
  if (template.type === 'boolean') return 'yes';
  if (template.type === 'static') return 'a configuration';
  if (template.limit === null) return 'no units';
  return groupDigits(text(decimal(template.limit).times(decimal(String(quantity)))));
}

/** Puts layers into words. Dates are days in the workspace's time zone, with the year where it is another one. */
class Words {
  private readonly question: OriginQuestion;

  constructor(question: OriginQuestion) {
    this.question = question;
  }

  granted(layers: readonly Layer[]): string {
    const { access, value } = this.question;
    const told = layers.map((layer) => this.layer(layer)).join('; ');
    const left = access.type === 'metered' && value ? `; ${groupDigits(value.balance)} left` : '';
    return `${told}${left}`;
  }

  denied(layers: readonly Layer[]): string {
    const { access } = this.question;
    if (access.reason === 'no_credit_available') return `${this.granted(layers)}; no credit is left to pay for it`;
    const override = layers.find(({ kind }) => kind === 'override');
    if (access.type === null && override) return this.takenAway(override, layers);
    return access.type === null ? this.gone() : this.usedUp(layers);
  }

  private layer({ kind, name, phase, quantity, value, to, wins }: Layer): string {
    const until = to ? ` until ${this.day(to)}` : '';
    if (kind === 'plan') return `${name}${phase ? `, phase ${phase}` : ''}: ${value}`;
    if (kind === 'addon') return `+ ${name}${quantity > 1 ? ` × ${quantity}` : ''}: ${value}`;
    if (kind === 'grant') return `+ grant${until}: ${value}`;
    return `override by ${name}${until}: ${value}${wins ? ' wins' : ''}`;
  }

  private takenAway({ name, from, to, reason }: Layer, layers: readonly Layer[]): string {
    const below = layers.filter(({ kind }) => kind === 'plan' || kind === 'addon').map((layer) => this.layer(layer));
    const back = to ? `; it comes back on ${this.day(to)}` : '';
    return [...below, `taken away by ${name} since ${this.day(from)}${reason ? ` (${reason})` : ''}${back}`].join('; ');
  }

  /** Nothing gives it now: says what did last, or what will. */
  private gone(): string {
    const { rights, at } = this.question;
    const last = rights.spans.findLast(({ to }) => compareInstants(to, at) <= 0);
    const next = rights.spans.find(({ from }) => compareInstants(from, at) > 0);
    const nameOf = (span: typeof last) => span?.parts.map((part) => part.source ?? part.kind).join(' and ') ?? 'nothing';
    const parts = [
      ...(last ? [`${nameOf(last)} gave it until ${this.day(last.to)}`] : []),
      ...(next ? [`${nameOf(next)} will give it from ${this.day(next.from)}`] : []),
    ];
    return parts.length > 0 ? parts.join('; ') : 'no plan, add-on or override gives it';
  }

  private usedUp(layers: readonly Layer[]): string {
    const { value, usedUpAt } = this.question;
    const told = layers.map((layer) => this.layer(layer));
    if (!value || !isPositive(decimal(value.totalAvailable))) return [...told, 'no units were ever granted'].join('; ');
    const when = usedUpAt ? `used up on ${this.day(usedUpAt)}` : 'used up';
    const resets = value.usagePeriod.to === END_OF_TIME ? [] : [`resets on ${this.day(value.usagePeriod.to)}`];
    return [...told, when, ...resets, ...this.remedy(value)].join('; ');
  }

  /** Says how many more of an add-on would give access again. */
  private remedy({ overage, balance }: Value): string[] {
    const { rights, at, addOnUnits } = this.question;
    const bought = rights.spans.flatMap(({ parts }) => parts).filter(({ kind }) => kind === 'addon');
    const given = bought.map(({ template }) => (template.type === 'metered' ? template.limit : null));
    const units = [addOnUnits, ...given].map((limit) => decimal(limit ?? '0')).find(isPositive);
    if (!units || overrideAt(rights, at)) return [];
    const missing: Decimal = decimal(overage).minus(decimal(balance));
    // Something must be left: exactly enough is not enough.
    const count = text(round(divide(missing, units), 0, 'floor').plus(ONE));
    return [`${groupDigits(count)} more add-on ${count === '1' ? 'unit' : 'units'} would cover it`];
  }

  private day(at: Instant): string {
    const { timeZone, at: now } = this.question;
    const format = (instant: Instant, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(Date.parse(instant));
    const isThisYear = format(at, { year: 'numeric' }) === format(now, { year: 'numeric' });
    return format(at, { day: 'numeric', month: 'short', ...(!isThisYear && { year: 'numeric' }) });
  }
}

/**
 * Finds the instant, to the second, from which on nothing was left until `to`. `isEmpty` answers for an instant; null when it is not empty at
 * `to`, or was already at `from`. Usage that was corrected in between may hide an earlier time at which it was empty.
 */
export function usedUpSince(from: number, to: number, isEmpty: (at: number) => boolean): number | null {
  if (!isEmpty(to) || isEmpty(from)) return null;
  let [full, empty] = [from, to];
  while (empty - full > 1) {
    const middle = Math.floor((full + empty) / 2);
    if (isEmpty(middle)) empty = middle;
    else full = middle;
  }
  return empty;
}
