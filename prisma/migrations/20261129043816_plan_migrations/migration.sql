-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "mrr" DECIMAL(38,6) NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "plan_migrations" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "plan_key" TEXT NOT NULL,
    "plan_name" TEXT NOT NULL,
    "to_version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "reason" TEXT,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "undo_until" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "plan_migrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_migration_entries" (
    "workspace_id" TEXT NOT NULL,
    "migration_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "from_version" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "warnings" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "effective_at" TIMESTAMPTZ(3),
    "applied_at" TIMESTAMPTZ(3),
    "act_id" TEXT,
    "mrr_before" DECIMAL(38,6),
    "mrr_after" DECIMAL(38,6),
    "moved_mrr" DECIMAL(38,6),

    CONSTRAINT "plan_migration_entries_pkey" PRIMARY KEY ("migration_id","subscription_id")
);

-- CreateIndex
CREATE INDEX "plan_migrations_workspace_id_plan_key_idx" ON "plan_migrations"("workspace_id", "plan_key");

-- CreateIndex
CREATE INDEX "plan_migration_entries_migration_id_state_position_idx" ON "plan_migration_entries"("migration_id", "state", "position");

-- CreateIndex
CREATE INDEX "plan_migration_entries_subscription_id_idx" ON "plan_migration_entries"("subscription_id");

-- CreateIndex
CREATE INDEX "plan_migration_entries_customer_id_idx" ON "plan_migration_entries"("customer_id");

-- AddForeignKey
ALTER TABLE "plan_migrations" ADD CONSTRAINT "plan_migrations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_migration_entries" ADD CONSTRAINT "plan_migration_entries_migration_id_fkey" FOREIGN KEY ("migration_id") REFERENCES "plan_migrations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_migration_entries" ADD CONSTRAINT "plan_migration_entries_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_migration_entries" ADD CONSTRAINT "plan_migration_entries_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE plan_migrations ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON plan_migrations USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
ALTER TABLE plan_migration_entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON plan_migration_entries USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- Of a plan one migration is under way.
CREATE UNIQUE INDEX plan_migrations_under_way ON plan_migrations (workspace_id, plan_key)
  WHERE status IN ('checking', 'ready', 'canary', 'running', 'paused', 'undoing');
