import { isSameDuration } from '@/lib/catalog/cadence';
import {
  type DocumentFeature,
  type DocumentMeter,
  type DocumentPlan,
  type DocumentRateCard,
  EMPTY_DOCUMENT,
} from '@/lib/catalog/document/document';
import { PLAN_CADENCES } from '@/lib/catalog/plan';
import { approximateSeconds, billingPeriods, compareInstants, fromEpochSeconds, type Instant } from '@/lib/time';
import type { CarriedCompany, CarriedCustomer, CarriedSubscription, CarryNote } from './carried';
import {
  type StripeCustomer,
  type StripeMeter,
  StripeObject,
  type StripePrice,
  type StripeProduct,
  type StripeSubscription,
} from './stripe-objects';
import { cardOf } from './stripe-price';

/** One line of an export, with its number. */
export interface ExportLine {
  line: number;
  value: unknown;
}

const KINDS = ['customer', 'product', 'price', 'billing.meter', 'subscription'];

/** Makes a key from any text: "Pro (2024)" becomes "pro_2024". */
export function keyFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
  const trimmed = plain
    .replace(/^_+|_+$/g, '')
    .slice(0, 50)
    .replace(/_+$/, '');
  return trimmed === '' ? 'item' : trimmed;
}

/** Returns the key for a thing, another one for each thing that would have the same. */
class Keys {
  private readonly byId = new Map<string, string>();
  private readonly taken = new Set<string>();

  of(id: string, name: string): string {
    const known = this.byId.get(id);
    if (known) return known;
    const base = keyFrom(name);
    let key = base;
    for (let n = 2; this.taken.has(key); n++) key = `${base}_${n}`;
    this.taken.add(key);
    this.byId.set(id, key);
    return key;
  }
}

interface Read {
  customers: Map<string, StripeCustomer>;
  products: Map<string, StripeProduct>;
  prices: Map<string, StripePrice>;
  meters: Map<string, StripeMeter>;
  subscriptions: { line: number; subscription: StripeSubscription }[];
  notes: CarryNote[];
}

function readLines(lines: readonly ExportLine[]): Read {
  const read: Read = { customers: new Map(), products: new Map(), prices: new Map(), meters: new Map(), subscriptions: [], notes: [] };
  for (const { line, value } of lines) {
    const kind = (value as { object?: unknown } | null)?.object;
    const id = (value as { id?: unknown } | null)?.id;
    const subject = `${typeof kind === 'string' ? kind : 'line'} ${typeof id === 'string' ? id : line}`;
    if (typeof kind !== 'string' || !KINDS.includes(kind)) {
      read.notes.push({ line, subject, effect: 'lost', message: 'Only customers, products, prices, meters and subscriptions are read.' });
      continue;
    }
    const parsed = StripeObject.safeParse(value);
    if (!parsed.success) {
      const fault = parsed.error.issues[0];
      const where = fault && fault.path.length > 0 ? `${fault.path.join('.')}: ` : '';
      read.notes.push({ line, subject, effect: 'lost', message: `It cannot be read. ${where}${fault?.message ?? ''}` });
      continue;
    }
    keep(read, line, parsed.data);
  }
  return read;
}

function keep(read: Read, line: number, object: StripeObject): void {
  if (object.object === 'customer') read.customers.set(object.id, object);
  else if (object.object === 'product') read.products.set(object.id, object);
  else if (object.object === 'price') keepPrice(read, object);
  else if (object.object === 'billing.meter') read.meters.set(object.id, object);
  else {
    read.subscriptions.push({ line, subscription: object });
    for (const { price } of object.items.data) if (typeof price !== 'string' && !read.prices.has(price.id)) keepPrice(read, price);
  }
}

function keepPrice(read: Read, price: StripePrice): void {
  read.prices.set(price.id, price);
  if (typeof price.product !== 'string' && !read.products.has(price.product.id)) read.products.set(price.product.id, price.product);
}

const idOf = (value: string | { id: string }): string => (typeof value === 'string' ? value : value.id);

const ENDED: Partial<Record<StripeSubscription['status'], string>> = {
  canceled: 'It has ended.',
  incomplete: 'Its first payment was never made.',
  incomplete_expired: 'Its first payment was never made.',
};

/** Makes a catalog and subscriptions from what was read; one plan for each set of prices that is sold together. */
class Carrying {
  readonly features = new Map<string, DocumentFeature>();
  readonly meters = new Map<string, DocumentMeter>();
  readonly plans = new Map<string, DocumentPlan>();
  readonly customers = new Map<string, CarriedCustomer>();
  readonly subscriptions: CarriedSubscription[] = [];
  readonly notes: CarryNote[];
  private readonly featureKeys = new Keys();
  private readonly planKeys = new Keys();
  private readonly cardKeys = new Map<string, Map<string, string>>();

  constructor(
    private readonly read: Read,
    private readonly now: Instant,
    private readonly timeZone: string,
  ) {
    this.notes = [...read.notes];
  }

