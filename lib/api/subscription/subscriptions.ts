import { z } from 'zod';
import { listQuery } from '@/lib/api/listing';
import { operation, V3 } from '@/lib/api/operation';
import { Ulid } from '@/lib/fields';
import { StringFieldFilterExact, UlidFieldFilter } from '@/lib/filter';
import { PageQuery, SortQuery } from '@/lib/paging';
import {
  CreateSubscriptionAddOnRequest,
  Subscription,
  SubscriptionAddOn,
  SubscriptionAddOnPage,
  SubscriptionCancel,
  SubscriptionChange,
  SubscriptionChangeResponse,
  SubscriptionCreate,
  SubscriptionPage,
} from './shapes';

const tag = 'Subscriptions';
const path = `${V3}/subscriptions/{subscriptionId}`;
export const subscriptionParams = z.strictObject({ subscriptionId: Ulid });

const Filter = z
  .strictObject({
    id: UlidFieldFilter.optional(),
    customerId: UlidFieldFilter.optional(),
    status: StringFieldFilterExact.optional(),
    planId: UlidFieldFilter.optional(),
    planKey: StringFieldFilterExact.optional(),
  })
  .meta({ id: 'ListSubscriptionsParamsFilter' });

export const createSubscription = operation({
  id: 'create-subscription',
  method: 'post',
  path: `${V3}/subscriptions`,
  tag,
  summary: 'Put a customer on a version of a plan, from now on',
  permission: 'subscriptions:write',
  body: SubscriptionCreate,
  result: Subscription,
  status: 201,
  refusals: [404],
});

export const listSubscriptions = operation({
  id: 'list-subscriptions',
  method: 'get',
  path: `${V3}/subscriptions`,
  tag,
  summary: 'List subscriptions',
  permission: 'subscriptions:read',
  query: listQuery(Filter),
  result: SubscriptionPage,
  refusals: [404],
});

export const getSubscription = operation({
  id: 'get-subscription',
  method: 'get',
  path,
  tag,
  summary: 'Get a subscription with what is valid now',
  permission: 'subscriptions:read',
  params: subscriptionParams,
  result: Subscription,
});

export const cancelSubscription = operation({
  id: 'cancel-subscription',
  method: 'post',
  path: `${path}/cancel`,
  tag,
  summary: 'End a subscription now, when its billing period ends, or at the end of a later one',
  permission: 'subscriptions:write',
  params: subscriptionParams,
  body: SubscriptionCancel,
  result: Subscription,
});

export const unscheduleCancelation = operation({
  id: 'unschedule-cancelation',
  method: 'post',
  path: `${path}/unschedule-cancelation`,
  tag,
  summary: 'Let a subscription go on that was to end',
  permission: 'subscriptions:write',
  params: subscriptionParams,
  result: Subscription,
});

export const changeSubscription = operation({
  id: 'change-subscription',
  method: 'post',
  path: `${path}/change`,
  tag,
  summary: 'End a subscription and begin one on another version or plan at the same instant',
  permission: 'subscriptions:write',
  params: subscriptionParams,
  body: SubscriptionChange,
  result: SubscriptionChangeResponse,
});

export const createSubscriptionAddOn = operation({
  id: 'create-subscription-addon',
  method: 'post',
  path: `${path}/addons`,
  tag,
  summary: 'Add an add-on to a subscription',
  permission: 'subscriptions:write',
  params: subscriptionParams,
  body: CreateSubscriptionAddOnRequest,
  result: SubscriptionAddOn,
  status: 201,
});

export const listSubscriptionAddOns = operation({
  id: 'list-subscription-addons',
  method: 'get',
  path: `${path}/addons`,
  tag,
  summary: 'List the add-ons of a subscription',
  permission: 'subscriptions:read',
  params: subscriptionParams,
  query: z.strictObject({ page: PageQuery.optional(), sort: SortQuery.optional() }),
  result: SubscriptionAddOnPage,
});

export const subscriptionAddOnParams = z.strictObject({ ...subscriptionParams.shape, subscriptionAddonId: Ulid });

export const getSubscriptionAddOn = operation({
  id: 'get-subscription-addon',
  method: 'get',
  path: `${path}/addons/{subscriptionAddonId}`,
  tag,
  summary: 'Get an add-on of a subscription with its quantity over time',
  permission: 'subscriptions:read',
  params: subscriptionAddOnParams,
  result: SubscriptionAddOn,
});
