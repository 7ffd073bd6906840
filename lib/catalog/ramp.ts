import type { PlanPhase } from './plan';
import { recognise } from './recognise-template';
import { compile, type Template } from './templates';

/** A price that changes by steps over a subscription's life: one card, sold in the same way in every phase, at other figures. */
export interface Ramp {
  steps: { phase: Omit<PlanPhase, 'rateCards'>; template: Template }[];
}

/** The phases that a ramp stands for, each with its one card. */
export function compileRamp({ steps }: Ramp): PlanPhase[] {
  return steps.map(({ phase, template }) => ({ ...phase, rateCards: [compile(template)] }));
}

/** The ramp that some phases open as: at least two, each with one card of the same key and template. Null when they are none. */
export function recogniseRamp(phases: readonly PlanPhase[]): Ramp | null {
  const steps = phases.flatMap(({ rateCards, ...phase }) => {
    const [card] = rateCards;
    const template = card && rateCards.length === 1 ? recognise(card) : null;
    return card && template ? [{ phase, template, key: card.key }] : [];
  });
  const [first] = steps;
  if (!first || phases.length < 2 || steps.length < phases.length) return null;
  const isOne = steps.every(({ key, template }) => key === first.key && template.type === first.template.type);
  return isOne ? { steps: steps.map(({ phase, template }) => ({ phase, template })) } : null;
}
