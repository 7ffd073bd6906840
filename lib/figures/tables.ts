import { billingFigures } from './billing-figures';
import { creditFigures } from './credit-figures';
import { entitlementFigures } from './entitlement-figures';
import type { Kinds } from './figure';
import { notificationFigures } from './notification-figures';
import { ratingFigures } from './rating-figures';
import { revenueFigures } from './revenue-figures';
import { subscriptionFigures } from './subscription-figures';

/** Rules for figures of every kind, in the order of the layers. */
export const everyKind: readonly Kinds[] = [
  subscriptionFigures,
  ratingFigures,
  entitlementFigures,
  creditFigures,
  notificationFigures,
  billingFigures,
  revenueFigures,
];
