'use client';

import { Check, ChevronRight, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ProblemFailure, useApi } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { getPlanProof, type PlanProof as Proof } from '@/lib/api/catalog/plan-proofs';

const SEEDS = 999_999_999;

/** Shows that the prices of a version keep the rules of pricing: tried at tier limits, beside them, and at quantities drawn from a seed. */
export function PlanProof({ planId }: { planId: string }) {
  const [seed, setSeed] = useState<number>();
  const proof = useApi(getPlanProof, { params: { planId }, query: seed === undefined ? {} : { seed } });
  // A draft that has no price for something says so above already.
  if (proof.error instanceof ProblemFailure && proof.error.code === 'unpriceable_plan') return null;
  return (
    <section aria-label="Price checks">
      {proof.error ? (
        <ErrorState error={proof.error} compact onRetry={() => void proof.refetch()} />
      ) : proof.data ? (
        <Checks
          proof={proof.data}
          again={
            <Button size="sm" loading={proof.isFetching} onClick={() => setSeed(1 + Math.floor(Math.random() * SEEDS))}>
              Check other quantities
            </Button>
          }
        />
      ) : (
        <Skeleton className="h-8 w-full" />
      )}
    </section>
  );
}

/** One line that says how many checks passed; it opens into the checks. What failed is open from the start. */
function Checks({ proof, again }: { proof: Proof; again: ReactNode }) {
  const tried = proof.invariants.filter(({ cards }) => cards > 0);
  const failed = tried.filter(({ broken }) => broken).length;
  return (
    <details open={failed > 0} className="group/checks border-border border-t">
      <summary className="flex h-10 cursor-pointer list-none items-center gap-2 rounded-sm px-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
        {failed > 0 ? <X className="text-critical" /> : <Check className="text-positive" />}
        <span className="flex-1">
          {failed > 0 ? `${failed} of ${tried.length} price checks failed` : `${tried.length} price checks passed`}
        </span>
        <ChevronRight className="text-muted transition-transform group-open/checks:rotate-90" />
      </summary>
      <div className="flex flex-col gap-3 px-2 pt-1">
        <p className="text-pretty text-muted">
          We price this version at tier limits and random quantities, and check each result against these rules.
        </p>
        <ul className="flex flex-col gap-1.5">
          {tried.map(({ sentence, cards, broken }) => (
            <li key={sentence} className="flex items-start gap-2">
              {broken ? (
                <X aria-label="Broken" className="mt-0.5 text-critical" />
              ) : (
                <Check aria-label="Holds" className="mt-0.5 text-positive" />
              )}
              <span className="min-w-0 flex-1 text-pretty">
                {sentence}
                {broken && <span className="block text-critical">{broken}</span>}
              </span>
              <span className="num shrink-0 text-muted text-sm">
                {cards} {cards === 1 ? 'card' : 'cards'}
              </span>
            </li>
          ))}
        </ul>
        <div className="flex items-center gap-3">
          {again}
          <span className="num text-muted text-sm">Set of quantities {proof.seed}</span>
        </div>
      </div>
    </details>
  );
}
