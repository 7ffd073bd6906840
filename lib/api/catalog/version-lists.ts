import { z } from 'zod';
import { filteredSearch } from '@/lib/api/listing';
import { operation, V1 } from '@/lib/api/operation';
import { AddOn } from '@/lib/catalog/add-on';
import { Plan, PlanStatus } from '@/lib/catalog/plan';
import { DateTime, ResourceKey, Ulid } from '@/lib/fields';
import { StringFieldFilterExact } from '@/lib/filter';
import { pageOf } from '@/lib/paging';
import { listAddOns } from './add-ons';
import { listPlans } from './plans';

/** A version by name, as a list speaks of it. */
export const NamedVersion = z
  .strictObject({ id: Ulid, version: z.int(), name: z.string(), status: PlanStatus })
  .meta({ id: 'NamedVersion' });
export type NamedVersion = z.infer<typeof NamedVersion>;

/** All versions of one key as one row, led by what is sold now; else by what will be; else by the draft; else by the latest that was. */
const led = <T extends z.ZodObject>(lead: T, id: string) =>
  z
    .strictObject({
      key: ResourceKey,
      lead,
      status: PlanStatus,
      draft: NamedVersion.optional(),
      scheduled: NamedVersion.optional(),
      versions: z.int(),
      updatedAt: DateTime,
    })
    .meta({ id });

export const PlanByKey = led(Plan, 'PlanByKey');
export type PlanByKey = z.infer<typeof PlanByKey>;
export const AddOnByKey = led(AddOn, 'AddOnByKey');
export type AddOnByKey = z.infer<typeof AddOnByKey>;

/** By the status of the version that leads, the draft or what is scheduled: any of them. */
const Filter = z.strictObject({ status: StringFieldFilterExact.optional() }).meta({ id: 'SearchVersionsParamsFilter' });
const query = filteredSearch(Filter);
export type VersionSearch = z.infer<typeof query>;

const words = 'one row for each with its versions folded in, by words of name, key, description or currency';

export const searchPlans = operation({
  id: 'search-plans',
  method: 'get',
  path: `${V1}/plans/by-key`,
  tag: 'Plans',
  summary: `Find plans, ${words}; with as_of as they stood at an instant`,
  permission: 'catalog:read',
  query: query.extend({ asOf: DateTime.optional() }),
  result: pageOf(PlanByKey, 'PlanByKeyPage'),
  listOf: listPlans,
});

export const searchAddOns = operation({
  id: 'search-addons',
  method: 'get',
  path: `${V1}/addons/by-key`,
  tag: 'Add-ons',
  summary: `Find add-ons, ${words}`,
  permission: 'catalog:read',
  query,
  result: pageOf(AddOnByKey, 'AddOnByKeyPage'),
  listOf: listAddOns,
});
