-- CreateTable
CREATE TABLE "tax_codes" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "app_mappings" JSONB NOT NULL DEFAULT '[]',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "tax_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tax_code_defaults" (
    "workspace_id" TEXT NOT NULL,
    "invoicing_tax_code_id" TEXT NOT NULL,
    "credit_grant_tax_code_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tax_code_defaults_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "custom_currencies" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "symbol" TEXT,
    "precision" INTEGER NOT NULL,
    "decimal_mark" TEXT NOT NULL,
    "thousand_separator" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "custom_currencies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cost_bases" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "currency_id" TEXT NOT NULL,
    "fiat_code" TEXT NOT NULL,
    "rate" DECIMAL NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "effective_to" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cost_bases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_price_overrides" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "model_name" TEXT NOT NULL,
    "pricing" JSONB NOT NULL,
    "currency" TEXT NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "effective_to" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "llm_price_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tax_codes_workspace_id_idx" ON "tax_codes"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_currencies_workspace_id_code_key" ON "custom_currencies"("workspace_id", "code");

-- CreateIndex
CREATE INDEX "cost_bases_workspace_id_idx" ON "cost_bases"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "cost_bases_currency_id_fiat_code_effective_from_key" ON "cost_bases"("currency_id", "fiat_code", "effective_from");

-- CreateIndex
CREATE INDEX "llm_price_overrides_workspace_id_idx" ON "llm_price_overrides"("workspace_id");

-- AddForeignKey
ALTER TABLE "tax_codes" ADD CONSTRAINT "tax_codes_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tax_code_defaults" ADD CONSTRAINT "tax_code_defaults_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_currencies" ADD CONSTRAINT "custom_currencies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_bases" ADD CONSTRAINT "cost_bases_currency_id_fkey" FOREIGN KEY ("currency_id") REFERENCES "custom_currencies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "llm_price_overrides" ADD CONSTRAINT "llm_price_overrides_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- A key names one living tax code; one override of a model begins at an instant.
CREATE UNIQUE INDEX tax_codes_living_key ON tax_codes (workspace_id, key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX llm_price_overrides_living_start ON llm_price_overrides (workspace_id, provider, model_id, effective_from) WHERE deleted_at IS NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['tax_codes', 'tax_code_defaults', 'custom_currencies', 'cost_bases', 'llm_price_overrides'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY workspace_rows ON %I USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace())', t);
  END LOOP;
END $$;
