-- CreateTable
CREATE TABLE "usage_resends" (
    "workspace_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_resends_pkey" PRIMARY KEY ("workspace_id","source","id")
);

-- AddForeignKey
ALTER TABLE "usage_resends" ADD CONSTRAINT "usage_resends_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE usage_resends ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON usage_resends USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
