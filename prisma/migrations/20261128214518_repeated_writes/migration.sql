-- Every answer is kept, with its headers and as the text it was, for a workspace or for a person. What was kept before lacks both, and is forgotten.
DROP POLICY workspace_rows ON "idempotency_keys";
DELETE FROM "idempotency_keys";

ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_pkey",
DROP COLUMN "workspace_id",
ADD COLUMN     "headers" JSONB,
ADD COLUMN     "holder" TEXT NOT NULL,
ALTER COLUMN "status" DROP NOT NULL,
ALTER COLUMN "body" SET DATA TYPE TEXT,
ADD CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("holder", "key");

CREATE INDEX "idempotency_keys_holder_created_at_idx" ON "idempotency_keys"("holder", "created_at");

CREATE POLICY holder_rows ON "idempotency_keys"
  USING (holder IN (app_workspace(), app_user())) WITH CHECK (holder IN (app_workspace(), app_user()));