  note(line: number, subscription: StripeSubscription, effect: CarryNote['effect'], message: string): void {
    this.notes.push({ line, subject: `subscription ${subscription.id}`, effect, message });
  }

  subscription(line: number, subscription: StripeSubscription): void {
    const lost = this.carry(line, subscription);
    if (lost !== null) this.note(line, subscription, 'lost', lost);
  }

  /** Carries a subscription; returns the reason when it cannot be carried. */
  private carry(line: number, subscription: StripeSubscription): string | null {
    const ended = ENDED[subscription.status];
    if (ended) return ended;
    if (subscription.cancel_at_period_end) return 'It ends with the period that Stripe has billed already.';
    const customer = this.customer(idOf(subscription.customer));
    if (!customer) return `Its customer ${idOf(subscription.customer)} is not in the file.`;
    const plan = this.plan(subscription);
    if (typeof plan === 'string') return plan;
    const start = this.startOf(subscription, plan.document.billingCadence);
    if (subscription.cancel_at != null && compareInstants(fromEpochSeconds(subscription.cancel_at), start) <= 0)
      return 'It ends before Stripe would bill it again.';
    this.tell(line, subscription, start);
    const negotiated = this.negotiated(line, subscription, plan.document);
    this.subscriptions.push({
      reference: subscription.id,
      customer: customer.key,
      plan: plan.document.key,
      start,
      anchor: fromEpochSeconds(subscription.billing_cycle_anchor),
      ...(subscription.cancel_at != null && { end: fromEpochSeconds(subscription.cancel_at) }),
      seats: subscription.items.data.flatMap(({ price, quantity }) => {
        const item = plan.cardOf.get(idOf(price));
        return item?.price.type === 'flat' && quantity != null && quantity !== 1 ? [{ item: item.key, quantity }] : [];
      }),
      negotiated,
    });
    return null;
  }

  private tell(line: number, subscription: StripeSubscription, start: Instant): void {
    const { status, pause_collection: paused } = subscription;
    if (status === 'trialing')
      this.note(line, subscription, 'changed', `It is in its trial until ${start.slice(0, 10)}. Billing begins then.`);
    if (status === 'past_due' || status === 'unpaid')
      this.note(
        line,
        subscription,
        'changed',
        'An invoice is unpaid at Stripe. Collect it there; it is billed here from the next period on.',
      );
    if (status === 'paused' || paused != null)
      this.note(line, subscription, 'changed', 'It is paused at Stripe, and would be billed here. Pause it after the import.');
  }

  private negotiated(line: number, subscription: StripeSubscription, plan: DocumentPlan): CarriedSubscription['negotiated'] {
    const coupon = subscription.discount?.coupon;
    if (!coupon) return [];
    if (coupon.duration === 'forever' && coupon.percent_off != null) {
      const percentage = coupon.percent_off;
      const priced = plan.phases[0]?.rateCards.filter(({ price }) => price.type !== 'free') ?? [];
      return priced.map(({ key }) => ({ item: key, set: { discounts: { percentage } }, reason: `Coupon ${coupon.id} of Stripe` }));
    }
    const what = coupon.percent_off != null ? `${coupon.percent_off} % off` : 'an amount off';
    this.note(
      line,
      subscription,
      'changed',
      `Its coupon ${coupon.id} (${what}, ${coupon.duration}) is not carried. Grant a credit instead.`,
    );
    return [];
  }

  /** The end of the last period that the other system bills: of the trial, or of the running period. */
  private startOf(subscription: StripeSubscription, cadence: string): Instant {
    const { trial_end: trial, status, items, billing_cycle_anchor: anchor } = subscription;
    const billed = subscription.current_period_end ?? items.data.find((item) => item.current_period_end != null)?.current_period_end;
    const end = fromEpochSeconds((status === 'trialing' ? (trial ?? billed) : billed) ?? anchor);
    if (compareInstants(end, this.now) > 0) return end;
    const ahead = fromEpochSeconds(Math.floor(Date.parse(this.now) / 1000) + 2 * approximateSeconds(cadence));
    return billingPeriods(fromEpochSeconds(anchor), cadence, this.now, ahead, this.timeZone)[0]?.to ?? end;
  }

  customer(id: string): CarriedCustomer | null {
    const known = this.customers.get(id);
    if (known) return known;
    const customer = this.read.customers.get(id);
    if (!customer || customer.deleted) return null;
    const { address } = customer;
    const billingAddress = address && {
      ...(address.line1 && { line1: address.line1 }),
      ...(address.line2 && { line2: address.line2 }),
      ...(address.city && { city: address.city }),
      ...(address.state && { state: address.state }),
      ...(address.postal_code && { postalCode: address.postal_code }),
      ...(address.country && { country: address.country }),
    };
    const carried: CarriedCustomer = {
      key: id,
      name: customer.name?.trim() || customer.email?.trim() || id,
      ...(customer.email && { primaryEmail: customer.email }),
      ...(customer.currency && { currency: customer.currency.toUpperCase() }),
      ...(billingAddress && Object.keys(billingAddress).length > 0 && { billingAddress }),
    };
    this.customers.set(id, carried);
    return carried;
  }

