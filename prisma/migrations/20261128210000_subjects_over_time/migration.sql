-- A subject leads to a customer over a span of time, and what is over stays. What is stored so far holds from the beginning, and always did.
ALTER TABLE "customer_subjects" DROP CONSTRAINT "customer_subjects_pkey",
ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN "belongs_from" TIMESTAMPTZ(3),
ADD COLUMN "belongs_to" TIMESTAMPTZ(3),
ADD COLUMN "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity',
ADD COLUMN "ended_at" TIMESTAMPTZ(3),
ADD CONSTRAINT "customer_subjects_pkey" PRIMARY KEY ("id"),
ADD CONSTRAINT customer_subjects_span CHECK (belongs_from <= belongs_to),
ADD CONSTRAINT customer_subjects_end CHECK ((belongs_to IS NULL) = (ended_at IS NULL));
ALTER TABLE "customer_subjects" ALTER COLUMN "recorded_at" SET DEFAULT clock_timestamp();
UPDATE customer_subjects SET recorded_at = '1970-01-01T00:00:00Z';

CREATE INDEX "customer_subjects_workspace_id_subject_idx" ON "customer_subjects"("workspace_id", "subject");
-- A subject leads to one living customer.
CREATE UNIQUE INDEX customer_subjects_open ON customer_subjects (workspace_id, subject) WHERE belongs_to IS NULL;
