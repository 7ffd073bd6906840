import type { PathStep } from '@/lib/problem';
import type { RateCard } from './rate-card';

/** Something that is allowed and probably not meant. `fix` is the card as it would be without it. */
export interface Finding {
  code: string;
  path: PathStep[];
  message: string;
  attributes?: Record<string, unknown>;
  fix?: { label: string; rateCard: RateCard };
}
