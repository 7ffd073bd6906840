import { type Decimal, isPositive, min, ZERO } from '@/lib/decimal';

/** Something to be paid, and the places (in the order of use) of the sources that may pay it. */
export interface Demand {
  amount: Decimal;
  payers: readonly number[];
}

/** Amount that a source pays of a demand. `available` is what it had for this demand and the ones after it that the same sources may pay. */
export interface Taken {
  place: number;
  amount: Decimal;
  available: Decimal;
}

/** Demands that the same sources may pay, with what is still to pay of them together. */
interface Debt {
  demands: number[];
  payers: readonly number[];
  open: Decimal;
  /** Amount that each source, by its place, pays of the debt. */
  paid: Map<number, Decimal>;
}

/**
 * Pays demands from sources and returns what each takes, in the order given. `available` holds the sources in the order of use. Each is used as
 * far as it goes: one that could pay either of two demands leaves the one that others can pay to them, so nothing is left that could still pay
 * for something. How much is paid of demands that different sources may pay does not depend on the order of the demands.
 */
export function drawDown(available: readonly Decimal[], demands: readonly Demand[]): Taken[][] {
  const debts = debtsOf(available, demands);
  for (const [place, amount] of available.entries()) spend(place, amount, debts);
  const taken: Taken[][] = demands.map(() => []);
  for (const debt of debts) share(debt, demands, taken);
  return taken;
}

function debtsOf(available: readonly Decimal[], demands: readonly Demand[]): Debt[] {
  const debts = new Map<string, Debt>();
  for (const [index, { amount, payers }] of demands.entries()) {
    if (!isPositive(amount)) continue;
    const able = payers.filter((place) => isPositive(available[place] ?? ZERO));
    const name = able.join();
    const debt: Debt = debts.get(name) ?? { demands: [], payers: able, open: ZERO, paid: new Map() };
    debts.set(name, debt);
    debt.demands.push(index);
    debt.open = debt.open.plus(amount);
  }
  return [...debts.values()];
}

/** Spends one source as far as it goes: on open debts it may pay, and on others by taking over what earlier sources pay there. */
function spend(place: number, available: Decimal, debts: readonly Debt[]): void {
  let left = available;
  while (isPositive(left)) {
    const path = pathToOpenDebt(place, debts);
    const last = path?.at(-1);
    if (!path || !last) return;
    let amount = min(left, last.debt.open);
    for (const step of path.slice(1)) amount = min(amount, paidBy(step.payer, step.from as Debt));
    for (const { payer, from, debt } of path) {
      if (from) from.paid.set(payer, paidBy(payer, from).minus(amount));
      debt.paid.set(payer, paidBy(payer, debt).plus(amount));
    }
    last.debt.open = last.debt.open.minus(amount);
    left = left.minus(amount);
  }
}

/** Shares out what each source pays of a debt over its demands: the demands in order, each from the first source on. */
function share({ demands, payers, paid }: Debt, all: readonly Demand[], taken: Taken[][]): void {
  const left = new Map(payers.map((place) => [place, paid.get(place) ?? ZERO]));
  for (const index of demands) {
    let open = (all[index] as Demand).amount;
    for (const place of payers) {
      const available = left.get(place) ?? ZERO;
      if (!isPositive(available) || !isPositive(open)) continue;
      const amount = min(available, open);
      left.set(place, available.minus(amount));
      open = open.minus(amount);
      taken[index]?.push({ place, amount, available });
    }
  }
}

/** A payer moves to `debt`; from another debt that it pays now, or, for the first step, with money of its own. */
interface Step {
  payer: number;
  from: Debt | null;
  debt: Debt;
}

/** Returns the shortest way for a source to pay something that is open: directly, or by taking over from sources that can pay elsewhere. */
function pathToOpenDebt(place: number, debts: readonly Debt[]): Step[] | null {
  const before = new Map<Debt, Step>();
  const queue: Debt[] = [];
  const visit = (payer: number, from: Debt | null) => {
    for (const debt of debts) {
      if (before.has(debt) || !debt.payers.includes(payer)) continue;
      before.set(debt, { payer, from, debt });
      queue.push(debt);
    }
  };
  visit(place, null);
  for (let debt = queue.shift(); debt; debt = queue.shift()) {
    if (isPositive(debt.open)) {
      const path: Step[] = [];
      for (let step = before.get(debt); step; step = step.from ? before.get(step.from) : undefined) path.unshift(step);
      return path;
    }
    for (const [payer, amount] of [...debt.paid].sort(([a], [b]) => a - b)) if (isPositive(amount)) visit(payer, debt);
  }
  return null;
}

const paidBy = (payer: number, debt: Debt): Decimal => debt.paid.get(payer) ?? ZERO;
