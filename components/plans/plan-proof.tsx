'use client';

import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { ProblemFailure, useApi } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { getPlanProof, type PlanProof as Proof } from '@/lib/api/catalog/plan-proofs';

const SEEDS = 999_999_999;

/** What holds for every quantity, tried on this version's own prices: at the edges of tiers, beside them, and at quantities drawn from a seed. */
export function PlanProof({ planId }: { planId: string }) {
  const [seed, setSeed] = useState<number>();
  const proof = useApi(getPlanProof, { params: { planId }, query: seed === undefined ? {} : { seed } });
  // A draft that has no price for something says so above already.
  if (proof.error instanceof ProblemFailure && proof.error.code === 'unpriceable_plan') return null;
  return (
    <Section
      title="Proof"
      description="Rules that hold for every quantity, tried on the prices of this version."
      acts={
        <Button size="sm" loading={proof.isFetching} onClick={() => setSeed(1 + Math.floor(Math.random() * SEEDS))}>
          Try other quantities
        </Button>
      }
    >
      {proof.error ? (
        <ErrorState error={proof.error} compact onRetry={() => void proof.refetch()} />
      ) : proof.data ? (
        <Invariants proof={proof.data} />
      ) : (
        <Skeleton className="h-52 w-full" />
      )}
    </Section>
  );
}

function Invariants({ proof }: { proof: Proof }) {
  const tried = proof.invariants.filter(({ cards }) => cards > 0);
  return (
    <div className="flex flex-col gap-3">
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
      <p className="num text-muted text-sm">
        {tried.filter(({ broken }) => !broken).length} of {tried.length} hold · seed {proof.seed}
      </p>
    </div>
  );
}
