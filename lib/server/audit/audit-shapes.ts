import 'server-only';
import { z } from 'zod';
import { PriceListInForce } from '@/lib/api/catalog/llm-price-list';
import { EventVoid } from '@/lib/api/metering/event-voids';
import { IngestMapping } from '@/lib/api/metering/ingest-mappings';
import { UsageImport } from '@/lib/api/metering/usage-imports';
import { UsageSender } from '@/lib/api/metering/usage-senders';
import { CustomerBillingData } from '@/lib/api/subscription/customer-billing';
import { PlanMigrationStatus } from '@/lib/api/subscription/plan-migrations';
import { Subscription } from '@/lib/api/subscription/shapes';
import { ApiKey } from '@/lib/api/workspace/api-keys';
import { Invitation } from '@/lib/api/workspace/invitations';
import { Job } from '@/lib/api/workspace/jobs';
import { Member } from '@/lib/api/workspace/members';
import { Workspace } from '@/lib/api/workspace/workspaces';
import { AddOn } from '@/lib/catalog/add-on';
import { CostBasis } from '@/lib/catalog/cost-basis';
import { CustomCurrency } from '@/lib/catalog/currency';
import { Feature } from '@/lib/catalog/feature';
import { LLMCostPrice } from '@/lib/catalog/llm-price';
import { Plan } from '@/lib/catalog/plan';
import { PlanAddOn } from '@/lib/catalog/plan-add-on';
import { OrganizationDefaultTaxCodes, TaxCode } from '@/lib/catalog/tax-code';
import { Ulid } from '@/lib/fields';
import { Customer } from '@/lib/metering/customer';
import { MeteringEvent } from '@/lib/metering/event';
import { Meter } from '@/lib/metering/meter';
import { converter } from '@/lib/wire';

/** Kinds of things that can be changed, with their shapes: entries keep it as code spells it, and the shape says how the wire does. One line each. */
const SHAPES = {
  act: z.strictObject({ changes: z.int(), digest: z.string() }),
  addon: AddOn,
  api_key: ApiKey,
  customer: Customer,
  customer_billing_data: CustomerBillingData,
  event_rejection: MeteringEvent,
  event_void: EventVoid,
  feature: Feature,
  job: Job,
  invitation: Invitation,
  member: Member,
  ingest_mapping: IngestMapping,
  meter: Meter,
  plan: Plan,
  plan_migration: z.strictObject({ status: PlanMigrationStatus, planKey: z.string().optional(), toVersion: z.int().optional() }),
  plan_addon: z.strictObject({ ...PlanAddOn.shape, planId: Ulid }),
  subscription: Subscription,
  tax_code: TaxCode,
  tax_code_defaults: OrganizationDefaultTaxCodes,
  currency: CustomCurrency,
  cost_basis: CostBasis,
  llm_price: LLMCostPrice,
  llm_price_list: PriceListInForce,
  usage_archive: z.strictObject({ month: z.string(), events: z.number(), file: z.string().nullable() }),
  usage_import: UsageImport,
  usage_sender: UsageSender.pick({ watch: true }),
  workspace: Workspace,
} satisfies Record<string, z.ZodType>;

export type AuditedType = keyof typeof SHAPES;

/** The before or after of an entry as the wire has it. Entries of a type that is no longer known stay as they were written. */
export function auditedOnWire(type: string, value: unknown): unknown {
  const shape: z.ZodType | undefined = SHAPES[type as AuditedType];
  return shape && value !== undefined ? converter(shape).toWire(value) : value;
}
