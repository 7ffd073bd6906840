-- CreateTable
CREATE TABLE "ingest_mappings" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "refused_rows" BIGINT NOT NULL DEFAULT 0,
    "last_refusal" JSONB,
    "last_refused_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ingest_mappings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ingest_mappings_workspace_id_key_key" ON "ingest_mappings"("workspace_id", "key");

-- AddForeignKey
ALTER TABLE "ingest_mappings" ADD CONSTRAINT "ingest_mappings_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE ingest_mappings ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON ingest_mappings USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
