-- CreateTable
CREATE TABLE "llm_price_lists" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "prices" JSONB NOT NULL,
    "count" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "llm_price_lists_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "llm_price_lists_workspace_id_ended_at_idx" ON "llm_price_lists"("workspace_id", "ended_at");

-- AddForeignKey
ALTER TABLE "llm_price_lists" ADD CONSTRAINT "llm_price_lists_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE llm_price_lists ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON llm_price_lists USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
