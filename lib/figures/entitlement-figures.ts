import { accessListFigure, accessQueryFigure, shortQueryFigure } from './access-figures';
import { balanceFigure, historyFigure, resetFigure, usagePeriodFigure } from './entitlement-balance-figures';
import {
  coexistenceFigure,
  grantLifecycleFigure,
  grantListFigure,
  mergeFigure,
  overrideFigure,
  scheduleFigure,
  subscriptionFigure,
} from './entitlement-life-figures';
import { type Kinds, kind } from './figure';

/** Rules for figures of entitlements: access, balances, resets. */
export const entitlementFigures: Kinds = {
  usage_period: kind(usagePeriodFigure),
  metered_balance: kind(balanceFigure),
  rollover: kind(balanceFigure),
  reset: kind(resetFigure),
  balance_history: kind(historyFigure),
  grant_lifecycle: kind(grantLifecycleFigure),
  grant_list: kind(grantListFigure),
  entitlement_schedule: [kind(scheduleFigure, { takes: (input) => 'operation' in input }), kind(coexistenceFigure)],
  access_check: [kind(accessListFigure, { takes: (input) => 'entitlements' in input }), kind(accessQueryFigure)],
  entitlement_access: kind(shortQueryFigure),
  template_to_entitlement: kind(subscriptionFigure),
  addon_merge: kind(mergeFigure, { takes: (input) => 'addons' in input }),
  entitlement_override: kind(overrideFigure),
};
