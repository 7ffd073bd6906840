-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "department" TEXT,
ADD COLUMN     "parent_id" TEXT,
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "tax_ids" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "many_subscriptions" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "subscriptions" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "plan_id" TEXT,
    "plan_key" TEXT,
    "plan_version" INTEGER,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "currency" TEXT NOT NULL,
    "invoice_currency" TEXT NOT NULL,
    "billing_cadence" TEXT NOT NULL,
    "billing_anchor" TIMESTAMPTZ(3) NOT NULL,
    "pro_rating_enabled" BOOLEAN NOT NULL DEFAULT true,
    "settlement_mode" TEXT NOT NULL,
    "cost_basis_mode" TEXT NOT NULL,
    "cost_basis_pins" JSONB NOT NULL DEFAULT '[]',
    "beginning" JSON NOT NULL,
    "active_from" TIMESTAMPTZ(3) NOT NULL,
    "active_to" TIMESTAMPTZ(3),
    "paused_from" TIMESTAMPTZ(3),
    "paused_to" TIMESTAMPTZ(3),
    "next_billing_at" TIMESTAMPTZ(3),
    "change_at" TIMESTAMPTZ(3),
    "change_kind" TEXT,
    "negotiated" BOOLEAN NOT NULL DEFAULT false,
    "previous_id" TEXT,
    "next_id" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_acts" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "act" JSON NOT NULL,
    "note" TEXT,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "subscription_acts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_items" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "phase_id" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "phase_key" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "feature_id" TEXT,
    "active_from" TIMESTAMPTZ(3) NOT NULL,
    "active_to" TIMESTAMPTZ(3),
    "rate_card" JSONB NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "source" TEXT NOT NULL,
    "recorded_from" TIMESTAMPTZ(3) NOT NULL,
    "recorded_to" TIMESTAMPTZ(3),

    CONSTRAINT "subscription_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_add_ons" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "add_on_id" TEXT NOT NULL,
    "add_on_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscription_add_ons_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "subscriptions_workspace_id_active_from_id_idx" ON "subscriptions"("workspace_id", "active_from", "id");

-- CreateIndex
CREATE INDEX "subscriptions_workspace_id_created_at_id_idx" ON "subscriptions"("workspace_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "subscriptions_workspace_id_next_billing_at_id_idx" ON "subscriptions"("workspace_id", "next_billing_at", "id");

-- CreateIndex
CREATE INDEX "subscriptions_customer_id_idx" ON "subscriptions"("customer_id");

-- CreateIndex
CREATE INDEX "subscriptions_plan_id_idx" ON "subscriptions"("plan_id");

-- CreateIndex
CREATE INDEX "subscriptions_workspace_id_plan_key_idx" ON "subscriptions"("workspace_id", "plan_key");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_acts_subscription_id_position_key" ON "subscription_acts"("subscription_id", "position");

-- CreateIndex
CREATE INDEX "subscription_items_subscription_id_recorded_to_idx" ON "subscription_items"("subscription_id", "recorded_to");

-- CreateIndex
CREATE INDEX "subscription_items_workspace_id_feature_id_idx" ON "subscription_items"("workspace_id", "feature_id");

-- CreateIndex
CREATE INDEX "subscription_add_ons_add_on_id_idx" ON "subscription_add_ons"("add_on_id");

-- CreateIndex
CREATE INDEX "subscription_add_ons_subscription_id_idx" ON "subscription_add_ons"("subscription_id");

-- CreateIndex
CREATE INDEX "customers_parent_id_idx" ON "customers"("parent_id");

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "customers"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "subscription_acts" ADD CONSTRAINT "subscription_acts_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_items" ADD CONSTRAINT "subscription_items_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_add_ons" ADD CONSTRAINT "subscription_add_ons_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_add_ons" ADD CONSTRAINT "subscription_add_ons_add_on_id_fkey" FOREIGN KEY ("add_on_id") REFERENCES "add_ons"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE subscriptions ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON subscriptions USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
ALTER TABLE subscription_acts ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON subscription_acts USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
ALTER TABLE subscription_items ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON subscription_items USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
ALTER TABLE subscription_add_ons ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON subscription_add_ons USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_period CHECK (active_to IS NULL OR active_to >= active_from);
ALTER TABLE subscription_items ADD CONSTRAINT subscription_items_period CHECK (active_to IS NULL OR active_to >= active_from);
ALTER TABLE customers ADD CONSTRAINT customers_parent CHECK (parent_id <> id);
-- Of an item one row is known to be so now.
CREATE UNIQUE INDEX subscription_items_known ON subscription_items (subscription_id, item_id) WHERE recorded_to IS NULL;
-- Whose living subscriptions are looked for on every act.
CREATE INDEX subscriptions_living ON subscriptions (customer_id, active_from) WHERE deleted_at IS NULL;

-- What was agreed at the beginning, and what was done since, stays as it was written.
CREATE FUNCTION refuse_subscription_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_table_owner(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a subscription is never removed' USING ERRCODE = 'RB003'; END IF;
  IF (NEW.id, NEW.workspace_id, NEW.customer_id, NEW.currency, NEW.active_from, NEW.beginning::text, NEW.created_at)
     IS DISTINCT FROM (OLD.id, OLD.workspace_id, OLD.customer_id, OLD.currency, OLD.active_from, OLD.beginning::text, OLD.created_at)
     OR (OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS DISTINCT FROM OLD.deleted_at) THEN
    RAISE EXCEPTION 'the beginning of a subscription is never changed' USING ERRCODE = 'RB003';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER subscriptions_begin_once BEFORE UPDATE OR DELETE ON subscriptions FOR EACH ROW EXECUTE FUNCTION refuse_subscription_change();

CREATE FUNCTION refuse_subscription_act_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_table_owner(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  RAISE EXCEPTION 'acts on subscriptions are never changed or removed' USING ERRCODE = 'RB003';
END $$;
CREATE TRIGGER subscription_acts_append_only BEFORE UPDATE OR DELETE ON subscription_acts
  FOR EACH ROW EXECUTE FUNCTION refuse_subscription_act_change();

-- A row of an item is closed once, and is otherwise what was known at the time.
CREATE FUNCTION refuse_subscription_item_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_table_owner(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' OR OLD.recorded_to IS NOT NULL OR to_jsonb(NEW) - 'recorded_to' IS DISTINCT FROM to_jsonb(OLD) - 'recorded_to' THEN
    RAISE EXCEPTION 'what was known of an item is never changed' USING ERRCODE = 'RB003';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER subscription_items_closed_once BEFORE UPDATE OR DELETE ON subscription_items
  FOR EACH ROW EXECUTE FUNCTION refuse_subscription_item_change();