  private plan(subscription: StripeSubscription): { document: DocumentPlan; cardOf: Map<string, DocumentRateCard> } | string {
    const prices: StripePrice[] = [];
    for (const { price } of subscription.items.data) {
      const found = this.read.prices.get(idOf(price));
      if (!found) return `Its price ${idOf(price)} is not in the file.`;
      prices.push(found);
    }
    const [first] = prices;
    if (!first) return 'It has no items.';
    if (prices.some(({ currency }) => currency !== first.currency)) return 'Its prices are in different currencies.';
    const id = prices
      .map((price) => price.id)
      .toSorted()
      .join(' ');
    const cards = new Map<string, DocumentRateCard>();
    for (const price of prices) {
      const made = this.card(price, id);
      if ('lost' in made) return `Its price ${price.id} cannot be carried. ${made.lost}`;
      cards.set(price.id, made.card);
    }
    const known = this.plans.get(id);
    if (known) return { document: known, cardOf: cards };
    const name = [...new Set(prices.map((price) => this.productOf(price).name))].join(' + ');
    const cadences = [...cards.values()].flatMap(({ billingCadence }) => billingCadence ?? []);
    const longest = cadences.toSorted((a, b) => approximateSeconds(b) - approximateSeconds(a))[0] ?? 'P1M';
    const cadence = PLAN_CADENCES.find((allowed) => isSameDuration(allowed, longest));
    if (!cadence) return `It is billed every ${longest}, and plans are billed every week, month, quarter, half-year or year.`;
    const document: DocumentPlan = {
      key: this.planKeys.of(id, name),
      name: name.slice(0, 256),
      currency: first.currency.toUpperCase(),
      billingCadence: cadence,
      proRatingEnabled: true,
      phases: [{ key: 'standard', name: 'Standard', rateCards: [...cards.values()] }],
      addons: [],
    };
    this.plans.set(id, document);
    return { document, cardOf: cards };
  }

  private productOf(price: StripePrice): { id: string; name: string } {
    const id = idOf(price.product);
    return { id, name: this.read.products.get(id)?.name ?? id };
  }

  /** The rate card of a price within a plan, whose keys are its own. */
  private card(price: StripePrice, planId: string) {
    const product = this.productOf(price);
    const keys = this.cardKeys.get(planId) ?? new Map<string, string>();
    this.cardKeys.set(planId, keys);
    const isMetered = price.recurring?.usage_type === 'metered';
    const featureName = isMetered && price.nickname ? `${product.name} ${price.nickname}` : product.name;
    const featureKey = this.featureKeys.of(`${product.id}${isMetered ? `/${price.recurring?.meter ?? price.id}` : ''}`, featureName);
    const wanted = featureKey;
    const key = keys.get(price.id) ?? ([...keys.values()].includes(wanted) ? `${wanted}_${keys.size + 1}` : wanted);
    keys.set(price.id, key);
    const names = { key, name: price.nickname ?? product.name, featureKey, featureName };
    const made = cardOf(price, names, this.read.meters.get(price.recurring?.meter ?? ''));
    if ('lost' in made) return made;
    if (!this.features.has(featureKey) && made.changed)
      this.notes.push({ subject: `price ${price.id}`, effect: 'changed', message: made.changed });
    this.features.set(featureKey, made.feature);
    if (made.meter) this.meters.set(made.meter.key, made.meter);
    // A card of a feature has the feature's key; a second price of the same product stands without access.
    return key === featureKey ? made : { ...made, card: { ...made.card, feature: undefined, entitlement: undefined } as DocumentRateCard };
  }
}

/**
 * Reads an export of Stripe (its own objects as JSON lines, in any order) and returns the customers, the catalog and the subscriptions it comes
 * to, with a note for everything that goes on differently or cannot be carried. Each subscription begins here when Stripe's running period
 * ends, so that nobody is billed twice. Takes the instant `now` and the zone in which billing periods are counted.
 */
export function fromStripe(lines: readonly ExportLine[], now: Instant, timeZone: string): CarriedCompany {
  const read = readLines(lines);
  const carrying = new Carrying(read, now, timeZone);
  for (const { line, subscription } of read.subscriptions) carrying.subscription(line, subscription);
  for (const id of read.customers.keys()) carrying.customer(id);
  return {
    catalog: {
      ...EMPTY_DOCUMENT,
      meters: [...carrying.meters.values()],
      features: [...carrying.features.values()],
      plans: [...carrying.plans.values()],
    },
    customers: [...carrying.customers.values()],
    subscriptions: carrying.subscriptions,
    notes: carrying.notes,
  };
}
